"""Files of events to parts: batches, packing, and what is left behind."""

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.events import staging
from counterpoise.datasets.events.dyads import EVENTS, gdelt_events
from counterpoise.datasets.events.layouts import GDELT_2
from counterpoise.datasets.events.staging import connected, staged
from counterpoise.errors import CounterpoiseError, Problem
from tests.datasets.events.made_up import gdelt_act, text_of

DAY = date(2024, 1, 5)


def day_file(folder: Path, number: int) -> Path:
    """A packed file of ten events with numbers of its own."""
    path = folder / f"{number}.csv.gz"
    rows = [gdelt_act(10 * number + n, DAY, "PAK", "USA", n) for n in range(10)]
    path.write_bytes(gzip.compress(text_of(rows).encode()))
    return path


def stage(paths: list[Path], folder: Path) -> tuple[list[Path], list[Problem]]:
    """Stage files of release 2.0 in a folder."""
    folder.mkdir()
    connection = connected(folder)
    try:
        return staged(dict.fromkeys(paths, GDELT_2), gdelt_events, connection, folder)
    finally:
        connection.disconnect()


def test_files_are_read_in_batches_and_unpacked_ones_are_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [day_file(tmp_path, number) for number in range(5)]
    monkeypatch.setattr(staging, "BATCH", 2500)
    parts, problems = stage(paths, tmp_path / "staged")
    assert problems == []
    assert 1 < len(parts) < 5
    table = pl.concat(pl.read_parquet(part) for part in parts)
    assert table.columns == list(EVENTS)
    assert sorted(int(event) for event in table["event"]) == list(range(50))
    assert {path for path in (tmp_path / "staged").iterdir() if path.is_file()} == set(parts)


def test_of_a_batch_only_the_file_to_blame_is_named(tmp_path: Path) -> None:
    paths = [day_file(tmp_path, number) for number in range(3)]
    paths[1].write_bytes(paths[1].read_bytes()[:-30])
    with pytest.raises(CounterpoiseError) as error:
        stage(paths, tmp_path / "staged")
    (problem,) = error.value.problems
    assert problem.place == "1.csv.gz"
    assert "damaged" in problem.what
    assert not list((tmp_path / "staged").glob("unpacked*"))


def test_a_file_that_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = day_file(tmp_path, 1)
    monkeypatch.setattr(staging, "LARGEST_UNPACKED", 2**20)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) * 2000))
    with pytest.raises(CounterpoiseError, match=r"1\.csv\.gz: unpacks to more than 1 MiB"):
        stage([path], tmp_path / "staged")
    assert not list((tmp_path / "staged").glob("unpacked*"))


def test_a_column_that_is_named_twice_is_another_layout(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    rows = [gdelt_act(n, DAY, "PAK", "USA", n) for n in range(3)]
    path.write_text(text_of(rows, header=True).replace("SOURCEURL", "EventCode"))
    with pytest.raises(CounterpoiseError, match=r"twice\.csv:1: names the column 'EventCode' twice"):
        stage([path], tmp_path / "staged")


def test_a_hundredth_of_the_lines_may_be_wrong_and_no_more(tmp_path: Path) -> None:
    rows = [gdelt_act(n, DAY, "PAK", "USA", n) for n in range(200)]
    for wrong in (2, 3):
        spoilt = [row | {"NumMentions": "?"} if n < wrong else row for n, row in enumerate(rows)]
        path = tmp_path / f"{wrong}.csv"
        path.write_text(text_of(spoilt))
    _, problems = stage([tmp_path / "2.csv"], tmp_path / "staged 2")
    assert [problem.place for problem in problems] == ["2.csv:1"]
    with pytest.raises(CounterpoiseError, match="3 of its 200 lines do not fit"):
        stage([tmp_path / "3.csv"], tmp_path / "staged 3")


def test_a_bad_line_of_a_file_that_is_named_from_the_folder_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [gdelt_act(n, DAY, "PAK", "USA", n) for n in range(200)]
    (tmp_path / "day.csv").write_text(text_of([rows[0] | {"NumMentions": "?"}, *rows[1:]]))
    monkeypatch.chdir(tmp_path)
    _, problems = stage([Path("day.csv")], tmp_path / "staged")
    assert [problem.place for problem in problems] == ["day.csv:1"]
    assert "199 others were read" in problems[0].what


def test_a_file_with_more_faults_than_are_listed_is_refused_and_the_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [gdelt_act(n, DAY, "PAK", "USA", n) for n in range(1000)]
    for name, wrong in (("few", 2), ("many", 9)):
        spoilt = [row | {"NumMentions": "?"} if n < wrong else row for n, row in enumerate(rows)]
        (tmp_path / f"{name}.csv").write_text(text_of(spoilt))
    monkeypatch.setattr(staging, "_MOST_FAULTS", 4)
    with pytest.raises(CounterpoiseError) as error:
        stage([tmp_path / "few.csv", tmp_path / "many.csv"], tmp_path / "staged")
    (problem,) = error.value.problems
    assert problem.place.startswith("many.csv:")
    assert "at least 4 of its 1,000 lines do not fit" in problem.what
