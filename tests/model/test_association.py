import numpy as np
import pytest
from scipy.stats import spearmanr

from counterpoise.model.association import none_up_to, rank_association, within_association

RNG = np.random.default_rng(8)


def test_the_middle_of_the_draws_is_the_correlation_of_all_state_years() -> None:
    x = RNG.normal(size=(12, 10))
    y = 0.8 * x + RNG.normal(size=(12, 10))
    found = rank_association(np.repeat(x[None], 200, 0), np.repeat(y[None], 200, 0), seed=1, fewest=5)
    assert found.rho is not None
    assert found.rho.median == pytest.approx(spearmanr(x.ravel(), y.ravel()).statistic, abs=0.03)
    assert (found.states, found.state_years) == (12, 120)
    assert found.rho.positive == 1


def test_years_of_one_state_are_no_cases_of_their_own() -> None:
    # Both differ between states only: 6 states of 30 years say no more than 6 numbers do.
    x, y = (np.repeat(RNG.normal(size=(1, 6, 1)), 30, axis=2).repeat(300, axis=0) for _ in range(2))
    few = rank_association(x, y, seed=1, fewest=5).rho
    z, w = (RNG.normal(size=(1, 6, 30)).repeat(300, axis=0) for _ in range(2))
    many = rank_association(z, w, seed=1, fewest=5).rho
    assert few is not None
    assert many is not None
    assert few.high90 - few.low90 > 2 * (many.high90 - many.low90)


def test_what_is_not_told_does_not_count() -> None:
    x = RNG.normal(size=(1, 8, 5))
    x[0, :, 3] = np.nan
    assert rank_association(x, RNG.normal(size=(1, 8, 5)), seed=1, fewest=5).state_years == 32
    x[0, 4:] = np.nan
    found = rank_association(x, x, seed=1, fewest=5)
    assert (found.rho, found.states) == (None, 4)
    assert "4 states told of" in str(found)


def test_what_never_differs_goes_with_nothing() -> None:
    flat = rank_association(np.ones((3, 6, 4)), RNG.normal(size=(3, 6, 4)), seed=1, fewest=5)
    assert flat.rho is not None
    assert flat.rho.median == 0


def test_levels_of_states_and_years_do_not_count_and_what_varies_within_both_does() -> None:
    states, years = RNG.normal(size=(1, 12, 1)), 3 * RNG.normal(size=(1, 1, 15))
    x, y = 4 * states + years + RNG.normal(size=(2, 12, 15))
    assert spearmanr(x.ravel(), y.ravel()).statistic > 0.7
    apart = within_association(x, y, seed=1, fewest=5).rho
    assert apart is not None
    assert abs(apart.median) < 0.15
    assert apart.low90 < 0 < apart.high90
    # What the one has beyond both levels goes with 0.8 times as much of the other, against what levels do.
    own = RNG.normal(size=(12, 15))
    together = within_association(x - 5 * x.mean(axis=0) + own, y + 0.8 * own, seed=1, fewest=5)
    assert together.rho is not None
    assert together.rho.low90 > 0.1


def test_the_middle_of_samples_of_states_is_the_correlation_of_what_is_left_of_all() -> None:
    x = RNG.normal(size=(20, 12))
    y = 0.7 * x + RNG.normal(size=(20, 12))
    left = [each - each.mean(axis=0) - each.mean(axis=1, keepdims=True) + each.mean() for each in (x, y)]
    found = within_association(x + 9 * np.arange(12), y - np.arange(20)[:, None], seed=1, fewest=5)
    assert found.rho is not None
    assert found.rho.median == pytest.approx(spearmanr(*(each.ravel() for each in left)).statistic, abs=0.03)
    assert (found.states, found.state_years) == (20, 240)


def test_of_a_trend_alone_and_of_states_that_share_no_year_nothing_is_told() -> None:
    trend = np.arange(10) + np.arange(6)[:, None]
    alike = within_association(trend, RNG.normal(size=(6, 10)), seed=1, fewest=5)
    assert alike.rho is None
    assert "does not vary beyond the levels of states and years" in str(alike)
    apart = RNG.normal(size=(6, 12))
    apart[np.arange(12)[None, :] % 6 != np.arange(6)[:, None]] = np.nan
    alone = within_association(apart, apart, seed=1, fewest=5)
    assert (alone.rho, alone.states, alone.state_years) == (None, 0, 0)
    assert "take all that varies: too few states" in str(alone)
    apart[:3] = RNG.normal(size=(3, 12))
    few = within_association(apart, apart, seed=1, fewest=7)
    assert "6 states told of" in str(few)


def test_a_state_year_that_fits_its_levels_alone_does_not_count() -> None:
    x = RNG.normal(size=(6, 10))
    x[1:, 9] = np.nan
    found = within_association(x, RNG.normal(size=(6, 10)), seed=1, fewest=5)
    assert found.used is not None
    assert (found.state_years, found.used[:, 9].any()) == (54, False)


def test_up_to_what_is_negligible_there_is_no_correlation() -> None:
    x = RNG.normal(size=(8, 30))
    found = within_association(x, 0.1 * x + RNG.normal(size=(8, 30)), seed=1, fewest=5)
    assert found.draws is not None
    assert found.probability("more", 0.1) == np.mean(found.draws > 0.1) < np.mean(found.draws > 0)
    assert found.probability("less", 0.1) == np.mean(found.draws < -0.1)
    # Noise draws what there is towards 0 and does not turn it: that there is no less takes 0 or above, and contradicts less.
    assert found.probability("no less", 0.1) == found.contrary("less", 0.1) == np.mean(found.draws >= 0)
    assert found.contrary("no less", 0.1) == found.probability("less", 0.1)
    assert found.contrary("more", 0.1) == np.mean(found.draws <= 0)
    assert none_up_to(0.1) == "A correlation of up to 0.1 counts as none."
    with pytest.raises(ValueError, match="4 states told of"):
        within_association(x[:4], x[:4], seed=1, fewest=5).probability("more", 0.1)
