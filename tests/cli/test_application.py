import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from counterpoise import founding, pipeline
from counterpoise import study as study_module
from counterpoise.cli import app
from tests.commands import COUNTERPOISE, call
from tests.study_in_miniature import write_study


def test_a_file_named_as_an_option_asks_for_no_json(study: Path) -> None:
    done = call(study, "add", "--", "--json")
    assert (done.returncode, done.stderr) == (1, "--json: there is no such file or folder\n")
    (study / "viet-nam" / "study.yaml").write_text("sead: 1", "utf-8")
    assert call(study, "add", "--", "--json").stdout == ""


def test_where_a_study_is_run_from_makes_no_difference(study: Path) -> None:
    (study / "viet-nam" / "documents" / "a.txt").write_text("Viet Nam trades with China.\n", encoding="utf-8")
    elsewhere = study / "elsewhere"
    elsewhere.mkdir()
    assert call(elsewhere, "run", "--study", str(study / "viet-nam")).returncode == 0
    report = study / "viet-nam" / "report"
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in report.iterdir()}
    for here, named in (
        (study / "viet-nam", "."),
        (study, "viet-nam"),
        (elsewhere, "../viet-nam/study.yaml"),
    ):
        again = call(here, "run", "--study", named)
        assert again.stdout.startswith("Nothing has changed")
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in report.iterdir()} == before


def test_several_studies_in_one_folder_ask_for_a_name(study: Path) -> None:
    assert call(study, "new", "laos", "--state", "LAO", "--powers", "USA", "CHN").returncode == 0
    done = call(study, "check")
    assert done.returncode == 2
    assert "several studies here (laos, viet-nam); name one" in done.stderr
    assert call(study, "check", "--study", "laos").returncode == 0
    assert call(study, "check", "--study", "laos/study.yaml").returncode == 0
    assert call(study / "laos", "check").returncode == 0


def test_what_the_system_refuses_is_told_in_a_line(study: Path) -> None:
    (study / "viet-nam" / "report").write_text("a file where a folder should be", encoding="utf-8")
    done = call(study, "run")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "report" in done.stderr


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("verb", [["check"], ["run"], ["add", "."], ["verify"]])
def test_ctrl_c_before_the_work_begins_says_that_nothing_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    monkeypatch.chdir(write_study(tmp_path))
    monkeypatch.setattr(study_module, "read_study", interrupted)
    monkeypatch.setattr("counterpoise.ledger.verification.verify", interrupted)
    done = CliRunner().invoke(app, verb)
    assert (done.exit_code, done.stderr) == (130, "Stopped before anything was done.\n")


@pytest.mark.parametrize(
    ("module", "function", "verb", "kept"),
    [
        (pipeline, "run", ["run"], "What was read and coded so far is kept"),
        (founding, "add_files", ["add", "."], "What was added so far stays"),
    ],
)
def test_ctrl_c_amid_the_work_says_what_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    function: str,
    verb: list[str],
    kept: str,
) -> None:
    monkeypatch.chdir(write_study(tmp_path))
    monkeypatch.setattr(module, function, interrupted)
    done = CliRunner().invoke(app, verb)
    assert done.exit_code == 130
    assert done.stderr.startswith(f"Stopped. {kept}")


def test_a_study_that_ctrl_c_stops_as_it_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(founding, "read_study", interrupted)
    done = CliRunner().invoke(app, ["new", "x", "--state", "VNM", "--powers", "USA", "CHN"])
    assert (done.exit_code, done.stderr) == (130, "Stopped before anything was done.\n")
    assert list(tmp_path.iterdir()) == []


def test_everything_that_is_wrong_with_a_new_study_is_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["new", "x", "--state", "XXX", "--powers", "USA", "USA"])
    assert done.exit_code == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["state", "powers"]


@pytest.mark.skipif(os.name != "posix", reason="a pipe that is closed is told otherwise on other systems")
@pytest.mark.parametrize("words", [("agreement",), ("documents", "--json"), ("codings",)])
def test_who_has_read_enough_of_an_answer_is_told_nothing(coded: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [str(COUNTERPOISE), *words],
            cwd=coded,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_help_lists_verbs_beside_those_that_they_go_with() -> None:
    done = CliRunner().invoke(app, ["--help"])
    verbs = [line.split()[1] for line in done.stdout.splitlines() if line[:3].strip("│ ").isalpha()]
    assert verbs.index("codebook") == verbs.index("adjudicate") + 1
    assert verbs.index("import") == verbs.index("export") + 1
    assert verbs[-1] == "restore"
