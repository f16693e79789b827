"""What is measured of each state, side by side: the latest score, and the rank in the last year in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import series_numbers
from counterpoise.measurement.index.ranks import RankInterval
from counterpoise.measurement.state_ranks import CommonYear
from counterpoise.report.comparison.standing_on import (
    not_observed,
    quantities,
    standing_on,
    standing_on_no_tie,
)
from counterpoise.report.outline import Cell, CellRow, CellTable
from counterpoise.report.profile import Quantity, filters, score_in_words
from counterpoise.report.score_rows import rows_of, years_in_words, years_without_a_tie
from counterpoise.states import state


def constructs_table(comparison: Comparison) -> CellTable | None:
    """Every score of every state, each with the values that it stands on; None where nothing is measured."""
    common = {(each.dimension, each.construct): each for each in comparison.common}
    rows = []
    for quantity in quantities(comparison.first):
        if (found := common.get((quantity.dimension, quantity.construct))) is None:
            continue
        cells = tuple(_cell(case, quantity, found) for case in comparison.cases)
        rows.append(CellRow(f"{quantity.name}; ranked in {found.year}", cells))
    if not rows:
        return None
    return CellTable(
        "compared-constructs",
        "What is measured of each state: the latest score, and its rank",
        "Quantity, from 0 to 1",
        tuple(state(iso3).name for iso3 in comparison.states),
        tuple(rows),
        "The latest score is that of the last year in which most inputs of the state are observed. Ranks are those of one year, the last in which most "
        "states have a score and most of its inputs are observed: 1 is the greatest, which is not the best. In parentheses are 90 % intervals where sources "
        "publish errors, of ranks those over the draws of all states together; in brackets how many inputs are observed where some are not. Scores "
        "that rest on other inputs are not of one measure. Where a state is observed to have no tie with either power in a dimension, it has no share there, and "
        "its engagement is 0. Each cell opens on what it is computed from: a tie on its observations, a share on ties.",
    )


def _cell(case: Findings, quantity: Quantity, common: CommonYear) -> Cell:
    id_ = f"compared-{quantity.dimension}-{quantity.construct}-{case.study.state}"
    rows = rows_of(case, quantity.construct, quantity.dimension)
    without = years_without_a_tie(case, quantity.construct, quantity.dimension)
    if not rows and without:
        told = f"{_no_tie(quantity)} in {years_in_words(without)}, so no score"
        return Cell(id_, told, values=standing_on_no_tie(case, quantity, without[-1]))
    if not rows:
        return not_observed(id_, f"what it is measured by, observed of {case.names.state}")
    latest = max(rows, key=lambda row: (row["observed"], row["year"]))
    there = next((row for row in rows if row["year"] == common.year), None)
    ranked = sum(each.median is not None for each in common.ranks.values())
    rank = None if there is None else rank_in_words(common.ranks[case.study.state], ranked)
    values = standing_on(case, quantity, latest)
    told = f"{score_in_words(latest)} in {latest['year']}"
    if there is None and common.year in without:
        told += f"; {_no_tie(quantity)} in {common.year}, so without a score and a rank"
        values += standing_on_no_tie(case, quantity, common.year)
    elif there is None:
        told += f"; not observed in {common.year}, so without a rank"
    elif there["year"] == latest["year"]:
        told += f", {rank}"
    else:
        told += f"; {_there(there)}, {rank}"
        values += standing_on(case, quantity, there)
    return Cell(id_, told, values=values)


def _no_tie(quantity: Quantity) -> str:
    """Why a score is none although ties are observed."""
    if quantity.construct == "contradiction":
        return "ties with either power in fewer than two dimensions"
    return "no tie of which a share could be told"


def _there(row: Mapping[str, Any]) -> str:
    return f"{score_in_words(row)} in {row['year']}"


def rank_in_words(rank: RankInterval, of: int) -> str:
    """A rank among so many states with its interval where the draws leave it open: `rank 2 (1 to 3) of 4`."""
    if rank.median is None or rank.low90 is None or rank.high90 is None:
        return "without a rank"
    open_ = f" ({rank.low90:.0f} to {rank.high90:.0f})" if rank.low90 < rank.high90 else ""
    return f"rank {rank.median:.0f}{open_} of {of}"


def filters_table(comparison: Comparison) -> CellTable | None:
    """What is observed of each state at home and around it, in its own unit; None where the theory names nothing."""
    rows = []
    for name, indicator in filters(comparison.first.study.theory):
        cells = []
        for case in comparison.cases:
            id_ = f"compared-{indicator.id.replace(':', '-')}-{case.study.state}"
            numbers = series_numbers(case.evidence.values, case.study.state, indicator.id, indicator.title)
            if not numbers:
                cells.append(not_observed(id_, f"{indicator.title} of {case.names.state}"))
                continue
            last = numbers[-1]
            cells.append(Cell(id_, f"{last.text} in {last.years}", values=numbers))
        if any(not cell.empty for cell in cells):
            rows.append(CellRow(f"{name} ({indicator.unit})", tuple(cells)))
    if not rows:
        return None
    return CellTable(
        "compared-filters",
        "What is observed of each state at home and around it, latest",
        "Indicator",
        tuple(state(iso3).name for iso3 in comparison.states),
        tuple(rows),
        "Each cell opens on the first and the latest observation.",
    )
