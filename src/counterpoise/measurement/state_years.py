"""Every construct of every state of a panel: scores by year, types, and how alignment goes together across dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.measurement.alignment import Aligned, align, expected_series, scored_alignment
from counterpoise.measurement.cross_domain import CORRELATION_SCHEMA, correlations
from counterpoise.measurement.outcomes import OwnSeries, StateYears, outcomes, own_series
from counterpoise.measurement.published_scales import BAND_SCHEMA, band_rows
from counterpoise.measurement.score_table import Scored, score_table
from counterpoise.measurement.tie_series import TieSeries, tie_series
from counterpoise.measurement.ties import TieInput
from counterpoise.measurement.typology import Typed, type_table, types
from counterpoise.theory.elements import Side, Theory

if TYPE_CHECKING:
    from counterpoise.measurement.completed_ties import Panel


@dataclass(frozen=True, slots=True)
class PanelConstructs:
    """Scores in `SCORE_SCHEMA`, types in `TYPE_SCHEMA` and correlations in `CORRELATION_SCHEMA`, of the whole panel.

    `in_band`, in `BAND_SCHEMA`, says how probable an even share is.
    """

    scores: pl.DataFrame
    types: pl.DataFrame
    correlations: pl.DataFrame
    in_band: pl.DataFrame


def measure_state_years(
    ties: pl.DataFrame,
    inputs: tuple[TieInput, ...],
    values: pl.DataFrame,
    theory: Theory,
    powers: Mapping[Side, str],
    seed: int,
    start: int,
    end: int,
    *,
    imputed: bool = False,
) -> PanelConstructs:
    """Measure the constructs of each state in `ties` (`TIE_SCHEMA`), for the years start..end.

    With `imputed`, ties that no source observed are drawn from the others of the panel (`completed_ties`); otherwise what is
    missing stays out. Even so correlations rest on what sources observed, and dimensions count as observed by it alone.

    `values` (`evidence.VALUE_SCHEMA`) are those of the states themselves and of the powers with them, for what a theory
    measures beside ties.
    """
    measured = _measured(ties, inputs, values, theory, powers, seed, start, end, imputed)
    scores: list[Scored] = []
    typed: list[Typed] = []
    correlated: list[dict[str, object]] = []
    even: list[tuple[str, int, float]] = []
    for of_this, observed, constructs in measured:
        # The draws of all constructs of all states of the world would fill the memory.
        scores += [replace(each, draws=None) for each in constructs]
        if theory.typology is not None:
            typed.append(types(of_this.aligned, theory.typology, observed))
        correlated += correlations(observed)
        even += band_rows(of_this.aligned)
    return PanelConstructs(
        scores=score_table(scores),
        types=type_table(typed),
        correlations=pl.DataFrame(correlated, schema=CORRELATION_SCHEMA, strict=False),
        in_band=pl.DataFrame(even, schema=BAND_SCHEMA, orient="row"),
    )


def drawn_constructs(
    ties: pl.DataFrame,
    inputs: tuple[TieInput, ...],
    values: pl.DataFrame,
    theory: Theory,
    powers: Mapping[Side, str],
    seed: int,
    start: int,
    end: int,
    *,
    imputed: bool = False,
) -> Iterator[Scored]:
    """Every construct of each state that `measure_state_years` scores, with its draws: those in one place belong together."""
    for _, _, constructs in _measured(ties, inputs, values, theory, powers, seed, start, end, imputed):
        yield from constructs


Measured = tuple[StateYears, Aligned, Iterator[Scored]]
"""A state with all that is observed of it, what of its ties sources observed, and its constructs."""


def _measured(
    ties: pl.DataFrame,
    inputs: tuple[TieInput, ...],
    values: pl.DataFrame,
    theory: Theory,
    powers: Mapping[Side, str],
    seed: int,
    start: int,
    end: int,
    imputed: bool,
) -> Iterator[Measured]:
    expected = expected_series(inputs, ties)
    dimensions = tuple(dict.fromkeys(entry.dimension for entry in inputs))
    wanted = _beside_ties(theory)
    beside = _beside(values, powers, wanted, seed, start, end)
    flows = dict(
        tie_series(ties.filter(pl.col("construct").is_in(_flows(theory))), seed, start, end, quantities=True)
    )
    panel = tie_series(ties, seed, start, end)
    for state, series, seen in _completed(dict(panel), dimensions, seed) if imputed else _as_seen(panel):
        aligned = align(state, start, series, dimensions)
        observed = align(state, start, seen, dimensions) if imputed else aligned
        own, of_powers = beside.get(state, ({}, {}))
        of_this = StateYears(
            state, start, end - start + 1, flows.get(state, ()), series, own, of_powers, aligned
        )
        constructs = chain(scored_alignment(aligned, expected, observed), outcomes(of_this, theory, expected))
        yield of_this, observed, constructs


SeriesTwice = tuple[str, list[TieSeries], list[TieSeries]]
"""A state, its series, and those of them that sources observed."""


def _as_seen(panel: Iterable[tuple[str, list[TieSeries]]]) -> Iterator[SeriesTwice]:
    for state, series in panel:
        yield state, series, series


def _completed(panel: Panel, dimensions: Sequence[str], seed: int) -> Iterator[SeriesTwice]:
    """The series of every state, completed dimension by dimension: those of the whole panel bear on each other."""
    from counterpoise.measurement.completed_ties import completed_ties

    completed = [completed_ties(panel, dimension, seed) for dimension in dimensions]
    for state, seen in panel.items():
        yield state, [each for of_dimension in completed for each in of_dimension[state]], list(seen)


def _flows(theory: Theory) -> list[str]:
    """The constructs whose shares dependence is made of."""
    found = (
        construct.made_from for construct in theory.constructs.values() if construct.estimand == "dependence"
    )
    return [flow for flows in found for flow in flows]


def _beside_ties(theory: Theory) -> dict[str, str]:
    """The indicators that are measured beside ties, each with its construct."""
    named = {
        name
        for construct in theory.constructs.values()
        for name in (*construct.importance.values(), *construct.mirrored.values())
    }
    return {
        indicator.id: name
        for name, construct in theory.constructs.items()
        if name in named or construct.estimand == "diversification"
        for indicator in construct.indicators
    }


Beside = tuple[dict[str, OwnSeries], dict[tuple[str, Side], OwnSeries]]
"""The series of a state itself, by indicator, and those of each power with it, by construct and side."""


def _beside(
    values: pl.DataFrame,
    powers: Mapping[Side, str],
    wanted: Mapping[str, str],
    seed: int,
    start: int,
    end: int,
) -> dict[str, Beside]:
    """What is measured of each state beside its ties."""
    found: dict[str, Beside] = {}
    parts = values.filter(pl.col("indicator").is_in(list(wanted))).partition_by(
        "state", "indicator", "partner", as_dict=True, maintain_order=True
    )
    sides = {power: side for side, power in powers.items()}
    order = list(wanted)
    for (state, indicator, partner), rows in sorted(parts.items(), key=lambda part: order.index(part[0][1])):
        own, of_powers = found.setdefault(str(state), ({}, {}))
        if partner is None:
            own[str(indicator)] = own_series(rows, str(indicator), seed, start, end)
        elif (side := sides.get(str(partner))) is not None:
            of_powers[wanted[str(indicator)], side] = own_series(rows, str(indicator), seed, start, end)
    return found
