import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from counterpoise.cli import app
from counterpoise.datasets.downloads import Download
from counterpoise.documents.references.reading import read_references
from counterpoise.publicdata import fetching, transfer
from counterpoise.study import read_study
from tests.commands import call
from tests.publicdata.local_server import Answer, serving
from tests.publicdata.studies import ideal_points, read
from tests.publicdata.test_fetching import Local

LOCAL = transfer.Transfer(from_this_machine=True, sleep=lambda _: None)


@pytest.fixture
def here(study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the study viet-nam stands, and in which the commands are called."""
    monkeypatch.chdir(study)
    return study


def said(*words: str) -> str:
    done = CliRunner().invoke(app, ["data", *words])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def facts(*words: str) -> dict[str, Any]:
    found = json.loads(said(*words, "--json"))
    assert isinstance(found, dict)
    return found


def run(here: Path) -> None:
    """Read the data as a run does."""
    read(read_study(here / "viet-nam"))


def points(folder: Path, last: int = 50) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "points.csv"
    file.write_text(ideal_points(45, last), "utf-8")
    return file


def test_sources_are_listed_without_a_study_and_one_is_shown_in_full(tmp_path: Path) -> None:
    done = call(tmp_path, "data", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert "unga-ideal-points: United Nations General Assembly ideal points, July 2025\n" in done.stdout
    assert "    CC0 1.0; may be passed on. From: counterpoise data fetch\n" in done.stdout
    assert "free with citation; may not be passed on. From: atopdata.org" in done.stdout
    done = call(tmp_path, "data", "list", "cow-nmc")
    lines = done.stdout.splitlines()
    assert lines[0] == "cow-nmc: Correlates of War National Material Capabilities"
    assert "indicator: cinc: Composite Index of National Capability (share of the world, 0 to 1)" in lines
    assert lines[-1] == "traps: docs/data.md#cow-nmc"
    (entry,) = facts("list", "gcdf")["sources"]
    assert (entry["redistributable"], entry["coverage"]) == (True, None)
    wrong = call(tmp_path, "data", "list", "gdcf")
    assert (wrong.returncode, wrong.stderr) == (2, "source 'gdcf': unknown - did you mean 'gcdf'?\n")
    assert call(tmp_path, "data", "list", "--study", "nowhere").returncode == 3


def test_a_file_goes_in_is_read_described_compared_and_cited(here: Path) -> None:
    file = points(here / "brought")
    assert said("add", str(file)) == "viet-nam/data/points.csv: unga-ideal-points, added\n"
    assert facts("add", str(file)) == {
        "added": [],
        "already_there": [{"path": "viet-nam/data/points.csv", "source": "unga-ideal-points"}],
        "declared": [],
        "notices": [],
    }
    assert said("status") == ("data/points.csv: unga-ideal-points; not read yet; the next run reads it\n")
    assert said("cite") == "No run has read any data yet.\n"
    run(here)
    points(here / "viet-nam" / "data", last=51)
    changed = facts("status")["files"]
    assert [(each["standing"], each["changed"]) for each in changed] == [("changed", ["data/points.csv"])]
    run(here)
    (told,) = facts("status")["files"]
    assert (told["standing"], told["release"]) == ("read", told["release"])
    assert told["ends"]["ideal_point:all"] == {
        "last_complete_year": 1996,
        "years_before_the_end_of_the_period": 29,
    }
    newer = {each["indicator"]: each for each in told["newer"]}
    assert (newer["ideal_point:all"]["added"], newer["ideal_point:all"]["revised"]) == (3, 0)
    lines = said("status").splitlines()
    assert lines[0] == "data/points.csv: unga-ideal-points; read"
    assert "    ideal_point:all ends in 1996, 29 years before 2025" in lines
    assert "      ideal_point:all: 3 added, 0 gone, 0 revised" in lines
    (entry,) = facts("list", "unga-ideal-points")["sources"]
    held = {each["indicator"]: each for each in entry["coverage"]}
    assert held["ideal_point:all"]["values"] == 21
    shown = said("list")
    assert "    ideal_point:all: 21 values of CHN, USA, VNM, 1990-1996, standard deviations" in shown
    cited = said("cite")
    assert cited.startswith("Bailey, Michael A.")
    (citation,) = facts("cite")["citations"]
    assert citation["licence"] == "CC0 1.0"
    for form, name in (("bibtex", "a.bib"), ("csl", "a.json")):
        written = said("cite", "--format", form)
        (reference,), problems = read_references(written.encode(), name)
        assert (reference.id, problems) == (citation["id"], ())


def test_what_is_revised_and_measured_otherwise_is_told_in_words(here: Path) -> None:
    file = here / "viet-nam" / "data" / "own.csv"
    header = "state,partner,start,end,indicator,value,unit,source,release\n"
    for value, unit in ((4, "million constant 2021 USD"), (5, "million constant 2023 USD")):
        file.write_text(f"{header}VNM,USA,2010,2010,us_aid,{value},{unit},own count,1\n")
        run(here)
    told = said("status")
    assert (
        "us_aid: 0 added, 0 gone, 1 revised; the unit was million constant 2021 USD and is million " in told
    )
    assert "; most by 20 %: VNM with USA, 2010: 4 -> 5 (own.csv:2)" in told


def test_a_file_of_no_known_layout_is_refused_with_what_to_do(study: Path) -> None:
    (study / "rain.csv").write_text("year,rainfall\n2010,7\n")
    done = call(study, "data", "add", "rain.csv", "nowhere.csv", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)["problems"]
    assert told == done.stderr.splitlines()
    assert told[1] == "nowhere.csv: there is no such file or folder"
    assert told[0].startswith(
        "rain.csv: no data source has this layout: found [year, rainfall]; describe it by `table:`"
    )
    assert told[2] == "counterpoise data add: nothing was added"


def test_a_source_that_is_had_by_hand_is_told_where_and_nothing_is_asked_of_the_network(study: Path) -> None:
    done = call(study, "data", "fetch", "cow-trade", "atpo", "--json")
    assert done.returncode == 2
    first, second = json.loads(done.stdout)["problems"]
    assert "is not fetched by this program; get it from correlatesofwar.org" in first
    assert second.endswith("did you mean 'atop'?")


def test_what_is_fetched_is_told_with_its_sha256_and_what_fails_is_exit_1(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "Transfer", lambda: LOCAL)
    with serving() as server:
        source = Local([Download(f"{server.address}/points.csv", "points.csv")])
        monkeypatch.setattr(fetching, "sources_to_fetch", lambda _: (source,))
        words = ["data", "fetch", "unga-ideal-points", "--study", str(study / "viet-nam")]
        failed = CliRunner().invoke(app, words)
        assert failed.exit_code == 1
        assert "the server answers 404" in failed.stderr
        assert failed.stdout == "Nothing was fetched.\n"
        server.answers["/points.csv"] = [Answer(ideal_points().encode())]
        done = CliRunner().invoke(app, [*words, "--json"])
        assert done.exit_code == 0
        (fetched,) = json.loads(done.stdout)["fetched"]
        assert fetched["path"].endswith("viet-nam/data/points.csv")
        assert fetched["address"] == f"{server.address}/points.csv"
        again = CliRunner().invoke(app, words)
        assert again.stdout.endswith("viet-nam/data/points.csv: already there\n")
    history = call(study, "history", "data/points.csv")
    assert "values.fetched: data/points.csv" in history.stdout
    assert call(study, "verify").returncode == 0


def test_two_tables_of_one_file_are_each_compared_with_their_own_readings(here: Path) -> None:
    table = "  - path: t.csv\n    table: {{title: {0}, release: '1', state: s, year: y, values: {{{1}: {{column: {1}, unit: u}}}}}}\n"
    file = here / "viet-nam" / "study.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("data:", f"data:\n{table.format('A', 'v')}{table.format('B', 'w')}#", 1), "utf-8"
    )
    for rows in ("VNM,2010,1,2\n", "VNM,2010,1,5\nVNM,2011,1,6\n"):
        (here / "viet-nam" / "t.csv").write_text(f"s,y,v,w\n{rows}")
        run(here)
    first, second = (each for each in facts("status")["files"] if each["paths"] == ["t.csv"])
    told = [
        [(each["indicator"], each["added"], each["revised"]) for each in of["newer"]]
        for of in (first, second)
    ]
    assert told == [[("v", 1, 0)], [("w", 1, 1)]]
    lines = said("status").splitlines()
    assert lines.index("t.csv: A; read") < next(
        i for i, line in enumerate(lines) if "v: 1 added, 0 gone, 0 revised" in line
    )
    assert any("w: 1 added, 0 gone, 1 revised" in line for line in lines)
