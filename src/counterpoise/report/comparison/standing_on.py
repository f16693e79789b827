"""What a cell of a comparison stands on: the score of a state, and each observation behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from counterpoise.evidence import covering, values_of_table
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import Number, score_number, tie_numbers, value_number
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import Cell
from counterpoise.report.profile import Quantity, beside_ties, ties_by_dimension
from counterpoise.report.score_rows import rows_of, titles_of
from counterpoise.states import state
from counterpoise.wording import with_capital, words_of

IN_A_DIMENSION = {"alignment_share": "alignment share", "engagement": "engagement with both powers"}
OVER_ALL = {
    "alignment_share": "Alignment share over all dimensions",
    "engagement": "Engagement over all dimensions",
    "balance": "Balance over all dimensions",
    "contradiction": "Contradiction between dimensions",
}
"""What scores of dimensions, and those over all of them, go by."""

OF_TIES = ("tie_a", "tie_b", "engagement", "alignment_share", "balance", "contradiction")
"""The constructs that rest on ties alone; others rest on values of the state too."""


def quantities(case: Findings) -> Iterator[Quantity]:
    """Everything that is compared: ties and what they come to by dimension, over all, and what stands beside them."""
    ties = list(ties_by_dimension(case))
    for dimension in case.study.theory.dimensions:
        yield from (each for each in ties if each.dimension == dimension)
        for construct, told in IN_A_DIMENSION.items():
            yield Quantity(f"{words_of(dimension)} {told}", dimension, construct)
    for construct, told in OVER_ALL.items():
        yield Quantity(told, OVERALL, construct)
    yield from beside_ties(case)


def standing_on(case: Findings, quantity: Quantity, row: Mapping[str, Any]) -> tuple[Number, ...]:
    """A score, a row of `SCORE_SCHEMA` of the state of a case, and what it is computed from.

    A tie and what stands beside ties are computed from observations, a share and engagement from the two ties of their
    dimension, and what is over all dimensions from the shares and engagement of each. The score names all observations.
    """
    if quantity.construct in OF_TIES:
        score = score_number(case.study, case.scores, row, quantity.name)
        if quantity.side is None:
            return (score, *_parts(case, quantity, row["year"]))
        seed = case.study.declared.settings.seed
        return (score, *tie_numbers(_ties(case, quantity, row["year"]), case.names, seed))
    values = case.evidence.values
    partner = None if quantity.side is None else case.study.powers[quantity.side]
    score = score_number(case.study, case.scores, row, quantity.name, values, partner)
    return (score, *_values(case, row, partner))


def standing_on_no_tie(case: Findings, quantity: Quantity, year: int) -> tuple[Number, ...]:
    """The observations by which there is no tie with either power in a year, in the dimension of a quantity or in all."""
    own = case.study.theory.dimensions
    seed = case.study.declared.settings.seed
    return tuple(
        number
        for dimension in (own if quantity.dimension == OVERALL else (quantity.dimension,))
        for side in case.names.sides
        for number in tie_numbers(
            _ties(case, Quantity("", dimension, f"tie_{side}", side), year), case.names, seed
        )
    )


def _parts(case: Findings, quantity: Quantity, year: int) -> Iterator[Number]:
    """The scores of the year that a score is put together from."""
    parts = (
        [
            (dimension, construct)
            for dimension in case.study.theory.dimensions
            for construct in ("alignment_share", "engagement")
        ]
        if quantity.dimension == OVERALL
        else [(quantity.dimension, f"tie_{side}") for side in case.names.sides]
    )
    for each in quantities(case):
        if (each.dimension, each.construct) in parts:
            rows = rows_of(case, each.construct, each.dimension)
            yield from (
                score_number(case.study, case.scores, row, each.name) for row in rows if row["year"] == year
            )


def _ties(case: Findings, quantity: Quantity, year: int) -> pl.DataFrame:
    """The ties of a state that cover a year, in the dimension and with the power that a quantity is of."""
    ties = covering(case.scores.ties.filter(state=case.study.state), year, year)
    return ties.filter(dimension=quantity.dimension, side=quantity.side).sort("title", "start")


def _values(case: Findings, row: Mapping[str, Any], partner: str | None) -> Iterator[Number]:
    titles = titles_of(case)
    observed = covering(case.evidence.values, row["year"], row["year"]).filter(
        pl.col("state") == case.study.state, pl.col("indicator").is_in(row["series"].split(", "))
    )
    if partner is not None:
        observed = observed.filter(pl.col("partner").is_null() | (pl.col("partner") == partner))
    for value in values_of_table(observed):
        title = titles.get(value.indicator, value.indicator)
        toward = f", {state(value.partner).name}" if value.partner else ""
        yield value_number(value, f"{with_capital(title)}{toward}")


def not_observed(id_: str, missing: str) -> Cell:
    """The cell of a state of which nothing is observed, with what is missing."""
    return Cell(id_, "", missing=missing)
