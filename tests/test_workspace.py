import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER, PROGRAM, Workspace, code_digest, open_workspace

Digest = Callable[..., str]


def made_up(folder: Path, name: str) -> Path:
    package = folder / name
    (package / "part").mkdir(parents=True)
    (package / "__init__.py").write_text('"""Made up."""\n', encoding="utf-8")
    (package / "part" / "rules.yaml").write_text("a: 1\n", encoding="utf-8")
    return package


@pytest.fixture
def digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Digest]:
    """The digest of packages in a folder that Python imports from, read anew each time."""
    monkeypatch.syspath_prepend(tmp_path)

    def fresh(*packages: str) -> str:
        code_digest.cache_clear()
        return code_digest(*packages)

    yield fresh
    code_digest.cache_clear()
    for name in ("made_up", "made_up_too"):
        sys.modules.pop(name, None)


def test_a_change_of_any_source_changes_the_digest(tmp_path: Path, digest: Digest) -> None:
    package = made_up(tmp_path, "made_up")
    before = digest("made_up")
    assert len(before) == 16
    assert digest("made_up") == before
    (package / "part" / "rules.yaml").write_text("a: 2\n", encoding="utf-8")
    changed = digest("made_up")
    (package / "part" / "rules.yaml").rename(package / "part" / "renamed.yaml")
    renamed = digest("made_up")
    (package / "more.py").write_text("", encoding="utf-8")
    added = digest("made_up")
    assert len({before, changed, renamed, added}) == 4


def test_what_python_compiles_does_not_change_the_digest(tmp_path: Path, digest: Digest) -> None:
    package = made_up(tmp_path, "made_up")
    before = digest("made_up")
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"compiled")
    (package / "stray.pyc").write_bytes(b"compiled")
    assert digest("made_up") == before


def test_each_package_counts_under_its_own_name(tmp_path: Path, digest: Digest) -> None:
    made_up(tmp_path, "made_up")
    made_up(tmp_path, "made_up_too")
    assert len({digest("made_up"), digest("made_up_too"), digest("made_up", "made_up_too")}) == 3


def test_the_program_has_a_digest_and_names_its_version() -> None:
    assert code_digest("counterpoise") != code_digest("counterpoise.theory")
    assert PROGRAM.startswith("counterpoise 0.")


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
        assert workspace.kept(name) == b"content"
        assert workspace.kept("0" * 64) is None
        shutil.rmtree(tmp_path / FOLDER / "objects")
        assert workspace.kept(name) is None


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
