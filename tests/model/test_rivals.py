from functools import cache

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.rivals import Comparison, compare
from tests.model.rival_worlds import POWERS, STATES, YEARS, simulated, theory_of_library


@cache
def compared(truth: str, effect: float = 0.5) -> Comparison:
    panel, values = simulated(truth, effect=effect)
    return compare(theory_of_library(), panel, values, POWERS, 1, imputations=1)


@pytest.mark.parametrize(
    ("truth", "finds"), [("filters", {"theory", "mediated"}), ("ideology", {"ideology"})]
)
def test_the_theory_that_made_the_world_predicts_it_best(truth: str, finds: set[str]) -> None:
    found = compared(truth)
    by_years = sorted(found.predicted, key=lambda each: -each.years.sum())
    assert {each.name for each in by_years[: len(finds)]} == finds
    assert sum(each.year_weight for each in found.predicted if each.name in finds) > 0.9
    assert sum(each.state_weight for each in found.predicted if each.name in finds) > 0.9
    apart = found.by_years(by_years[0].name, by_years[len(finds)].name)
    assert apart is not None
    assert apart.value > 4
    assert apart.probability > 0.99


def test_where_nothing_moves_ties_no_theory_predicts_better_than_that_they_persist() -> None:
    found = compared("nothing")
    for each in found.predicted:
        apart = found.by_years(each.name, "persistence")
        assert apart is not None
        assert apart.value < 4


def test_a_rival_is_held_to_the_sign_that_it_expects() -> None:
    # Where ties go toward the riser, the ratio of power tells much, and balancing against it nothing.
    found = compared("power", -0.5)
    either, against = (
        found.by_years("power_transition", "persistence"),
        found.by_years("balance_of_power", "persistence"),
    )
    assert either is not None
    assert against is not None
    assert either.value > 20
    assert against.value < 4


def test_what_stands_on_the_ties_or_is_not_observed_is_refused_and_told() -> None:
    found = compared("nothing")
    assert found.untestable == {
        "liberal_institutionalism": (
            "Openness to trade under pressure: nothing is observed of trade in GDP",
            "Memberships of organisations under pressure: nothing is observed of full memberships of intergovernmental organisations",
        )
    }
    ideology, hedging = found.of("ideology"), found.of("hedging")
    assert ideology is not None
    assert hedging is not None
    assert ideology.does_without == (
        "Distance in UN votes: ties themselves are made of closeness of UN ideal points",
    )
    assert "ties themselves are made of share of arms imports and share of trade" in hedging.does_without[0]


def test_points_left_out_are_years_after_a_third_and_each_state() -> None:
    found = compared("nothing")
    assert found.first_year == YEARS[1 + 8]
    for each in found.predicted:
        assert len(each.years) == len(YEARS) - 1 - 8
        assert len(each.states) == len(STATES)
        assert np.isfinite([*each.years, *each.states]).all()


def test_of_one_state_no_state_is_left_out() -> None:
    panel, values = simulated("nothing", states=("PAK",))
    found = compare(theory_of_library(), panel, values, POWERS, 1, imputations=1)
    assert found.by_states("theory", "persistence") is None
    assert found.by_years("theory", "persistence") is not None


def test_too_few_years_to_forecast_any_are_refused() -> None:
    panel, values = simulated("nothing", states=("PAK", "LKA"))
    panel.ties[:, :, 8:] = np.nan
    with pytest.raises(CounterpoiseError, match="observed in 7 years; expected more than 8"):
        compare(theory_of_library(), panel, values, POWERS, 1, imputations=1)


def test_forecasts_by_what_was_known_beat_the_mean_where_ties_persist() -> None:
    of_theory, last, mean = compared("filters").forecasts
    assert of_theory.crps.mean() < last.crps.mean() < mean.crps.mean()
    assert of_theory.rmse < mean.rmse
