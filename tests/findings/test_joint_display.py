from dataclasses import replace

import pytest

from counterpoise.findings.joint_display import (
    DocumentsSay,
    JointRow,
    JointRules,
    NumbersSay,
    codes_of_construct,
    joint_display,
)
from counterpoise.measurement.change_interval import ChangeInterval
from tests.study_in_miniature import coded, document, write_study
from tests.study_in_miniature import found as found_in

PERIODS = ((1990, 2000), (2001, 2025))


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    return found_in(write_study(tmp_path_factory.mktemp("miniature")))


def said(way, enough=True):
    return DocumentsSay("first-hand", {}, enough, way)


def moved(way):
    return NumbersSay(9, ChangeInterval(9, 0.2, 0.1, 0.3), way)


@pytest.mark.parametrize(
    ("documents", "numbers", "together"),
    [
        (said("strengthens"), moved("strengthens"), "convergence"),
        (said("weakens"), moved("strengthens"), "divergence"),
        (said("weakens"), moved(None), "complementarity"),
        (said(None), moved("weakens"), "complementarity"),
        (said(None), moved(None), "no lean"),
        (None, moved("weakens"), "silence"),
        (said(None, enough=False), moved("weakens"), "silence"),
        (said("weakens"), None, "silence"),
        (said("weakens"), NumbersSay(2, None, None), "silence"),
    ],
)
def test_the_word_follows_from_where_both_sides_point(documents, numbers, together):
    assert JointRow("Trade", None, "a", "1990-2025", documents, numbers).together == together


def speeches(way, times, *, power="a", code="trade", year=1995, kind="speech"):
    return [
        coded(document(f"{kind}{year}{way}{n}", kind=kind, date=str(year)), 0, way, code=code, power=power)
        for n in range(times)
    ]


def rows(findings, passages, **thresholds):
    declared = findings.study.declared
    settings = declared.settings.model_copy(update={"thresholds": thresholds})
    study = replace(findings.study, declared=declared.model_copy(update={"settings": settings}))
    found = joint_display(study, passages, findings.scores.ties, findings.evidence.values, PERIODS)
    return {(row.construct, row.side, row.years): row for row in found}


def test_trade_that_falls_converges_with_speeches_of_weakening_and_diverges_from_others(findings):
    # The miniature's trade with power a falls from 20 to 10 per cent in 1990-2010; with power b it rises.
    passages = [*speeches("weakens", 4), *speeches("strengthens", 2), *speeches("weakens", 5, power="b")]
    found = rows(findings, passages)
    with_a = found["Trade share", "a", "1990-2025"]
    assert (with_a.together, with_a.documents.way, with_a.numbers.points) == ("convergence", "weakens", 21)
    assert with_a.numbers.changed.change == pytest.approx(-10 / 30)  # the goalpost is 30 per cent
    assert found["Trade share", "b", "1990-2025"].together == "divergence"
    assert found["Trade share", "b", "1990-2000"].together == "divergence"
    assert found["Trade share", "b", "2001-2025"].silent == ("documents",)
    assert found["Military aid", "a", "1990-2025"].silent == ("documents", "numbers")


def test_the_first_kind_of_source_with_enough_passages_speaks(findings):
    passages = [*speeches("weakens", 4), *speeches("strengthens", 5, kind="news")]
    row = rows(findings, passages)["Trade share", "a", "1990-2025"]
    assert (row.documents.standing, row.documents.way) == ("second-hand", "strengthens")
    few = rows(findings, passages, joint_passages=4)["Trade share", "a", "1990-2025"]
    assert (few.documents.standing, few.documents.way) == ("first-hand", "weakens")
    none = rows(findings, passages[:2])["Trade share", "a", "1990-2025"]
    assert (none.documents.enough, none.together) == (False, "silence")


def test_thresholds_of_the_study_decide(findings):
    row = rows(findings, speeches("weakens", 5), joint_change=0.9)["Trade share", "a", "1990-2025"]
    assert (row.numbers.way, row.together) == (None, "complementarity")
    assert JointRules.of({"joint_points": 6.0}) == JointRules(points=6)


def test_what_is_under_test_and_what_has_no_date_say_nothing_of_a_span(findings):
    passages = [*speeches("weakens", 9, kind="paper under test")]
    assert rows(findings, passages)["Trade share", "a", "1990-2025"].documents is None
    undated = [coded(document(f"u{n}", date=None), 0, "weakens") for n in range(5)]
    found = rows(findings, undated)
    assert found["Trade share", "a", "1990-2025"].documents.way == "weakens"
    assert found["Trade share", "a", "1990-2000"].documents is None


def test_codes_speak_of_a_construct_by_its_own_its_rows_or_its_dimension(findings):
    theory = findings.study.theory
    assert codes_of_construct(theory, "economic_need") == theory.codes_of(("economic_needs",))
    assert codes_of_construct(theory, "trade_share") == ("trade",)
    assert codes_of_construct(theory, "visits") == theory.dimensions["diplomatic"]
    assert codes_of_construct(theory, "balance") == codes_of_construct(theory, "power_ratio") == ()
