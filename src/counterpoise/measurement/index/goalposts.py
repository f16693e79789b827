"""Goalposts of a whole panel, frozen as a release, so that later years and other states do not move earlier ties."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, FiniteFloat

from counterpoise.errors import Problem, StudyFileError, UsageError, did_you_mean
from counterpoise.identity import identifier
from counterpoise.theory.element import Element
from counterpoise.validation import validate
from counterpoise.yamlfile import read_yaml

FORMAT: Literal["counterpoise goalposts 1"] = "counterpoise goalposts 1"


@dataclass(frozen=True, slots=True)
class Goalpost:
    """The value of an indicator that counts as a whole tie (of a distance: as none), and what it rests on.

    It is the 97.5th percentile of `observations` values of `states` of the panel with both powers, years `first` to
    `last`. `title` names the tie and `quantity` what is observed, in whose `unit` the goalpost is.
    """

    indicator: str
    title: str
    quantity: str
    value: float
    unit: str
    first: int
    last: int
    observations: int
    states: tuple[str, ...]


class _Frozen(Element):
    """One goalpost, as a file of goalposts holds it."""

    indicator: str
    title: str
    quantity: str
    value: FiniteFloat = Field(ge=0)
    unit: str
    first: int
    last: int
    observations: int
    states: tuple[str, ...]


class _File(Element):
    """What a file of goalposts holds."""

    format: Literal["counterpoise goalposts 1"]
    study: str
    powers: tuple[str, str]
    quantile: FiniteFloat
    goalposts: tuple[_Frozen, ...]


@dataclass(frozen=True, slots=True)
class GoalpostRelease:
    """Goalposts as they were taken over one panel and both powers, which do not change any more.

    `study` says whose panel it was, `powers` with whom the ties are, `quantile` which one of the panel's values they are.
    """

    study: str
    powers: tuple[str, str]
    quantile: float
    goalposts: tuple[Goalpost, ...]

    @property
    def id(self) -> str:
        """Sixteen hex digits that name the release by all that it holds."""
        return identifier(**_content(self))

    def needed(self, units: Mapping[str, str], place: str) -> dict[str, Goalpost]:
        """The goalposts of indicators that are observed, given with the unit of each.

        Raises StudyFileError, at `place`, for those that the release does not have, or has in another unit.
        """
        frozen = {each.indicator: each for each in self.goalposts}
        problems = []
        for indicator, unit in units.items():
            if indicator not in frozen:
                near = did_you_mean(indicator, frozen) or f"; it has {', '.join(frozen) or 'none'}"
                found = f"has no goalpost for '{indicator}'{near} (`counterpoise measure goalposts --freeze` makes a new release)"
                problems.append(Problem(place, found))
            elif frozen[indicator].unit != unit:
                found = f"'{indicator}' is frozen in {frozen[indicator].unit}, and observed in {unit}"
                problems.append(Problem(place, found))
        if problems:
            raise StudyFileError(*problems)
        return {indicator: frozen[indicator] for indicator in units}


def freeze(
    goalposts: Sequence[Goalpost], study: str, powers: tuple[str, str], quantile: float
) -> GoalpostRelease:
    """Goalposts of a study as a release, in order of indicator."""
    return GoalpostRelease(study, powers, quantile, tuple(sorted(goalposts, key=lambda each: each.indicator)))


def write_goalposts(release: GoalpostRelease, path: Path) -> None:
    """Write a release as JSON. Raises UsageError where there is such a file: a release is never changed."""
    content = json.dumps({"format": FORMAT, **_content(release)}, ensure_ascii=False, indent=1)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(content + "\n")
    except FileExistsError:
        raise UsageError(
            Problem(str(path), "is there already; a release is not changed, so name a new file")
        ) from None


def read_goalposts(path: Path, shown: str | None = None) -> GoalpostRelease:
    """Read a release. Raises StudyFileError with every problem of the file, each with line and column."""
    file = read_yaml(path, shown)  # JSON is YAML, and read so its faults have a place
    found, problems = validate(file, _File)
    if problems or found is None:
        raise StudyFileError(*problems)
    twice = {
        each.indicator
        for place, each in enumerate(found.goalposts)
        if each.indicator in {before.indicator for before in found.goalposts[:place]}
    }
    if twice:
        raise StudyFileError(
            *(
                Problem(shown or str(path), f"has two goalposts for '{indicator}'")
                for indicator in sorted(twice)
            )
        )
    goalposts = tuple(Goalpost(**each.model_dump()) for each in found.goalposts)
    return GoalpostRelease(found.study, found.powers, found.quantile, goalposts)


def _content(release: GoalpostRelease) -> dict[str, object]:
    return {
        "study": release.study,
        "powers": list(release.powers),
        "quantile": release.quantile,
        "goalposts": [{**asdict(each), "states": list(each.states)} for each in release.goalposts],
    }
