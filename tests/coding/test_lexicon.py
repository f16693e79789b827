import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from counterpoise.agreement.accuracy import directions_of, found_of, mean_f1, powers_of, tallied
from counterpoise.agreement.judged import judged_by_reader, judged_by_suggester, seen_of, state_of, units_of
from counterpoise.agreement.quality import lexicon_of
from counterpoise.coding.actors import Name, actors_of
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues, codebook_of
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.scope import Glance
from counterpoise.coding.suggester import seen_in
from counterpoise.documents.canonical import set_text
from counterpoise.documents.document import Document
from counterpoise.documents.formats.text import plain_blocks
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.theory.reading import read_theory

BOOK = Codebook(
    codes={
        "defence_cooperation": CodeTerms("Arms and aid.", "security", ("military aid", "@power ~ weapons")),
        "financial_assistance": CodeTerms("Aid.", "economic", ("aid",), unless=("military aid",)),
        "infrastructure": CodeTerms("Roads.", "economic", ("@programmes",)),
        "rivalry": CodeTerms("Rivalry.", "competition", ("rivalr*",), ("compet* with @power",)),
    },
    effects={"stronger_ties": CodeTerms("Ties.", "effects", ("closer ties",))},
    cues=Cues(("increas*",), ("cut*",), ("no", "not"), ("did not",), ("barrier*",), ("both powers",)),
    systemic=frozenset({"competition"}),
)
CODER = LexiconCoder(
    BOOK,
    actors_of("PAK", "USA", "CHN", {"a": [Name("Obama", 2009, 2017)]}),
    {"programmes": ["Belt and Road"]},
)


def passage(text: str) -> Passage:
    return Passage("d", 0, len(text), text, "", "")


def code(
    text: str, origin: str | None = "PAK", year: int | None = 2010, coder: LexiconCoder = CODER
) -> tuple[dict[str, Coding], tuple[Link, ...]]:
    codings, links = coder.code_passage(passage(text), origin=origin, year=year)
    assert len({coding.id for coding in codings}) == len(codings)
    return {coding.code: coding for coding in reversed(codings)}, links


def told(text: str, name: str, origin: str | None = "PAK", coder: LexiconCoder = CODER) -> dict[str, str]:
    """The direction that each power is given in a code."""
    codings, _ = coder.code_passage(passage(text), origin=origin, year=2010)
    return {coding.power: coding.direction for coding in codings if coding.code == name}


def test_a_coding_says_why_in_words() -> None:
    codings, _ = code("We met. The United States increased military aid to us.")
    coding = codings["defence_cooperation"]
    assert (coding.power, coding.direction) == ("a", "strengthens")
    assert coding.reason == (
        '"military aid" in sentence 2; power a by "United States"; strengthens by "increased"'
    )


def test_unless_bars_a_sentence_and_no_other() -> None:
    assert set(code("They gave military aid.")[0]) == {"defence_cooperation"}
    assert "financial_assistance" in code("They gave military aid. They gave food aid.")[0]


def test_more_words_make_a_surer_coding() -> None:
    one = code("They gave military aid.")[0]["defence_cooperation"]
    two = code("They gave military aid. China sold weapons.")[0]["defence_cooperation"]
    assert 0 < one.score < two.score <= 1
    assert "and 1 more" in two.reason


def test_both_powers() -> None:
    assert code("Both powers cut aid.")[0]["financial_assistance"].power == "both"
    assert code("Washington and Beijing cut aid.")[0]["financial_assistance"].power == "both"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The meeting with China on aid was cordial, and aid from the United States increased.",
            {"b": "none", "a": "strengthens"},
        ),
        (
            "Aid from the United States was cut, and aid from China increased.",
            {"a": "weakens", "b": "strengthens"},
        ),
        ("Aid from China came. We spoke at length. Rain fell. Aid increased.", {"b": "none"}),
        ("Aid came. We spoke at length. Aid increased.", {"none": "strengthens"}),
        ("Aid from China came. Aid from China increased. Aid from China was cut.", {"b": "strengthens"}),
        ("Both powers gave aid. Washington and Beijing increased aid.", {"both": "strengthens"}),
        ("Both powers increased aid. Aid from China increased.", {"both": "strengthens"}),
        ("Both powers increased aid. Aid from China came.", {"both": "strengthens"}),
        ("Both powers increased aid. China cut aid.", {"both": "strengthens", "b": "weakens"}),
        ("Aid increased, but China gave arms.", {"b": "none"}),
    ],
)
def test_each_power_has_a_coding_whose_direction_comes_from_its_own_matches(
    text: str, expected: dict[str, str]
) -> None:
    assert told(text, "financial_assistance") == expected


