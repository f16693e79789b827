import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from counterpoise.measurement.ideal_points.normal import (
    band,
    below,
    between,
    log_phi_and_ratio,
    quantile,
    ratio_alone,
)


@given(st.floats(-12, 12))
def test_the_table_is_the_normal_distribution(x: float) -> None:
    log_phi, ratio = log_phi_and_ratio(x)
    assert log_phi == pytest.approx(stats.norm.logcdf(x), abs=5e-3 if x < -10 else 5e-5)
    assert ratio == pytest.approx(
        np.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x)), abs=5e-3 if x < -10 else 5e-5
    )
    assert ratio_alone(x) == pytest.approx(ratio, rel=1e-9)


@given(st.floats(-8, 8), st.floats(0.01, 6))
def test_a_band_is_the_difference_of_two_cuts_on_either_side(low: float, width: float) -> None:
    high = low + width
    tails = stats.norm.sf([low, high]) if low > 0 else stats.norm.cdf([high, low])
    share = tails[0] - tails[1]
    log_high, part, at_low, at_high = band(low, high)
    assert log_high + np.log(part) == pytest.approx(np.log(share), abs=2e-3)
    assert at_low == pytest.approx(stats.norm.pdf(low) / share, rel=3e-3, abs=1e-6)
    assert at_high == pytest.approx(stats.norm.pdf(high) / share, rel=3e-3, abs=1e-6)


@given(st.floats(1e-100, 0.5))
def test_the_quantile_is_the_inverse(p: float) -> None:
    assert quantile(p) == pytest.approx(stats.norm.ppf(p), abs=2e-2 if p < 1e-22 else 2e-4)


@pytest.mark.parametrize("cut", [-4.0, -0.7, 0.0, 1.5])
def test_draws_below_a_cut_follow_the_truncated_normal(cut: float) -> None:
    noise = np.random.default_rng(1).standard_normal(20_000)
    drawn = np.array([below(cut, each) for each in noise])
    assert drawn.max() <= cut + 1e-6
    assert stats.kstest(drawn, stats.truncnorm(-np.inf, cut).cdf).pvalue > 0.001


@pytest.mark.parametrize(("low", "high"), [(-5.0, -4.0), (-1.0, 0.2), (0.5, 0.6), (2.0, 7.0), (-3.0, 3.0)])
def test_draws_between_cuts_follow_the_truncated_normal(low: float, high: float) -> None:
    noise = np.random.default_rng(2).standard_normal(20_000)
    drawn = np.array([between(low, high, each) for each in noise])
    assert low <= drawn.min()
    assert drawn.max() <= high
    assert stats.kstest(drawn, stats.truncnorm(low, high).cdf).pvalue > 0.001
