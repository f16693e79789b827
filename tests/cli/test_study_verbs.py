import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from counterpoise.ledger.events import Ledger
from counterpoise.workspace import FOLDER, open_workspace
from tests.commands import COUNTERPOISE, NEW, call

FIGURES = """\
state,partner,start,end,indicator,value,unit,source,release
VNM,USA,2020,2020,trade_share,17,percent,own count,2021
VNM,CHN,2020,2020,trade_share,24,percent,own count,2021
"""


def brought(folder: Path) -> Path:
    (folder / "speeches").mkdir(parents=True)
    (folder / "speeches" / "one.txt").write_text(
        "Viet Nam and the United States signed a trade agreement in 2000. "
        "Viet Nam deepened its defence cooperation with China.\n",
        encoding="utf-8",
    )
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    return folder


def test_search_shows_the_passages_that_were_read(study: Path) -> None:
    assert call(study, "search", "trade").returncode == 1
    call(study, "add", str(brought(study.parent / f"{study.name}-brought")))
    call(study, "run")
    done = call(study, "search", "agreement NEAR(defence china, 3)", "--from", "1990")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No passage was found.\n", "a document without a date is on neither side of one"
    with open_workspace(study / "viet-nam"):
        done = call(study, "search", "agreement NEAR(defence china, 3)", "--json")
    answer = json.loads(done.stdout)
    (hit,) = answer["hits"]
    assert (hit["path"], answer["total"]) == ("documents/speeches/one.txt", 1)
    matches = [
        hit["quotation"][each["start"] - hit["start"] : each["end"] - hit["start"]] for each in hit["matches"]
    ]
    assert matches == ["agreement", "defence", "China"]
    done = call(study, "search", "--regex", "de\\w+ce")
    assert "documents/speeches/one.txt, characters 0-" in done.stdout
    assert "defence cooperation" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_query_that_is_not_understood_is_told_with_its_place(study: Path) -> None:
    done = call(study, "search", "trade AND", "--json")
    assert done.returncode == 1
    assert done.stderr.startswith("query, character 7: nothing follows 'AND'")
    assert json.loads(done.stdout) == {"problems": done.stderr.splitlines()}


def test_new_add_run_from_the_folder_around_ends_in_a_report(study: Path) -> None:
    folder = brought(study.parent / f"{study.name}-brought")
    added = call(study, "add", str(folder))
    assert added.returncode == 0
    assert added.stdout == "1 document and 1 data file added, 0 already there, 2 left out.\n"
    assert added.stderr.startswith(
        "Note: study.yaml: count 1 document as report (first-hand). Check the kinds, since a file does not tell what it is: "
        "to change one, put `- {path: documents/NAME, kind: KIND}` before the entry that names it now",
    )
    assert {line.partition(": ")[0] for line in added.stderr.splitlines()[1:]} == {
        str(folder / "other.csv"),
        str(folder / "broken.pdf"),
    }
    ran = call(study, "run")
    assert (ran.returncode, ran.stderr) == (0, "")
    report = study / "viet-nam" / "report" / "report.html"
    assert f"The report is at {report.relative_to(study)}" in ran.stdout
    assert "No evidence" in report.read_text("utf-8")
    written = report.read_bytes()
    again = call(study, "run", "--json")
    assert json.loads(again.stdout) == {
        "report": str(report.relative_to(study)),
        "changed": False,
        "problems": [],
        "notices": [],
    }
    assert report.read_bytes() == written
    verified = call(study, "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)) == (0, {"problems": [], "missing": []})


def test_a_run_that_is_stopped_among_the_documents_goes_on_where_it_was(study: Path) -> None:
    # Their date is outside the period, so that they are read and not coded.
    file = study / "viet-nam" / "study.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: report}", 'kind: report, date: "1950"}'), "utf-8")
    line = (
        "Paragraph {} says that Viet Nam trades with China,\nand with the United States, again and again.\n"
    )
    for number in range(24):
        text = "".join(line.format(f"{number}.{n}") for n in range(3_000))
        (study / "viet-nam" / "documents" / f"{number:02}.txt").write_text(text, "utf-8")
    with subprocess.Popen(
        [str(COUNTERPOISE), "run"], cwd=study, stderr=subprocess.PIPE, text=True
    ) as running:
        objects = study / "viet-nam" / FOLDER / "objects"
        until = time.monotonic() + 60
        while len(list(objects.glob("??/*"))) < 8 and time.monotonic() < until:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        said = running.stderr.read()
    assert running.returncode == 130
    assert said == "Stopped. What was read and coded so far is kept; the next run goes on from there.\n"
    assert call(study, "verify").returncode == 0
    with Ledger.read(study / "viet-nam" / FOLDER) as ledger:
        read = len(list(ledger.events("document.imported")))
    # How many of those that were read are recorded by then is up to the machine.
    assert 0 < read < 24
    ran = call(study, "run")
    assert ran.stdout.startswith(f"{24 - read} documents imported ({read} unchanged)")
    assert call(study, "verify").returncode == 0


