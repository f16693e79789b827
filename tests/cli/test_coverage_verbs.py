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
    folder = write_study(tmp_path_factory.mktemp("covered"))
    gather(read_study(folder))
    return folder


def test_each_series_is_a_line_with_a_mark_for_each_year(study: Path) -> None:
    done = call(study, "coverage", "--state", "PAK", "--indicator", "trade_share")
    assert (done.returncode, done.stderr) == (0, "")
    legend, _, *lines = done.stdout.splitlines()
    assert "1990-2025" in legend
    assert [line.split()[:3] for line in lines] == [
        ["trade_share", "PAK-CHN", "21"],
        ["trade_share", "PAK-USA", "21"],
    ]
    assert all(line.endswith(f"|{'#' * 21}{'-' * 15}|") for line in lines)


def test_the_same_for_machines(study: Path) -> None:
    answer = json.loads(call(study, "coverage", "--indicator", "trade_share", "--json").stdout)
    assert answer["years"] == [1990, 2025]
    spans = {(each["state"], each["partner"]): each["spans"] for each in answer["series"]}
    assert spans["PAK", "CHN"] == [
        {"word": "observed", "first": 1990, "last": 2010},
        {"word": "ended", "first": 2011, "last": 2025},
    ]
    assert set(answer["words"]) == {"observed", "missing", "ended", "before", "absent"}


def test_every_series_and_year_goes_to_a_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "coverage.csv"
    done = call(study, "coverage", "--output", str(out))
    assert done.stdout == f"Written to {out}.\n"
    kept = call(study, "coverage", "--output", str(out))
    assert (kept.returncode, kept.stdout) == (2, "")
    assert kept.stderr == f"--output {out}: is there already; name another, or add --replace\n"
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["state"] for row in rows} >= {"PAK", "VNM"}
    assert list(rows[0]) == ["indicator", "state", "partner", "year", "word"]


def test_what_the_study_does_not_have_is_named_all_at_once(study: Path) -> None:
    done = call(study, "coverage", "--indicator", "trade_shar")
    assert done.returncode == 2
    assert done.stderr == "--indicator trade_shar: the study has none of it - did you mean 'trade_share'?\n"


def test_a_study_that_was_not_run_is_told_so(tmp_path: Path) -> None:
    done = call(write_study(tmp_path), "coverage")
    assert done.returncode == 1
    assert "the study was not run yet" in done.stderr
