"""Every construct of every state of a panel: scores by year, types, and how alignment goes together across dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.measurement.alignment import align, expected_series, scored_alignment
from counterpoise.measurement.cross_domain import CORRELATION_SCHEMA, correlations
from counterpoise.measurement.outcomes import SIDES, OwnSeries, StateYears, outcomes, own_series
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
    expected = expected_series(inputs, ties)
    dimensions = tuple(dict.fromkeys(entry.dimension for entry in inputs))
    wanted = _beside_ties(theory)
    of_state = values.filter(pl.col("indicator").is_in(list(wanted))).partition_by("state", as_dict=True)
    scores: list[Scored] = []
    typed: list[Typed] = []
    correlated: list[dict[str, object]] = []
    even: list[tuple[str, int, float]] = []
    within_years = ties.filter((pl.col("start") <= end) & (pl.col("end") >= start))
    parts = within_years.partition_by("state", as_dict=True, maintain_order=True)
    seen = {str(state): tie_series(rows, seed, start, end) for (state,), rows in parts.items()}
    completed = _completed(seen, dimensions, seed) if imputed else seen
    for (state,), within in parts.items():
        series = completed[str(state)]
        aligned = align(str(state), start, series, dimensions)
        observed = align(str(state), start, seen[str(state)], dimensions) if imputed else aligned
        own, of_powers = _beside(of_state.get((state,)), powers, wanted, seed, start, end)
        flows = within.filter(pl.col("construct").is_in(_flows(theory)))
        quantities = tie_series(flows, seed, start, end, quantities=True)
        of_this = StateYears(str(state), start, end - start + 1, quantities, series, own, of_powers)
        scores += [*scored_alignment(aligned, expected, observed), *outcomes(of_this, theory, expected)]
        if theory.typology is not None:
            typed.append(types(aligned, theory.typology, observed))
        correlated += correlations(observed)
        even += band_rows(aligned)
    return PanelConstructs(
        scores=score_table(scores),
        types=type_table(typed),
        correlations=pl.DataFrame(correlated, schema=CORRELATION_SCHEMA, strict=False),
        in_band=pl.DataFrame(even, schema=BAND_SCHEMA, orient="row"),
    )


def _completed(panel: Panel, dimensions: Sequence[str], seed: int) -> dict[str, list[TieSeries]]:
    """The series of every state, completed dimension by dimension: those of the whole panel bear on each other."""
    from counterpoise.measurement.completed_ties import completed_ties

    found: dict[str, list[TieSeries]] = {state: [] for state in panel}
    for dimension in dimensions:
        for state, series in completed_ties(panel, dimension, seed).items():
            found[state] += series
    return found


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


def _beside(
    values: pl.DataFrame | None,
    powers: Mapping[Side, str],
    wanted: Mapping[str, str],
    seed: int,
    start: int,
    end: int,
) -> tuple[dict[str, OwnSeries], dict[tuple[str, Side], OwnSeries]]:
    """The series of a state itself, by indicator, and those of each power with it, by construct and side."""
    own: dict[str, OwnSeries] = {}
    of_powers: dict[tuple[str, Side], OwnSeries] = {}
    if values is None:
        return own, of_powers
    for indicator, construct in wanted.items():
        rows = values.filter(pl.col("indicator") == indicator)
        alone = rows.filter(pl.col("partner").is_null())
        if not alone.is_empty():
            own[indicator] = own_series(alone, indicator, seed, start, end)
        for side in SIDES:
            toward = rows.filter(pl.col("partner") == powers[side])
            if not toward.is_empty():
                of_powers[construct, side] = own_series(toward, indicator, seed, start, end)
    return own, of_powers
