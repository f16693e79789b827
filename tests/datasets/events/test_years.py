"""Years from months of made-up events whose sums can be told beforehand."""

import polars as pl
import pytest

from counterpoise.datasets.events.years import (
    DaysTakenUp,
    between_states,
    indicators,
    notice_of_codes,
    yearly,
)
from counterpoise.datasets.source import Wanted
from tests.datasets.events.made_up import days_of

SCHEMA = {
    "year": pl.Int32,
    "actor": pl.String,
    "recipient": pl.String,
    "dimension": pl.String,
    "events": pl.Int64,
    "cooperation": pl.Int64,
    "conflict": pl.Int64,
    "hundredths": pl.Int64,
    "scaled": pl.Int64,
}
WANTED = Wanted(("PAK", "SSD"), ("USA", "CHN"))


def months(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, SCHEMA, orient="row")


MADE = months(
    (2010, "PAK", "USA", "security", 4, 3, 1, 900, 4),
    (2010, "USA", "PAK", "economic", 2, 0, 2, -1200, 2),
    (2010, "PAK", "IND", "other", 6, 0, 6, -3000, 6),
    (2010, "IND", "USA", "diplomatic", 9, 9, 0, 0, 9),
)


def numbers(of: str, table: pl.DataFrame) -> dict[str, float]:
    rows = table.filter(pl.col("state") == "PAK", pl.col("partner") == of)
    return dict(rows.select("indicator", "value").iter_rows())


def test_both_directions_are_summed_and_shares_are_of_all_the_events_of_the_state() -> None:
    table = yearly(MADE, WANTED, [2010], "gdelt", "goldstein")
    found = numbers("USA", table)
    assert found == {
        "gdelt_cooperation": 3,
        "gdelt_conflict": 3,
        "gdelt_share": 50,
        "gdelt_cooperation_share": 50,
        "gdelt_goldstein": -0.5,
        "gdelt_cooperation:security": 3,
        "gdelt_conflict:security": 1,
        "gdelt_cooperation:economic": 0,
        "gdelt_conflict:economic": 2,
        "gdelt_cooperation:diplomatic": 0,
        "gdelt_conflict:diplomatic": 0,
    }
    assert set(found) == set(indicators("gdelt", "goldstein", "value"))


def test_without_an_event_there_are_counts_of_nought_and_no_share_or_mean_of_nothing() -> None:
    table = yearly(MADE, WANTED, [2010], "gdelt", "goldstein")
    found = numbers("CHN", table)
    assert found["gdelt_cooperation"] == found["gdelt_conflict"] == found["gdelt_share"] == 0
    assert not {"gdelt_cooperation_share", "gdelt_goldstein"} & set(found)
    # South Sudan became a member of the United Nations in 2011.
    assert "SSD" not in set(table["state"])
    assert "SSD" in set(yearly(MADE, WANTED, [2012], "gdelt", "goldstein")["state"])


def test_states_are_told_by_code_former_code_name_or_number_and_the_rest_is_named() -> None:
    # Correlates of War: 2 is the United States, 770 Pakistan. ISO 3166: Romania was ROM until 2002.
    table = months(
        (2010, "2", "770", "other", 1, 1, 0, 0, 0),
        (2010, "ROM", "Pakistan", "other", 1, 1, 0, 0, 0),
        (2010, "EUR", "PAK", "other", 5, 5, 0, 0, 0),
        (2010, "PAK", "770", "other", 1, 1, 0, 0, 0),
    )
    known, unknown = between_states(table)
    assert known.select("actor", "recipient").rows() == [("USA", "PAK"), ("ROU", "PAK")]
    assert unknown == {"EUR": 5}
    (notice,) = notice_of_codes("a.CSV", unknown)
    assert notice.what.endswith("not counted: EUR (5)")
    assert list(notice_of_codes("a.CSV", {})) == []


def numbered(year: int) -> list[int]:
    return [int(f"{day:%Y%m%d}") for day in days_of(year)]


@pytest.mark.parametrize(
    ("days", "whole"),
    [
        (numbered(2023), (2023,)),
        (numbered(2023)[:-1], ()),
        (numbered(2023)[1:], ()),
        (numbered(2024)[:30] + numbered(2024)[45:], (2024,)),
        (numbered(2024)[:30] + numbered(2024)[60:], ()),
        (numbered(2022) + numbered(2023)[:100], (2022,)),
        ([0, 99999999, 20230230], ()),
    ],
)
def test_a_year_is_whole_with_its_ends_and_few_days_amiss(days: list[int], whole: tuple[int, ...]) -> None:
    assert DaysTakenUp(frozenset(days)).whole_years() == whole


def test_states_are_there_in_the_years_of_either_list_of_states() -> None:
    # The Correlates of War have Micronesia from 1991, Gleditsch and Ward from 1986.
    made = months((1988, "FSM", "USA", "economic", 4, 3, 1, 900, 4))
    table = yearly(made, Wanted(("FSM",), ("USA", "CHN")), [1988], "gdelt", "goldstein")
    found = table.filter(pl.col("partner") == "USA", pl.col("indicator") == "gdelt_cooperation")
    assert found["value"].to_list() == [3]
