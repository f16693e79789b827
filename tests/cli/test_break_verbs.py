import csv
import json
from pathlib import Path

import pytest

from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.commands import call
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose data were read; the tests only read it."""
    folder = write_study(tmp_path_factory.mktemp("broken"))
    gather(read_study(folder))
    return folder


def test_each_series_is_told_with_its_word_and_breaks(study: Path) -> None:
    done = call(study, "measure", "breaks", "--series", "trade_share", "--series", "us_aid")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split()[:4] == ["state", "power", "indicator", "word"]
    assert [line.split()[1:4] for line in lines[:3]] == [
        ["USA", "trade_share", "contracting"],
        ["CHN", "trade_share", "expanding"],
        ["USA", "us_aid", "fluctuating"],
    ]
    assert "no standard errors" in lines[-1]
    assert {"probability", "volatility_low90", "volatility_high90"} <= set(head.split())


def test_the_same_for_machines_with_every_event(study: Path) -> None:
    done = call(study, "measure", "breaks", "--show", "events", "--series", "trade_share", "--json")
    answer = json.loads(done.stdout)
    assert {(each["power"], each["event"]) for each in answer["events"]} == {
        (power, event) for power in ("USA", "CHN") for event in ("1998", "2001-09")
    }
    assert all(0 <= each["probability"] <= 1 for each in answer["events"])
    assert answer["problems"] == []


def test_dates_and_volatility(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "dates.csv"
    done = call(study, "measure", "breaks", "--show", "dates", "--output", str(out))
    assert done.stdout == f"Written to {out}.\n"
    with out.open(newline="") as stream:
        assert list(csv.DictReader(stream).fieldnames or []) == [
            "state", "power", "dimension", "indicator", "year", "probability", "prior", "single",
        ]  # fmt: skip
    told = call(study, "measure", "breaks", "--show", "volatility").stdout
    assert "more_volatile_with_a" in told.splitlines()[0]


def test_a_series_that_never_changes_has_no_break(study: Path) -> None:
    done = call(
        study, "measure", "breaks", "--show", "dates", "--series", "ideal_point_distance:final-passage"
    )
    assert done.stdout == "Nothing is observed, or no break has a probability of 0.1 or more.\n"


def test_an_unknown_series_or_state_is_named(study: Path) -> None:
    done = call(study, "measure", "breaks", "--series", "trade_shar")
    assert done.returncode == 2
    assert done.stderr == "--series trade_shar: the study has no such series - did you mean 'trade_share'?\n"
    done = call(study, "measure", "breaks", "--state", "PKA")
    assert "--state PKA: is not in the study's panel - did you mean 'PAK'?" in done.stderr
