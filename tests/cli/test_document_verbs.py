import json
import re
from pathlib import Path

import polars as pl
import pytest

from counterpoise.pipeline import gather, run
from counterpoise.study import read_study
from counterpoise.workspace import user
from tests.commands import call
from tests.documents.test_voices import study_with
from tests.study_in_miniature import write_study

LISTED = {"Khan": 2019, "Mir": 2001, "Shah": 1999}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, read and coded, with a paper whose citations and references differ."""
    folder = write_study(tmp_path_factory.mktemp("study"))
    paper = folder / "documents" / "paper.txt"
    cited = "As was said before (Rana, 2022; Khan, 2019), trade grew (Mir, 2001).\n\nReferences\n\n"
    listed = [f"{name}, A. ({year}). A book of {name}. Lahore: A Press.\n\n" for name, year in LISTED.items()]
    paper.write_text(f"{paper.read_text()}\n{cited}{''.join(listed)}")
    gather(read_study(folder))
    return folder


def test_documents_are_listed_with_what_is_known_of_them(folder: Path) -> None:
    done = call(folder, "documents", "--json")
    listed = {each["path"]: each for each in json.loads(done.stdout)["documents"]}
    washington = listed["documents/washington.md"]
    assert (washington["title"], washington["kind"], washington["voice"]) == (
        "Address on South Asia",
        "speech",
        "USA",
    )
    assert (washington["language"], washington["near_duplicates"]) == ("en", [])
    told = call(folder, "documents").stdout
    assert f"{washington['id']}  speech  USA  2005  en" in told


def test_voices_are_listed_by_state_and_year_and_each_coding_is_written(tmp_path: Path) -> None:
    study_with(tmp_path, "{path: debates.csv, layout: ungdc, kind: speech}")
    done = call(tmp_path, "documents", "--voices", "--output", "voices.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "Serbia 1995: 1 document, 0 coded passages",
        "Viet Nam 2015: 1 document, 1 coded passage: infrastructure 1, trade 1",
    ]
    written = pl.read_csv(tmp_path / "voices.csv")
    assert set(written["code"]) == {"infrastructure", "trade"}
    assert "build roads" in written["quotation"][0]
    facts = json.loads(call(tmp_path, "documents", "--voices", "--json").stdout)
    assert facts["voices"][1]["codes"] == {"infrastructure": 1, "trade": 1}
    assert call(tmp_path, "documents", "--output", "voices.csv").returncode == 2


def test_a_study_without_voices_says_so(folder: Path) -> None:
    assert call(folder, "documents", "--voices").stdout.startswith("No other state of the panel is heard")


def test_an_appraisal_keeps_what_the_same_person_rated_before(folder: Path) -> None:
    done = call(folder, "appraise", "south asia", "--authenticity", "5", "--note", "the ministry's own site")
    assert done.stdout == "Address on South Asia: authenticity: 5 of 5 (the ministry's own site).\n"
    call(folder, "appraise", "south asia", "--credibility", "2", "--note", "an interested party")
    listed = json.loads(call(folder, "documents", "--json").stdout)["documents"]
    ((appraisal,),) = [each["appraisals"] for each in listed if each["appraisals"]]
    assert (appraisal["by"], appraisal["authenticity"], appraisal["credibility"]) == (user(), 5, 2)
    assert appraisal["meaning"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--credibility", "2"), "credibility is rated 2 without a note that says why"),
        (("--credibility", "7", "--note", "x"), "credibility is 7; expected a whole number from 1 to 5"),
        (("--note", "x"), "give at least one of --authenticity"),
    ],
)
def test_an_appraisal_that_says_nothing_is_refused(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = call(folder, "appraise", "documents/beijing.txt", *words)
    assert done.returncode in {1, 2}
    assert told in " ".join(done.stderr.split())


def test_a_reader_goes_forward_and_back_only_with_a_reason(folder: Path) -> None:
    assert call(folder, "read", "documents/beijing.txt", "--state", "interpreted").returncode == 0
    back = call(folder, "read", "documents/beijing.txt", "--state", "read")
    assert back.returncode == 2
    assert "goes back from 'interpreted' to 'read'; that needs a reason" in back.stderr
    done = call(
        folder, "read", "documents/beijing.txt", "--state", "read", "--reason", "a better scan came", "--json"
    )
    assert json.loads(done.stdout)["before"] == "interpreted"


def test_what_exists_is_declared_and_the_next_report_gives_the_share(folder: Path) -> None:
    done = call(
        folder, "frame", "--kind", "speech", "--origin", "USA", "--exists", "24", "--source", "the archive"
    )
    assert done.stdout.startswith("speech of USA: 24 exist, by the archive.")
    wrong = call(folder, "frame", "--kind", "speech", "--origin", "USB", "--exists", "1", "--source", "x")
    assert (wrong.returncode, wrong.stderr.partition(":")[0]) == (2, "--origin")
    result = run(read_study(folder))
    page = result.report.read_text()
    assert "What exists and what was obtained" in page
    assert "the archive" in page


def test_citations_are_compared_with_the_list_and_named_by_place(folder: Path) -> None:
    done = call(folder, "citations", "documents/paper.txt")
    assert (done.returncode, done.stderr) == (0, "")
    (told,) = [line for line in done.stdout.splitlines() if "Rana" in line]
    assert re.fullmatch(
        r"documents/paper\.txt, line \d+: not listed: Rana \(2022\) is cited but not listed", told
    )
    found = json.loads(call(folder, "citations", "--json").stdout)["findings"]
    assert {each["finding"] for each in found} == {"not listed", "never cited"}
    assert call(folder, "citations", "south asia").stdout == "Nothing was found.\n"
