import numpy as np
import pytest
from scipy.integrate import cumulative_simpson
from scipy.stats import kstest

from counterpoise.model.slices import (
    CORRELATION,
    ERROR,
    EXPONENTIAL,
    PERSISTENCE,
    STATIONARY,
    log_density,
    slice_draws,
)

SQUARES, KNOWN = np.array([0.4, 0.1, 9.0, 0.9]), np.array([0.1, 0.0, -1.0, 0.2])
FORMS = {
    "exponential": (EXPONENTIAL, (-8.0, -2.0, 1.5, -0.5, 0.7, -2.0, 0.0)),
    "error": (ERROR, (-3.0, -2.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
    "persistence": (PERSISTENCE, (6.0, 2.0, 20.0, 14.0, 3.0, 2.0, 0.5)),
    "stationary": (STATIONARY, (4.0, 2.0, 11.0, 9.0, 7.0, 9.5, 0.0)),
    "correlation": (CORRELATION, (20.0, 38.0, 8.0, 0.0, 0.0, 0.0, 0.0)),
}


@pytest.mark.parametrize("name", FORMS)
def test_draws_by_slices_follow_the_density(name: str) -> None:
    form, numbers = FORMS[name]
    a, rng = np.array([numbers]), np.random.default_rng(21)
    at, drawn = np.zeros(1), []
    for _ in range(4000):
        at = slice_draws(form, at, a, SQUARES[None], KNOWN[None], 0.5, rng)
        drawn.append(at[0])
    grid = np.linspace(-9, 9, 4001)
    height = np.array([log_density(form, u, a[0], SQUARES, KNOWN) for u in grid])
    below = cumulative_simpson(np.exp(height - height.max()), x=grid, initial=0)
    told = kstest(drawn[::4], lambda u: np.interp(u, grid, below / below[-1]))
    assert told.pvalue > 1e-3


def test_no_coordinate_goes_where_numbers_end() -> None:
    a = np.zeros(7)
    assert log_density(EXPONENTIAL, 18.1, a, a, a) == -np.inf
    assert np.isfinite(log_density(CORRELATION, -17.9, a, a, a))
