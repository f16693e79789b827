"""From files to values: what is told, and that nothing is left behind."""

import tempfile
from datetime import date
from pathlib import Path

import pytest

from counterpoise.datasets.events.counting import IN_ORDER, count_months, read_events
from counterpoise.datasets.events.dyads import gdelt_events
from counterpoise.datasets.events.gdelt import GDELT, gdelt_months
from counterpoise.datasets.events.layouts import GDELT_2
from counterpoise.datasets.source import Wanted
from counterpoise.errors import CounterpoiseError
from tests.datasets.events.made_up import days_of, gdelt_act, write_gdelt

WANTED = Wanted(("PAK",), ("USA", "CHN"), 1990, 2025)


def test_without_an_event_between_two_countries_there_is_nothing_to_count(tmp_path: Path) -> None:
    rows = [gdelt_act(n, date(2024, 1, 5), "PAK", "PAK", n) for n in range(5)]
    paths = [write_gdelt(tmp_path / f"{n}.CSV", rows) for n in range(3)]
    with pytest.raises(CounterpoiseError, match=r"0\.CSV and 2 more: has no rows that can be read"):
        count_months(dict.fromkeys(paths, GDELT_2), gdelt_events)


def test_the_order_of_files_and_rows_changes_nothing_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "temporary"
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    rows = [gdelt_act(n, day, ("PAK", "IND")[n % 2], "USA", n) for n, day in enumerate(days_of(2023))]
    one = write_gdelt(tmp_path / "1.CSV", rows[:200])
    two = write_gdelt(tmp_path / "2.CSV", rows[200:])
    backwards = write_gdelt(tmp_path / "3.CSV", reversed(rows))
    forth = gdelt_months([one, two])
    back = gdelt_months([backwards])
    assert forth.table.equals(back.table)
    assert forth.table.equals(forth.table.sort(IN_ORDER))
    assert forth.coverage == back.coverage
    assert forth.files == ("1.CSV", "2.CSV")
    assert list(here.iterdir()) == []


def test_each_value_says_its_files_its_release_and_its_events(tmp_path: Path) -> None:
    rows = [gdelt_act(n, day, "PAK", "USA", n) for n, day in enumerate(days_of(2023))]
    paths = [write_gdelt(tmp_path / f"{n}.CSV", rows[n::2]) for n in range(2)]
    values = read_events(GDELT, gdelt_months(paths), WANTED, "goldstein").values
    assert set(values["release"]) == {"2.0"}
    assert "0.CSV and 1 more: PAK with USA in 2023, 365 events" in set(values["row"])
