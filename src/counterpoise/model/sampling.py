"""Draws from the model by the No-U-Turn sampler, and what they say of its parameters and states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.panel import ModelPanel
from counterpoise.model.parameters import complete
from counterpoise.model.posterior import Posterior
from counterpoise.model.statespace import Inputs, coordinates, density, measure_levels, stretch, widths

Array = NDArray[np.float64]

ABSENT = Problem(
    "estimate",
    "needs numpyro and jax, which are not installed; the extra 'model' brings them: "
    "pip install 'counterpoise[model]'",
)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw: so many chains, each with so many draws after as many steps of warming up, from a seed.

    `acceptance` is what the sampler's step is tuned to; a path has up to 2^`depth` steps.
    """

    chains: int = 2
    warmup: int = 500
    draws: int = 500
    seed: int = 1
    acceptance: float = 0.8
    depth: int = 8

    def __post_init__(self) -> None:
        least = {"chains": 1, "warmup": 10, "draws": 4, "depth": 1}
        wrong = [
            Problem("sampling", f"{name} is {getattr(self, name)}; expected {number} at least")
            for name, number in least.items()
            if getattr(self, name) < number
        ]
        if wrong:
            raise CounterpoiseError(*wrong)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws (chains, draws, ...) of every parameter and unobserved series by name, and which of them diverged (chains, draws).

    Draws are kept to the seven digits of single precision, as far more than any of them is known to.
    """

    values: Mapping[str, Array]
    diverged: NDArray[np.bool_]
    steps: NDArray[np.int64]


def need_numpyro() -> None:
    """Raise CounterpoiseError where what samples is not installed."""
    from importlib.util import find_spec

    if find_spec("numpyro") is None or find_spec("jax") is None:
        raise CounterpoiseError(ABSENT)


def draw(inputs: Inputs, sampling: Sampling) -> Drawn:
    """Sample the model. Every number is in double precision.

    Raises CounterpoiseError where numpyro is not installed.
    """
    need_numpyro()
    import jax
    import numpyro
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()
    kernel = NUTS(
        potential_fn=lambda line: -density(inputs, by_name(inputs, line)),
        inverse_mass_matrix=jax.numpy.asarray(in_line(widths(inputs)) ** 2),
        target_accept_prob=sampling.acceptance,
        max_tree_depth=sampling.depth,
    )
    chains = MCMC(
        kernel,
        num_warmup=sampling.warmup,
        num_samples=sampling.draws,
        num_chains=sampling.chains,
        chain_method="sequential",
        progress_bar=False,
    )
    key = jax.random.PRNGKey(sampling.seed % 2**32)
    chains.run(key, init_params=_starts(inputs, sampling), extra_fields=("diverging", "num_steps"))
    told = chains.get_extra_fields(group_by_chain=True)
    at = by_name(inputs, np.asarray(chains.get_samples(group_by_chain=True)))
    return Drawn(_values(inputs, at), np.asarray(told["diverging"]), np.asarray(told["num_steps"], np.int64))


def in_line(at: Mapping[str, Array]) -> Array:
    """Coordinates one after another in one line (D,), which the sampler moves far quicker than two dozen arrays."""
    return np.concatenate([np.ravel(value) for value in at.values()])


def by_name(inputs: Inputs, line: Any) -> dict[str, Any]:
    """Coordinates (..., D) as they are named, (..., of the name)."""
    found, begin = {}, 0
    for name, value in coordinates(inputs).items():
        part = line[..., begin : begin + value.size]
        found[name] = part.reshape((*line.shape[:-1], *value.shape))
        begin += value.size
    return found


def _starts(inputs: Inputs, sampling: Sampling) -> Array:
    """Where each chain begins: about a likely point, each elsewhere, so that chains that agree have come together."""
    rng = np.random.default_rng([sampling.seed, 3])
    likely = in_line(coordinates(inputs))
    ahead = (sampling.chains,) if sampling.chains > 1 else ()
    found: Array = likely + 0.3 * rng.standard_normal((*ahead, likely.size))
    return found


def _values(inputs: Inputs, at: Mapping[str, Array]) -> dict[str, Array]:
    """Parameters and series (chains, draws, ...) at coordinates."""
    of = inputs.reference
    drawn = {each.name: each.value(at[each.name], np) for each in inputs.parameters}
    found = {
        **complete(drawn, inputs.panel, inputs.mask, np),
        "pressure": of.pressure + np.einsum("ts,cds->cdt", of.pressure_spread, at["pressure_z"]),
        "filter_states": stretch(inputs, drawn["filter_sd"])[..., None, None]
        * (of.filters + np.einsum("knts,cdkns->cdknt", of.filters_spread, at["filters_z"])),
        "ties": of.ties + np.einsum("pnts,cdpns->cdpnt", of.ties_spread, at["ties_z"]),
        "tie_levels": of.levels + of.levels_spread * at["tie_levels_z"],
    }
    return {name: value.astype(np.float32).astype(np.float64) for name, value in found.items()}


def posterior_of(values: Mapping[str, Array], panel: ModelPanel, seed: int) -> Posterior:
    """Draws (chains, draws, ...) as a posterior, chain after chain; the level of a filter is that of its first measure."""
    flat = {name: value.reshape(-1, *value.shape[2:]) for name, value in values.items()}
    rng = np.random.default_rng([seed, 4])
    firsts = [panel.filter_of.index(of) for of in range(len(panel.filters))]
    levels = np.array(
        [
            measure_levels({name: value[row] for name, value in flat.items()}, panel, filters, rng)[firsts]
            for row, filters in enumerate(flat["filter_states"])
        ]
    )
    made = {
        "filter_levels": levels,
        "tie_states": flat["ties"] - flat["tie_levels"][..., None],
    }
    names = (each.name for each in fields(Posterior))
    return Posterior(**{name: made[name] if name in made else flat[name] for name in names})
