import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.decisions import standing
from counterpoise.ledger.events import Event, Ledger, NewEvent
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.verification import verify
from counterpoise.ledger.writer import OtherWriterError
from counterpoise.workspace import FOLDER, PROGRAM, Workspace, open_workspace


def opened(workspace: Workspace, title: str) -> None:
    workspace.record([NewEvent("study.opened", title, {})])


def test_what_is_recorded_is_found_again_in_another_session(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        assert workspace.find("study.opened", "") is None
        opened(workspace, "A study")
        event = next(iter(workspace.now.latest.values()))
    with open_workspace(tmp_path) as again:
        assert list(again.now.latest.values()) == [event]
    assert event.who == getpass.getuser()
    assert event.tool == PROGRAM
    assert verify(tmp_path / FOLDER) == ()


def test_recording_nothing_changes_nothing(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        before = workspace.now
        workspace.record([])
        assert workspace.now is before


def test_an_object_that_is_lost_or_damaged_is_none(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        name = workspace.objects.put(b"content")
        workspace.objects.settle()
        assert workspace.kept(name) == b"content"
        assert workspace.kept("0" * 64) is None
        shutil.rmtree(tmp_path / FOLDER / "objects")
        assert workspace.kept(name) is None


def test_every_batch_of_codings_under_one_key_is_looked_after(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        names = [workspace.objects.put(content) for content in (b"first", b"second")]
        workspace.record(
            [
                NewEvent(
                    "codings.suggested",
                    "c",
                    {"key": "k", "object": name, "coder": "c", "documents": [name[:4]]},
                )
                for name in names
            ]
        )
        assert workspace.lost() == frozenset()
        shutil.rmtree(tmp_path / FOLDER / "objects")
        assert workspace.lost() == set(names)


def test_a_second_process_that_writes_is_told_who_does(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from counterpoise.workspace import open_workspace\n"
        "with open_workspace(Path(sys.argv[1]), patience=0):\n    pass"
    )
    attempt = [sys.executable, "-c", code, str(tmp_path)]
    with open_workspace(tmp_path):
        done = subprocess.run(attempt, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"{getpass.getuser()} (process {os.getpid()}, since " in done.stderr
    assert "one process writes at a time" in done.stderr
    after = subprocess.run(attempt, capture_output=True, text=True, check=False)
    assert (after.returncode, after.stderr) == (0, "")


def test_the_workspace_is_given_back_when_a_session_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with open_workspace(tmp_path) as workspace:
            opened(workspace, "A study")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with open_workspace(tmp_path) as workspace:
        assert len(workspace.now.latest) == 1


def test_a_second_session_in_one_process_is_refused_too(tmp_path: Path) -> None:
    with (
        open_workspace(tmp_path),
        pytest.raises(CounterpoiseError, match="one process writes"),
        open_workspace(tmp_path, patience=0),
    ):
        pass


def test_workspaces_that_rest_write_in_turns_and_take_in_what_the_others_wrote(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as one:
        opened(one, "A study")
        with one.turn() as others:  # nothing rests, and nobody else has written
            assert others == ()
        one.rest()
        with open_workspace(tmp_path) as two:
            two.rest()
            for number in range(3):
                for writer, reader in ((one, two), (two, one)):
                    with writer.turn() as others:
                        assert [each.subject for each in others] == ([f"two {number - 1}"] if number else [])[
                            : writer is one
                        ] + ([f"one {number}"] if writer is two else [])
                        with pytest.raises(OtherWriterError), reader.turn(patience=0):
                            pass
                        name = "one" if writer is one else "two"
                        opened(writer, f"{name} {number}")
            with one.turn():
                pass
            assert one.now == two.now
        assert (tmp_path / FOLDER / "ledger.seal").is_file()  # who leaves seals it
        with one.turn() as others:
            assert others == ()
        assert not (tmp_path / FOLDER / "ledger.seal").is_file()
    assert (tmp_path / FOLDER / "ledger.seal").is_file()
    assert verify(tmp_path / FOLDER) == ()


def test_who_leaves_while_another_writes_leaves_the_seal_to_the_other(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as other:
        other.rest()
        with open_workspace(tmp_path) as one:
            opened(one, "A study")
            one.rest()
            turn = other.turn()
            turn.__enter__()
        assert not (tmp_path / FOLDER / "ledger.seal").is_file()
        turn.__exit__(None, None, None)
    assert (tmp_path / FOLDER / "ledger.seal").is_file()


def test_nothing_is_recorded_on_a_ledger_that_is_gone_or_another(tmp_path: Path) -> None:
    file, aside = tmp_path / FOLDER / FILE, tmp_path / "aside"

    def refused(workspace: Workspace, told: str) -> None:
        with pytest.raises(CounterpoiseError, match=told), workspace.turn():
            pass

    with open_workspace(tmp_path) as one:
        opened(one, "A study")
        one.rest()
        with open_workspace(tmp_path) as two:
            opened(two, "Another")
        shutil.copy(file, aside)
        with closing(apsw.Connection(str(file))) as connection:
            connection.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET at = 'x' WHERE seq = 1")
        for _ in range(2):
            refused(one, "event 1: was altered")
            with pytest.raises(CounterpoiseError, match="event 1: was altered"), open_workspace(tmp_path):
                pass
        file.unlink()
        refused(one, "is gone since it was opened")
        with open_workspace(tmp_path / "new") as new:
            opened(new, "A study")
        shutil.copy(tmp_path / "new" / FOLDER / FILE, file)
        refused(one, "not the ledger that it was")
        shutil.copy(aside, file)
        with one.turn() as others:
            assert [each.subject for each in others] == ["Another"]
    assert verify(tmp_path / FOLDER) == ()


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name")])
def test_a_machine_without_users_still_gets_its_work_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    with open_workspace(tmp_path) as workspace:
        opened(workspace, "A study")
        assert next(iter(workspace.now.latest.values())).who == "unknown user"


def test_what_a_study_declares_is_kept_and_a_change_of_it_is_told_once(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        for content in (
            b"period: 1990-2025",
            b"period: 1990-2025",
            b"period: 1950-2025",
            b"period: 1990-2025",
        ):
            workspace.declare("A study", content)
        told = [workspace.find(kind, "study") for kind in ("study.opened", "study.changed")]
        opening, change = (event for event in told if event is not None)
        contents = [workspace.kept(change.body[name]) for name in ("before", "after")]
    assert (opening.seq, change.seq) == (1, 3)
    assert contents == [b"period: 1950-2025", b"period: 1990-2025"]
    assert verify(tmp_path / FOLDER) == ()


def test_a_study_of_an_older_version_is_not_opened_twice(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        opened(workspace, "A study")
        workspace.declare("A study", b"period: 1990-2025")
        kinds = [kind for kind, _ in workspace.now.latest]
    assert kinds == ["study.opened", "study.changed"]


def test_a_decision_is_signed_recorded_and_stands(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        event = workspace.decide("code.created", "arms", after={"name": "Arms"}, who="amina")
        again = workspace.decide("code.renamed", "arms", after={"name": "Weapons"}, reason="wider")
        assert (event.who, again.who, event.tool) == ("amina", getpass.getuser(), PROGRAM)
        assert standing(workspace.now, "code", "arms") == {"name": "Weapons"}
        with pytest.raises(CounterpoiseError, match="there is such a code already"):
            workspace.decide("code.created", "arms", after={"name": "Arms"})
    with open_workspace(tmp_path) as workspace:
        assert standing(workspace.now, "code", "arms") == {"name": "Weapons"}


def test_an_object_is_on_the_disk_before_the_event_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[bool] = []
    append = Ledger.append

    def appended(ledger: Ledger, events: Sequence[NewEvent], who: str | None = None) -> tuple[Event, ...]:
        there.append(ObjectStore(tmp_path / FOLDER).has(name))
        return append(ledger, events, who)

    monkeypatch.setattr(Ledger, "append", appended)
    with open_workspace(tmp_path) as workspace:
        name = workspace.objects.put(b"content")
        workspace.record(
            [NewEvent("document.imported", "a", {"id": "a", "path": "a", "record": name, "key": "k"})]
        )
    assert there == [True]


def test_a_state_that_was_altered_is_mended_on_opening(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        opened(workspace, "A study")
    with closing(apsw.Connection(str(tmp_path / FOLDER / FILE))) as connection:
        connection.execute("DELETE FROM projection")
    assert len(verify(tmp_path / FOLDER)) == 1
    with open_workspace(tmp_path) as workspace:
        assert workspace.find("study.opened", "A study") is not None
    assert verify(tmp_path / FOLDER) == ()


def test_nothing_is_built_on_an_altered_event(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        opened(workspace, "A study")
    with closing(apsw.Connection(str(tmp_path / FOLDER / FILE))) as connection:
        sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'event_is_never_changed'").get
        connection.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET who = 'forger'")
        connection.execute(sql)
    before = (tmp_path / FOLDER / FILE).read_bytes()
    with pytest.raises(CounterpoiseError, match="was altered") as caught, open_workspace(tmp_path):
        pass
    assert "restore the study from a backup" in str(caught.value)
    assert (tmp_path / FOLDER / FILE).read_bytes() == before
    assert verify(tmp_path / FOLDER) != ()


def test_what_a_crash_left_waiting_is_taken_away(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        opened(workspace, "A study")
    waiting = ObjectStore(tmp_path / FOLDER)
    waiting.put(b"half done")
    with open_workspace(tmp_path):
        pass
    assert [path for path in (tmp_path / FOLDER / "objects").rglob("*") if path.is_file()] == []


def test_no_new_record_is_begun_over_the_remains_of_one(tmp_path):
    with open_workspace(tmp_path) as workspace:
        workspace.objects.put(b"kept")
    (tmp_path / FOLDER / "ledger.sqlite").unlink()
    gone = "is gone, though what it recorded is still beside it"
    with pytest.raises(CounterpoiseError, match=gone), open_workspace(tmp_path):
        pass
    assert not (tmp_path / FOLDER / "ledger.sqlite").exists()
