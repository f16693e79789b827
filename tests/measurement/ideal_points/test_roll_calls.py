import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import norm

from counterpoise.measurement.ideal_points.roll_calls import expect, newton, of_cuts
from counterpoise.measurement.ideal_points.votes import ABSTAIN_OR_NO, ALL_THREE, YES_OR_ABSTAIN, YES_OR_NO

KINDS = {ALL_THREE: (1, 2, 3), YES_OR_ABSTAIN: (1, 2), YES_OR_NO: (1, 3), ABSTAIN_OR_NO: (2, 3)}


def votes_of(kind: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(kind)
    category = np.sort(random.choice(KINDS[kind], 80))
    starts = np.searchsorted(category, [1, 2, 3, 4]).astype(np.int32)
    return category, starts, random.normal(size=80)


def log_likelihood(at: np.ndarray, kind: int) -> float:
    """What the model says, written down once more: cuts at -inf < low < high < inf."""
    category, _, theta = votes_of(kind)
    cuts = {
        ALL_THREE: (at[1], at[1] + np.exp(at[2])),
        YES_OR_ABSTAIN: (at[1], np.inf),
        YES_OR_NO: (at[1], at[1]),
        ABSTAIN_OR_NO: (-np.inf, at[1]),
    }[kind]
    edges = np.array([-np.inf, *cuts, np.inf])
    mean = at[0] * theta
    return float(np.log(norm.cdf(edges[category] - mean) - norm.cdf(edges[category - 1] - mean)).sum())


@pytest.mark.parametrize("kind", KINDS)
def test_the_likelihood_and_its_slopes_are_those_of_the_ordinal_probit(kind: int) -> None:
    _, starts, theta = votes_of(kind)
    at = np.array([0.7, -0.2, -0.3])
    units = np.arange(80, dtype=np.int32)
    total, of_cut, of_width, *_, of_b = of_cuts(*at, kind, starts, units, theta, True)
    assert total == pytest.approx(log_likelihood(at, kind), abs=5e-3)
    slopes = approx_fprime(at, log_likelihood, 1e-6, kind)
    assert [of_b, of_cut, of_width] == pytest.approx(slopes, abs=2e-2)


@pytest.mark.parametrize("kind", KINDS)
def test_newtons_steps_end_where_the_likelihood_is_highest(kind: int) -> None:
    _, starts, theta = votes_of(kind)
    cut, width = 0.0, 0.0
    for _ in range(20):
        found = of_cuts(0.7, cut, width, kind, starts, np.arange(80, dtype=np.int32), theta, True)
        at_cut, at_width, _ = newton(found, 0.0, kind)
        cut, width = cut + at_cut, width + at_width
    best = log_likelihood(np.array([0.7, cut, width]), kind)
    for apart in ((0.05, 0), (-0.05, 0), (0, 0.05), (0, -0.05)):
        near = log_likelihood(np.array([0.7, cut + apart[0], width + apart[1]]), kind)
        assert near < best + (1e-9 if kind == ALL_THREE or apart[0] else 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_z_is_expected_to_be_lies_within_its_cuts_and_means_the_slope(kind: int) -> None:
    category, starts, theta = votes_of(kind)
    expected = np.empty(80)
    expect(0.7, -0.2, -0.3, kind, starts, np.arange(80, dtype=np.int32), theta, expected)
    # The slope of the log likelihood in b is the sum of theta (E z - b theta).
    *_, of_b = of_cuts(0.7, -0.2, -0.3, kind, starts, np.arange(80, dtype=np.int32), theta, True)
    assert theta @ (expected - 0.7 * theta) == pytest.approx(of_b, abs=1e-9)
    low, high = (-0.2, -0.2 + np.exp(-0.3)) if kind == ALL_THREE else (-0.2, -0.2)
    lowest, highest = category == KINDS[kind][0], category == KINDS[kind][-1]
    assert (expected[lowest] < low).all()
    assert (expected[highest] > high).all()
