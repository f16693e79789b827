from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.agreement.gold import Gold, read_gold
from counterpoise.agreement.quality import (
    QualityReport,
    combined_of,
    lexicon_of,
    quality_report,
)
from counterpoise.coding.actors import actors_of
from counterpoise.coding.case import Case, case_of, case_of_state
from counterpoise.coding.codebook import codebook_of
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Coding, Passage
from counterpoise.study import read_study
from counterpoise.theory.reading import read_theory


@pytest.fixture(scope="module")
def theory():
    return read_theory("neoclassical-realism", Path())


@pytest.fixture(scope="module")
def gold(shared: Path, theory) -> Gold:
    file = shared / "gold" / "ncr" / "passages.jsonl"
    return read_gold(file, tuple(theory.definitions), tuple(theory.effects))


@pytest.fixture(scope="module")
def report(gold: Gold, theory) -> QualityReport:
    """The lexicon and the combination beside readers and simple machines."""
    case = Case(codebook_of(theory), actors_of("PAK", "USA", "CHN"), {})
    return quality_report(gold, case, [lexicon_of(case, ()), combined_of(case, (), None, 0.2)], 1)


def test_the_readings_agree_as_their_readme_says(report: QualityReport) -> None:
    # README of the passages: the two readings agree at .78 (micro-F1) on this part.
    readers = report.beside[0]
    assert readers.coders == ("reader_1", "reader_2")
    assert readers.f1.value == pytest.approx(0.78, abs=0.005)
    assert readers.line.estimates["alpha"].value == pytest.approx(0.77, abs=0.01)
    assert readers.f1.interval.low < readers.f1.value < readers.f1.interval.high


def test_readers_stand_before_machines(report: QualityReport) -> None:
    machines = [each.coder for each in report.scored if not each.baseline]
    assert [each.coders for each in report.beside] == [
        ("reader_1", "reader_2"),
        ("gold", "reader_1"),
        ("gold", "reader_2"),
        *((machine, other) for machine in machines for other in ("reader_1", "reader_2", "gold")),
    ]
    assert len(machines) == 2


def test_machines_stand_beside_simple_ones(report: QualityReport) -> None:
    names = [each.coder for each in report.scored if each.baseline]
    assert names == ["majority", "keyword", "BM25", "TF-IDF + logistic regression"]
    lexicon, _, *simple = report.scored
    assert lexicon.overall.labels == 245
    assert lexicon.overall.f1.value > max(each.overall.f1.value for each in simple)
    (beside,) = (each for each in report.beside if each.coders == (lexicon.coder, "gold"))
    assert lexicon.overall.f1.value == pytest.approx(beside.f1.value)
    assert lexicon.links[0] == 31
    assert lexicon.power.counts.sum() == lexicon.overall.hits
    assert all(each.power is None for each in simple)


def test_kinds_of_sources_are_told_apart(report: QualityReport) -> None:
    # README: speeches, statutes and the paper apart; the paper is one document, so that it has no interval.
    assert report.kinds == {"paper": (48, 1, 105), "statute": (17, 1, 26), "speech": (107, 56, 114)}
    of_kind = report.scored[0].of_kind
    assert of_kind["paper"].f1.interval.reason == "not enough documents for an interval: 1 document, needs 5"
    assert of_kind["speech"].f1.interval.documents == 56
    assert sum(each.hits for each in of_kind.values()) == report.scored[0].overall.hits


def test_what_says_nothing_alone_is_named(report: QualityReport) -> None:
    assert report.notices[0].startswith("Codes with fewer than 5 labels say nothing alone (13 of them")
    assert report.notices[1] == "5 of 37 codes have no label here, so nothing is known of how they are found."


def test_names_of_any_state_count_for_other_middle_powers(checkout: Path) -> None:
    study = read_study(checkout / "examples" / "pakistan")
    case = case_of(study)
    suggester_of = lexicon_of(case, study.theory.of_any_state)
    assert suggester_of("IDN") is suggester_of("IDN")
    assert suggester_of("PAK") is case.lexicon
    other = case_of_state(case, "IDN", study.theory.of_any_state)
    assert set(other.dictionaries) == {"multilateral_lenders", "rival_initiatives"}
    assert (other.actors.state, other.actors.names_a) == ("IDN", case.actors.names_a)
    assert other.actors.names_state != case.actors.names_state

    def codes(state: str, text: str) -> set[str]:
        seen = [Seen(Passage("d", 0, len(text), text, "", ""), origin=state, year=2015)]
        return {each.code for each in suggester_of(state).suggest(seen) if isinstance(each, Coding)}

    lender = "The International Monetary Fund gave our country a loan."
    assert codes("PAK", lender) == codes("IDN", lender) != set()
    # Gwadar is a programme of the study's own state only.
    assert codes("PAK", "We welcome the work at Gwadar.") != set()
    assert codes("IDN", "We welcome the work at Gwadar.") == set()


def test_a_file_without_readers_says_what_it_cannot_tell(gold: Gold, theory) -> None:
    few = Gold(tuple(replace(each, readers={}) for each in gold.passages[:12]), ())
    case = Case(codebook_of(theory), actors_of("PAK", "USA", "CHN"), {})
    report = quality_report(few, case, [lexicon_of(case, ())], 1)
    assert [each.coders[1] for each in report.beside] == ["gold"]
    assert any("how far readers agree cannot be told" in each for each in report.notices)


def test_the_combination_ranks_codes_that_the_lexicon_alone_does_not(report: QualityReport) -> None:
    lexicon, combination, *_ = report.scored
    assert combination.coder.startswith("combination/")
    assert combination.chances
    assert combination.first.value > lexicon.first.value
    assert combination.overall.f1.value > lexicon.overall.f1.value - 0.05
