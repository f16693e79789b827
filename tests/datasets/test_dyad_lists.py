import polars as pl

from counterpoise.datasets.dyad_lists import both_ways, dyad_counts
from counterpoise.datasets.source import Wanted

LISTED = pl.LazyFrame(
    {
        "ccode1": [770, 2, 770, 2],
        "ccode2": [2, 710, 750, 710],
        "year": [2000, 2000, 2000, 2001],
        "id": [7, 8, 9, 8],
    },
    schema_overrides={"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32},
)


def test_a_list_is_counted_by_state_by_dyad_and_between_the_powers() -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 2000, 2005)
    names = ("all", "with", "between")
    parts = dyad_counts(both_ways(LISTED), "id", names, "list.csv", wanted, (1990, 2001))
    values = pl.concat(parts, how="diagonal")
    found = {
        (row["indicator"], row["state"], row["partner"], row["start"]): (row["value"], row["row"])
        for row in values.iter_rows(named=True)
    }
    assert found["all", "PAK", None, 2000] == (2, "list.csv ccode1=770 year=2000 id=7,9")
    assert found["all", "USA", None, 2000][0] == 2
    assert found["with", "PAK", "USA", 2000] == (1, "list.csv ccode1=770 ccode2=2 year=2000 id=7")
    assert found["with", "PAK", "CHN", 2000] == (0, "list.csv ccode1=770 ccode2=710 year=2000: no row")
    assert found["between", "CHN", "USA", 2001] == (1, "list.csv ccode1=710 ccode2=2 year=2001 id=8")
    assert {year for *_, year in found} == {2000, 2001}