def test_a_run_without_any_material_ends_in_a_report_too(study: Path) -> None:
    ran = call(study / "viet-nam", "run")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "No evidence" in (study / "viet-nam" / "report" / "report.html").read_text("utf-8")


def test_a_file_that_spoils_later_is_named_and_the_report_is_written(study: Path) -> None:
    (study / "viet-nam" / "documents" / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    ran = call(study, "run")
    assert ran.returncode == 1
    assert "broken.pdf" in ran.stderr
    assert (study / "viet-nam" / "report" / "report.html").is_file()
    assert call(study, "verify").returncode == 0


def test_a_report_of_ones_own_is_in_any_format_with_its_tables(study: Path) -> None:
    call(study, "add", str(brought(study.parent / f"{study.name}-brought")))
    done = call(study, "report", "mine.pdf")
    assert (done.returncode, done.stdout) == (0, "The report is at mine.pdf\n")
    assert (study / "mine.pdf").read_bytes().startswith(b"%PDF-")
    kept = call(study, "report", "mine.pdf")
    assert kept.stderr == "mine.pdf: is there already; name another, or add --replace\n"
    (study / "mine.pdf").write_bytes(b"")
    places = ("mine.pdf", "mine/page.html", "mine/page.md")
    more = call(study, "report", *places, "--tables", "mine/tables", "--replace")
    assert more.stdout.splitlines() == [
        *(f"The report is at {place}" for place in places),
        "Its tables are in mine/tables",
    ]
    assert (study / "mine.pdf").read_bytes().startswith(b"%PDF-")
    assert {path.name for path in (study / "mine").iterdir()} >= {"page.html", "page.md", "tables"}
    assert (study / "mine" / "tables" / "parquet" / "scores.parquet").is_file()
    nothing = call(study, "report")
    assert nothing.stderr == "report: name a file to write, or a folder with --tables\n"
    assert not (study / "viet-nam" / "report" / "report.html").exists()
    refused = call(study, "report", "mine.doc")
    assert (refused.returncode, refused.stderr) == (
        2,
        "mine.doc: no report has this ending; it may be .html or .pdf or .docx or .md or .bib or .json or .jsonld - did you mean '.docx'?\n",
    )


def test_check_runs_nothing(study: Path) -> None:
    before = sorted(study.rglob("*"))
    done = call(study, "check")
    assert done.returncode == 0
    assert "hold together" in done.stdout
    assert sorted(study.rglob("*")) == before
    assert not (study / "viet-nam" / FOLDER).exists()
    # Each half of a source is told for want of the other before anything is run.
    (study / "viet-nam" / "data" / "trade.csv").write_text(
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2\n2,816,2010,a,b,1,1\n"
    )
    assert call(study, "check").stderr.endswith(
        "Note: data/trade.csv: no national file with it, so no trade shares\n"
    )


def test_check_answers_in_json(study: Path) -> None:
    facts = json.loads(call(study, "check", "--json").stdout)
    assert facts == {
        "study": "Viet Nam between the United States and China",
        "theory": "neoclassical-realism",
        "problems": [],
        "notices": [],
    }


@pytest.mark.parametrize(
    "content", [b"", b"- a list\n", b"a:\n\tb: 1\n", b"\xff\xfe", b"study: a: b\n"], ids=repr
)
def test_what_is_no_study_file_is_exit_3(study: Path, content: bytes) -> None:
    (study / "viet-nam" / "study.yaml").write_bytes(content)
    done = call(study, "check")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("study.yaml")


def test_new_is_refused_where_a_study_stands_and_where_a_state_is_unknown(study: Path) -> None:
    again = call(study, *NEW)
    assert again.returncode == 2
    assert "there is a study here already" in again.stderr
    wrong = call(study, "new", "x", "--state", "VNX", "--powers", "USA", "CHN")
    assert wrong.returncode == 2
    assert "did you mean 'VNM'" in wrong.stderr
    assert not (study / "x").exists()


def test_a_study_is_not_made_on_a_file(tmp_path: Path) -> None:
    (tmp_path / "viet-nam").write_text("mine", encoding="utf-8")
    done = call(tmp_path, *NEW)
    assert done.returncode == 1
    assert done.stderr == "viet-nam: is a file; expected a folder, or a name for a new one\n"


def test_adding_nothing_that_can_be_read_is_exit_1(study: Path) -> None:
    done = call(study, "add", "nowhere", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "documents": [],
        "data": [],
        "already_there": [],
        "problems": ["nowhere: there is no such file or folder"],
        "notices": [],
    }
    assert done.stderr == "nowhere: there is no such file or folder\n"


def test_adding_twice_says_already_there(study: Path) -> None:
    folder = brought(study.parent / f"{study.name}-brought")
    call(study, "add", str(folder))
    done = call(study, "add", str(folder), "--json")
    assert done.returncode == 0
    facts = json.loads(done.stdout)
    assert (facts["documents"], facts["data"], len(facts["already_there"])) == ([], [], 2)
