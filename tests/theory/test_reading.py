from pathlib import Path

import pytest

from counterpoise.errors import StudyFileError
from counterpoise.theory.elements import Theory
from counterpoise.theory.reading import LIBRARY, check_theory, library_names, read_theory
from counterpoise.yamlfile import parse_yaml

SOUND = """\
theory: own
title: Own
codes:
  rivalry: {arms: Arms., talk: Talk.}
  needs: {trade: Trade.}
effects: {gain: Gain.}
dimensions: {economic: [trade]}
dictionaries: {ventures: Named ventures.}
figure:
  chain: [rivalry, needs, outcomes]
constructs:
  pressure:
    role: pressure
    indicators: [{id: x, title: X, unit: u}]
  ties: {role: behaviour, dimension: economic, codes: [trade]}
  freedom: {role: outcome, from: [ties]}
assumptions:
  one: {text: T., parameter: attribution}
hypotheses:
  h1: {text: T., estimand: e, needs: [ties, attribution]}
debates:
  d1: {title: T, question: Q, test: t, needs: [trade], codes: [rivalry]}
claims:
  - {id: c1, kind: fact, text: T., needs: [economics]}
themes:
  economics: {title: T, table: main}
tables:
  main:
    title: T
    first_column: S
    cell: c
    beside: movement
    rows:
      by_code: {codes: [arms, needs]}
      by_measure: {construct: ties}
      by_dictionary: {about: ventures, codes: [talk]}
lexicon:
  codes: {trade: {terms: [trade, '@ventures']}}
  effects: {gain: {terms: [gain]}}
"""


def read(text: str) -> Theory:
    return check_theory(parse_yaml(text, "own.yaml"))


def problems_of(*changes: tuple[str, str]) -> list[str]:
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with pytest.raises(StudyFileError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_theory_is_accepted() -> None:
    assert read(SOUND).theory == "own"


def test_a_theory_may_say_where_its_claims_are_from() -> None:
    assert read(SOUND).claims_from is None
    said = "claims_from: {work: A. Author (2020), state: PAK, powers: {a: USA, b: CHN}}\nclaims:\n"
    source = read(SOUND.replace("claims:\n", said)).claims_from
    assert source is not None
    assert (source.work, source.state, source.powers) == ("A. Author (2020)", "PAK", {"a": "USA", "b": "CHN"})


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("state: PKA, powers: {a: USA, b: CHN}", "claims_from.state: unknown state 'PKA'"),
        ("state: PAK, powers: {a: USA, b: CHM}", "claims_from.powers.b: unknown state 'CHM'"),
        ("state: PAK, powers: {a: USA, b: USA}", "claims_from.powers.b: USA stands here twice"),
        ("state: USA, powers: {a: USA, b: CHN}", "claims_from.powers.a: USA stands here twice"),
        ("state: PAK, powers: {a: USA}", "claims_from: its powers are both a and b"),
    ],
)
def test_the_case_that_claims_were_said_of_is_one_state_between_two_others(case: str, told: str) -> None:
    (found,) = problems_of(("claims:\n", f"claims_from: {{work: A, {case}}}\nclaims:\n"))
    assert told in found


def test_a_claim_that_expects_a_movement_without_a_power_is_refused_at_its_place() -> None:
    (found,) = problems_of(("needs: [economics]}", "needs: [economics], expects: [steady]}"))
    assert found == (
        "own.yaml:24:5: claims.0: expects movement words but names no power; add `power: a` or `power: b`"
    )
    read(SOUND.replace("needs: [economics]}", "needs: [economics], expects: [steady], power: a}"))


def test_questions_that_need_each_other_in_a_circle_are_refused_by_name() -> None:
    assert problems_of(("needs: [ties, attribution]", "needs: [ties, h1]")) == [
        "own.yaml:20:31: hypotheses.h1.needs: h1 -> h1: a question that needs itself is never answered"
    ]
    (found,) = problems_of(
        ("needs: [ties, attribution]", "needs: [d1]"), ("test: t, needs: [trade]", "test: t, needs: [h1]")
    )
    assert found.endswith(
        "debates.d1.needs: d1 -> h1 -> d1: each of these questions needs the next, so that none is ever answered"
    )


