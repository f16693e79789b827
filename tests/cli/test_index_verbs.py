import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.commands import call
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose data were read; the tests only read it."""
    folder = write_study(tmp_path_factory.mktemp("measured"))
    gather(read_study(folder))
    return folder


def test_what_moves_each_construct(study: Path) -> None:
    done = call(study, "measure", "sensitivity", "--year", "2010", "--runs", "16")
    assert (done.returncode, done.stderr) == (0, "")
    parts = done.stdout.strip().split("\n\n")
    assert parts[0].startswith("security, alignment_share, 2010: ")
    constructs = [part for part in parts if "as chosen; over all choices" in part.splitlines()[0]]
    consistent = parts[len(constructs) :]
    assert [part.split(",")[0] for part in consistent] == ["security", "economic", "diplomatic"]
    assert "At the weights that suit each tie best" in done.stdout or "benefit of the doubt: " in done.stdout
    head, first, *_ = constructs[-1].splitlines()[1:]
    assert head.split() == ["choice", "least", "least_at", "greatest", "greatest_at", "first", "total"]
    assert first.startswith(("normalisation", "dropped indicator"))


def test_without_a_year_the_last_with_most_inputs(study: Path) -> None:
    # Trade, aid and distances are observed until 2010, all of them with arms: later there is less.
    asked = ("measure", "sensitivity", "--runs", "8", "--json")
    told = call(study, *asked).stdout
    assert "NaN" not in told
    answer = json.loads(told)
    assert {each["year"] for each in answer["sensitivity"]} == {2010}
    assert {each["state"] for each in answer["rank_intervals"]} == {"PAK", "VNM"}
    assert {each["choice"] for each in answer["left_out"]} == {"weights", "dropped indicator"}
    assert [each["dimension"] for each in answer["consistency"]] == ["security", "economic", "diplomatic"]


def test_one_dimension_to_a_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "sensitivity.csv"
    done = call(
        study, "measure", "sensitivity", "--dimension", "economic", "--runs", "8", "--output", str(out)
    )
    assert done.stdout == f"Written to {out}.\n"
    assert set(pl.read_csv(out)["dimension"]) == {"economic"}


def test_a_year_in_which_nothing_is_observed(study: Path) -> None:
    done = call(study, "measure", "sensitivity", "--year", "1891")
    assert done.stdout == "Nothing of the state is observed in that year.\n"


def test_an_unknown_dimension_is_named(study: Path) -> None:
    done = call(study, "measure", "sensitivity", "--dimension", "economy")
    assert done.returncode == 2
    assert done.stderr == "--dimension economy: the study has no such dimension - did you mean 'economic'?\n"


def test_goalposts_in_force(study: Path) -> None:
    done = call(study, "measure", "goalposts")
    assert done.stdout.startswith("Taken from the panel at hand.\n\nindicator")
    answer = json.loads(call(study, "measure", "goalposts", "--json").stdout)
    assert answer["release"] is None
    trade = next(each for each in answer["goalposts"] if each["indicator"] == "trade_share")
    # 21 of 84 values are the 30 per cent of Viet Nam's trade with power b, none is greater.
    assert (trade["goalpost"], trade["observed"], trade["beyond"], trade["states"]) == (30.0, 84, 0, 2)


def test_goalposts_frozen_and_used(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    gather(read_study(folder))
    done = call(folder, "measure", "goalposts", "--freeze", "goalposts.json")
    assert (done.returncode, done.stderr) == (0, "")
    release = done.stdout.split()[1]
    again = call(folder, "measure", "goalposts", "--freeze", "goalposts.json")
    assert again.returncode == 2
    assert again.stderr == "goalposts.json: is there already; a release is not changed, so name a new file\n"
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("{seed: 7}", "{seed: 7, goalposts: goalposts.json}"))
    assert call(folder, "measure", "goalposts").stdout.startswith(f"Release {release}.\n")


def test_a_file_of_goalposts_that_is_not_there_is_a_fault_of_the_study_file(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("{seed: 7}", "{seed: 7, goalposts: none.json}"))
    done = call(folder, "check")
    assert done.returncode == 3
    assert "there is no file 'none.json' in the study" in done.stderr
