import math

import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.measurement.breaks.date_law import argmax_quantile, argmax_tail, date_interval


def yao(x: float) -> float:
    """P(V <= x) for x >= 0 and equal variances: Yao (1987), as in Bai (1997), appendix B."""
    return (
        1
        + math.sqrt(x / (2 * math.pi)) * math.exp(-x / 8)
        - (x + 5) / 2 * norm.cdf(-math.sqrt(x) / 2)
        + 3 / 2 * math.exp(x) * norm.cdf(-3 * math.sqrt(x) / 2)
    )


@pytest.mark.parametrize("x", [0.1, 1.0, 3.0, 7.0, 11.0, 20.0])
def test_with_equal_variances_it_is_the_law_of_yao(x: float) -> None:
    assert argmax_tail(x, 1.0, 1.0) == pytest.approx(1 - yao(x), abs=1e-9)


def test_published_quantiles() -> None:
    # Bai (1997), p. 552: 7 for 90 and 11 for 95 per cent; Yao (1987): 7.69 and 11.03.
    assert argmax_quantile(0.05, 1.0, 1.0) == pytest.approx(7.687, abs=5e-4)
    assert argmax_quantile(0.025, 1.0, 1.0) == pytest.approx(11.033, abs=5e-4)


@pytest.mark.parametrize(("own", "other"), [(1.0, 2.0), (0.3, 1.0), (4.0, 4.0)])
def test_both_sides_hold_everything(own: float, other: float) -> None:
    assert argmax_tail(0.0, own, other) + argmax_tail(0.0, other, own) == pytest.approx(1, abs=1e-8)


def test_unequal_variances_as_simulated() -> None:
    # Random walks in steps of .02 to 40, 2,000 of each side; the noisier side is where the maximum mostly lies.
    rng = np.random.default_rng(1)
    step, reach = 0.02, 2000
    best = []
    for variance in (2.0, 0.5):
        walks = np.cumsum(rng.normal(-step / 2, math.sqrt(variance * step), (2000, reach)), axis=1)
        best.append((walks.max(axis=1), step * (1 + walks.argmax(axis=1))))
    own = best[0][0] > np.maximum(best[1][0], 0)
    assert own.mean() == pytest.approx(argmax_tail(0.0, 2.0, 0.5), abs=0.035)
    assert (own & (best[0][1] > 3)).mean() == pytest.approx(argmax_tail(3.0, 2.0, 0.5), abs=0.03)


def test_a_side_that_holds_less_than_the_tail_has_no_quantile() -> None:
    assert argmax_quantile(0.4, 0.1, 1.0) == 0.0


def test_the_larger_the_change_the_shorter_the_interval() -> None:
    assert date_interval(1.0, 1.0, 1.0) == (8, 8)
    assert date_interval(10.0, 1.0, 1.0) == (1, 1)
    assert date_interval(0.5, 1.0, 1.0)[0] > 20


@pytest.mark.parametrize(("own", "other"), [(1e4, 1e-6), (1e-4, 1e-3), (3.0, 1e-4), (1e-4, 1e6)])
def test_very_unequal_variances_leave_a_quantile_where_it_is(own: float, other: float) -> None:
    found = argmax_quantile(0.05, own, other)
    if own / (own + other) <= 0.05:
        assert found == 0.0
    else:
        assert argmax_tail(found, own, other) == pytest.approx(0.05, abs=1e-7)
