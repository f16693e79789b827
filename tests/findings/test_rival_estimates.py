from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.findings.rival_estimates import against_rivals, apart_in_words, forecast, of_rival
from counterpoise.model.forecasts import LAST, MEAN, Forecast
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import Comparison, Predicted, compare
from counterpoise.model.stacking import Difference
from counterpoise.theory.modelled import Decision
from tests.findings.fitted import made_from
from tests.model.rival_worlds import POWERS, simulated, theory_of_library

STATES = ("LKA", "MYS", "PAK", "PHL", "SGP", "THA")


MADE = made_from(simulated("nothing", states=STATES)[0], theory_of_library())


@cache
def world(truth: str) -> tuple[Comparison, ModelPanel]:
    panel, values = simulated(truth, states=STATES)
    theory = theory_of_library()
    kept = {
        name: theory.rivals[name] for name in ("ideology", "liberal_institutionalism", "classical_alignment")
    }
    found = compare(theory.model_copy(update={"rivals": kept}), panel, values, POWERS, 1, imputations=1)
    return found, panel


def made(years: int = 10, rivals: int = 1, theory: float = 0.3, ahead: float = 1.0) -> Comparison:
    """Rivals that the theory is ahead of by so much a year, give or take 1, and far ahead of persistence; it misses by `theory`."""
    give_or_take = np.where(np.arange(years) % 2, 1.0, -1.0)
    of = {"persistence": give_or_take - 40, "theory": np.zeros(years)}
    of |= dict.fromkeys(("one", "two", "three")[:rivals], give_or_take - ahead)
    predicted = [
        Predicted(
            name, "rival" if name not in ("persistence", "theory") else name, (), (), each, each[:0], 0.0, 0.0
        )
        for name, each in of.items()
    ]
    missed = {"theory": theory, LAST: 0.5, MEAN: 0.7}
    scores = [
        Forecast(name, np.full(years, each) + 0.001 * give_or_take * (name == LAST), np.full(years, each))
        for name, each in missed.items()
    ]
    return Comparison(tuple(predicted), {}, tuple(scores), None, 2000, 100)


def probably(p: float, years: int = 10) -> float:
    """By how much a year the theory of `made` must be ahead to be better with some probability."""
    return float(norm.ppf(p) * np.std(np.where(np.arange(years) % 2, 1.0, -1.0), ddof=1) / np.sqrt(years))


@pytest.mark.parametrize(
    ("truth", "finding"), [("filters", "supported"), ("ideology", "contradicted"), ("nothing", "undecided")]
)
def test_a_theory_is_held_to_every_rival_that_can_be_tested(truth: str, finding: str) -> None:
    found = against_rivals(*world(truth), Decision(), MADE)
    assert found.judged(Decision()).finding == finding
    assert {number.label for number in found.numbers} == {
        "Difference in predictive density to ideology",
        "Difference in predictive density to classical alignment",
        "Difference in predictive density to mere persistence",
    }
    assert "Not testable with this evidence, and not among them: liberal institutionalism." in found.reasons


def test_a_claim_may_name_the_one_rival() -> None:
    found = against_rivals(*world("filters"), Decision(), MADE, "ideology")
    assert found.says == "the theory predicts later years better than ideology"
    assert len(found.numbers) == 1
    untestable = against_rivals(*world("filters"), Decision(), MADE, "liberal_institutionalism")
    assert "Openness to trade under pressure: nothing is observed of trade in GDP" in untestable.silent


def test_a_rival_is_held_to_that_ties_persist() -> None:
    assert (
        of_rival("ideology", *world("ideology"), Decision(), MADE).judged(Decision()).finding == "supported"
    )
    assert of_rival("ideology", *world("nothing"), Decision(), MADE).judged(Decision()).finding == "undecided"
    assert of_rival("liberal_institutionalism", *world("nothing"), Decision(), MADE).silent


