import numpy as np
import pytest
from scipy.stats import spearmanr

from counterpoise.model.association import rank_association

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
