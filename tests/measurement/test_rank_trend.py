import numpy as np
import pytest
from scipy.stats import kendalltau, theilslopes

from counterpoise.measurement.rank_trend import EXACT_UP_TO, pairwise_slopes

RNG = np.random.default_rng(20)


def series(n: int, draws: int, decimals: int | None) -> np.ndarray:
    """Draws of a series; few decimals bring ties of rank."""
    drawn = 0.4 + 0.01 * RNG.normal(size=draws) * np.arange(n)[:, None] + RNG.normal(0, 0.1, (n, draws))
    return drawn if decimals is None else np.round(drawn, decimals)


@pytest.mark.parametrize("decimals", [None, 2, 1, 0])
@pytest.mark.parametrize("n", [8, 9, EXACT_UP_TO, EXACT_UP_TO + 1, 60])
def test_every_draw_has_the_slope_and_p_that_scipy_gives(n: int, decimals: int | None) -> None:
    years = 1950 + np.cumsum(RNG.integers(1, 4, n)).astype(float)
    ties = series(n, 20, decimals)
    slopes, ranked = pairwise_slopes(years, ties)
    told = np.median(slopes, axis=0)
    for draw in range(20):
        assert told[draw] == pytest.approx(theilslopes(ties[:, draw], years).slope, abs=1e-14)
        p = kendalltau(years, ties[:, draw]).pvalue
        assert ranked.p[draw] == pytest.approx(1.0 if np.isnan(p) else p, abs=1e-12)


def test_years_that_come_twice_are_ranked_as_scipy_ranks_them() -> None:
    years = np.array([1990.0, 1990, 1992, 1993, 1993, 1993, 1996, 1997, 1998, 1999])
    ties = series(10, 40, 1)
    slopes, ranked = pairwise_slopes(years, ties)
    for draw in range(40):
        assert ranked.p[draw] == pytest.approx(kendalltau(years, ties[:, draw]).pvalue, abs=1e-12)
        told = theilslopes(ties[:, draw], years).slope
        assert np.median(slopes[:, draw]) == pytest.approx(told, abs=1e-14)


def test_one_inversion_of_ranks_has_the_exact_p_however_long_the_series() -> None:
    # Of 40 ranks in random order one inversion or none come in 1 + 39 of 40! orders.
    ties = np.arange(40.0)
    ties[[3, 4]] = ties[[4, 3]]
    _, ranked = pairwise_slopes(np.arange(40.0), ties[:, None])
    assert 0 < ranked.p[0] < 1e-40


def test_a_series_that_never_changes_has_no_trend() -> None:
    slopes, ranked = pairwise_slopes(np.arange(9.0), np.full((9, 2), 0.3))
    assert (ranked.p == 1).all()
    assert not slopes.any()