@pytest.mark.parametrize(
    ("misses", "finding"), [(0.3, "supported"), (0.49, "undecided"), (0.9, "contradicted")]
)
def test_a_forecast_is_held_to_the_better_baseline(misses: float, finding: str) -> None:
    found = forecast(made(theory=misses), world("filters")[1], Decision(), MADE)
    assert found.judged(Decision()).finding == finding
    assert found.says == f"the theory forecasts a year ahead better than {LAST}"
    saved, miss, *_ = found.numbers
    assert miss.label == "Miss of forecasts by the theory"
    assert saved.label == f"Miss that the theory saves on {LAST}"
    assert saved.text == {0.3: "+40%", 0.49: "+2%", 0.9: "-80%"}[misses]
    assert saved.interval is not None
    # At .49 against .5 every year is better, and by less than a tenth: the numbers are sure, and there is nothing in them.
    assert found.told_apart == (misses != 0.49)


def test_of_few_years_left_out_nothing_is_told() -> None:
    few, panel = made(years=7), world("filters")[1]
    for told in (
        against_rivals(few, panel, Decision(), MADE),
        of_rival("one", few, panel, Decision(), MADE),
        forecast(few, panel, Decision(), MADE),
    ):
        assert told.silent == ("more years to forecast: 8 at least; there are 7",)
    assert not against_rivals(few, panel, Decision(fewest_years=7), MADE).silent


def test_a_rival_that_looks_at_nothing_or_was_never_tested_has_no_verdict() -> None:
    found, panel = replace(made(), untestable={"words": ()}), world("filters")[1]
    for told in (
        of_rival("words", found, panel, Decision(), MADE),
        against_rivals(found, panel, Decision(), MADE, "words"),
    ):
        assert told.silent == ("quantities that words looks at: the theory names nothing that it looks at",)
    (why,) = against_rivals(found, panel, Decision(), MADE, "idealogy").silent
    assert why == "a test of idealogy, which is not among the theories compared"


def test_better_than_all_is_told_of_the_same_years_at_once() -> None:
    # Of each of three rivals the theory is better with a probability of .95. They predict alike, so that it is so of all three; if
    # what each leaves were added up, as where nothing is known of how they go together, it would be .85.
    found = made(rivals=3, ahead=probably(0.95))
    told = against_rivals(found, world("filters")[1], Decision(), MADE)
    assert told.probability == pytest.approx(0.95, abs=0.003)
    assert told.at_most is None
    assert told.contrary == pytest.approx(0.05, abs=0.001)


def test_a_rival_that_tells_nothing_contradicts_nothing_however_sure_it_is() -> None:
    # One is ahead by 6, give or take 18; another by .4 in all, in every year: neither says anything by itself, and so not both.
    found, panel = made(rivals=2, ahead=0.0), world("filters")[1]
    ahead = {"one": 0.6 + 5.8 * np.where(np.arange(10) % 2, 1.0, -1.0), "two": np.full(10, 0.04)}
    predicted = [replace(each, years=ahead.get(each.name, each.years)) for each in found.predicted]
    found = replace(found, predicted=tuple(predicted))
    for rival in ("one", "two"):
        alone = against_rivals(found, panel, Decision(), MADE, rival)
        assert alone.judged(Decision()).finding == "undecided"
    together = against_rivals(found, panel, Decision(), MADE)
    assert together.judged(Decision()).finding == "undecided"
    assert together.contrary == pytest.approx(float(norm.cdf(6 / np.sqrt(10 * 5.8**2 * 10 / 9))))
    assert "By less than that it differs from two." in together.reasons
    # Where what is ahead by enough is sure as well, it contradicts.
    surely = replace(
        found,
        predicted=tuple(replace(each, years=each.years + 1.0 * (each.name == "two")) for each in predicted),
    )
    assert against_rivals(surely, panel, Decision(), MADE).judged(Decision()).finding == "contradicted"


def test_what_is_forecast_ends_with_the_ties() -> None:
    found, panel = world("filters")
    ties = panel.ties.copy()
    ties[..., -3:] = np.nan
    told = against_rivals(found, replace(panel, ties=ties), Decision(), MADE)
    assert told.numbers[0].years.endswith(str(panel.years[-4]))


def test_that_candidates_are_not_told_apart_is_said_with_the_rule() -> None:
    near = Difference(3.9, 0.1), Difference(-8.0, 8.0), Difference(8.0, 2.0)
    assert [apart_in_words(each, Decision(), 5) for each in near] == [
        "no: a difference below 4",
        "no: by its standard error only P = 0.84",
        "yes",
    ]
    assert apart_in_words(None, Decision(), 5) is None
    assert apart_in_words(near[2], Decision(), 1) == "no: fewer than 5 states"
