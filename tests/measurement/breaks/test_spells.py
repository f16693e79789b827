from itertools import pairwise

import numpy as np
import pytest

from counterpoise.measurement.breaks.posterior import BreakPrior, break_posterior
from tests.measurement.breaks.test_segmentation import cuts

RNG = np.random.default_rng(8)
N = 12
YEARS = np.arange(2000.0, 2000 + N)


def by_enumeration(
    series: np.ndarray, prior: BreakPrior, slope: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, dates and single date from the closed form of the marginal likelihood of every way of cutting.

    Given the way and the correlations the series is multivariate t: det(V)^-1/2 (scale + y' V^-1 y / 2)^-(shape + n/2).
    """
    y = (series - series.mean()) / series.std()
    x = (YEARS - YEARS.mean()) / (YEARS[-1] - YEARS[0])
    most = prior.most
    number, at, single = np.zeros(most + 1), np.zeros(N), np.zeros(N)
    for ratio in prior.correlations:
        for breaks in range(most + 1):
            ways = list(cuts(N, prior.fewest, breaks))
            for ends in ways:
                form, log_det = 0.0, 0.0
                for i, j in pairwise(ends):
                    lags = np.abs(np.subtract.outer(np.arange(j - i), np.arange(j - i)))
                    correlations = np.where(lags == 0, 1.0, ratio**lags)
                    ones = np.linalg.solve(correlations, np.ones(j - i))
                    away = x[i:j] - ones @ x[i:j] / ones.sum()
                    covariance = correlations + prior.level + slope * np.outer(away, away)
                    form += y[i:j] @ np.linalg.solve(covariance, y[i:j])
                    log_det += np.linalg.slogdet(covariance)[1]
                log_weight = -log_det / 2 - (prior.shape + N / 2) * np.log(prior.scale + form / 2)
                weight = prior.of_number(most)[breaks] / len(ways) * np.exp(log_weight)
                number[breaks] += weight
                at[list(ends[1:-1])] += weight
                if breaks == 1:
                    single[ends[1]] += weight
    return number / number.sum(), at / number.sum(), single / single.sum()


@pytest.mark.parametrize("line", [False, True])
@pytest.mark.parametrize("correlations", [(0.0,), (0.0, 0.5, 0.85)])
@pytest.mark.parametrize("jump", [0.0, 2.0, 25.0])
def test_the_posterior_is_that_of_going_through_all_ways(
    line: bool, correlations: tuple[float, ...], jump: float
) -> None:
    prior = BreakPrior(most=3, fewest=3, correlations=correlations)
    series = RNG.normal(size=N) + jump * (np.arange(N) >= 7)
    number, at, single = by_enumeration(series, prior, 12 * prior.level if line else 0.0)
    found = break_posterior(YEARS, series[:, None], 1, line=line, prior=prior)
    assert found.number == pytest.approx(number, abs=1e-6)
    assert found.at == pytest.approx(at, abs=1e-6)
    assert found.single == pytest.approx(single, abs=1e-6)


def test_what_is_drawn_has_the_probabilities_that_are_reckoned() -> None:
    prior = BreakPrior(most=3, correlations=(0.0, 0.5))
    series = RNG.normal(size=N) + 1.5 * (np.arange(N) >= 6)
    found = break_posterior(YEARS, series[:, None], 1, prior=prior, paths=20_000)
    breaks = (found.dates >= 0).sum(axis=1)
    assert np.bincount(breaks, minlength=4) / 20_000 == pytest.approx(found.number, abs=0.015)
    drawn = np.bincount(found.dates[found.dates >= 0], minlength=N) / 20_000
    assert drawn == pytest.approx(found.at, abs=0.015)
    assert (np.diff(found.dates, axis=1)[(found.dates >= 0)[:, 1:]] >= 3).all()


def test_sizes_are_drawn_from_the_posterior_of_the_levels() -> None:
    # White noise, a break that is certain: each level is y-bar n / (n + 1/level), so the change is known.
    prior = BreakPrior(most=1, correlations=(0.0,), none=0.01)
    series = np.where(np.arange(N) < 5, 0.0, 1.0) + 0.001 * RNG.normal(size=N)
    found = break_posterior(YEARS, series[:, None], 1, prior=prior, paths=4000)
    assert (found.dates[:, 0] == 5).all()
    centred = series - series.mean()
    expected = centred[5:].mean() * 7 / 7.1 - centred[:5].mean() * 5 / 5.1
    assert found.sizes[:, 0].mean() == pytest.approx(expected, abs=0.02)