def test_two_indicators_of_one_title_are_refused_since_tables_know_them_by_it() -> None:
    (found,) = problems_of(
        (
            "ties: {role: behaviour, dimension: economic, codes: [trade]}",
            "ties: {role: behaviour, dimension: economic, indicators: [{id: y, title: X, unit: u}]}",
        ),
    )
    assert found == (
        "own.yaml:15:69: constructs.ties.indicators.0.title: 'X' is what 'x' is called above; "
        "readers tell indicators apart by it"
    )


def test_two_distances_of_one_quantity_are_refused() -> None:
    added = (
        "ties: {role: behaviour, dimension: economic, indicators: ["
        "{id: y, title: Y, unit: u, transform: proximity, quantity: Distance}, "
        "{id: z, title: Z, unit: u, transform: proximity, quantity: Distance}]}"
    )
    (found,) = problems_of(("ties: {role: behaviour, dimension: economic, codes: [trade]}", added))
    assert "constructs.ties.indicators.1.quantity: 'Distance' is what 'y' is called above" in found


def test_one_indicator_may_stand_in_two_constructs_under_its_title() -> None:
    shown = "  shown: {role: table, indicators: [{id: x, title: X, unit: u}]}\n  freedom:"
    assert set(read(SOUND.replace("  freedom:", shown)).constructs) == {
        "pressure",
        "ties",
        "shown",
        "freedom",
    }


@pytest.mark.parametrize("name", library_names())
def test_every_theory_of_the_library_is_accepted_and_answers_to_its_name(name: str) -> None:
    assert read_theory(name, Path()).theory == name


def test_a_file_of_the_library_is_read_by_path_with_the_same_result() -> None:
    with_path = read_theory("neoclassical_realism.yaml", Path(str(LIBRARY)))
    assert with_path == read_theory("neoclassical-realism", Path())


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(StudyFileError, match=r"no theory 'offence'.*\(neoclassical-realism"):
        read_theory("offence", Path())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("economic: [trade]", "economic: [trad]", "7:25: dimensions.economic.0: unknown code 'trad'"),
        (
            "chain: [rivalry,",
            "chain: [rivalri,",
            "10:11: figure.chain.0: unknown node of the figure 'rivalri'",
        ),
        (
            "outcomes]\n",
            "outcomes]\n  edges: [{from: needs, to: rivalri, lag: 1}]\n",
            "11:25: figure.edges.0.to: unknown node of the figure 'rivalri'",
        ),
        ("codes: [trade]}\n  free", "codes: [trad]}\n  free", "15:48: constructs.ties.codes: unknown code"),
        (
            "dimension: economic",
            "dimension: economics",
            "15:27: constructs.ties.dimension: unknown dimension 'economics'",
        ),
        (
            "from: [ties]",
            "from: [tie]",
            "16:28: constructs.freedom.from: unknown construct 'tie' - did you mean 'ties'?",
        ),
        (
            "from: [ties]",
            "from: [ties], beside: [tie]",
            "16:42: constructs.freedom.beside: unknown construct 'tie'",
        ),
        (
            "parameter: attribution",
            "parameter: atribution",
            "18:19: assumptions.one.parameter: unknown estimand 'atribution'",
        ),
        ("needs: [ties, attr", "needs: [tis, attr", "20:31: hypotheses.h1.needs: unknown construct, code"),
        ("needs: [trade]", "needs: [trad]", "22:40: debates.d1.needs: unknown construct, code"),
        ("codes: [rivalry]", "codes: [rival]", "22:56: debates.d1.codes: unknown code 'rival'"),
        ("needs: [economics]", "needs: [econ]", "24:36: claims.0.needs: unknown construct, code"),
        ("table: main", "table: man", "26:25: themes.economics.table: unknown table 'man'"),
        ("beside: movement", "beside: move", "32:5: tables.main.beside: unknown estimand 'move'"),
        ("[arms, needs]", "[armz, needs]", "34:17: tables.main.rows.by_code.codes: unknown code 'armz'"),
        (
            "{construct: ties}",
            "{construct: tis, movement: true}",
            "35:20: tables.main.rows.by_measure.construct: unknown construct 'tis'",
        ),
        (
            "about: ventures",
            "about: venture",
            "36:23: tables.main.rows.by_dictionary.about: unknown dictionary 'venture'",
        ),
        (
            "codes: {trade: {terms",
            "codes: {trad: {terms",
            "38:11: lexicon.codes.trad: unknown code 'trad'",
        ),
        (
            "effects: {gain: {terms",
            "effects: {gian: {terms",
            "39:13: lexicon.effects.gian: unknown effect 'gian'",
        ),
        ("lexicon:\n", "lexicon:\n  adverse: [trad]\n", "38:13: lexicon.adverse.0: unknown code 'trad'"),
        ("figure:\n", "systemic: [rivalri]\nfigure:\n", "9:1: systemic: unknown code group 'rivalri'"),
        (
            "figure:\n",
            "of_any_state: [lenders]\nfigure:\n",
            "9:1: of_any_state: unknown dictionary 'lenders'",
        ),
    ],
)
def test_an_unknown_name_is_refused_at_its_place(old: str, new: str, said: str) -> None:
    (found,) = problems_of((old, new))
    assert found.startswith(f"own.yaml:{said}")
    _, line, column, where, _ = found.split(":", 4)
    at = SOUND.replace(old, new).splitlines()[int(line) - 1][int(column) - 1 :]
    key = where.rpartition(".")[2].strip()
    assert key.isdigit() or at.startswith(key)


