from pathlib import Path

import polars as pl
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import sha256_of_file
from counterpoise.ledger.events import NewEvent
from counterpoise.publicdata.readings import KeptReading, Record, asked_in_both, record_of, values_kept
from counterpoise.workspace import FOLDER, open_workspace
from tests.publicdata.studies import founded, ideal_points, read
from tests.publicdata.test_changes import table


def test_a_study_that_was_never_run_has_read_nothing(tmp_path: Path) -> None:
    assert record_of(tmp_path) == Record()


def test_a_reading_is_kept_with_its_files_values_ends_and_what_was_asked(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    file = study.folder / "data" / "points.csv"
    file.write_text(ideal_points())
    (study.folder / "data" / "broken.csv").write_text("year,rainfall\n")
    read(study)
    (reading,) = record_of(study.folder).readings
    assert (reading.source, reading.files) == ("unga-ideal-points", {"points.csv": sha256_of_file(file)})
    assert reading.asked == (frozenset({"VNM"}), frozenset({"USA", "CHN"}))
    assert reading.last_complete_year["ideal_point:all"] == 1995
    values = values_kept(study.folder, [reading])
    assert set(values["state"]) == {"VNM", "USA", "CHN"}
    assert values_kept(study.folder, [reading, reading]).height == 2 * values.height
    (study.folder / FOLDER / "objects" / reading.object[:2] / reading.object).unlink()
    with pytest.raises(CounterpoiseError):
        values_kept(study.folder, [reading])


def test_a_refusal_is_kept_under_its_key_and_a_download_under_its_hash(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    (study.folder / "data" / "points.csv").write_text("ccode,session,IdealPoint,Q5%,Q95%\nx,y,z,,\n")
    read(study)
    with open_workspace(study.folder) as workspace:
        body = {"source": "s", "path": "data/a", "address": "https://a", "sha256": "ab", "size": 1}
        workspace.record([NewEvent("values.fetched", "data/a", body)])
    record = record_of(study.folder)
    assert record.readings == ()
    ((told,),) = record.refused.values()
    assert told.startswith("points.csv: ")
    assert list(record.fetched) == ["ab"]


def test_an_event_of_an_older_version_told_no_hashes(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    with open_workspace(study.folder) as workspace:
        body = {"key": "k", "source": "atop", "paths": ["a.csv"], "object": workspace.objects.put(b"")}
        workspace.record([NewEvent("values.read", "atop", body)])
    (reading,) = record_of(study.folder).readings
    assert (reading.files, reading.asked, reading.release) == ({"a.csv": ""}, None, "")


def reading(states: set[str] | None, powers: set[str]) -> KeptReading:
    asked = None if states is None else (frozenset(states), frozenset(powers))
    return KeptReading("", "s", "1", {}, "", "", {}, asked)


def test_what_was_not_asked_at_both_times_is_left_out_of_a_comparison() -> None:
    rows = [("PAK", "USA"), ("PAK", "CHN"), ("VNM", "USA"), ("CHN", None), ("RUS", None), ("CHN", "USA")]
    values = table({("x", state, partner, 2000): 1.0 for state, partner in rows})
    one, other = reading({"PAK"}, {"USA", "CHN"}), reading({"PAK", "VNM"}, {"USA", "RUS"})

    def kept(*readings: KeptReading) -> list[tuple[str, str | None]]:
        return asked_in_both(values, *readings).select("state", "partner").rows()

    assert kept(one, one) == [("PAK", "USA"), ("PAK", "CHN"), ("CHN", None), ("CHN", "USA")]
    assert kept(one, other) == [("PAK", "USA")]
    assert kept(reading(None, set()), other) == [("PAK", "USA"), ("VNM", "USA"), ("RUS", None)]
    assert asked_in_both(values, reading(None, set()), reading(None, set())).equals(values)
    assert isinstance(values, pl.DataFrame)
