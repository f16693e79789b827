from collections.abc import Collection

import polars as pl
import pytest

from counterpoise.datasets.arms import arms_imports, spread_evenly
from counterpoise.datasets.source import Wanted

WANTED = Wanted(("PAK", "BGD"), ("USA", "CHN"), 1950, 2025)
SCHEMA = {"state": pl.String, "partner": pl.String, "year": pl.Int32, "tiv": pl.Float64, "said": pl.String}


def values(
    rows: list[tuple[str, str | None, int, float]],
    years: tuple[int, int],
    wanted: Wanted = WANTED,
    suppliers: Collection[str] | None = None,
) -> dict[tuple[str, str, str, int, int], float]:
    delivered = pl.DataFrame([(*row, "a deal") for row in rows], schema=SCHEMA, orient="row")
    totals = delivered.group_by("state", "year").agg(pl.col("tiv").sum())
    table = pl.concat(
        [
            part.with_columns(pl.col("start", "end").cast(pl.Int64))
            for part in arms_imports(delivered, totals, wanted, "arms.csv", years, suppliers)
        ]
    )
    return {
        (row["indicator"], row["state"], row["partner"], row["start"], row["end"]): row["value"]
        for row in table.iter_rows(named=True)
    }


def test_a_deal_is_spread_evenly_over_its_years() -> None:
    deals = pl.DataFrame(
        {"deal": ["a", "b"], "years": [[2010, 2011, 2012, 2013], [2010]], "tiv": [500.0, 78.0]}
    )
    spread = spread_evenly(deals)
    assert spread.rows() == [("a", year, 125.0) for year in (2010, 2011, 2012, 2013)] + [("b", 2010, 78.0)]
    assert spread["tiv"].sum() == deals["tiv"].sum()


def test_shares_are_of_all_suppliers_over_windows_of_five_years() -> None:
    found = values(
        [
            ("PAK", "CHN", 2010, 30),
            ("PAK", "USA", 2014, 10),
            ("PAK", None, 2013, 60),
            ("PAK", "CHN", 2015, 7),
        ],
        (2010, 2019),
    )
    shares = {key[2:]: value for key, value in found.items() if key[0] == "arms_import_share"}
    assert shares == {
        ("CHN", 2010, 2014): 30.0,
        ("USA", 2010, 2014): 10.0,
        ("CHN", 2015, 2019): 100.0,
        ("USA", 2015, 2019): 0.0,
    }
    assert found["arms_imports", "PAK", "CHN", 2010, 2010] == 30
    assert found["arms_imports", "PAK", "CHN", 2011, 2011] == 0


def test_a_window_in_which_nothing_came_has_no_share() -> None:
    found = values([("PAK", "CHN", 2010, 30)], (2010, 2019))
    assert {key[3] for key in found if key[0] == "arms_import_share"} == {2010}


@pytest.mark.parametrize("include_partial", [False, True])
def test_windows_covered_in_part_are_kept_on_request(include_partial: bool) -> None:
    rows = [("PAK", "CHN", year, 10.0) for year in range(2008, 2018)]
    wanted = Wanted(("PAK",), ("USA", "CHN"), 1950, 2025, include_partial=include_partial)
    spans = {key[3:] for key in values(rows, (2008, 2017), wanted) if key[0] == "arms_import_share"}
    partial = {(2008, 2009), (2015, 2017)} if include_partial else set()
    assert spans == {(2010, 2014)} | partial


def test_a_state_has_no_zeros_before_it_was_there() -> None:
    found = values([("BGD", "CHN", 1980, 10.0)], (1950, 1990))
    assert min(key[3] for key in found if key[0] == "arms_imports") in (1971, 1972)


def test_a_power_does_not_deliver_to_itself_and_others_are_not_asked_for() -> None:
    found = values([("CHN", "USA", 2010, 10.0), ("IND", "USA", 2010, 10.0)], (2010, 2014))
    assert found == {}
    wanted = Wanted(("CHN",), ("USA", "CHN"))
    assert {key[1:3] for key in values([("CHN", "USA", 2010, 10.0)], (2010, 2014), wanted)} == {
        ("CHN", "USA")
    }


def test_without_all_suppliers_there_are_no_shares_and_nothing_from_the_other_power() -> None:
    found = values([("PAK", "CHN", 2010, 10.0)], (2010, 2014), suppliers={"CHN", "RUS"})
    assert {(key[0], key[2]) for key in found} == {("arms_imports", "CHN")}
    assert values([("PAK", "RUS", 2010, 10.0)], (2010, 2014), suppliers={"RUS"}) == {}


def test_a_state_is_there_in_the_years_of_either_list_of_states() -> None:
    # Oman is a member of the Correlates of War from 1971, and of Gleditsch and Ward's list long before.
    rows = [("OMN", "USA", 1970, 100.0), ("OMN", "GBR", 1972, 100.0)]
    found = values(rows, (1950, 1974), Wanted(("OMN",), ("USA", "CHN")))
    assert found["arms_imports", "OMN", "USA", 1970, 1970] == 100
    assert found["arms_import_share", "OMN", "USA", 1970, 1974] == 50