@pytest.mark.parametrize("key", ["terms", "between_powers", "unless"])
def test_a_term_that_names_no_dictionary_is_refused(key: str) -> None:
    (found,) = problems_of(("terms: [trade, '@ventures']", f"{key}: [trade, '@venture']"))
    assert found.startswith("own.yaml:38:")
    assert "venture" in found


def test_a_cycle_within_a_period_is_refused_and_lagged_feedback_is_not() -> None:
    back = "outcomes]\n  edges: [{{from: outcomes, to: rivalry, lag: {}}}]\n"
    assert read(SOUND.replace("outcomes]\n", back.format(1))).figure.edges[0].lag == 1
    (found,) = problems_of(("outcomes]\n", back.format(0)))
    assert found.startswith("own.yaml:9:1: figure: a cycle within one period: ")
    assert "rivalry" in found
    assert "lag of 1" in found


def test_an_indicator_on_both_sides_of_the_model_is_refused() -> None:
    (found,) = problems_of(
        (
            "freedom: {role: outcome, from: [ties]",
            "freedom: {role: outcome, indicators: [{id: x, title: X, unit: u}]",
        )
    )
    assert found == (
        "own.yaml:16:3: constructs.freedom: 'x' stands on both sides of the model: "
        "cause (pressure) and outcome (freedom)"
    )


