from types import SimpleNamespace

import polars as pl

from counterpoise.evidence import table_of_values
from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import Claim, Unanswered
from counterpoise.findings.thresholds import above_threshold
from tests.study_in_miniature import coded, document, observed

ASKED = Asked("debate-d", "D", "debate", "Is it?", "dependence against a threshold")
VALUES = table_of_values(
    [observed(power, year, "trade_share", 50.0) for power in ("USA", "CHN") for year in range(2000, 2010)]
)


def years(*intervals: tuple[float, float], observed_inputs: int = 1) -> SimpleNamespace:
    """Scores of a dependence on power b from 2000 on, as 90 per cent intervals."""
    rows = [
        {
            "state": "PAK",
            "year": 2000 + n,
            "construct": "dependence_b",
            "median": (low + high) / 2,
            "low90": low,
            "high90": high,
            "observed": observed_inputs,
            "inputs": 1,
            "series": "trade_share",
        }
        for n, (low, high) in enumerate(intervals)
    ]
    return SimpleNamespace(alignment=pl.DataFrame(rows))


def answer(scores: SimpleNamespace, thresholds: dict[str, float] | None = None, passages=()):
    settings = SimpleNamespace(thresholds={"dependence": 0.5} if thresholds is None else thresholds)
    trade = SimpleNamespace(id="trade_share", title="Share of trade")
    study = SimpleNamespace(
        declared=SimpleNamespace(settings=settings),
        theory=SimpleNamespace(constructs={"trade": SimpleNamespace(indicators=(trade,))}),
        state="PAK",
        powers={"a": "USA", "b": "CHN"},
        end=2009,
    )
    return above_threshold(ASKED, "dependence", "b", study, scores, VALUES, (), passages)


def test_a_year_is_above_only_where_its_whole_interval_is():
    found = answer(years((0.6, 0.7), (0.4, 0.6), (0.7, 0.8), (0.7, 0.8), (0.51, 0.6)))
    assert str(found.verdict) == (
        "4 of 5 years above 0.5 in 2000-04 as claimed; neither: 1 on both sides of 0.5"
    )
    assert found.finding == "supported"
    assert answer(years((0.3, 0.4), (0.3, 0.4))).finding == "contradicted"
    assert answer(years((0.4, 0.6), (0.4, 0.6))).finding == "not testable with this evidence"


def test_only_the_last_five_years_are_judged_and_what_follows_is_untold():
    found = answer(years(*[(0.8, 0.9)] * 3, *[(0.2, 0.3)] * 5))
    assert str(found.verdict) == "0 of 5 years above 0.5 in 2003-07 as claimed; contrary: 5 below 0.5"
    assert found.reasons[0].startswith(
        "Judged by the last 5 years in which all inputs are observed, 2003 to 2007"
    )
    assert found.reasons[1] == "In 2007 it was 0.25, measured from share of trade."
    assert "Of the years after 2007 nothing is told: not all inputs are observed in them." in found.reasons
    assert found.would_change[-1] == "In 2007 it lies 0.25 below the threshold."


def test_intervals_without_width_are_told():
    assert any("its intervals have no width" in reason for reason in answer(years((0.6, 0.6))).reasons)
    assert not any("no width" in reason for reason in answer(years((0.6, 0.7))).reasons)


def test_it_stands_on_the_values_of_the_years_judged_with_that_power_alone():
    found = answer(years((0.6, 0.7), (0.6, 0.7)))
    assert isinstance(found, Claim)
    with_b = [observed("CHN", year, "trade_share", 50.0).id for year in (2000, 2001)]
    assert list(found.evidence) == with_b


def test_passages_stand_on_both_sides_and_decide_nothing():
    speech = document("speech")
    passages = [coded(speech, 0, "strengthens"), coded(speech, 50, "weakens"), coded(speech, 100)]
    found = answer(years((0.6, 0.7)), passages=passages)
    assert [len(side) for side in found.sides] == [1, 1]
    assert (found.finding, found.verdict.of) == ("supported", 1)


def test_without_a_threshold_or_a_year_wholly_observed_it_says_what_is_missing():
    for found, missing in (
        (answer(years((0.6, 0.7)), {}), "a threshold set beforehand"),
        (
            answer(years((0.6, 0.7), observed_inputs=0)),
            "years in which all inputs of dependence are observed",
        ),
    ):
        assert isinstance(found, Unanswered)
        assert found.verdict == "not testable with this evidence"
        assert found.needs[0].startswith(missing)