def test_the_codings_of_two_powers_are_as_sure_as_the_code_and_say_why() -> None:
    codings, _ = CODER.code_passage(
        passage("China increased aid. Washington cut aid."), origin="PAK", year=2010
    )
    assert [(coding.power, coding.score) for coding in codings] == [("b", 0.5), ("a", 0.5)]
    assert [coding.reason for coding in codings] == [
        '"aid" in sentence 1; power b by "China"; strengthens by "increased"',
        '"aid" in sentence 2; power a by "Washington"; weakens by "cut"',
    ]


def test_negation_weakens_and_says_so() -> None:
    coding = code("There was no military aid.")[0]["defence_cooperation"]
    assert coding.direction == "weakens"
    assert coding.reason.endswith('weakens by "no"')


def test_a_cue_in_a_proper_name_gives_no_direction() -> None:
    assert (
        code("They gave aid to the Global Increase Council.")[0]["financial_assistance"].direction == "none"
    )
    assert code("Their aid increased.")[0]["financial_assistance"].direction == "strengthens"


def test_a_common_word_in_a_proper_name_is_no_match() -> None:
    assert code("We joined the Increase and Aid Facility.")[0] == {}
    assert set(code("We joined the Facility for aid.")[0]) == {"financial_assistance"}
    assert set(code("We joined the Belt and Road Forum.")[0]) == {"infrastructure"}


@pytest.mark.parametrize(
    ("text", "origin", "found"),
    [
        ("In Iraq there was aid. Pakistan agreed.", "USA", False),
        ("In Iraq there was aid. We met.", "PAK", False),
        ("In Iraq we gave aid.", "PAK", True),
        ("In Iraq and Pakistan there was aid.", "USA", True),
        ("Pakistan agreed. There was aid.", "USA", True),
        ("Pakistan agreed. We met. There was aid.", "USA", False),
        ("Pakistan agreed. We met. There was aid.", None, True),
        ("Pakistan agreed. Aid went to Chile.", None, False),
    ],
)
def test_a_match_counts_where_its_sentence_is_about_the_case(
    text: str, origin: str | None, found: bool
) -> None:
    assert ("financial_assistance" in code(text, origin=origin)[0]) is found


def test_a_state_of_the_study_s_own_region_is_no_stranger() -> None:
    near = LexiconCoder(BOOK, actors_of("PAK", "USA", "CHN"), {"region": ["Iraqi"]})
    assert "financial_assistance" in code("In Iraq there was aid.", coder=near)[0]


def test_a_city_is_no_government() -> None:
    assert code("Aid from a bank in Beijing came.")[0]["financial_assistance"].power == "none"
    assert code("Aid from Beijing came.")[0]["financial_assistance"].power == "b"


def test_an_adverse_code_is_affirmed_by_what_it_cuts_and_by_its_name() -> None:
    pressure = CodeTerms("Pressure.", "challenges", ("cut* ~ aid", "pressure"), adverse=True)
    coder = LexiconCoder(replace(BOOK, codes={"pressure": pressure}), actors_of("PAK", "USA", "CHN"), {})
    for text, direction in (
        ("They cut our aid.", "strengthens"),
        ("There was pressure.", "strengthens"),
        ("There was no pressure.", "weakens"),
        ("They cut the pressure.", "weakens"),
    ):
        assert code(text, coder=coder)[0]["pressure"].direction == direction
    assert code("There was pressure.", coder=coder)[0]["pressure"].reason.endswith(
        "strengthens by being named"
    )


def test_a_power_speaks_for_itself() -> None:
    coding = code("Our aid to Pakistan goes on.", origin="USA")[0]["financial_assistance"]
    assert coding.power == "a"
    assert 'power a by "Our"' in coding.reason
    coding = code("Aid to Pakistan goes on.", origin="USA")[0]["financial_assistance"]
    assert "power a by the speaker" in coding.reason
    aid = code("Chinese aid to the US and Pakistan goes on, but no aid to others.", origin="CHN")[0]
    assert aid["financial_assistance"].power == "both"


def test_dated_names_count_in_their_years_only() -> None:
    text = "Obama cut aid."
    assert code(text, year=2010)[0]["financial_assistance"].power == "a"
    assert code(text, year=2020)[0]["financial_assistance"].power == "none"