def test_a_code_on_both_sides_of_the_model_is_refused_through_its_group_too() -> None:
    (found,) = problems_of(("role: pressure\n", "role: pressure\n    codes: [needs]\n"))
    assert "'trade' stands on both sides of the model: behaviour (ties) and cause (pressure)" in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: [ties]", "title: Freedom", "16:3: constructs.freedom: no indicators, codes or constructs"),
        (
            "from: [ties]",
            "observed: texts",
            "16:3: constructs.freedom: observed in texts, but by no code: nothing can answer it",
        ),
        ("needs: [ties, attribution]", "needs: []", "20:3: hypotheses.h1: needs nothing"),
        ("needs: [trade]", "needs: []", "22:3: debates.d1: needs nothing"),
        ("needs: [economics]", "needs: []", "24:5: claims.0: needs nothing"),
        (
            "by_code: {codes: [arms, needs]}",
            "by_code: {title: Nothing}",
            "34:7: tables.main.rows.by_code: no codes, dimension or observed construct",
        ),
    ],
)
def test_what_nothing_can_answer_is_refused(old: str, new: str, said: str) -> None:
    (found,) = problems_of((old, new))
    assert found.startswith(f"own.yaml:{said}")


def test_a_row_on_a_construct_that_is_never_observed_is_refused() -> None:
    changes = (("codes: [trade]}\n  free", "observed: none}\n  free"),)
    (found,) = problems_of(*changes)
    assert found.startswith("own.yaml:35:7: tables.main.rows.by_measure: no codes, dimension or observed")


def test_a_behaviour_names_its_dimension() -> None:
    (found,) = problems_of(("dimension: economic, ", ""))
    assert found == "own.yaml:15:3: constructs.ties: a behaviour construct names its dimension"


def test_constructs_made_from_each_other_are_refused() -> None:
    found = problems_of(("dimension: economic, ", "dimension: economic, from: [freedom], "))
    assert found == [
        "own.yaml:15:48: constructs.ties.from: made from 'freedom', which is made from 'ties'",
        "own.yaml:16:28: constructs.freedom.from: made from 'ties', which is made from 'freedom'",
    ]


def test_a_code_stands_in_one_group_and_a_claim_has_an_id_of_its_own() -> None:
    found = problems_of(
        ("needs: {trade: Trade.}", "needs: {trade: Trade., arms: Arms.}"),
        (
            "needs: [economics]}\n",
            "needs: [economics]}\n  - {id: c1, kind: fact, text: U., needs: [ties]}\n",
        ),
    )
    assert found == [
        "own.yaml:5:26: codes.needs.arms: the code 'arms' stands in the group 'rivalry' already",
        "own.yaml:25:6: claims.1.id: there is a claim 'c1' already",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  main:\n",
            "  the main:\n",
            "the name 'the main' holds more than letters, digits and _; write 'the_main'",
        ),
        ("by_code:", "by-code:", "the name 'by-code' holds more than letters, digits and _; write 'by_code'"),
        ("  economics: {", "  eco.nomics: {", "the name 'eco.nomics' holds more than letters, digits and _"),
        ("{economic: [trade]}", "{economic/all: [trade]}", "write 'economic_all'"),
    ],
)
def test_names_that_links_are_made_of_hold_no_sign_that_joins_them(old: str, new: str, said: str) -> None:
    assert any(said in found for found in problems_of((old, new)))


def test_names_may_be_in_any_script() -> None:
    assert "تجارت" in read(SOUND.replace("by_code:", "تجارت:")).tables["main"].rows


def test_a_table_carries_one_theme_and_no_table_stands_idle() -> None:
    second = "  economics: {title: T, table: main}\n"
    found = problems_of((second, f"{second}  other: {{title: O, table: main}}\n"))
    assert found == [
        "own.yaml:27:21: themes.other.table: the table 'main' carries the theme 'economics' already"
    ]
    idle = "  idle: {title: I, first_column: S, cell: c, rows: {r: {codes: [arms]}}}\nlexicon:\n"
    (found,) = problems_of(("lexicon:\n", idle))
    assert found.endswith("tables.idle: no theme names the table 'idle', so no report shows it")


def test_problems_of_many_sorts_come_at_once_in_reading_order() -> None:
    found = problems_of(
        ("economic: [trade]", "economic: [trad]"),
        ("chain: [rivalry,", "chain: [rivalri,"),
        ("table: main", "table: man"),
        ("effects: {gain: Gain.}", "effects: {gain: Gain., gain: Twice.}"),
    )
    assert [said.split(": ")[0] for said in found] == [
        "own.yaml:6:24",
        "own.yaml:7:25",
        "own.yaml:10:11",
        "own.yaml:26:25",
    ]


