"""Scenario files: what a scenario may say, checked against a study and the years that can be simulated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeGuard

from pydantic import Field, StrictBool, model_validator

from counterpoise.errors import StudyFileError, nearest, unknown_name
from counterpoise.states import state
from counterpoise.theory.element import Element, Words
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.policies import Deviations, Policies
from counterpoise.theory.titles import PRESSURE
from counterpoise.validation import as_meant, validate
from counterpoise.wording import listed
from counterpoise.yamlfile import EACH, Where, YamlFile, read_yaml, reading_order

YEARS = 10
"""How many years are simulated where a scenario does not say."""

TIES = ("tie_a", "tie_b")
"""What a shock may move beside the filters of the theory's model."""


Whole = Annotated[int, Field(strict=True)]
"""A whole number that is written as one: a year in quotes is text."""

MOST_YEARS = 50


class Shock(Element):
    """Something that moves a part of the model by some standard deviations in a year, or in each of several."""

    to: str
    by: Deviations
    year: Whole
    until: Whole | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Shock:
        if self.until is not None and self.until < self.year:
            raise ValueError(f"from {self.year} until {self.until}; expected the earlier year first")
        return self


class Span(Element):
    """From one year to another, both included; without them the first and the last that are simulated."""

    from_year: Whole | None = Field(default=None, alias="from")
    to_year: Whole | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.from_year is not None and self.to_year is not None and self.from_year > self.to_year:
            raise ValueError(f"from {self.from_year} to {self.to_year}; expected the earlier year first")
        return self


class Held(Span):
    """A part of the model that is set, whatever would come of it: `do(what = at)`, in deviations from its level."""

    what: str
    at: Deviations


class Pulled(Span):
    """A lever of the theory that is pulled, so strongly."""

    lever: str
    strength: float = Field(default=1.0, ge=0, le=10)


class ForcedChoice(Element):
    """What counts as a forced choice: one tie below a part of what it was, and the other not, for some years on end."""

    below: float = Field(default=0.5, gt=0, lt=1)
    years: Whole = Field(default=2, ge=1)


class ScenarioFile(Element):
    """A scenario: what happens to whom over some years after the last of the panel, and what is compared.

    `replies` says whether the powers reply. `strategies` are those of the theory that are compared, all without the
    key.
    """

    scenario: str = Field(min_length=1)
    state: str | None = None
    years: Whole = Field(default=YEARS, ge=1, le=MOST_YEARS)
    shocks: tuple[Shock, ...] = ()
    held: tuple[Held, ...] = ()
    levers: tuple[Pulled, ...] = ()
    replies: StrictBool = True
    strategies: Words = ()
    forced_choice: ForcedChoice = ForcedChoice()
    draws: Whole = Field(default=10_000, ge=200, le=1_000_000)
    seed: Whole = Field(default=1, ge=0)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """The levers of a theory and the rows of its tables with a shock that act on filters which a panel does not measure: on which ones, by name."""

    levers: Mapping[str, tuple[str, ...]]
    shocks: Mapping[str, tuple[str, ...]]


