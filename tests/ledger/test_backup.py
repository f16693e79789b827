from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import apsw
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import sha256
from counterpoise.ledger.backup import MANIFEST, back_up
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.restoration import restore
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.verification import verify

KEEP = ".record"


@pytest.fixture
def study(tmp_path: Path, opened: Callable[[Path], Ledger]) -> Path:
    """A study of a study file, a document and a report, with the ledger of how it was read."""
    folder = tmp_path / "study"
    for place, text in {
        "study.yaml": "study: s",
        "documents/a.txt": "Trade.",
        "report/r.html": "<p>",
    }.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text)
    store = ObjectStore(folder / KEEP)
    names = {"original": store.put(b"Trade."), "record": store.put(b"the record")}
    store.settle()
    with opened(folder / KEEP) as ledger:
        body = {"id": "d", "path": "documents/a.txt", "key": "k", **names}
        ledger.append([NewEvent("document.imported", "documents/a.txt", body)])
        written = {"key": "r", "files": {"report/r.html": sha256(b"<p>")}}
        ledger.append([NewEvent("report.written", "s", written)])
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """The files of a study but for those of the ledger."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("ledger.", "writer."))
    }


def test_a_backup_holds_each_content_once_and_is_the_same_for_the_same_state(
    tmp_path: Path, study: Path
) -> None:
    made = back_up(study, KEEP, tmp_path / "one")
    assert made == back_up(study, KEEP, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with zipfile.ZipFile(tmp_path / "one") as archive:
        names = archive.namelist()
        contents = {sha256(archive.read(name)) for name in names if name != MANIFEST}
    assert set(names) == contents | {MANIFEST}
    assert (made.files, len(contents), made.problems) == (6, 5, ()), "a document is its own original"
    assert sorted(os.listdir(tmp_path)) == ["one", "study", "two"]


def test_a_study_comes_back_as_it_was(tmp_path: Path, study: Path, clock: Callable[[], datetime]) -> None:
    (study / "data" / "trade").mkdir(parents=True)
    made = back_up(study, KEEP, tmp_path / "b")
    restored = restore(tmp_path / "b", tmp_path / "new" / "study", KEEP, "bilal", "test", clock)
    assert restored == made
    assert (tmp_path / "new" / "study" / "data" / "trade").is_dir(), "also what is empty"
    assert files(tmp_path / "new" / "study") == files(study)
    assert verify(tmp_path / "new" / "study" / KEEP) == ()
    with Ledger.read(study / KEEP) as old, Ledger.read(tmp_path / "new" / "study" / KEEP) as new:
        *events, last = new.events()
        assert events == list(old.events())
    assert (last.kind, last.who, last.body["head"]) == ("ledger.restored", "bilal", made.head)


def test_a_backup_is_taken_while_another_writes(
    tmp_path: Path, study: Path, opened: Callable[[Path], Ledger], clock: Callable[[], datetime]
) -> None:
    stop = Flag()

    def write() -> None:
        with opened(study / KEEP) as ledger:
            number = 0
            while not stop.is_set() or number < 50:
                number += 1
                ledger.append([NewEvent("document.rejected", f"{number}.pdf", {})])

    writer = Thread(target=write)
    writer.start()
    try:
        made = [back_up(study, KEEP, tmp_path / f"b{number}") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, backup in enumerate(made):
        folder = tmp_path / f"restored {number}"
        restore(tmp_path / f"b{number}", folder, KEEP, "bilal", "test", clock)
        with Ledger.read(folder / KEEP) as ledger:
            assert list(ledger.events())[-2].hash == backup.head
    assert len({backup.head for backup in made}) > 1


def test_a_backup_never_writes_over_a_file_nor_into_the_study(tmp_path: Path, study: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(CounterpoiseError, match="mine: is there already"):
        back_up(study, KEEP, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"
    with pytest.raises(CounterpoiseError, match="lies in the study that is backed up"):
        back_up(study, KEEP, study / "backup")
    with pytest.raises(CounterpoiseError, match="there is no ledger here"):
        back_up(tmp_path / "none", KEEP, tmp_path / "b")
    with pytest.raises(CounterpoiseError, match=r"nowhere.*No such file or directory"):
        back_up(study, KEEP, tmp_path / "nowhere" / "b")
    assert sorted(os.listdir(tmp_path)) == ["mine", "study"]


def test_lost_and_damaged_objects_and_links_are_named_and_the_rest_is_kept(
    tmp_path: Path, study: Path, clock: Callable[[], datetime]
) -> None:
    store = ObjectStore(study / KEEP)
    lost, damaged = sha256(b"the record"), sha256(b"Trade.")
    store.path(lost).unlink()
    store.path(damaged).write_bytes(b"Tirade.")
    (study / "documents" / "link.txt").symlink_to(study / "study.yaml")
    (study / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    made = back_up(study, KEEP, tmp_path / "b")
    told = [str(problem) for problem in made.problems]
    assert any(f"object {lost} is missing" in line for line in told)
    assert any(f"object {damaged} is damaged" in line for line in told)
    assert sum("is a link" in line for line in told) == 2
    restored = restore(tmp_path / "b", tmp_path / "new", KEEP, "bilal", "test", clock)
    assert len(restored.problems) == 2
    assert (tmp_path / "new" / "documents" / "a.txt").read_text() == "Trade."


def test_a_ledger_with_an_altered_event_is_not_backed_up(tmp_path: Path, study: Path) -> None:
    connection = apsw.Connection(str(study / KEEP / FILE))
    connection.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET who = 'forger' WHERE seq = 1")
    connection.close()
    with pytest.raises(CounterpoiseError) as caught:
        back_up(study, KEEP, tmp_path / "b")
    told = [str(problem) for problem in caught.value.problems]
    place = study / KEEP / FILE
    assert f"{place}, event 1: was altered: its hash does not match what it says" in told
    assert told[-1].startswith(f"{place}: a ledger with damaged events is not backed up")
    assert not (tmp_path / "b").exists()


def test_what_is_written_to_meanwhile_is_told(
    tmp_path: Path, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def before(path: Path) -> str:
        found = sha256(path.read_bytes())
        if path.name == "r.html":
            path.write_text("<p>half")
        return found

    monkeypatch.setattr("counterpoise.ledger.backup.sha256_of_file", before)
    with pytest.raises(CounterpoiseError, match=r"r\.html: was written to while it was backed up"):
        back_up(study, KEEP, tmp_path / "b")
    assert os.listdir(tmp_path) == ["study"]
