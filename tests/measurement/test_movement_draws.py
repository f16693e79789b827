import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f, theilslopes

from counterpoise.measurement.movement import movement
from counterpoise.measurement.movement_draws import WORDS, movement_draws, probability_more_volatile

RNG = np.random.default_rng(20)


def series(n: int, draws: int, decimals: int | None) -> np.ndarray:
    """Draws of a series; few decimals bring ties of rank."""
    drawn = 0.4 + 0.01 * RNG.normal(size=draws) * np.arange(n)[:, None] + RNG.normal(0, 0.1, (n, draws))
    return drawn if decimals is None else np.round(drawn, decimals)


def test_every_draw_has_the_word_slope_and_p_of_the_movement_that_it_would_be_alone() -> None:
    years = 1950 + np.cumsum(RNG.integers(1, 4, 15)).astype(float)
    ties = series(15, 60, 1)
    found = movement_draws(years, ties, 1)
    for draw in range(60):
        alone = movement(years, ties[:, draw])
        assert WORDS[found.words[draw]] == alone.word
        assert found.slope[draw] * (years[-1] - years[0]) == pytest.approx(alone.change, abs=1e-9)
        assert found.residual_sd[draw] == pytest.approx(alone.residual_sd, abs=1e-9)
        assert found.p[draw] == pytest.approx(alone.p, abs=1e-12)


def test_seven_points_are_too_short() -> None:
    assert movement_draws(np.arange(7.0), np.zeros((7, 3)), 1) is None


def test_a_series_that_never_changes_is_steady_in_every_draw() -> None:
    found = movement_draws(np.arange(10.0), np.full((10, 5), 0.3), 1)
    assert found.probabilities() == {"expanding": 0, "contracting": 0, "fluctuating": 0, "steady": 1}
    assert found.slope_per_decade()["high90"] == 0
    assert found.volatility_interval()["high90"] == pytest.approx(0, abs=1e-15)


def test_a_change_of_about_a_tenth_is_expanding_in_about_half_of_the_draws() -> None:
    years = np.arange(21.0)
    true = np.linspace(0.3, 0.4, 21)[:, None]
    found = movement_draws(years, true + RNG.normal(0, 0.01, (21, 2000)), 1)
    chances = found.probabilities()
    assert chances["expanding"] == pytest.approx(0.5, abs=0.06)
    assert chances["expanding"] + chances["steady"] == pytest.approx(1)


@pytest.mark.parametrize("n", [10, 25, 40])
def test_drawn_slopes_of_one_series_have_the_interval_of_sen(n: int) -> None:
    # Sen (1968): between the pairwise slopes at ranks (N -+ z sd) / 2; scipy rounds the ranks, which moves it by one.
    years = np.arange(float(n))
    ties = series(n, 1, None)
    line = theilslopes(ties[:, 0], years, alpha=0.9)
    pairwise = np.sort([(b - a) / (t - s) for s, a in zip(years, ties[:, 0], strict=True)
                        for t, b in zip(years, ties[:, 0], strict=True) if t > s])  # fmt: skip
    found = movement_draws(years, np.repeat(ties, 4000, axis=1), 1)
    for bound, quantile in ((line.low_slope, 0.05), (line.high_slope, 0.95)):
        place = np.searchsorted(pairwise, bound)
        spare = max(3, len(pairwise) // 40)
        near = pairwise[max(place - spare, 0)], pairwise[min(place + spare, len(pairwise) - 1)]
        assert near[0] <= np.quantile(found.slope_drawn, quantile) <= near[1]


def test_intervals_of_slope_and_volatility_cover_the_truth_in_nine_of_ten_series() -> None:
    years = np.arange(30.0)
    within = np.zeros(2)
    for seed in range(300):
        ties = (0.2 + 0.01 * years + np.random.default_rng(seed).normal(0, 0.05, 30))[:, None]
        found = movement_draws(years, ties, seed)
        slope, volatility = found.slope_per_decade(), found.volatility_interval()
        within += [
            slope["low90"] <= 0.1 <= slope["high90"],
            volatility["low90"] <= 0.05 <= volatility["high90"],
        ]
    assert (within / 300 > 0.85).all()
    assert (within / 300 < 0.95).all()


def test_the_more_volatile_of_two_is_told() -> None:
    years = np.arange(40.0)
    quiet = movement_draws(years, RNG.normal(0.4, 0.02, (40, 1)), 1)
    loud = movement_draws(years, RNG.normal(0.4, 0.10, (40, 1)), 2)
    assert probability_more_volatile(loud, quiet) > 0.999
    assert probability_more_volatile(quiet, loud) < 0.001


def test_draws_that_belong_together_are_compared_one_by_one() -> None:
    # Each draw of one series moves 1.3 times as much as that of the other: by Fisher's F that is all there is to tell,
    # however much both differ from draw to draw. Draws taken apart would be compared across that difference.
    years = np.arange(40.0)
    shape = RNG.normal(0, 0.01, (40, 1)) * RNG.uniform(0.2, 5, 500)
    lesser, greater = movement_draws(years, 0.4 + shape, 1), movement_draws(years, 0.6 - 1.3 * shape, 2)
    assert probability_more_volatile(greater, lesser) == pytest.approx(f.cdf(1.3**2, 38, 38), abs=1e-4)
    assert probability_more_volatile(lesser, lesser) == pytest.approx(0.5)


def test_a_series_without_errors_is_compared_with_each_draw_of_the_other() -> None:
    years = np.arange(20.0)
    one = movement_draws(years, RNG.normal(0.4, 0.05, (20, 1)), 1)
    other = movement_draws(years, RNG.normal(0.4, 0.05, (20, 300)), 1)
    ratios = (one.residual_sd / other.residual_sd) ** 2
    assert probability_more_volatile(one, other) == pytest.approx(f.cdf(ratios, 18, 18).mean())


def test_what_never_moves_is_as_volatile_as_itself_and_less_so_than_what_moves() -> None:
    years = np.arange(10.0)
    still, moving = (
        movement_draws(years, np.full((10, 1), 0.3), 1),
        movement_draws(years, RNG.random((10, 1)), 1),
    )
    assert probability_more_volatile(still, still) == 0.5
    assert probability_more_volatile(moving, still) == 1
    assert probability_more_volatile(still, moving) == 0


@given(st.integers(0, 1000), st.sampled_from([1, 7]), st.integers(8, 12), st.integers(8, 12))
def test_one_is_more_volatile_or_the_other(seed: int, draws: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    one = movement_draws(np.arange(float(n)), rng.random((n, draws)), 1)
    other = movement_draws(np.arange(float(m)), rng.random((m, 7)), 1)
    total = probability_more_volatile(one, other) + probability_more_volatile(other, one)
    assert math.isclose(total, 1.0)
