import json
import os
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from counterpoise import founding, pipeline
from counterpoise import study as study_module
from counterpoise.cli import app
from counterpoise.ledger.events import Ledger
from counterpoise.workspace import FOLDER
from tests.commands import COUNTERPOISE, call
from tests.study_in_miniature import write_study

JSON_OF_EACH_VERB = (("check", "--json"), ("run", "--json"), ("add", ".", "--json"))


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


def test_a_wrong_study_file_is_exit_3_with_every_problem_on_stderr_and_in_json(study: Path) -> None:
    file = study / "viet-nam" / "study.yaml"
    file.write_text(file.read_text("utf-8").replace("VNM", "VNX") + "sead: 1\nstate: VNM\n", "utf-8")
    for words in (("check",), ("run",), ("add", str(file)), *JSON_OF_EACH_VERB):
        done = call(study, *words)
        assert done.returncode == 3
        if "--json" in words:
            assert json.loads(done.stdout) == {"problems": done.stderr.splitlines()}
        else:
            assert done.stdout == ""
        assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
            "state",
            "panel.0",
            "sead",
            "state",
        ]
    assert not (study / "viet-nam" / FOLDER).exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("chek",),
        ("check", "--stdy", "x"),
        ("new", "x", "--state", "VNM"),
        ("new", "x", "--state", "VNM", "--powers", "USA"),
        ("add",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert call(tmp_path, *words).returncode == 2
    assert list(tmp_path.iterdir()) == []


ALL_VERBS: dict[str, str] = {
    "new": "laos --state LAO --powers USA CHN",
    "check": "",
    "add": "more",
    "run": "",
    "report": "report.md",
    "compare": "--output panel.md",
    "search": "trade",
    "codings": "trade",
    "documents": "",
    "appraise": "speech --authenticity 4 --note seen",
    "read": "speech --state read",
    "frame": "--kind speech --exists 9 --source catalogue",
    "citations": "",
    "coverage": "",
    "code": "--coder Amina",
    "assign": "Amina Bilal",
    "adjudicate": "",
    "agreement": "",
    "estimate": "",
    "scenario": "asked.yaml",
    "export": "out.csv",
    "history": "",
    "verify": "",
    "backup": "kept.zip",
    "restore": "kept.zip again",
    "import": "out.csv",
    "codebook show": "",
    "codebook create": "rail Railways.",
    "codebook rename": "trade commerce",
    "codebook redefine": "trade Exchange. --reason clearer",
    "codebook merge": "energy --into trade --reason alike",
    "codebook split": "trade --into energy --into aid --reason two",
    "codebook undo": "--reason mistaken",
    "themes show": "",
    "themes propose": "ties Ties Held. --code trade",
    "themes revise": "ties --reason clearer --title More",
    "themes review": "ties --level passages --reason read",
    "themes settle": "ties",
    "themes drop": "ties --reason thin",
    "data list": "",
    "data add": "votes.csv",
    "data status": "",
    "data cite": "",
    "data fetch": "unga-votes",
    "measure constructs": "",
    "measure scales": "",
    "measure breaks": "",
    "measure ideal-points": "",
    "measure similarity": "",
    "measure sensitivity": "",
    "measure goalposts": "",
}
"""Every verb with words that it takes."""

WITHOUT_THE_STUDY_FILE = {"new", "restore", "history", "verify", "backup"}
"""Verbs that make a study, or look at what its ledger holds."""


def verbs_of(group: object, before: str = "") -> set[str]:
    within = getattr(group, "commands", None)
    if within is None:
        return {before.strip()}
    return {verb for name, each in within.items() for verb in verbs_of(each, f"{before} {name}")}


def test_every_verb_is_among_all_verbs() -> None:
    assert verbs_of(get_command(app)) == set(ALL_VERBS)


@pytest.mark.parametrize("verb", ALL_VERBS)
def test_an_option_that_a_verb_does_not_have_is_exit_2(study: Path, verb: str) -> None:
    done = call(study, *verb.split(), *ALL_VERBS[verb].split(), "--stdy", "x")
    assert done.returncode == 2
    assert "--stdy" in done.stderr


@pytest.mark.parametrize("verb", sorted(set(ALL_VERBS) - WITHOUT_THE_STUDY_FILE))
def test_a_study_file_that_is_wrong_is_exit_3_for_every_verb_that_reads_it(study: Path, verb: str) -> None:
    file = study / "viet-nam" / "study.yaml"
    file.write_text(f"{file.read_text('utf-8')}sead: 1\n", "utf-8")
    done = call(study, *verb.split(), *ALL_VERBS[verb].split())
    assert done.returncode == 3, done.stderr
    assert "sead: unknown key" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        "new laos --state LAX --powers USA CHN",
        "new laos --state LAO --powers USA CHN --period 2020-1990",
        "report",
        "report out.txt",
        "compare",
        "compare --output out.txt",
        "search trade --limit 0",
        "search trade --kind spech",
        "search trade --origin XXX",
        "search trade --from yesterday",
        "search ( --regex",
        "codings tarde",
        "codings trade --by powr",
        "codings trade --near afar",
        "codings trade --near 5 --saturation",
        "appraise nothing --authenticity 4 --note seen",
        "appraise documents/washington.md",
        "appraise documents/washington.md --authenticity 9",
        "appraise documents/washington.md --authenticity 4",
        "read nothing --state read",
        "read documents/washington.md --state red",
        "frame --kind spech --exists 9 --source catalogue",
        "frame --kind speech --exists 9 --source catalogue --origin XXX",
        "citations nothing",
        "coverage --state XXX",
        "coverage --indicator none",
        "code --coder lexicon",
        "code --coder Amina --document nothing",
        "code --coder Amina --code tarde",
        "code --coder Amina --only mine",
        "assign Amina",
        "assign Amina Bilal --share 2",
        "assign Amina Bilal --by kinds",
        "assign Amina Bilal --each 3",
        "assign Amina --undo mistaken",
        "adjudicate --coder /",
        "agreement --coder Nobody",
        "agreement --coder Amina --gold gold.jsonl",
        "estimate --reading whole",
        "estimate --draws 1",
        "estimate --output out.txt",
        "scenario asked.yaml --output out.txt",
        "export out.txt",
        "export out.csv --coder Nobody",
        "history nothing",
        "history --as-of yesterday",
        "import out.txt",
        "codebook create trade Exchange.",
        "codebook rename tarde commerce",
        "codebook redefine tarde Exchange. --reason clearer",
        "codebook merge tarde --into trade --reason alike",
        "codebook split tarde --into energy --into aid --reason two",
        "themes propose ties Ties Held. --code tarde",
        "themes propose ties Ties Held. --code trade --within none",
        "themes revise none --reason clearer --title More",
        "themes review none --level passages --reason read",
        "themes settle none",
        "themes drop none --reason thin",
        "data list unga-vots",
        "data cite --format word",
        "data fetch unga-vots",
        "measure constructs --state PKA",
        "measure constructs --year 1800",
        "measure constructs --output out.txt",
        "measure scales --state PKA",
        "measure breaks --state PKA",
        "measure breaks --series none",
        "measure breaks --show none",
        "measure ideal-points --method guess",
        "measure ideal-points --skip-rule none",
        "measure ideal-points --issue none",
        "measure ideal-points --draws 1",
        "measure similarity --measure none",
        "measure similarity --states XXX",
        "measure similarity --roll-calls none",
        "measure similarity --everyone",
        "measure sensitivity --dimension none",
        "measure sensitivity --runs 0",
        "measure goalposts --output out.txt",
    ],
)
def test_what_cannot_be_asked_for_is_exit_2_and_changes_nothing(coded: Path, words: str) -> None:
    with Ledger.read(coded / FOLDER) as ledger:
        before = ledger.head()
    done = call(coded, *words.split())
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr
    with Ledger.read(coded / FOLDER) as ledger:
        assert ledger.head() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("scenario wrong", 3),
        ("agreement --gold wrong", 1),
        ("import wrong.csv", 1),
        ("import wrong.qdpx", 1),
        ("add ../wrong.pdf", 1),
        ("data add wrong.csv", 1),
        ("restore wrong.csv again", 1),
        ("scenario none", 3),
        ("agreement --gold none", 1),
        ("import none.csv", 1),
        ("add none.pdf", 1),
        ("data add none.csv", 1),
        ("restore none.zip again", 1),
    ],
)
def test_a_file_that_says_what_to_do_is_exit_3_where_it_is_wrong_and_material_exit_1(
    coded: Path, words: str, code: int
) -> None:
    for name in ("wrong", "wrong.csv", "wrong.qdpx", "../wrong.pdf"):
        (coded / name).write_text("neither: one\nnor\n", "utf-8")
    done = call(coded, *words.split())
    assert done.returncode == code, done.stdout + done.stderr
    assert "wrong" in done.stderr or "none" in done.stderr


def test_goalposts_that_are_wrong_are_a_fault_of_the_study_file(coded: Path) -> None:
    (coded / "posts.json").write_text('{"format": 1}', "utf-8")
    file = coded / "study.yaml"
    file.write_text(
        file.read_text("utf-8").replace("settings: {", "settings: {goalposts: posts.json, "), "utf-8"
    )
    done = call(coded, "measure", "goalposts")
    assert (done.returncode, done.stderr[:10]) == (3, "posts.json")


@pytest.mark.parametrize("verb", ["check", "run", "verify"])
def test_no_study_here_is_exit_1_and_says_how_to_make_one(tmp_path: Path, verb: str) -> None:
    done = call(tmp_path, verb)
    assert (done.returncode, done.stdout) == (1, "")
    assert "counterpoise new NAME" in done.stderr
    assert list(tmp_path.iterdir()) == []


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