def test_the_dictionary_of_the_study_fills_a_term_and_an_absent_one_matches_nothing() -> None:
    assert "infrastructure" in code("The Belt and Road came.")[0]
    without = LexiconCoder(BOOK, actors_of("PAK", "USA", "CHN"), {})
    assert code("The Belt and Road came.", coder=without)[0] == {}


def test_scope_keeps_out_what_does_not_bear_on_the_case() -> None:
    abroad = "Aid and rivalry in Africa."
    assert set(code(abroad, origin="PAK")[0]) == {"financial_assistance", "rivalry"}
    assert code(abroad, origin="USA")[0] == {}
    assert set(code("Aid and rivalry with China.", origin="USA")[0]) == {"rivalry"}
    assert CODER.bearing(passage("Rivalry with China."), origin="USA", year=None) == "system"


@pytest.mark.parametrize(
    ("text", "origin", "found"),
    [
        ("They compete with China.", "PAK", False),
        ("They compete with China. The United States was there.", "PAK", True),
        ("We compete with China for Pakistan.", "USA", True),
        ("Pakistan may compete with the United States.", "USA", False),
        ("Pakistan may compete with China.", "IND", False),
    ],
)
def test_a_term_between_the_powers_counts_where_both_are_in_view(text: str, origin: str, found: bool) -> None:
    assert ("rivalry" in code(text, origin=origin)[0]) is found


JOINING = LexiconCoder(
    replace(
        BOOK,
        cues=replace(BOOK.cues, because_of=("because of",), may=("may",), both_named=("both countries",)),
    ),
    actors_of("PAK", "USA", "CHN", {"b": [Name("CPEC", 2015, of_a_programme=True)]}),
    {},
)


def test_a_link_names_the_words_that_join_it() -> None:
    _, (link,) = code("We may have closer ties because of aid from China.", coder=JOINING)
    assert (link.factor, link.sign, link.power) == ("financial_assistance", 1, "b")
    assert (
        link.reason == '"aid" with "closer ties" in sentence 1, joined by "because of", as possible by "may"'
    )


def test_a_programme_tells_the_power_in_its_years() -> None:
    assert code("CPEC brought aid.", year=2016, coder=JOINING)[0]["financial_assistance"].power == "b"
    assert code("CPEC brought aid.", year=2014, coder=JOINING)[0]["financial_assistance"].power == "none"
    assert JOINING.bearing(passage("Washington is against CPEC."), origin=None, year=2016) == "none"


def test_both_countries_are_the_powers_that_were_named_before() -> None:
    text = "China and America met. Both countries cut aid."
    assert code(text, coder=JOINING)[0]["financial_assistance"].power == "both"


def test_a_power_that_is_heard_in_full_is_coded_whomever_it_names() -> None:
    text = "We sent military aid to France."
    assert code(text, origin="USA")[0] == {}
    in_full = LexiconCoder(BOOK, actors_of("PAK", "USA", "CHN"), {}, "powers")
    assert code(text, origin="USA", coder=in_full)[0]["defence_cooperation"].power == "a"
    assert code(text, origin="FRA", coder=in_full)[0] == {}


def test_links_tie_a_factor_to_an_effect_in_one_sentence() -> None:
    _, (link,) = code("China cut weapons. Aid brought closer ties with China.")
    assert (link.factor, link.effect, link.power, link.sign) == (
        "financial_assistance",
        "stronger_ties",
        "b",
        1,
    )
    assert link.reason == '"Aid" with "closer ties" in sentence 2'
    assert code("There was aid. Closer ties came.")[1] == ()


def test_a_denied_effect_has_sign_minus_one() -> None:
    _, (link,) = code("Aid did not bring closer ties.")
    assert link.sign == -1
    assert link.reason.endswith('denied by "not"')


def test_the_coder_names_the_codebook_that_it_read() -> None:
    other = replace(BOOK, cues=Cues())
    coder = LexiconCoder(other, actors_of("PAK", "USA", "CHN"), {})
    assert CODER.coder.startswith("lexicon/")
    assert CODER.coder != coder.coder
    assert code("Aid.")[0]["financial_assistance"].coder == CODER.coder


def test_bad_terms_are_refused() -> None:
    bad = replace(BOOK, cues=Cues(strengthens=("a ~ b ~ c",)))
    with pytest.raises(ValueError, match="more than one '~'"):
        LexiconCoder(bad, actors_of("PAK", "USA", "CHN"), {})


