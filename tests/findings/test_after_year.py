import dataclasses

import numpy as np
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.findings import after_year
from counterpoise.findings.after_year import after_a_year
from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.claim import Answer, Claim, Unanswered
from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.breaks.stated import StatedBreak
from counterpoise.measurement.scores import measure
from tests.study_in_miniature import observed

ASKED = Asked("debate-decline", "Decline", "debate", "Did it fall?", "a break")
REACH = {"economic": "Economic: observed after 2010.", "security": "Security: no observation after 2010."}


def series(levels: tuple[float, float], state: str = "PAK", last: int = 2018) -> list[Value]:
    """Trade with power a at one level to 2010 and at another since, with a little noise."""
    noise = np.random.default_rng(len(state) + int(levels[0])).normal(0, 0.4, 40)
    return [
        observed("USA", year, "trade_share", levels[year > 2010] + noise[year - 1990], state=state)
        for year in range(1990, last + 1)
    ]


def told(findings: Findings, values: list[Value], past: set[str], *reach: str) -> Answer:
    scores = measure(findings.study, table_of_values(values))
    of = {name: REACH[name] for name in reach}
    return after_a_year(ASKED, 2010, "a", findings.study, scores, of, past, (), ())


def test_a_fall_at_the_year_bears_the_debate_out_and_stands_beside_other_states(miniature: Findings) -> None:
    values = [*series((20, 5)), *series((9, 9), "VNM")]
    answer = told(miniature, values, {"economic"}, "economic")
    assert isinstance(answer, Claim)
    assert answer.finding == "supported"
    assert str(answer.verdict).startswith("P(share of trade fell at 2010) = ")
    assert "so probable a fall is told of 0 of 1 other state of the panel" in answer.reasons[1]
    assert answer.evidence
    falls, change = answer.numbers
    assert falls.label == "Fall of share of trade at 2010"
    assert change.label == "Change of share of trade at a break in 2010"
    assert change.interval is not None
    assert change.interval.startswith("90 % interval -")


def test_a_rise_and_no_change_speak_against_it(miniature: Findings) -> None:
    for levels in ((5, 20), (7, 7)):
        assert told(miniature, series(levels), {"economic"}, "economic").finding == "contradicted"


def test_a_dimension_that_does_not_reach_past_the_year_leaves_the_whole_open(miniature: Findings) -> None:
    answer = told(miniature, series((20, 5)), {"economic"}, "economic", "security")
    assert isinstance(answer, Unanswered)
    assert answer.finding == "not testable with this evidence"
    assert answer.needs == ("series of the tie in security with three observations or more after 2010",)
    assert "Share of trade: a decline at 2010 is supported" in answer.reasons[2]


@pytest.mark.parametrize(
    ("falls", "finding"), [(0.06, "undecided"), (0.01, "contradicted"), (0.95, "supported")]
)
def test_what_was_improbable_beforehand_and_stayed_so_does_not_speak_against_it(
    miniature: Findings, monkeypatch: pytest.MonkeyPatch, falls: float, finding: str
) -> None:
    # A fall had a probability of .06 before anything was observed, so that its contrary had .94.
    break_of = after_year.break_at
    monkeypatch.setattr(
        after_year, "break_at", lambda *of: dataclasses.replace(break_of(*of), falls=falls, prior=0.12)
    )
    answer = told(miniature, series((7, 7)), {"economic"}, "economic")
    assert isinstance(answer, Claim)
    assert answer.finding == finding
    assert "odds are 1.0 times those" in answer.reasons[1] or falls != 0.06


def test_the_whole_is_contradicted_where_no_tie_fell_and_undecided_where_one_did(miniature: Findings) -> None:
    steady = [
        dataclasses.replace(each, indicator="arms_import_share", unit="percent of TIV")
        for each in series((7, 7))
    ]
    for levels, finding in (((20, 5), "undecided"), ((7, 7), "contradicted"), ((5, 20), "contradicted")):
        answer = told(miniature, [*series(levels), *steady], {"economic", "security"}, "economic", "security")
        assert answer.finding == finding, levels


def test_passages_stand_beside_the_verdict(miniature: Findings) -> None:
    scores = measure(miniature.study, table_of_values(series((20, 5))))
    reach, past, coded = {"economic": REACH["economic"]}, {"economic"}, miniature.coded[:2]
    answer = after_a_year(ASKED, 2010, "a", miniature.study, scores, reach, past, (), coded)
    assert isinstance(answer, Claim)
    assert answer.codes == codes_of(coded)
    assert set(passages_of(coded)) < set(answer.evidence)


def test_a_change_that_two_decimals_would_round_away_has_digits_that_tell(
    miniature: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_of = after_year.break_at
    size = {"median": 0.0012, "low90": -0.0004, "high90": 0.0043}

    def slight(*of: object) -> StatedBreak:
        return dataclasses.replace(break_of(*of), size=size, change=size)

    monkeypatch.setattr(after_year, "break_at", slight)
    answer = told(miniature, series((7, 7)), {"economic"}, "economic")
    (change,) = (each for each in answer.numbers if each.label.startswith("Change of"))
    assert (change.text, change.interval) == ("+0.001", "90 % interval -0.0004 to +0.004")


@pytest.mark.parametrize("last", [2010, 2011])
def test_too_few_observations_after_the_year_tell_nothing_of_it(miniature: Findings, last: int) -> None:
    answer = told(miniature, series((20, 5), last=last), {"economic"} if last > 2010 else set(), "economic")
    assert answer.finding == "not testable with this evidence"
    assert isinstance(answer, Unanswered)
    assert not answer.numbers
