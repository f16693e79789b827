import os
from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.founding import Added, FoundingError, add_files, found_study, study_file
from counterpoise.states import all_states, state
from counterpoise.study import read_study
from counterpoise.theory.reading import LIBRARY
from counterpoise.yamlfile import parse_yaml

FIGURES = """\
state,partner,start,end,indicator,value,unit,source,release
VNM,USA,2020,2020,trade_share,17,percent,own count,2021
VNM,CHN,2020,2020,trade_share,24,percent,own count,2021
"""
OTHER_UNIT = "VNM,USA,2021,2021,trade_share,0.17,share,own count,2021\n"


def new(folder: Path, **changes: object) -> Path:
    asked: dict[str, object] = {
        "state": "VNM",
        "powers": ("USA", "CHN"),
        "period": "1990-2025",
        "theory": "neoclassical-realism",
        **changes,
    }
    return found_study(folder, **asked)  # type: ignore[arg-type]


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_study_that_is_founded_is_one_that_check_accepts(tmp_path: Path) -> None:
    folder = new(tmp_path / "viet-nam")
    study = read_study(folder)
    assert (study.state, study.powers, study.start, study.end) == (
        "VNM",
        {"a": "USA", "b": "CHN"},
        1990,
        2025,
    )
    assert study.declared.dictionaries.keys() == study.theory.dictionaries.keys()
    assert files_in(folder) == ["study.yaml"]


def test_a_folder_within_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    assert read_study(new(tmp_path / "a" / "b" / "c")).state == "VNM"


@pytest.mark.parametrize("spell", all_states(), ids=lambda spell: f"{spell.iso3}-{spell.start}")
def test_the_name_of_any_state_fits_into_a_study_file(spell: object) -> None:
    name = state(spell.iso3).in_a_sentence  # type: ignore[attr-defined]
    text = study_file(spell.iso3, (spell.iso3, spell.iso3), "1990-2025", "t", {})  # type: ignore[attr-defined]
    file = parse_yaml(text, "study.yaml")
    assert file.problems == ()
    assert list(file.texts("study")) == [
        (("study",), f"{name[0].upper()}{name[1:]} between {name} and {name}")
    ]
    ((_, question),) = file.texts("questions", "*")
    assert question == f"How has {name} stood between {name} and {name}?"


@pytest.mark.parametrize("within", ["a: b", "#x", "- c", "[d", "e'f", "yes", "{g}", "h #i"])
def test_a_theory_in_a_folder_of_any_name_is_found_again(tmp_path: Path, within: str) -> None:
    folder = tmp_path / within
    folder.mkdir()
    library = LIBRARY.joinpath("neoclassical_realism.yaml").read_text("utf-8")
    (folder / "own.yaml").write_text(library, "utf-8")
    study = read_study(new(tmp_path / "s", theory=f"../{within}/own.yaml"))
    assert study.declared.theory == f"../{within}/own.yaml"
    inside = read_study(new(folder, theory="own.yaml"))
    assert inside.declared.theory == "own.yaml"


def test_a_first_study_file_keeps_its_comments_and_says_what_each_dictionary_is_for() -> None:
    text = study_file("VNM", ("USA", "CHN"), "1990-2025", "own.yaml", {"a: b": "names: of\nprogrammes"})
    assert "# add states to compare with" in text
    assert "  'a: b': []".ljust(32) + "# names: of programmes" in text
    assert parse_yaml(text, "study.yaml").data["dictionaries"] == {"a: b": []}  # type: ignore[index]


def test_a_table_of_figures_with_rows_that_cannot_be_used_is_left_out_with_every_row_named(
    tmp_path: Path,
) -> None:
    study = new(tmp_path / "s")
    wrong = FIGURES.replace("17,", "much,").replace("CHN,2020", "CHX,2020") + OTHER_UNIT
    table = one(tmp_path, "bag/deep/own.csv", wrong)
    added = add_files(study, [tmp_path / "bag"])
    assert added.data == ()
    told = [str(problem) for problem in added.problems]
    assert told[0].startswith(f"{table}:2: value is 'much'")
    assert told[1].startswith(f"{table}:3: partner: unknown state 'CHX'")
    assert told[2].startswith(f"{table}:4: unit of trade_share is 'share'; expected 'percent'")
    assert told[3].startswith(f"{table}: was left out")
    assert files_in(study) == ["study.yaml"]


def test_a_second_study_in_the_same_place_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    folder = new(tmp_path / "s")
    before = (folder / "study.yaml").read_bytes()
    with pytest.raises(CounterpoiseError, match=r"study\.yaml: there is a study here already"):
        new(folder, state="IDN")
    assert (folder / "study.yaml").read_bytes() == before


