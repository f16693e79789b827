"""Scenario files: what a scenario may say, checked against a study and the years that can be simulated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pydantic import Field, StrictBool, model_validator

from counterpoise.errors import StudyFileError, did_you_mean
from counterpoise.theory.element import Element, Words
from counterpoise.theory.policies import Deviations, Policies
from counterpoise.wording import listed
from counterpoise.yamlfile import EACH, Where, YamlFile, read_yaml, reading_order, validate

PRESSURE = "pressure"
YEARS = 10
"""How many years are simulated where a scenario does not say."""

TIES = ("tie_a", "tie_b")
"""What a shock may move beside the filters of the theory's model."""


class Shock(Element):
    """Something that moves a part of the model by some standard deviations in a year, or in each of several."""

    to: str
    by: Deviations
    year: int
    until: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Shock:
        if self.until is not None and self.until < self.year:
            raise ValueError(f"from {self.year} until {self.until}; expected the earlier year first")
        return self


class Span(Element):
    """From one year to another, both included; without them the first and the last that are simulated."""

    from_year: int | None = Field(default=None, alias="from")
    to_year: int | None = Field(default=None, alias="to")

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
    years: int = Field(default=2, ge=1)


class ScenarioFile(Element):
    """A scenario: what happens to whom over some years after the last of the panel, and what is compared.

    `replies` says whether the powers reply. `strategies` are those of the theory that are compared, all without the
    key.
    """

    scenario: str
    state: str | None = None
    years: int = Field(default=YEARS, ge=1, le=50)
    shocks: tuple[Shock, ...] = ()
    held: tuple[Held, ...] = ()
    levers: tuple[Pulled, ...] = ()
    replies: StrictBool = True
    strategies: Words = ()
    forced_choice: ForcedChoice = ForcedChoice()
    draws: int = Field(default=10_000, ge=200, le=1_000_000)
    seed: int = Field(default=1, ge=0)


def usable_levers(policies: Policies, filters: Collection[str]) -> tuple[str, ...]:
    """The levers of a theory that raise only filters which a panel measures."""
    return tuple(name for name, lever in policies.levers.items() if set(lever.raises) <= set(filters))


def read_scenario(
    path: Path, policies: Policies, filters: Collection[str], states: Collection[str], last_year: int
) -> ScenarioFile:
    """Read a scenario file for a model estimated on some `states` up to a `last_year`, with measures of some `filters`.

    Raises StudyFileError with every problem at once: keys, unknown levers, strategies, filters and states, and years that
    are not simulated.
    """
    file = read_yaml(path, path.name)
    scenario, problems = validate(file, ScenarioFile)
    horizon = next((years for _, years in file.nodes("years") if isinstance(years, int)), YEARS)
    found = [
        *_names(file, policies, filters, states),
        *_unmeasured(file, policies, filters),
        *_years(file, last_year + 1, last_year + horizon),
        *(() if scenario is None else _held_twice(scenario)),
    ]
    problems += [file.problem(where, what) for where, what in found]
    if problems or scenario is None:
        raise StudyFileError(*sorted(set(problems), key=reading_order))
    return scenario


def _names(
    file: YamlFile, policies: Policies, filters: Collection[str], states: Collection[str]
) -> Iterator[tuple[Where, str]]:
    movable = (PRESSURE, *filters, *TIES)
    known: Mapping[str, tuple[Collection[str], list[tuple[Where, str]]]] = {
        "part of the model": (
            movable,
            [*file.texts("shocks", EACH, "to"), *file.texts("held", EACH, "what")],
        ),
        "lever": (policies.levers, list(file.texts("levers", EACH, "lever"))),
        "strategy": (policies.strategies, list(file.texts("strategies", EACH))),
        "state of the panel": (states, list(file.texts("state"))),
    }
    for noun, (names, used) in known.items():
        for where, name in used:
            if name not in names:
                near = did_you_mean(name, names) or f"; there are {', '.join(names)}"
                yield where, f"unknown {noun} '{name}'{near}"


def _unmeasured(file: YamlFile, policies: Policies, filters: Collection[str]) -> Iterator[tuple[Where, str]]:
    """Levers that raise a filter which nothing in the panel measures."""
    for where, name in file.texts("levers", EACH, "lever"):
        lever = policies.levers.get(name)
        lacking = [each for each in (lever.raises if lever else ()) if each not in filters]
        if lacking:
            yield where, f"the lever '{name}' raises {listed(lacking)}, which nothing in the panel measures"


def _years(file: YamlFile, first: int, last: int) -> Iterator[tuple[Where, str]]:
    for path in (("shocks", EACH, "year"), ("shocks", EACH, "until"), *_spans("held"), *_spans("levers")):
        for where, year in file.nodes(*path):
            if isinstance(year, int) and not first <= year <= last:
                yield where, f"{year} is outside the years that are simulated, {first} to {last}"


def _spans(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (key, EACH, "from"), (key, EACH, "to")


def _held_twice(scenario: ScenarioFile) -> Iterator[tuple[Where, str]]:
    for i, each in enumerate(scenario.held):
        for earlier in scenario.held[:i]:
            apart = (each.to_year or 9999) < (earlier.from_year or 0) or (earlier.to_year or 9999) < (
                each.from_year or 0
            )
            if each.what == earlier.what and not apart:
                yield ("held", i), f"'{each.what}' is held twice in some year"