def test_an_unknown_key_does_not_hide_unknown_names() -> None:
    found = problems_of(
        ("by_code: {codes: [arms, needs]}", "by_code: {codes: [arns, needs], foo: 1}"),
        ("table: main", "tabel: main"),
        ("chain: [rivalry,", "chain: [rivalri,"),
    )
    assert [said.split(": ")[1] for said in found] == [
        "figure.chain.0",
        "themes.economics.tabel",
        "tables.main.rows.by_code.codes",
        "tables.main.rows.by_code.foo",
    ]


def test_a_theory_file_that_is_no_theory_is_refused_with_all_that_it_lacks() -> None:
    with pytest.raises(StudyFileError) as caught:
        read("theory: own\ntitel: x\n")
    said = [problem.what for problem in caught.value.problems]
    assert "titel: unknown key 'titel' - did you mean 'title'?" in said
    assert {"the key 'codes' is missing", "the key 'tables' is missing"} <= set(said)


def test_one_indicator_has_one_unit() -> None:
    changed = (
        "  freedom: {role: outcome, from: [ties]}",
        "  freedom: {role: outcome, from: [ties]}\n  shown: {role: table, indicators: [{id: x, title: X, unit: v}]}",
    )
    assert problems_of(changed) == [
        "own.yaml:17:55: constructs.shown.indicators.0.unit: 'x' is in 'v' here and in 'u' above; give one unit"
    ]


def test_positions_belong_to_a_distance() -> None:
    (found,) = problems_of(("unit: u}", "unit: u, positions: p}"))
    assert "has positions but is no distance; add `transform: proximity`" in found
    read(SOUND.replace("unit: u}", "unit: u, positions: p, quantity: Q, transform: proximity}"))


@pytest.mark.parametrize("keys", ["transform: proximity", "quantity: Q"])
def test_what_is_observed_is_named_of_a_distance_and_of_nothing_else(keys: str) -> None:
    (found,) = problems_of(("unit: u}", f"unit: u, {keys}}}"))
    assert "a distance (`transform: proximity`) names what is observed by `quantity`" in found


@pytest.mark.parametrize("key", ["power: a", "source: atop", "interval: 5y"])
def test_an_indicator_says_neither_power_nor_source(key: str) -> None:
    (found,) = problems_of(("unit: u}", f"unit: u, {key}}}"))
    assert f"unknown key '{key.partition(':')[0]}'" in found


def test_a_claim_keeps_apart_a_dimension_of_the_theory() -> None:
    (found,) = problems_of(("needs: [economics]}", "needs: [economics], apart: economics}"))
    assert "claims.0.apart: unknown dimension 'economics' - did you mean 'economic'?" in found
    read(SOUND.replace("needs: [economics]}", "needs: [economics], apart: economic}"))


def test_a_claim_that_passages_bear_out_needs_a_code() -> None:
    (found,) = problems_of(("needs: [economics]}", "needs: [movement], bears: weakens}"))
    assert "claims.0.needs: no code is needed, so no passage can bear it out; name codes or themes" in found
    read(SOUND.replace("needs: [economics]}", "needs: [trade], bears: weakens}"))


def test_a_model_names_filters_constructs_and_hypotheses_that_there_are() -> None:
    model = """\
model:
  filters: {economic: ties, other: freedon}
  exposure: {construct: presure}
  decided: {h2: {largest: [economic]}}
hypotheses:
"""
    found = problems_of(("hypotheses:\n", model))
    assert len(found) == 4
    assert any("unknown filter 'ties'" in each for each in found)
    assert any("unknown construct 'presure'" in each for each in found)
    assert any("unknown hypothesis or claim by shares 'h2'" in each for each in found)