def unmeasured(policies: Policies, measured: Collection[str]) -> Unmeasured:
    """What of a theory's policies cannot be simulated on a panel that measures only some filters."""

    def lacking(acts_on: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        found = {name: tuple(each for each in of if each not in measured) for name, of in acts_on.items()}
        return {name: filters for name, filters in found.items() if filters}

    return Unmeasured(
        levers=lacking({name: lever.raises for name, lever in policies.levers.items()}),
        shocks=lacking({row: {impulse.to} - {PRESSURE} for row, impulse in policies.shocks.items()}),
    )


def read_scenario(
    path: Path,
    part: ModelPart,
    states: Collection[str],
    measured: Collection[str] | None = None,
    last_year: int | None = None,
    period: tuple[int, int] | None = None,
) -> ScenarioFile:
    """Read a scenario file for the model of a theory, estimated on some `states` up to a `last_year`, with measures of some filters.

    Before there is an estimate nobody knows which filters are `measured`, and they are not looked at, or what the last year is: then years
    are told that cannot be simulated whichever of a `period` it is, the first and the last year of a study.

    Raises StudyFileError with every problem at once: keys, unknown levers, strategies, filters and states, and years that
    are not simulated.
    """
    file = read_yaml(path, path.name)
    scenario, problems = validate(file, ScenarioFile)
    meant = as_meant(file, ScenarioFile)
    found = [
        *_names(meant, part, states),
        *_held_twice(meant),
        *(() if measured is None else _unmeasured(meant, part, measured)),
        *_years(meant, last_year, period),
    ]
    problems += [meant.problem(where, what) for where, what in found]
    if problems or scenario is None:
        raise StudyFileError(*sorted(set(problems), key=reading_order))
    return scenario


def _moved(file: YamlFile) -> list[tuple[Where, str]]:
    return [*file.texts("shocks", EACH, "to"), *file.texts("held", EACH, "what")]


def _names(file: YamlFile, part: ModelPart, states: Collection[str]) -> Iterator[tuple[Where, str]]:
    policies = part.policies
    known: Mapping[str, tuple[Collection[str], Iterable[tuple[Where, str]]]] = {
        "part of the model": ((PRESSURE, *part.filters, *TIES), _moved(file)),
        "lever": (policies.levers, file.texts("levers", EACH, "lever")),
        "strategy": (policies.strategies, file.texts("strategies", EACH)),
    }
    for noun, (names, used) in known.items():
        yield from ((where, unknown_name(noun, name, names)) for where, name in used if name not in names)
    for where, name in file.texts("state"):
        if name not in states:
            yield where, _no_such_state(name, states)


def _no_such_state(named: str, states: Collection[str]) -> str:
    """That a state is none of the panel, with the code of one that was meant by its name."""
    named_so = {state(iso3).name: iso3 for iso3 in states}
    meant = nearest(named, named_so)
    if meant is None:
        return unknown_name("state of the panel", named, states)
    return f"unknown state of the panel '{named}' - did you mean '{named_so[meant]}'?"


def _unmeasured(file: YamlFile, part: ModelPart, measured: Collection[str]) -> Iterator[tuple[Where, str]]:
    """Filters that nothing in the panel measures, and levers that raise one."""
    for where, name in _moved(file):
        if name in part.filters and name not in measured:
            yield where, f"nothing in the panel measures {name}, so that it cannot be moved"
    beyond = unmeasured(part.policies, measured).levers
    for where, name in file.texts("levers", EACH, "lever"):
        if lacking := beyond.get(name):
            yield where, f"the lever '{name}' raises {listed(lacking)}, which nothing in the panel measures"


def _years(
    file: YamlFile, last_year: int | None, period: tuple[int, int] | None
) -> Iterator[tuple[Where, str]]:
    """Years that are not simulated, or where the last of the panel is not known, that cannot be."""
    asked = min(max(next((years for _, years in file.nodes("years") if _whole(years)), YEARS), 1), MOST_YEARS)
    if last_year is not None:
        first, last = last_year + 1, last_year + asked
        told = f"outside the years that are simulated, {first} to {last}"
    elif period is not None:
        first, last = period[0] + 1, period[1] + asked
        told = f"outside the years that can be simulated, {asked} after the last of a panel within {period[0]} to {period[1]}"
    else:
        return
    for path in (("shocks", EACH, "year"), ("shocks", EACH, "until"), *_spans("held"), *_spans("levers")):
        for where, year in file.nodes(*path):
            if _whole(year) and not first <= year <= last:
                yield where, f"{year} is {told}"


def _whole(node: object) -> TypeGuard[int]:
    return isinstance(node, int) and not isinstance(node, bool)


def _spans(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (key, EACH, "from"), (key, EACH, "to")


def _held_twice(file: YamlFile) -> Iterator[tuple[Where, str]]:
    """Parts of the model that are to be held at two values in one year."""
    spans: list[tuple[object, range]] = []
    for where, node in file.nodes("held", EACH):
        if isinstance(node, dict) and isinstance(what := node.get("what"), str):
            first, last = node.get("from"), node.get("to")
            years = range(first if _whole(first) else 0, (last if _whole(last) else 9999) + 1)
            if any(what == other and years.start < of.stop and of.start < years.stop for other, of in spans):
                yield where, f"'{what}' is held twice in some year"
            spans.append((what, years))
