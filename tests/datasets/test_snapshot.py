from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.observations import observe
from counterpoise.datasets.snapshot import Snapshot, keep, observations
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import write_study


def observed_in(folder: Path) -> Snapshot:
    with open_workspace(folder) as workspace:
        observe(read_study(folder), workspace)
    return observations(folder)


def tables_recorded(folder: Path) -> int:
    with Ledger.read(folder / FOLDER) as ledger:
        return len(list(ledger.events("values.observed")))


def test_what_a_run_measures_from_is_kept_and_asked_through_ibis(tmp_path: Path) -> None:
    snapshot = observed_in(write_study(tmp_path))
    with open_workspace(tmp_path) as workspace:
        observed = observe(read_study(tmp_path), workspace)
    assert snapshot.values().equals(observed.values)
    assert snapshot.values().schema == VALUE_SCHEMA
    assert snapshot.last_complete_year == observed.last_complete_year
    table = snapshot.table()
    arms = table.filter(table.indicator == "arms_import_share", table.partner == "CHN")
    expected = observed.values.filter(indicator="arms_import_share", partner="CHN")["value"]
    assert arms.value.max().to_pyarrow().as_py() == expected.max()
    assert verify(tmp_path / FOLDER) == ()


def test_draws_of_values_are_kept_with_them(tmp_path: Path) -> None:
    write_study(tmp_path)
    values = observed_in(tmp_path).values()
    drawn = values.with_columns(
        posterior=pl.when(pl.col("partner").is_null()).then(pl.lit([0.5, 0.25], pl.List(pl.Float32)))
    )
    with open_workspace(tmp_path) as workspace:
        keep(workspace, drawn, {}, "with draws")
    found = observations(tmp_path).values()
    assert found.equals(drawn)
    assert found.drop("posterior").schema == VALUE_SCHEMA


def test_the_same_observations_are_recorded_once(tmp_path: Path) -> None:
    write_study(tmp_path)
    observed_in(tmp_path)
    observed_in(tmp_path)
    assert tables_recorded(tmp_path) == 1


def test_other_observations_are_recorded_beside_those_before(tmp_path: Path) -> None:
    first = observed_in(write_study(tmp_path))
    figures = tmp_path / "figures.csv"
    before = figures.read_text()
    figures.write_text("\n".join(before.splitlines()[:-1]) + "\n")
    second = observed_in(tmp_path)
    assert second.values().height == first.values().height - 1
    assert first.path.is_file()
    figures.write_text(before)
    assert observed_in(tmp_path).values().equals(first.values())
    assert tables_recorded(tmp_path) == 3


def test_a_study_that_was_not_run_is_told_so(tmp_path: Path) -> None:
    write_study(tmp_path)
    with pytest.raises(CounterpoiseError, match="the study was not run yet"):
        observations(tmp_path)
    with open_workspace(tmp_path):
        pass
    with pytest.raises(CounterpoiseError, match="the study was not run yet"):
        observations(tmp_path)


def test_a_table_that_was_altered_is_found_out(tmp_path: Path) -> None:
    snapshot = observed_in(write_study(tmp_path))
    snapshot.path.chmod(0o644)
    snapshot.path.write_bytes(b"PAR1")
    with pytest.raises(CounterpoiseError):
        observations(tmp_path)
