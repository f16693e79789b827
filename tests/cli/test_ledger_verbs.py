import json
import os
import shutil
from pathlib import Path

import pytest

from counterpoise.ledger.events import Ledger
from counterpoise.workspace import FOLDER, open_workspace
from tests.commands import call


def test_a_run_beside_another_is_refused_with_who_writes(study: Path) -> None:
    with open_workspace(study / "viet-nam"):
        done = call(study, "run")
        checked = call(study, "check")
    assert done.returncode == 1
    assert f"(process {os.getpid()}, since " in done.stderr
    assert checked.returncode == 0


@pytest.fixture(scope="module")
def of_one_document(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Path:
    """A study that was run on one document; it is copied and never changed."""
    here = Path(shutil.copytree(founded, tmp_path_factory.mktemp("of-one") / "here"))
    (here / "viet-nam" / "documents" / "a.txt").write_text(
        "Viet Nam deepened its defence cooperation with China.\n", encoding="utf-8"
    )
    assert call(here, "run").returncode == 0
    return here


@pytest.fixture
def ran(tmp_path: Path, of_one_document: Path) -> Path:
    """A copy of a study that was run on one document."""
    return Path(shutil.copytree(of_one_document, tmp_path, dirs_exist_ok=True))


def test_verify_mentions_a_report_that_is_gone(ran: Path) -> None:
    (ran / "viet-nam" / "report" / "report.html").unlink()
    done = call(ran, "verify")
    assert done.returncode == 0
    assert done.stderr.startswith("viet-nam/report/report.html: is not there; event ")


def test_verify_names_what_was_altered(ran: Path) -> None:
    stored = sorted(path for path in (ran / "viet-nam" / FOLDER / "objects").rglob("*") if path.is_file())
    stored[0].chmod(0o644)
    stored[0].write_bytes(b"altered")
    done = call(ran, "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert stored[0].name in done.stderr
    in_json = call(ran, "verify", "--json")
    assert in_json.returncode == 1
    assert json.loads(in_json.stdout) == {"problems": done.stderr.splitlines()}


def test_history_tells_of_a_document_by_path_and_id_and_of_the_study(ran: Path) -> None:
    told = call(ran, "history", "documents/a.txt")
    assert told.returncode == 0
    first = told.stdout.splitlines()[0]
    assert "document.imported: documents/a.txt" in first
    by_path = json.loads(call(ran, "history", "documents/a.txt", "--json").stdout)["events"]
    assert {"seq", "at", "who", "tool", "kind", "before", "after", "reason"} <= set(by_path[0])
    with Ledger.read(ran / "viet-nam" / FOLDER) as ledger:
        (event,) = ledger.events("document.imported")
    by_id = json.loads(call(ran, "history", event.body["id"], "--json").stdout)["events"]
    assert [each["kind"] for each in by_id] == ["document.imported", "codings.suggested"]
    assert by_path == by_id
    of_study = json.loads(call(ran, "history", "study", "--json").stdout)["events"]
    assert [each["kind"] for each in of_study] == ["study.opened", "report.written"]
    assert len(call(ran, "history").stdout.splitlines()) >= 4


def test_history_as_of_a_day_before_is_empty_and_a_wrong_day_is_named(ran: Path) -> None:
    told = call(ran, "history", "documents/a.txt", "--as-of", "1999-12-31")
    assert (told.returncode, told.stdout) == (0, "Nothing had happened to it.\n")
    wrong = call(ran, "history", "--as-of", "yesterday")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("--as-of: 'yesterday' is no date")


def test_history_of_an_unknown_thing_names_the_nearest(ran: Path) -> None:
    told = call(ran, "history", "documents/b.txt")
    assert told.returncode == 2
    assert told.stderr == "documents/b.txt: no event names it - did you mean 'documents/a.txt'?\n"


def test_a_study_is_backed_up_while_it_is_written_and_restored_whole(ran: Path) -> None:
    with open_workspace(ran / "viet-nam"):
        done = call(ran, "backup", "viet-nam.backup", "--json")
        assert call(ran, "history").returncode == 0
        assert call(ran, "verify").returncode == 0
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["problems"]) == (0, [])
    restored = call(ran, "restore", "viet-nam.backup", "again/viet-nam", "--json")
    assert (restored.returncode, json.loads(restored.stdout)) == (0, facts)
    assert call(ran / "again", "verify").returncode == 0
    again = call(ran / "again", "run")
    assert again.stdout.startswith("Nothing has changed")
    twice = call(ran, "backup", "viet-nam.backup")
    assert (twice.returncode, "is there already" in twice.stderr) == (2, True)
    over = call(ran, "restore", "viet-nam.backup", "again/viet-nam")
    assert (over.returncode, "is not empty" in over.stderr) == (2, True)


def test_a_backup_of_what_lost_an_object_says_so(ran: Path) -> None:
    stored = sorted(path for path in (ran / "viet-nam" / FOLDER / "objects").rglob("??/*") if path.is_file())
    stored[0].unlink()
    done = call(ran, "backup", "viet-nam.backup")
    assert done.returncode == 1
    assert f"object {stored[0].name} is missing" in done.stderr
    restored = call(ran, "restore", "viet-nam.backup", "again")
    assert restored.returncode == 1
    assert f"object {stored[0].name} was lost before the backup" in restored.stderr
    assert call(ran, "run", "--study", "again").returncode == 0
    assert call(ran, "verify", "--study", "again").returncode == 0, "the next run has made it again"


def test_an_altered_object_is_mended_by_the_next_run_although_nothing_else_changed(ran: Path) -> None:
    for stored in (ran / "viet-nam" / FOLDER / "objects").rglob("??/*"):
        whole = stored.read_bytes()
        stored.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert call(ran, "verify").returncode == 1
    assert call(ran, "run").returncode == 0
    assert call(ran, "verify").returncode == 0