WRONG = [
    ({"state": "VNX"}, "state: unknown state 'VNX'"),
    ({"powers": ("USA", "CHX")}, "powers: unknown state 'CHX'"),
    ({"powers": ("USA", "USA")}, "both USA"),
    ({"state": "CHN"}, "CHN is one of the two powers"),
    ({"period": "2025-1990"}, "found '2025-1990'"),
    ({"period": "1990"}, "found '1990'"),
    ({"theory": "nope"}, "theory: no theory 'nope'"),
    ({"theory": "own.yaml"}, "theory: there is no theory file 'own.yaml'"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_what_is_wrong_leaves_nothing_behind(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        new(tmp_path / "a" / "b", **changes)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_a_folder_with_files_of_the_users_is_left_as_it_was(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CounterpoiseError) as caught:
        new(tmp_path, **changes)
    assert said in str(caught.value)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["documents", "mine.txt", "notes.md"]


def test_every_unknown_state_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        new(tmp_path / "s", state="VNX", powers=("USX", "CHX"))
    assert [problem.place for problem in caught.value.problems] == ["state", "powers", "powers"]


def test_everything_that_is_wrong_with_a_study_to_be_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FoundingError) as caught:
        new(tmp_path / "x", state="XXX", powers=("USA", "USA"), period="2025", theory="nope")
    said = [str(problem) for problem in caught.value.problems]
    assert [line.partition(":")[0] for line in said] == ["state", "powers", "period", "theory"]
    assert said[0].startswith("state: unknown state 'XXX'")
    assert said[1] == "powers: power a and power b are both USA; a study stands between two powers"
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_impossible_figures_are_left_out_and_idle_ones_are_told(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    wrong = one(
        tmp_path, "wrong.csv", FIGURES.replace("17,", "1700,").replace("CHN,2020,2020", "CHN,2020,9080")
    )
    idle = one(tmp_path, "idle.csv", FIGURES.replace("trade_share,17", "tradeshare,17").replace("CHN", "JPN"))
    added = add_files(study, [wrong, idle])
    told = sorted(str(problem) for problem in added.problems)
    assert told[0].startswith(f"{wrong}: was left out")
    assert told[1] == f"{wrong}:2: trade_share is 1700 percent; expected 0 to 105. Row left out"
    assert told[2].startswith(f"{wrong}:3: trade_share of 9080; expected no year after 20")
    assert [path.name for path in added.data] == ["idle.csv"]
    assert [notice.place for notice in added.notices] == [str(idle), f"{idle}:2"]


def test_a_code_list_is_added_and_told_to_need_no_reading(tmp_path: Path) -> None:
    codes = one(tmp_path, "codes.csv", "StateAbb,CCode,StateNme\nUSA,2,United States of America\n")
    added = add_files(new(tmp_path / "s"), [codes])
    assert added.problems == ()
    assert [str(notice) for notice in added.notices] == [
        f"{codes}: lists Correlates of War numbers with the names of states; the program knows these by itself, so the "
        "file was not read"
    ]


def test_a_table_of_no_known_layout_is_told_what_it_lacks(tmp_path: Path) -> None:
    table = one(tmp_path, "dyads.csv", "ccode1,ccode2,year,flow1\n2,710,2000,1\n")
    (problem,) = add_files(new(tmp_path / "s"), [table]).problems
    assert problem.place == str(table)
    assert "the nearest is 'cow-trade', of which it lacks flow2" in problem.what


@pytest.mark.parametrize("name", ["taken", "taken/inside"])
def test_a_study_is_not_founded_on_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(CounterpoiseError, match="taken: is a file"):
        new(tmp_path / name)
    assert (tmp_path / "taken").read_text("utf-8") == "mine"


def bag(folder: Path) -> Path:
    """A folder of what a user may have: good files, and one of each sort that cannot be taken."""
    contents: dict[str, bytes] = {
        "speech.txt": b"Viet Nam and the United States signed a trade agreement in 2000.\n",
        "deep/er/note.md": b"# Note\n\nChina is a partner of Viet Nam in trade.\n",
        "figures.csv": FIGURES.encode(),
        "unknown.csv": b"x,y\n1,2\n",
        "empty.csv": b"",
        "empty.txt": b"",
        "deep/corrupt.pdf": b"%PDF-1.7\nbroken",
        "corrupt.parquet": b"PAR1 broken",
        "corrupt.xlsx": b"PK\x03\x04 broken",
        "corrupt.rda": b"\x1f\x8b broken",
        "binary.bin": bytes(range(256)),
        "no-suffix": b"words",
        ".hidden.txt": b"hidden",
        ".git/objects.txt": b"hidden",
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "link.txt").symlink_to(folder / "speech.txt")
    (folder / "link").symlink_to(folder / "deep", target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    return folder


REFUSED = {
    "unknown.csv": "no data source has this layout",
    "empty.csv": "",
    "empty.txt": "is empty",
    "deep/corrupt.pdf": "damaged",
    "corrupt.parquet": "",
    "corrupt.xlsx": "",
    "corrupt.rda": "",
    "binary.bin": "'.bin' files are not read",
    "no-suffix": "'no-suffix' files are not read",
    "link.txt": "a link",
    "link": "a link",
    "pipe.txt": "neither a file nor a folder",
}


def test_a_folder_is_added_in_its_shape_and_what_cannot_be_taken_is_named(tmp_path: Path) -> None:
    study, brought = new(tmp_path / "s"), bag(tmp_path / "bag")
    added = add_files(study, [brought])
    assert files_in(study) == [
        "data/figures.csv",
        "documents/deep/er/note.md",
        "documents/speech.txt",
        "study.yaml",
    ]
    assert (study / "documents/speech.txt").read_bytes() == (brought / "speech.txt").read_bytes()
    assert {path.name for path in added.documents} == {"speech.txt", "note.md"}
    assert [path.name for path in added.data] == ["figures.csv"]
    named = {problem.place: problem.what for problem in added.problems}
    assert named.keys() == {str(brought / name) for name in REFUSED}
    for name, said in REFUSED.items():
        assert said in named[str(brought / name)]


def test_a_second_time_says_already_there(tmp_path: Path) -> None:
    study, brought = new(tmp_path / "s"), bag(tmp_path / "bag")
    first = add_files(study, [brought])
    again = add_files(study, [brought])
    assert (again.documents, again.data) == ((), ())
    assert set(again.present) == {*first.documents, *first.data}
    assert again.problems == first.problems


def one(folder: Path, name: str, content: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def test_the_same_name_with_other_content_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    add_files(study, [one(tmp_path, "one/a.txt", "The first text about trade.")])
    added = add_files(study, [one(tmp_path, "two/a.txt", "Another text about trade.")])
    (problem,) = added.problems
    assert problem.place == str(tmp_path / "two" / "a.txt")
    assert "another file stands at" in problem.what
    assert (study / "documents/a.txt").read_text("utf-8") == "The first text about trade."


def test_a_folder_named_as_a_file_that_is_there_is_refused(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    add_files(study, [one(tmp_path, "one/a.txt", "The first text about trade.")])
    added = add_files(study, [one(tmp_path, "two/a.txt/b.txt", "Text in a folder.").parent.parent])
    assert "another file stands at" in added.problems[0].what
    assert files_in(study) == ["documents/a.txt", "study.yaml"]


def test_two_files_of_one_name_in_one_go_do_not_cover_each_other(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    paths = [one(tmp_path, "one/a.txt", "The first text."), one(tmp_path, "two/a.txt", "The second text.")]
    added = add_files(study, paths)
    assert (len(added.documents), len(added.problems)) == (1, 1)
    assert (study / "documents/a.txt").read_text("utf-8") == "The first text."


def test_a_missing_path_is_named_and_the_others_are_added(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    added = add_files(study, [tmp_path / "nowhere", one(tmp_path, "a.txt", "A text about trade.")])
    assert [str(problem) for problem in added.problems] == [
        f"{tmp_path / 'nowhere'}: there is no such file or folder"
    ]
    assert len(added.documents) == 1


def test_a_name_that_is_not_utf_8_is_named_and_left_out(tmp_path: Path) -> None:
    study = new(tmp_path / "s")
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        one(tmp_path, f"bag/{name}", "A text about trade.")
    except OSError:
        pytest.skip("this file system keeps UTF-8 names only")
    added = add_files(study, [tmp_path / "bag"])
    (problem,) = added.problems
    assert problem.place.isascii()
    assert "the name is not UTF-8 text" in problem.what
    assert files_in(study) == ["study.yaml"]


@pytest.mark.parametrize(
    "chosen",
    [
        lambda study: study,
        lambda study: study.parent,
        lambda study: study / "documents",
        lambda study: study / "documents" / "sub" / "a.txt",
    ],
    ids=["study", "around", "documents", "file"],
)
def test_what_lies_in_the_study_is_there_already(tmp_path: Path, chosen: Callable[[Path], Path]) -> None:
    study = new(tmp_path / "around" / "s")
    one(study, "documents/sub/a.txt", "A text about trade.")
    before = files_in(study)
    added: Added = add_files(study, [chosen(study)])
    assert (added.documents, added.data, added.problems) == ((), (), ())
    assert study / "documents/sub/a.txt" in added.present
    assert files_in(study) == before


def test_a_bibliography_and_a_table_of_documents_are_added_with_what_to_write(tmp_path: Path) -> None:
    study, brought = new(tmp_path / "s"), tmp_path / "brought"
    brought.mkdir()
    (brought / "refs.bib").write_text("@book{a, title = {A Book}, year = 2000}")
    (brought / "reports.csv").write_text("title,text\nReport,Words of the report.\n")
    added = add_files(study, [brought])
    assert (added.problems, added.data) == ((), ())
    assert [path.relative_to(study).as_posix() for path in added.documents] == [
        "bibliography/refs.bib",
        "corpora/reports.csv",
    ]
    written = (study / "study.yaml").read_text()
    entry = '- {path: "corpora/reports.csv", kind: report, columns: {text: text, title: title}}'
    assert any(f"`{entry}` under `documents:`" in str(notice) for notice in added.notices)
    assert any('`- "bibliography/refs.bib"` under `bibliography:`' in str(notice) for notice in added.notices)
    changed = written.replace(
        "documents:", f'bibliography:\n  - "bibliography/refs.bib"\ndocuments:\n  {entry}', 1
    )
    (study / "study.yaml").write_text(changed)
    assert len(read_study(study).declared.documents) == 2
