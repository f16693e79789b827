from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest

from counterpoise.measurement.breaks.segmentation import (
    least_misfit,
    noise_free_parts,
    spell_fit,
    spell_misfit,
    weigh_beginnings,
    weigh_dates,
    weigh_endings,
)

RNG = np.random.default_rng(3)
N = 13
TIMES = np.linspace(-0.5, 0.5, N)
SERIES = RNG.normal(size=N)


def cuts(n: int, fewest: int, breaks: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut n observations, as the places where spells begin, with 0 and n."""
    for places in combinations(range(1, n), breaks):
        ends = (0, *places, n)
        if all(end - begin >= fewest for begin, end in pairwise(ends)):
            yield ends


def parts_of(ratio: float = 0.0) -> np.ndarray:
    parts = np.zeros((2, N, 3))
    noise_free_parts(TIMES, SERIES, np.full(N, ratio), parts)
    return parts


def misfit_of(parts: np.ndarray, level: float, slope: float) -> np.ndarray:
    misfit = np.zeros((N + 1, N + 1))
    spell_misfit(parts, level, slope, misfit)
    return misfit


@pytest.mark.parametrize("degree", [0, 1])
def test_without_a_prior_the_misfit_is_that_of_least_squares(degree: int) -> None:
    misfit = misfit_of(parts_of(), np.inf, np.inf if degree else 0.0)
    for i in range(N):
        for j in range(i + degree + 2, N + 1):
            line = np.polyfit(TIMES[i:j], SERIES[i:j], degree)
            expected = ((SERIES[i:j] - np.polyval(line, TIMES[i:j])) ** 2).sum()
            assert misfit[i, j] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("ratio", [0.0, 0.6])
@pytest.mark.parametrize("slope", [0.0, 7.0])
def test_with_a_prior_it_is_the_form_of_the_covariance_that_the_prior_implies(
    ratio: float, slope: float
) -> None:
    # A spell is N(0, V) with V = R + level 1 1' + slope (x - m)(x - m)', R the correlations, m the middle by R.
    level = 4.0
    parts = parts_of(ratio)
    misfit = misfit_of(parts, level, slope)
    for i, j in ((0, 5), (4, 13), (2, 4)):
        lags = np.abs(np.subtract.outer(np.arange(j - i), np.arange(j - i)))
        correlations = np.where(lags == 0, 1.0, ratio**lags)
        ones = np.linalg.solve(correlations, np.ones(j - i))
        away = TIMES[i:j] - ones @ TIMES[i:j] / ones.sum()
        covariance = correlations + level + slope * np.outer(away, away)
        expected = SERIES[i:j] @ np.linalg.solve(covariance, SERIES[i:j])
        assert misfit[i, j] == pytest.approx(expected, rel=1e-10)
        known, of_level, spread, leaning, middle = spell_fit(parts, i, j)
        assert known == pytest.approx(ones.sum())
        assert of_level == pytest.approx(ones @ SERIES[i:j])
        assert middle == pytest.approx(ones @ TIMES[i:j] / ones.sum())
        determinant = np.linalg.det(covariance) / np.linalg.det(correlations)
        assert (1 + level * known) * (1 + slope * spread) == pytest.approx(determinant)
        if slope:
            assert leaning == pytest.approx(away @ np.linalg.solve(correlations, SERIES[i:j]))


@pytest.mark.parametrize("fewest", [2, 3])
def test_the_least_misfit_is_that_of_the_best_of_all_ways(fewest: int) -> None:
    misfit = misfit_of(parts_of(), np.inf, 0.0)
    least, start = np.zeros((4, N + 1)), np.zeros((4, N + 1), dtype=np.int64)
    least_misfit(misfit, fewest, 3, least, start)
    for breaks in range(4):
        of_ways = {ends: sum(misfit[i, j] for i, j in pairwise(ends)) for ends in cuts(N, fewest, breaks)}
        best = min(of_ways, key=of_ways.__getitem__)
        assert least[breaks, N] == pytest.approx(of_ways[best])
        if breaks:
            assert start[breaks, N] == best[-2]


def test_ways_and_dates_are_weighed_as_by_going_through_all_of_them() -> None:
    fewest, most = 2, 4
    weight = np.triu(RNG.random((N + 1, N + 1)), fewest)
    before, after = np.zeros((most + 1, N + 1)), np.zeros((most + 1, N + 1))
    weigh_beginnings(np.ascontiguousarray(weight.T), before)
    weigh_endings(weight, after)
    per_number = RNG.random(most + 1)
    found = np.zeros(N)
    weigh_dates(before, after, per_number, found)
    expected = np.zeros(N)
    for breaks in range(most + 1):
        total = 0.0
        for ends in cuts(N, fewest, breaks):
            here = np.prod([weight[i, j] for i, j in pairwise(ends)])
            total += here
            expected[list(ends[1:-1])] += per_number[breaks] * here
        assert before[breaks, N] == pytest.approx(total)
        assert after[breaks, 0] == pytest.approx(total)
    assert found == pytest.approx(expected)
