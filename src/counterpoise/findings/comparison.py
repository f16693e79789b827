"""Several states compared: what each study finds, from numbers that are set between goalposts of all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.gathering import Evidence
from counterpoise.identity import canonical_json, sha256_of_file
from counterpoise.measurement.scores import measure, scores_of
from counterpoise.measurement.state_ranks import CommonYear, ranks_in_common_years
from counterpoise.measurement.state_years import drawn_constructs
from counterpoise.measurement.ties import tie_inputs
from counterpoise.study import Study
from counterpoise.wording import listed, several

NOT_MEASURED = {"citation_style", "vintages"}
"""The settings that bear on no number, and may differ between studies that are compared."""

MOST_TOLD = 10
"""Of more observations than these that differ between studies only the number is told."""

_SAME = ("state", "partner", "start", "end", "indicator", "source")
"""By these an observation is the same in two studies, but for its release."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is found of each state, from one set of scores, and how the states rank by each construct.

    `cases` are in the order in which the states were named; each has the panel of all of them, and the movements of its own
    ties. `heard` are the states with a study of their own, whose documents were coded for them.
    """

    cases: tuple[Findings, ...]
    common: tuple[CommonYear, ...]
    heard: frozenset[str]

    @property
    def states(self) -> tuple[str, ...]:
        """The states compared, by ISO3 code."""
        return tuple(case.study.state for case in self.cases)

    @property
    def first(self) -> Findings:
        """The first case, for what all have in common: scores, goalposts, the theory and the powers."""
        return self.cases[0]


def refuse_unlike(studies: Sequence[Study], beside: Iterable[Problem] = ()) -> None:
    """Raise CounterpoiseError with everything in which studies differ that must be alike to be compared, every problem at once.

    Those are the powers, the theory, the period and whatever is set of measuring. No state may stand in two of them. Problems
    found `beside` are told with them.
    """
    problems: list[Problem] = list(beside)
    seen: dict[str, Study] = {}
    for study in studies:
        if (same := seen.get(study.state)) is not None:
            told = f"is of {study.state}, as {same.folder} is; each state is compared once"
            problems.append(Problem(str(study.folder), told))
        seen.setdefault(study.state, study)
    first = studies[0]
    for study in studies[1:]:
        problems += [Problem(str(study.folder), told) for told in _unlike(study, first)]
    if problems:
        raise CounterpoiseError(*problems)


def _unlike(study: Study, first: Study) -> Iterator[str]:
    """What differs from the first of the studies."""
    than = f"{first.folder} has"
    if study.powers != first.powers:
        a, b = study.powers.values()
        yield f"power a and power b are {a} and {b}; {than} {' and '.join(first.powers.values())}"
    if study.theory.theory != first.theory.theory:
        yield f"the theory is '{study.theory.theory}'; {than} '{first.theory.theory}'"
    elif canonical_json(study.theory.model_dump(mode="json")) != canonical_json(
        first.theory.model_dump(mode="json")
    ):
        yield f"the theory '{study.theory.theory}' is another version of it than {than}"
    if study.declared.period != first.declared.period:
        yield f"the period is {study.declared.period}; {than} {first.declared.period}"
    own, others = _measuring(study), _measuring(first)
    for name in sorted(own):
        if own[name] != others[name]:
            yield f"settings.{name} is {_shown(own[name])}; {than} {_shown(others[name])}"


def _measuring(study: Study) -> dict[str, object]:
    """What is set of measuring; frozen goalposts by what their file holds, since each study has its own."""
    settings = study.declared.settings
    told: dict[str, object] = settings.model_dump(mode="json", exclude=NOT_MEASURED)
    told["window"] = f"{study.window[0]}-{study.window[1]}"
    if settings.goalposts is not None:
        told["goalposts"] = f"a file with the digest {sha256_of_file(study.folder / settings.goalposts)[:12]}"
    return told


def _shown(setting: object) -> str:
    return "not given" if setting is None else setting if isinstance(setting, str) else repr(setting)


def cases_of_panel(study: Study, states: Sequence[str], evidence: Evidence) -> list[tuple[Study, Evidence]]:
    """One study of each of some states of a study's panel.

    Its numbers are those that the study observes; its documents were coded for the state under study, so that the others
    have none, and no dated events.
    """
    silent = replace(
        evidence, documents={}, outside=(), passages={}, codings=(), links=(), chronology=(), copies=(), trail=()
    )  # fmt: skip
    return [
        (_about(study, iso3, study.panel), evidence if iso3 == study.state else silent) for iso3 in states
    ]


def compare(cases: Sequence[tuple[Study, Evidence]], heard: Iterable[str] | None = None) -> Comparison:
    """Compare states, each a study with its evidence; `heard` are those whose documents were coded, all without it.

    Of each study the values of its own state and of the powers are taken, and all are measured together: goalposts are those
    of the states compared. Raises CounterpoiseError as `refuse_unlike` does, where there are fewer than two states, where
    studies hold other releases or values of one observation, and as `measure` does.
    """
    studies = [study for study, _ in cases]
    if len(studies) < 2:
        named = listed([str(study.folder) for study in studies])
        raise UsageError(Problem(named or "compare", "one state is compared with nothing; name several"))
    refuse_unlike(studies)
    states = tuple(study.state for study in studies)
    values = pooled(cases)
    of_all = _about(studies[0], states[0], states)
    scores = measure(of_all, values)
    settings = of_all.declared.settings
    drawn = drawn_constructs(
        scores.ties,
        tie_inputs(of_all.theory, settings.roll_calls),
        values,
        of_all.theory,
        of_all.powers,
        settings.seed,
        of_all.start,
        of_all.end,
        imputed=settings.imputation == "dynamic-factor",
    )
    compared = (each for each in drawn if each.state in states)
    found = []
    for study, evidence in cases:
        of_this = _about(study, study.state, states)
        own = replace(evidence, values=values)
        found.append(conclude(of_this, own, scores_of(scores, of_this)))
    return Comparison(
        tuple(found), ranks_in_common_years(compared), frozenset(states if heard is None else heard)
    )


def _about(study: Study, iso3: str, panel: Iterable[str]) -> Study:
    """The study of another state of a panel."""
    told = study.declared.model_copy(update={"state": iso3, "panel": tuple(panel)})
    return replace(study, declared=told)


def pooled(cases: Sequence[tuple[Study, Evidence]]) -> pl.DataFrame:
    """The values of each study's own state and of the powers as one table, each observation once.

    Raises CounterpoiseError where two studies hold the same observation from other releases of its source, or with another
    value.
    """
    tables = [
        evidence.values.filter(pl.col("state").is_in([study.state, *study.powers.values()])).with_columns(
            study=pl.lit(place)
        )
        for place, (study, evidence) in enumerate(cases)
    ]
    table = pl.concat(tables, how="diagonal")
    told = (*_releases(table, cases), *_values(table, cases))
    if told:
        raise CounterpoiseError(*told)
    return table.unique(_SAME, keep="first", maintain_order=True).drop("study")


def _releases(table: pl.DataFrame, cases: Sequence[tuple[Study, Evidence]]) -> Iterator[Problem]:
    """Each source of which studies hold different releases of one indicator."""
    held = (
        table.select("source", "indicator", "release", "study")
        .unique()
        .group_by("source", "indicator", "study")
        .agg(pl.col("release").sort().str.join(", "))
        .sort("source", "indicator", "study")
    )
    told: dict[tuple[int, str, str, str], list[str]] = {}
    for (source, indicator), part in held.group_by("source", "indicator", maintain_order=True):
        first = part.row(0, named=True)
        for row in part.iter_rows(named=True):
            if row["release"] != first["release"]:
                other = f"{cases[first['study']][0].folder} has {first['release']}"
                told.setdefault((row["study"], str(source), row["release"], other), []).append(str(indicator))
    for (place, source, release, other), indicators in told.items():
        what = f"the release of {source} is {release}; {other}, in {listed(indicators)}"
        yield Problem(str(cases[place][0].folder), what)


def _values(table: pl.DataFrame, cases: Sequence[tuple[Study, Evidence]]) -> Iterator[Problem]:
    """Observations that two studies hold with different values."""
    same = [*_SAME, "release"]
    unlike = (
        table.filter((pl.col("value").n_unique() > 1).over(same))
        .group_by(same, maintain_order=True)
        .agg("value", "study")
    )
    for row in unlike.head(MOST_TOLD).iter_rows(named=True):
        held = listed(
            [f"{value:g} ({cases[place][0].folder})" for value, place in zip(row["value"], row["study"], strict=True)]
        )  # fmt: skip
        toward = f" with {row['partner']}" if row["partner"] else ""
        of = f"{row['state']}{toward} {row['start']}-{row['end']}, {row['source']}"
        yield Problem(row["indicator"], f"{of}: studies hold {held}; one observation has one value")
    if (more := unlike.height - MOST_TOLD) > 0:
        yield Problem("values", f"{several(more, 'further observation')} with different values")
