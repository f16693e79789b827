from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import kstest, norm

from counterpoise.model import gibbs
from counterpoise.model.blocks import State, draw_coefficients, draw_pressure, draw_responses, draw_states
from counterpoise.model.mask import Mask
from counterpoise.model.statespace import Inputs, inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.joint import log_joint
from tests.model.worlds import made


class Given:
    """In place of a random generator: the noise that is given, which may be 0 throughout."""

    def __init__(self, scale: float) -> None:
        self.rng, self.scale, self.square = np.random.default_rng(3), scale, 0.0

    def standard_normal(self, size: object) -> np.ndarray:
        noise = self.scale * self.rng.standard_normal(size)
        self.square += (noise**2).sum()
        return noise


def begun(mask: Mask | None = None) -> tuple[Inputs, State]:
    inputs = inputs_of(made(), (mask or Mask()).arrays(made().filters), Priors())
    return inputs, gibbs.start(inputs, np.random.default_rng(5))


@pytest.mark.parametrize("block", [draw_states, draw_pressure, draw_responses, draw_coefficients])
@pytest.mark.parametrize("mask", [Mask(), Mask(moderated=("security",), mediated=())], ids=["all", "masked"])
def test_a_block_is_drawn_from_its_exact_normal(
    block: Callable[[Inputs, State, object], None], mask: Mask
) -> None:
    inputs, at = begun(mask)
    mean, drawn = dict(at), dict(at)
    block(inputs, mean, Given(0.0))
    given = Given(1.0)
    block(inputs, drawn, given)
    # From the mean the log density of a normal falls by half the squared noise, whatever its direction.
    assert log_joint(inputs, mean) - log_joint(inputs, drawn) == pytest.approx(given.square / 2, rel=1e-6)
    assert given.square > 1


def test_where_every_state_feels_pressure_alike_it_is_drawn_without_years() -> None:
    from dataclasses import replace

    panel = replace(made(), exposure=np.ones(3))
    inputs = inputs_of(panel, Mask().arrays(panel.filters), Priors())
    at = gibbs.start(inputs, np.random.default_rng(5))
    assert not at["year"].any()
    for block in (draw_pressure, draw_coefficients):
        mean, drawn, given = dict(at), dict(at), Given(1.0)
        block(inputs, mean, Given(0.0))
        block(inputs, drawn, given)
        fallen = log_joint(inputs, mean) - log_joint(inputs, drawn)
        assert fallen == pytest.approx(given.square / 2, rel=1e-6)
        assert not drawn["year"].any()


def test_an_effect_with_a_sign_is_on_its_side_of_0() -> None:
    inputs, at = begun(Mask(signs={"direct": (1, -1), "mediated:security": (-1, 0)}))
    rng = np.random.default_rng(8)
    for _ in range(50):
        draw_coefficients(inputs, at, rng)
        assert at["direct"][0] > 0 > at["direct"][1]
        assert at["mediated"][0, 1] < 0


def test_a_truncated_normal_is_that_of_a_normal_cut_at_0() -> None:
    from counterpoise.model.blocks import _signed_draw

    precision, towards = np.array([[4.0, 1.0], [1.0, 2.0]]), np.array([-2.0, 1.0])
    rng, now, drawn = np.random.default_rng(1), np.ones(2), []
    for _ in range(3000):
        now = _signed_draw(precision, towards, np.array([1.0, 0.0]), now, rng)
        drawn.append(now[0])
    covariance = np.linalg.inv(precision)
    mean, sd = (covariance @ towards)[0], np.sqrt(covariance[0, 0])
    below = norm.cdf(0, mean, sd)
    assert kstest(drawn[::5], lambda x: (norm.cdf(x, mean, sd) - below) / (1 - below)).pvalue > 0.001
