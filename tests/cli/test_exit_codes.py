"""The exit codes of every verb, as the guide tells them."""

import json
from pathlib import Path

import pytest
from typer.main import get_command

from counterpoise.cli import app
from counterpoise.ledger.events import Ledger
from counterpoise.workspace import FOLDER
from tests.commands import call

JSON_OF_EACH_VERB = (("check", "--json"), ("run", "--json"), ("add", ".", "--json"))


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


@pytest.mark.parametrize("words", ["check", "run", "verify", "run --study nowhere"])
def test_no_study_here_is_exit_3_and_says_how_to_make_one(tmp_path: Path, words: str) -> None:
    done = call(tmp_path, *words.split())
    assert (done.returncode, done.stdout) == (3, "")
    assert "counterpoise new NAME" in done.stderr
    assert list(tmp_path.iterdir()) == []
