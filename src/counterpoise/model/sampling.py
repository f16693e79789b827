"""Draws from the model by chains side by side, and what they say of its parameters and states."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.posterior import Posterior
from counterpoise.model.statespace import Inputs

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw: so many chains from a seed, each with so many draws after as many to warm up.

    Raises CounterpoiseError for numbers that are too small.
    """

    chains: int = 2
    warmup: int = 500
    draws: int = 1000
    seed: int = 1

    def __post_init__(self) -> None:
        least = {"chains": 1, "warmup": 10, "draws": 4}
        wrong = [
            Problem("sampling", f"{name} is {getattr(self, name)}; expected {number} at least")
            for name, number in least.items()
            if getattr(self, name) < number
        ]
        if wrong:
            raise CounterpoiseError(*wrong)


def draw(inputs: Inputs, sampling: Sampling) -> dict[str, Array]:
    """Draws (chains, draws, ...) of every parameter and unobserved series by name.

    As many chains go side by side as there are processors, and their draws are the same whatever that number. Draws are kept to the
    seven digits of single precision, as far more than any of them is known to.
    """
    from counterpoise.model.sampler.chain import chain

    def one(number: int) -> Mapping[str, NDArray[np.float32]]:
        rng = np.random.default_rng([sampling.seed, 3, number])
        return chain(inputs, sampling.warmup, sampling.draws, rng)

    with ThreadPoolExecutor(min(sampling.chains, os.cpu_count() or 1)) as pool:
        chains = list(pool.map(one, range(sampling.chains)))
    return {name: np.stack([each[name] for each in chains]).astype(np.float64) for name in chains[0]}


def posterior_of(values: Mapping[str, Array]) -> Posterior:
    """Draws (chains, draws, ...) as a posterior, chain after chain."""
    flat = {name: value.reshape(-1, *value.shape[2:]) for name, value in values.items()}
    made = {**flat, "tie_states": flat["ties"] - flat["tie_levels"][..., None]}
    return Posterior(**{each.name: made[each.name] for each in fields(Posterior)})
