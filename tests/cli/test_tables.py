from pathlib import Path

import polars as pl
import pytest

from counterpoise.cli.tables import printed, writable, write_table
from counterpoise.errors import CounterpoiseError

TABLE = pl.DataFrame({"state": ["PAK", "VNM"], "share": [0.366, None], "votes": [1204, 7]})


def test_numbers_stand_to_the_right_and_what_is_unknown_is_a_dash() -> None:
    assert printed(TABLE) == "state  share  votes\nPAK     0.37  1,204\nVNM        -      7"


def test_a_number_has_as_many_places_as_are_asked_for_and_no_zero_below_zero() -> None:
    table = pl.DataFrame({"x": [0.0649, -0.0004]})
    assert printed(table, decimals=3).splitlines() == ["    x", "0.065", "0.000"]


def test_years_and_sessions_are_names_and_have_no_comma() -> None:
    names = ("year", "first", "last", "start", "end", "period", "session")
    table = pl.DataFrame({name: [2024] for name in (*names, "votes")})
    assert printed(table).splitlines()[1].split() == ["2024"] * len(names) + ["2,024"]


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "T.CSV"])
def test_a_written_table_comes_back(tmp_path: Path, name: str) -> None:
    assert write_table(TABLE, tmp_path / name) == f"Written to {tmp_path / name}."
    read = pl.read_parquet if name.endswith("parquet") else pl.read_csv
    assert read(tmp_path / name).equals(TABLE)


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match=r"expected a name that ends in \.csv or \.parquet"):
        write_table(TABLE, tmp_path / "t.xlsx")
    with pytest.raises(CounterpoiseError, match="there is no folder"):
        write_table(TABLE, tmp_path / "none" / "t.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_takes_the_place_of_a_file_says_so(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "t.csv")
    told = write_table(TABLE.head(1), tmp_path / "t.csv")
    assert told == f"Written to {tmp_path / 't.csv'}, in place of what was there."


def test_where_a_table_cannot_go_is_told_whole_and_no_file_may_be_named(tmp_path: Path) -> None:
    assert writable(None) is None
    with pytest.raises(CounterpoiseError) as raised:
        writable(tmp_path / "none" / "t.cvs")
    assert [problem.what for problem in raised.value.problems] == [
        "expected a name that ends in .csv or .parquet - did you mean '.csv'?",
        f"there is no folder {tmp_path / 'none'}",
    ]
    (tmp_path / "there.csv").write_text("")
    with pytest.raises(CounterpoiseError, match="is there already; name another, or add --replace"):
        writable(tmp_path / "there.csv")
    assert writable(tmp_path / "there.csv", replace=True) == tmp_path / "there.csv"
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(CounterpoiseError, match="this is a folder"):
        writable(tmp_path / "t.csv")
