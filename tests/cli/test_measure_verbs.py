import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.commands import NEW, call
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose data were read; the tests only read it."""
    folder = write_study(tmp_path_factory.mktemp("measured"))
    gather(read_study(folder))
    return folder


def test_constructs_of_a_year_with_interval_and_coverage(study: Path) -> None:
    done = call(study, "measure", "constructs", "--year", "2010")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split() == [
        "state", "dimension", "year", "construct", "median", "low90", "high90", "observed", "imputed", "inputs", "interval",
    ]  # fmt: skip
    assert {line.split()[0] for line in lines} == {"PAK"}
    assert any(line.split()[1] == "economic" and "alignment_share" in line for line in lines)


def test_a_year_of_which_nothing_is_observed_is_told(study: Path) -> None:
    done = call(study, "measure", "constructs", "--year", "1700")
    assert done.returncode == 2
    assert done.stderr.startswith("--year 1700: nothing is observed in it; there is something from 199")


def test_that_nothing_at_all_is_observed_is_what_is_lacking(tmp_path: Path) -> None:
    assert call(tmp_path, *NEW).returncode == 0
    assert call(tmp_path, "run").returncode == 0
    done = call(tmp_path, "measure", "constructs", "--year", "2000")
    assert done.returncode == 1
    assert done.stderr == "--year 2000: nothing is observed in it; nothing is observed at all\n"


def test_without_a_year_the_last_of_each(study: Path) -> None:
    answer = json.loads(call(study, "measure", "constructs", "--json").stdout)
    shown = [(each["dimension"], each["construct"]) for each in answer["constructs"]]
    assert len(shown) == len(set(shown)) > 3


def test_the_whole_panel_goes_to_a_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    assert call(study, "measure", "constructs", "--output", str(out)).stdout == f"Written to {out}.\n"
    assert set(pl.read_parquet(out)["state"]) >= {"PAK", "VNM"}


def test_a_state_outside_the_panel_is_named(study: Path) -> None:
    done = call(study, "measure", "constructs", "--state", "PKA")
    assert done.returncode == 2
    assert done.stderr == "--state PKA: is not in the study's panel - did you mean 'PAK'?\n"


def test_published_scales_of_a_state(study: Path, tmp_path: Path) -> None:
    done = call(study, "measure", "scales")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split()[:4] == ["state", "year", "scale", "power"]
    assert {line.split()[0] for line in lines} == {"PAK"}
    answer = json.loads(call(study, "measure", "scales", "--state", "PAK", "--json").stdout)
    assert {each["scale"] for each in answer["scales"]} == {"AOCAI", "influence capacity"}
    out = tmp_path / "scales.csv"
    assert call(study, "measure", "scales", "--output", str(out)).stdout == f"Written to {out}.\n"
    assert "VNM" in out.read_text()
    assert call(study, "measure", "scales", "--state", "PKA").returncode == 2
