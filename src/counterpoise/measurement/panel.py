"""The ties of a study's whole panel, set between the goalposts in force: taken from the panel, or frozen before."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from counterpoise.datasets.units import in_their_units
from counterpoise.errors import CounterpoiseError, Problem, StudyFileError
from counterpoise.measurement.index.goalposts import Goalpost, GoalpostRelease, read_goalposts
from counterpoise.measurement.ties import GOALPOST_QUANTILE, TieInput, measure_ties, tie_inputs
from counterpoise.study import Study


@dataclass(frozen=True, slots=True)
class PanelTies:
    """Ties of all years and states of the panel (`ties.TIE_SCHEMA`), their inputs and the goalposts between which they stand.

    `release` names the release that the goalposts were frozen in, None where they are the panel's own.
    """

    ties: pl.DataFrame
    inputs: tuple[TieInput, ...]
    goalposts: tuple[Goalpost, ...]
    release: str | None = None


def panel_ties(study: Study, values: pl.DataFrame, anew: bool = False) -> PanelTies:
    """The ties of a study from a table of observations (`evidence.VALUE_SCHEMA`).

    Goalposts are those of the file that `settings.goalposts` names, unless they are to be taken `anew`. Raises
    CounterpoiseError where values of an indicator are in another unit than the theory gives, or in several; StudyFileError where
    the file cannot be read, is of other powers or another quantile, or lacks an indicator.
    """
    _, problems = in_their_units(values, study.theory)
    if problems:
        raise CounterpoiseError(*problems)
    inputs = tie_inputs(study.theory, study.declared.settings.roll_calls)
    own = measure_ties(values, inputs, study.panel, study.powers)
    named = study.declared.settings.goalposts
    if named is None or anew:
        return PanelTies(own, inputs, _goalposts(own))
    release = read_goalposts(study.folder / named, named)
    _of_this_kind(study, release, named)
    needed = release.needed({each.indicator: each.unit for each in _goalposts(own)}, named)
    frozen = {indicator: goalpost.value for indicator, goalpost in needed.items()}
    ties = measure_ties(values, inputs, study.panel, study.powers, frozen)
    in_force = tuple(needed[indicator] for indicator in sorted(needed))
    return PanelTies(ties, inputs, in_force, release.id)


def _of_this_kind(study: Study, release: GoalpostRelease, named: str) -> None:
    """Raise StudyFileError where a release is of other powers, or of another quantile than goalposts are here."""
    powers = tuple(study.powers.values())
    problems = []
    if set(release.powers) != set(powers):
        found = (
            f"is of ties with {' and '.join(release.powers)}; the study's powers are {' and '.join(powers)}"
        )
        problems.append(Problem(named, found))
    if release.quantile != GOALPOST_QUANTILE:
        found = f"holds the quantile {release.quantile:g} of the panel; a goalpost is the quantile {GOALPOST_QUANTILE:g}"
        problems.append(Problem(named, found))
    if problems:
        raise StudyFileError(*problems)


def _goalposts(ties: pl.DataFrame) -> tuple[Goalpost, ...]:
    table = (
        ties.group_by("indicator", "title", "quantity", "goalpost", "unit", maintain_order=True)
        .agg(
            first=pl.col("start").min(),
            last=pl.col("end").max(),
            observations=pl.len(),
            states=pl.col("state").unique().sort(),
        )
        .sort("indicator")
        .rename({"goalpost": "value"})
    )
    return tuple(Goalpost(**{**row, "states": tuple(row["states"])}) for row in table.iter_rows(named=True))
