from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.posterior import Posterior


def posterior(d: int = 5, k: int = 2, n: int = 3, t: int = 4) -> Posterior:
    return Posterior(
        pressure=np.zeros((d, t)),
        pressure_persistence=np.zeros(d),
        filter_states=np.zeros((d, k, n, t)),
        filter_levels=np.zeros((d, k, n)),
        filter_persistence=np.zeros((d, k)),
        filter_response=np.zeros((d, k)),
        filter_sd=np.ones((d, k)),
        tie_states=np.zeros((d, 2, n, t)),
        tie_levels=np.zeros((d, 2, n)),
        tie_persistence=np.zeros((d, 2)),
        direct=np.zeros((d, 2)),
        direct_of_state=np.zeros((d, 2, n)),
        response_sd=np.ones((d, 2)),
        mediated=np.zeros((d, 2, k)),
        moderated=np.zeros((d, 2, k)),
        year=np.zeros((d, 2, t)),
        tie_sd=np.ones((d, 2)),
        tie_correlation=np.zeros(d),
    )


def test_draws_are_counted() -> None:
    assert posterior(d=7).draws == 7


def test_draws_are_thinned_evenly_from_the_first_to_the_last() -> None:
    many = replace(posterior(d=9), tie_correlation=np.linspace(0, 0.8, 9))
    assert many.thinned(3).tie_correlation == pytest.approx([0, 0.4, 0.8])
    assert many.thinned(9) is many


def test_shapes_and_values_that_cannot_be_are_named_at_once() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        replace(posterior(), direct=np.zeros((5, 3)), tie_correlation=np.full(5, np.nan))
    told = [problem.what for problem in raised.value.problems]
    assert told == [
        "direct has the shape (5, 3); expected (5, 2)",
        "tie_correlation holds a value that is not finite",
    ]
