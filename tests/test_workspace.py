import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.verification import verify
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
        "with open_workspace(Path(sys.argv[1])):\n    pass"
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
        open_workspace(tmp_path),
    ):
        pass


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
