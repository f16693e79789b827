from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.measurement.index.ranks import RankInterval
from counterpoise.report.comparison.constructs import constructs_table, filters_table, rank_in_words
from counterpoise.report.outline import Cell, CellTable


@pytest.fixture(scope="module")
def table(compared: Comparison) -> CellTable:
    found = constructs_table(compared)
    assert found is not None
    return found


def cells(table: CellTable, heading: str) -> tuple[Cell, ...]:
    return next(row.cells for row in table.rows if row.heading.startswith(heading))


def test_a_cell_tells_the_latest_score_and_its_rank(table: CellTable) -> None:
    assert table.columns == ("Pakistan", "Viet Nam")
    pakistan, viet_nam = cells(table, "Economic tie with China; ranked in 2010")
    # Viet Nam's 30 percent of trade is the goalpost, half of it Pakistan's 15.
    assert pakistan.finding == "0.50 in 2010, rank 2 of 2"
    assert viet_nam.finding == "1.00 in 2010, rank 1 of 2"
    assert [number.text for number in viet_nam.values] == ["1.00", "30"]


def test_what_is_not_observed_of_a_state_stays_so(table: CellTable) -> None:
    pakistan, viet_nam = cells(table, "Security tie with China")
    assert pakistan.finding.endswith("rank 1 of 1")
    assert viet_nam.empty
    assert viet_nam.missing == "what it is measured by, observed of Viet Nam"


def test_another_year_than_that_of_the_ranks_is_told_apart(compared: Comparison) -> None:
    earlier = tuple(replace(each, year=2005) for each in compared.common)
    found = constructs_table(replace(compared, common=earlier))
    assert found is not None
    pakistan, _ = cells(found, "Economic tie with China; ranked in 2005")
    assert pakistan.finding == "0.50 in 2010; 0.42 in 2005, rank 2 of 2"
    assert [number.years for number in pakistan.values] == ["2010", "2010", "2005", "2005"]


def test_a_rank_has_its_interval_where_the_draws_leave_it_open() -> None:
    assert rank_in_words(RankInterval(2.0, 1.0, 3.0, 0.1, 1.0), 4) == "rank 2 (1 to 3) of 4"
    assert rank_in_words(RankInterval(2.0, 2.0, 2.0, 0.0, 1.0), 4) == "rank 2 of 4"
    assert rank_in_words(RankInterval(None, None, None, None, 0.0), 4) == "without a rank"


def test_nothing_measured_is_no_table(compared: Comparison) -> None:
    assert constructs_table(replace(compared, common=())) is None
    assert filters_table(compared) is None  # nothing is observed of either state at home


def without_a_share(compared: Comparison, years: tuple[int, ...]) -> Comparison:
    """The same with no economic tie of Pakistan to be shared in some years."""
    gone = (
        pl.col("year").is_in(years)
        & (pl.col("state") == "PAK")
        & (pl.col("construct") == "alignment_share")
        & (pl.col("dimension") == "economic")
    )
    alignment = compared.first.scores.alignment.with_columns(median=pl.when(~gone).then(pl.col("median")))
    cases = tuple(replace(case, scores=replace(case.scores, alignment=alignment)) for case in compared.cases)
    return replace(compared, cases=cases)


def test_ties_that_are_observed_at_zero_are_not_called_unobserved(compared: Comparison) -> None:
    years = tuple(
        compared.first.scores.alignment.filter(
            state="PAK", construct="alignment_share", dimension="economic"
        )["year"].sort()
    )
    now = constructs_table(without_a_share(compared, (2010,)))
    assert now is not None
    pakistan, _ = cells(now, "Economic alignment share")
    assert pakistan.finding.endswith(
        "; no tie of which a share could be told in 2010, so without a score and a rank"
    )
    assert {number.years for number in pakistan.values} >= {"2010"}
    never = constructs_table(without_a_share(compared, years))
    assert never is not None
    pakistan, viet_nam = cells(never, "Economic alignment share")
    assert pakistan.finding == f"no tie of which a share could be told in {years[0]}-{years[-1]}, so no score"
    assert not pakistan.empty
    assert "rank 1" in viet_nam.finding


def test_a_rank_is_among_those_that_have_one(compared: Comparison) -> None:
    none = RankInterval(None, None, None, 0.0, 0.0)
    common = tuple(
        replace(each, ranks={**each.ranks, "PAK": none}) if each.dimension == "economic" else each
        for each in compared.common
    )
    found = constructs_table(replace(compared, common=common))
    assert found is not None
    _, viet_nam = cells(found, "Economic tie with China; ranked in 2010")
    assert viet_nam.finding == "1.00 in 2010, rank 1 of 1"
