"""Draws from the model by chains side by side, and what they say of its parameters and states."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.cores import Copies, cores
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.posterior import Posterior
from counterpoise.model.statespace import Inputs

Array = NDArray[np.float64]
Kept = Mapping[str, NDArray[np.float32]]

PATIENCE = 900.0
"""Seconds at least for which a chain in another process is waited for; no chain of a panel of states takes longer."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw: so many chains from a seed, each with so many draws after as many to warm up.

    Raises CounterpoiseError for numbers that are too small.
    """

    chains: int = 2
    warmup: int = 500
    draws: int = 1400
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

    Chains go side by side in copies of this process as `cores` makes them, and their draws are the same whatever the number of
    these. Draws are kept to the seven digits of single precision, as far more than any of them is known to.
    """
    from counterpoise.model.sampler.chain import chain

    def one(number: int) -> Iterator[Kept]:
        rng = np.random.default_rng([sampling.seed, 3, number])
        yield chain(inputs, sampling.warmup, sampling.draws, rng)

    # What is compiled now is compiled once, and not in each copy.
    chain(inputs, 0, 1, np.random.default_rng(0))
    count = min(cores(), sampling.chains) - 1
    with Copies(
        range(sampling.chains), one, _packed, _unpacked, count, fewest=2, patience=PATIENCE
    ) as copies:
        chains = [next(found) for _, found in copies.results()]
    return {name: np.stack([each[name] for each in chains]).astype(np.float64) for name in chains[0]}


def _packed(chains: Iterable[Kept]) -> bytes:
    place = io.BytesIO()
    for each in chains:
        drawn: dict[str, Any] = dict(each)
        np.savez(place, **drawn)
    return place.getvalue()


def _unpacked(_: int, content: bytes) -> Iterator[Kept]:
    with np.load(io.BytesIO(content)) as stored:
        yield {name: stored[name] for name in stored.files}


def posterior_of(values: Mapping[str, Array]) -> Posterior:
    """Draws (chains, draws, ...) as a posterior, chain after chain."""
    flat = {name: value.reshape(-1, *value.shape[2:]) for name, value in values.items()}
    made = {**flat, "tie_states": flat["ties"] - flat["tie_levels"][..., None]}
    return Posterior(**{each.name: made[each.name] for each in fields(Posterior)})
