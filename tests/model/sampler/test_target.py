"""The density of the sampler and its gradient, held to the joint density written out shock by shock."""

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampler.chain import start
from counterpoise.model.sampler.marginal import state_draws
from counterpoise.model.sampler.target import Target, arguments
from counterpoise.model.statespace import State, inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.joint import log_joint
from tests.model.worlds import made

ALIKE = replace(made(), exposure=np.ones(3))
SIGNED = Mask(signs={"direct": (1, -1), "mediated:security": (-1, 0), "moderated:economic": (0, 1)})
CASES = {
    "all": (made(), Mask()),
    "mediated": (made(), mask_of("mediated", made().filters)),
    "one filter": (made(), Mask(moderated=("security",), mediated=())),
    "signs": (made(), SIGNED),
    "felt alike": (ALIKE, Mask()),
}


def begun(panel: ModelPanel, mask: Mask, seed: int = 5) -> tuple[Target, np.ndarray]:
    target = Target(inputs_of(panel, mask.arrays(panel.filters), Priors()))
    return target, start(target, np.random.default_rng(seed))


def with_states(target: Target, u: np.ndarray, noise: np.ndarray) -> State:
    """Values at a vector, with states drawn by some noise."""
    at, levels = target.values(u), 2 + len(target.inputs.filter_of)
    given = arguments(target.inputs, at)
    paths, border = state_draws(*given, noise)
    k = len(target.inputs.panel.filters)
    paths = paths.transpose(1, 2, 0)
    if len(border) > levels:
        at["direct_of_state"] = border[levels:]
    return {
        **at,
        "filter_states": paths[:k],
        "tie_states": paths[k:],
        "tie_levels": border[:2],
        "measure_levels": border[2:levels],
    }


def noise_of(target: Target) -> np.ndarray:
    panel = target.inputs.panel
    size = len(panel.years) * (len(panel.filters) + 2) + 2 + len(target.inputs.filter_of)
    size += 2 if target.inputs.mask.direct.any() else 0
    return np.random.default_rng(8).standard_normal((size, len(panel.states)))


@pytest.mark.parametrize("case", CASES)
def test_states_are_drawn_from_their_exact_normal(case: str) -> None:
    target, u = begun(*CASES[case])
    noise = noise_of(target)
    mean, drawn = (with_states(target, u, scale * noise) for scale in (0.0, 1.0))
    # From the mean the log density of a normal falls by half the squared noise, whatever its direction.
    fallen = log_joint(target.inputs, mean) - log_joint(target.inputs, drawn)
    assert fallen == pytest.approx((noise**2).sum() / 2, rel=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_the_density_is_the_joint_one_with_states_integrated_out(case: str) -> None:
    target, u = begun(*CASES[case])
    other = u + 0.1 * np.random.default_rng(2).standard_normal(len(u))
    found = []
    for vector in (u, other):
        noise = 0.0 * noise_of(target)
        # At the mean of a normal its density is as high as its precision has a determinant: told by draws of one number each.
        at_mean = with_states(target, vector, noise)
        roots = []
        for place in range(len(noise)):
            unit = noise.copy()
            unit[place] = 1.0
            moved = with_states(target, vector, unit)
            roots.append(_column(moved) - _column(at_mean))
        covariance = np.stack(roots, axis=1)
        log = sum(np.linalg.slogdet(covariance[:, :, n])[1] for n in range(covariance.shape[2]))
        found.append(log_joint(target.inputs, at_mean) + log)
    assert target.density(other)[0] - target.density(u)[0] == pytest.approx(found[1] - found[0], abs=1e-6)


def _column(at: State) -> np.ndarray:
    """All that is drawn of states (D, N)."""
    parts = [at[name].transpose(2, 0, 1).reshape(-1, 3) for name in ("filter_states", "tie_states")]
    own = [at["direct_of_state"]] if at["direct_of_state"].any() else []
    return np.concatenate([*parts, at["tie_levels"], at["measure_levels"], *own])


@pytest.mark.parametrize("case", CASES)
def test_the_gradient_is_that_of_the_density(case: str) -> None:
    target, u = begun(*CASES[case])
    _, gradient = target.density(u)
    step = 1e-5
    for place in range(target.size):
        along = np.zeros(target.size)
        along[place] = step
        slope = (target.density(u + along)[0] - target.density(u - along)[0]) / (2 * step)
        assert gradient[place] == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_values_and_vector_are_each_others_inverse() -> None:
    target, u = begun(made(), SIGNED)
    assert target.placed(target.values(u)) == pytest.approx(u)
    assert target.values(u)["direct"][0] > 0 > target.values(u)["direct"][1]
    assert target.values(u)["mediated"][0, 1] < 0


def test_far_from_anything_likely_the_density_is_0() -> None:
    target, u = begun(made(), Mask())
    assert target.density(np.full(len(u), 30.0))[0] == -np.inf
