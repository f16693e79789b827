"""Parquet files that somebody brings: read as they are stored, and never believed."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.datasets import parquet
from counterpoise.datasets.tablefile import UNREADABLE

TABLE = pl.DataFrame(
    {
        "state": ["PAK", "IND", None],
        "year": pl.Series([1990, 1991, 1992], dtype=pl.UInt16),
        "value": [1.5, None, 3.0],
        "kind": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
    }
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "table.parquet"
    TABLE.write_parquet(path)
    return path


def test_the_cells_of_a_table_come_as_they_are_stored(path: Path) -> None:
    assert parquet.columns_of(path) == ("state", "year", "value", "kind")
    assert parquet.declared_cells(path, None) == (3, 12)
    assert parquet.declared_cells(path, ["value"]) == (3, 3)
    found = parquet.read(path, ["value", "state"])
    assert found.equals(TABLE.select("value", "state"))
    assert parquet.read(path, None).drop("kind").equals(TABLE.drop("kind"))


def test_a_column_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(ValueError, match="there is no column region"):
        parquet.read(path, ["state", "region"])


def test_a_column_may_have_no_name(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    TABLE.rename({"year": ""}).write_parquet(path)
    assert parquet.read(path, None).columns == ["state", "", "value", "kind"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_text("state,year\nPAK,1990\n")
    for read in (parquet.columns_of, lambda path: parquet.read(path, None)):
        with pytest.raises(ValueError, match="Parquet magic bytes"):
            read(path)


@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_bytes_that_were_changed_never_end_the_process(
    path: Path, tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(path.read_bytes())
    for place, byte in changes:
        content[place % len(content)] = byte
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(content)
    try:
        names = parquet.columns_of(damaged)
        frame = parquet.read(damaged, None)
    except UNREADABLE:
        return
    assert tuple(frame.columns) == names
