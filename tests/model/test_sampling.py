import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.sampling import Sampling
from tests.model.worlds import fitted, made


def test_draws_are_of_every_chain_and_follow_what_is_observed() -> None:
    fit = fitted()
    assert fit.values["ties"].shape == (2, 20, 2, 3, 12)
    assert fit.values["direct"].shape == (2, 20, 2)
    assert np.ptp(fit.values["direct"].reshape(40, 2), axis=0).all()
    seen = made().observed_ties
    apart = fit.values["ties"].mean(axis=(0, 1)) - made().ties
    assert np.abs(apart[seen]).max() < 0.5
    widths = fit.values["ties"].std(axis=(0, 1))
    assert widths[:, :, -1].mean() > 1.5 * widths[:, :, 3].mean()


def test_the_posterior_is_that_of_the_draws() -> None:
    of, values = fitted().posterior, fitted().values
    assert of.draws == 40
    assert np.allclose(of.tie_states[30], (values["ties"] - values["tie_levels"][..., None])[1, 10])
    assert of.filter_levels.shape == (40, 2, 3)


def test_too_few_draws_are_told_at_once() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        Sampling(chains=0, draws=1)
    assert [each.what for each in raised.value.problems] == [
        "chains is 0; expected 1 at least",
        "draws is 1; expected 4 at least",
    ]