@pytest.fixture(scope="module")
def agreement(checkout: Path) -> ModuleType:
    """The benchmark of agreement with coded passages, as a module."""
    place = checkout / "benchmarks" / "lexicon_agreement.py"
    spec = importlib.util.spec_from_file_location("lexicon_agreement", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_theory_s_lexicon_agrees_with_readers(agreement: ModuleType, shared: Path) -> None:
    # gold/ncr, development part (the lexicon was written with these passages in view): measured micro-F1 .804,
    # macro-F1 .795, power .887 and direction .703 where the code agrees; .844 with the powers heard in full, as the
    # readers did. Its README gives .21-.25 for zero-shot similarity, .46 for TF-IDF and .50 for an encoder with
    # logistic regression, .78 for the second reading.
    gold, case, of_any_state = agreement.development(shared)
    codes = tuple(case.codebook.codes)
    settled = judged_by_reader(gold, codes)
    made = judged_by_suggester(gold, codes, lexicon_of(case, of_any_state), case.actors)
    places, documents = units_of(gold)
    tallies = tallied(settled, made, places, len(documents))
    assert found_of(tallies, 1).f1.value > 0.79
    assert mean_f1(tallies, 1).value > 0.78
    assert powers_of(settled, made, places, len(documents), 1).right.value > 0.87
    assert directions_of(settled, made, places, len(documents), 1).right.value > 0.68
    kind = np.array([each.kind for each in gold.passages])
    for name in ("speech", "statute", "paper"):
        rows = np.flatnonzero(kind == name)
        of_kind = tallied(settled.rows(rows), made.rows(rows), places[rows], len(documents))
        assert found_of(of_kind, 1).f1.value > 0.7
    in_full = agreement.overall(gold, replace(case, hearing="powers"), of_any_state)
    assert in_full.f1.value > 0.83


def test_links_joined_by_a_word_agree_more_often_than_those_that_stand_together(
    agreement: ModuleType, shared: Path
) -> None:
    # gold/ncr, development part: 31 links, sparse, scored by factor and effect. Measured 13 right of 26 joined by a
    # word, 7 of 27 that only stand in one sentence.
    told = agreement.development(shared)
    _, every, every_beside = agreement.judged_links(*told, joined=False)
    _, joined, joined_beside = agreement.judged_links(*told, joined=True)
    assert every >= 18
    alone, alone_beside = every - joined, every_beside - joined_beside
    assert joined / (joined + joined_beside) > 0.4 > alone / (alone + alone_beside)


def test_what_a_glance_drops_no_reading_would_have_coded(
    monkeypatch: pytest.MonkeyPatch, agreement: ModuleType, shared: Path
) -> None:
    # Speeches in the General Debate, 1946 to 2023, by states that speak of Pakistan, or of China and the United States.
    speeches = pl.read_parquet(shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet")
    table = speeches.filter(pl.col("iso3").is_in(["IND", "AFG", "USA", "CHN", "TUR", "IRN"])).gather_every(8)
    actors = actors_of("PAK", "USA", "CHN", agreement.FURTHER)
    book = codebook_of(read_theory("neoclassical-realism", Path()))
    coder = LexiconCoder(book, actors, agreement.DICTIONARIES)
    seen = [
        (Passage("d", 0, len(text), text, "", ""), origin, year)
        for origin, year, whole in table.select("iso3", "year", "text").iter_rows()
        for text in whole.split("\n")
    ]

    def coded() -> list[object]:
        return [coder.code_passage(passage, origin=origin, year=year) for passage, origin, year in seen]

    glanced = coded()
    monkeypatch.setattr(Glance, "passes", lambda *_: True)
    assert glanced == coded()
    assert sum(1 for codings, _ in glanced if codings) > 20


def test_the_theory_s_lexicon_knows_subjects_that_it_was_not_written_for(
    agreement: ModuleType, shared: Path
) -> None:
    # gold/cap_sotu, development part, labels of the Comparative Agendas Project: measured precision and recall
    # .78 and .29 for foreign trade, .49 and .16 for any code and any subject abroad (27 % of the sentences).
    book = codebook_of(read_theory("neoclassical-realism", Path()))
    assert {code for _, codes in agreement.TOPICS.values() for code in codes} <= set(book.codes)
    found = agreement.topics_found(shared, book)
    trade, abroad = found["Foreign Trade"], found["Affairs abroad"]
    assert (trade.labels, abroad.labels) == (49, 837)
    assert trade.precision.value > 0.7
    assert trade.recall.value > 0.25
    assert abroad.precision.value > 0.45
    assert abroad.recall.value > 0.14


@pytest.mark.parametrize(
    ("text", "origin", "expected"),
    [
        ("Pakistan does not subscribe to camp politics.", "PAK", {"strategic_autonomy": "strengthens"}),
        ("We must act to keep terrorist attacks away.", "PAK", {"threat_assessment": "none"}),
        (
            "Our voice is heard in the Shanghai Cooperation Organisation.",
            "PAK",
            {"regional_initiatives": "none"},
        ),
        ("The Soviet war against Indian interests ended.", "PAK", {"neighbour_rivalry": None}),
        ("The United States set a tariff that hurt Pakistan.", "PAK", {"economic_rivalry": None}),
        ("The United States set tariffs on China.", "PAK", {"economic_rivalry": "none"}),
        ("The United States set tariffs on American imports.", "PAK", {"economic_rivalry": None}),
        ("We will not compete with China.", "PAK", {"general_rivalry": None}),
        ("In Kabul we backed its first democratic transition.", "PAK", {"civil_military_relations": None}),
        ("We read the monitoring reports.", "PAK", {"economic_planning": None}),
    ],
)
def test_the_theory_s_lexicon_reads_what_is_meant(
    text: str, origin: str, expected: dict[str, str | None]
) -> None:
    book = codebook_of(read_theory("neoclassical-realism", Path()))
    coder = LexiconCoder(book, actors_of("PAK", "USA", "CHN"), {"neighbours": ["Indian"]})
    codings, _ = code(text, origin=origin, coder=coder)
    assert {name: codings[name].direction if name in codings else None for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "origin", "expected"),
    [
        (
            "We suspended military aid to Pakistan, while China expanded its arms sales to Pakistan.",
            "USA",
            {"a": "weakens", "b": "strengthens"},
        ),
        (
            "Washington increased military aid to Pakistan, but Beijing reduced its loans.",
            "USA",
            {"a": "strengthens"},
        ),
        (
            "Pakistan deepened defence cooperation with China and suspended defence cooperation with the United States.",
            "PAK",
            {"b": "strengthens", "a": "weakens"},
        ),
        (
            "Military aid from the United States to Pakistan was cut, and military aid from China increased.",
            "USA",
            {"a": "weakens", "b": "strengthens"},
        ),
    ],
)
def test_the_theory_s_lexicon_gives_no_power_what_is_said_of_the_other(
    text: str, origin: str, expected: dict[str, str]
) -> None:
    book = codebook_of(read_theory("neoclassical-realism", Path()))
    coder = LexiconCoder(book, actors_of("PAK", "USA", "CHN"), {})
    assert told(text, "defence_cooperation", origin, coder) == expected


def test_every_gold_coding_quotes_words_of_its_passage(agreement: ModuleType, shared: Path) -> None:
    gold, case, of_any_state = agreement.development(shared)
    suggester_of = lexicon_of(case, of_any_state)
    for each in gold.passages:
        codings, _ = suggester_of(state_of(each, case.actors)).code_passage(
            seen_of(each).passage, origin=each.speaker, year=each.year
        )
        for coding in codings:
            assert coding.reason.split('"')[1] in each.text


def test_passages_read_together_are_coded_as_each_alone(agreement: ModuleType, shared: Path) -> None:
    # Speeches in the General Debate by the state and both powers of the packaged study, 1946 to 2023.
    table = pl.read_parquet(shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet")
    book = codebook_of(read_theory("neoclassical-realism", Path()))
    coder = LexiconCoder(book, actors_of("PAK", "USA", "CHN", agreement.FURTHER), agreement.DICTIONARIES)
    said = table.filter(pl.col("iso3").is_in(["PAK", "USA", "CHN"])).gather_every(10)
    found = 0
    for origin, year, text in said.select("iso3", "year", "text").iter_rows():
        set_ = set_text(plain_blocks(text))
        document = Document(
            "d", "Speech", "speech", origin, str(year), "UN", "s.txt", "0" * 64, set_.text, parts=set_.parts
        )
        seen = list(seen_in(document))
        alone = [
            judged
            for each in seen
            for kind in coder.code_passage(each.passage, origin=each.origin, year=each.year)
            for judged in kind
        ]
        assert list(coder.suggest(seen)) == alone
        apart = coder.suggest_each([seen[:2], [], seen[2:]])
        assert [[one for _, one in each] for each in apart] == [
            list(coder.suggest(each)) for each in (seen[:2], [], seen[2:])
        ]
        assert coder.may_bear(document.text, origin=origin) or not alone
        found += len(alone)
    assert found > 100
