import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from counterpoise.report.comparison import movement
from tests.commands import call


@pytest.fixture(autouse=True)
def _without_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave breaks out, which take seconds to weigh and are tried where they are told."""
    monkeypatch.setattr(movement, "changes_of", lambda _: ())


def of_viet_nam(study: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a study, about Viet Nam, with further changes to its file."""
    other = Path(shutil.copytree(study, study.with_name("viet-nam")))
    file = other / "study.yaml"
    text = file.read_text("utf-8")
    for old, new in (("state: PAK", "state: VNM"), ("Pakistan in", "Viet Nam in"), *changes):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return other


def test_studies_of_several_states_are_set_side_by_side(coded: Path) -> None:
    here = coded.parent
    of_viet_nam(coded)
    words = (
        "compare",
        "study",
        "viet-nam",
        "--output",
        "both.html",
        "--output",
        "both.md",
        "--tables",
        "tables",
    )
    answer = call(here, *words, "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {
        "states": ["PAK", "VNM"],
        "reports": ["both.html", "both.md"],
        "tables": "tables",
    }
    page = (here / "both.html").read_text("utf-8")
    assert "Pakistan and Viet Nam between the United States and China" in page
    assert "Of Viet Nam there is no study" not in page
    assert "The evidence of Viet Nam" in page
    scores = pl.read_parquet(here / "tables" / "parquet" / "scores.parquet")
    assert set(scores["state"]) == {"PAK", "VNM"}
    cells = pl.read_csv(here / "tables" / "csv" / "cells.csv")
    assert cells.filter(pl.col("cell") == "compared-economic-tie_b-VNM")["finding"].to_list() == [
        "1.00 in 2010, rank 1 of 2"
    ]
    again = call(here, *words)
    assert again.returncode == 2
    assert "both.html: is there already; name another, or add --replace" in again.stderr
    report = coded / "report" / "report.html"
    assert report.is_file()  # the study's own report stays as it is


def test_the_panel_of_one_study_is_compared(coded: Path) -> None:
    answer = call(coded, "compare", "--output", "panel.md")
    assert (answer.returncode, answer.stdout) == (0, "The comparison is at panel.md\n")
    told = (coded / "panel.md").read_text("utf-8")
    assert "what documents say of Viet Nam, for which none were coded" in told
    assert "Of Viet Nam there is no study" in told


def test_everything_that_is_wrong_is_told_at_once(coded: Path) -> None:
    other = of_viet_nam(coded, ("seed: 7", "seed: 8"), ("period: 1990-2025", "period: 1995-2025"))
    shutil.rmtree(other / ".counterpoise")
    answer = call(coded.parent, "compare", "study", "viet-nam", "study", "--output", "both.html")
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "viet-nam: the study was not run yet; counterpoise run reads its data",
        "study: is of PAK, as study is; each state is compared once",
        "viet-nam: the period is 1995-2025; study has 1990-2025",
        "viet-nam: settings.seed is 8; study has 7",
        "viet-nam: settings.window is 1995-2025; study has 1990-2025",
    ]
    assert not (coded.parent / "both.html").exists()


def test_files_of_studies_that_are_wrong_are_told_with_their_folder(coded: Path) -> None:
    of_viet_nam(coded, ("period: 1990-2025", "period: 1990"))
    answer = call(coded.parent, "compare", "study", "viet-nam", "nowhere", "--output", "both.html")
    assert answer.returncode == 3
    first, second = answer.stderr.splitlines()
    assert first.startswith("viet-nam/study.yaml:4:")
    assert "nowhere" in second


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("compare",), "name a file to write by --output, or a folder by --tables"),
        (("compare", "--output", "x.odt"), "no report has this ending"),
        (("compare", ".", ".", "--state", "PAK", "--output", "x.md"), "chooses among the panel of one study"),
        (("compare", "--state", "PAK", "--output", "x.md"), "one state is compared with nothing"),
        (("compare", "--state", "VNN", "--output", "x.md"), "did you mean 'VNM'?"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(coded: Path, words: tuple[str, ...], told: str) -> None:
    answer = call(coded, *words)
    assert answer.returncode == 2
    assert told in answer.stderr
