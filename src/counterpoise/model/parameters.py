"""The parameters of the model: their priors, and what the equations name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.mask import MaskArrays
from counterpoise.model.panel import ModelPanel
from counterpoise.theory.modelled import Priors

Array = NDArray[np.float64]

Family = Literal["normal", "half-normal", "beta", "uniform", "log-normal"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its prior: a scale for the normal families, two numbers of a beta; uniform is from -1 to 1.

    The logarithm of a log-normal has the standard deviation `scale` about that of `middle`.
    """

    name: str
    family: Family
    shape: tuple[int, ...]
    scale: float = 1.0
    numbers: tuple[float, float] = (1.0, 1.0)
    middle: float = 1.0

    def prior_draws(self, rng: np.random.Generator, draws: int) -> Array:
        """Draws (draws, ...) of the value from the prior."""
        shape = draws, *self.shape
        if self.family == "beta":
            return rng.beta(*self.numbers, size=shape)
        if self.family == "uniform":
            return rng.uniform(-1, 1, size=shape)
        drawn = self.scale * rng.standard_normal(shape)
        if self.family == "half-normal":
            return np.abs(drawn)
        return self.middle * np.exp(drawn) if self.family == "log-normal" else drawn


def parameters_of(panel: ModelPanel, mask: MaskArrays, priors: Priors) -> tuple[Parameter, ...]:
    """The parameters of the model of a panel that are sampled: what a mask fixes at 0 is not among them."""
    n, t, k = len(panel.states), len(panel.years), len(panel.filters)
    r = len(panel.measure_titles)
    found = [
        Parameter("pressure_persistence", "beta", (), numbers=priors.pressure_persistence),
        Parameter("filter_persistence", "beta", (k,), numbers=priors.filter_persistence),
        Parameter("filter_response", "normal", (k,), priors.response),
        _spread("filter_sd", (k,), priors.filter_shock),
        Parameter("loading", "log-normal", (r,), priors.loading),
        _spread("extra_error", (k,), priors.extra_error),
        _spread("measure_level_sd", (r,), priors.level),
        Parameter("tie_persistence", "beta", (2,), numbers=priors.tie_persistence),
        _spread("tie_sd", (2,), priors.tie_shock),
        _spread("tie_level_sd", (2,), priors.level),
        Parameter("tie_correlation", "uniform", ()),
    ]
    if mask.direct.any():
        found += _effect("direct", mask.direct, mask.direct_sign, priors.direct)
        found.append(_spread("response_sd", (2,), priors.state_response))
        found.append(Parameter("direct_of_state_z", "normal", (2, n)))
    for name, kept, sign, scale in (
        ("mediated", mask.mediated, mask.mediated_sign, priors.mediated),
        ("moderated", mask.moderated, mask.moderated_sign, priors.moderated),
    ):
        if kept.any():
            found += _effect(name, kept, sign, scale)
    if panel.varied_exposure:
        found += [
            _spread("year_sd", (2,), priors.year),
            Parameter("year_z", "normal", (2, t)),
        ]
    return tuple(found)


def complete(drawn: Mapping[str, Array], panel: ModelPanel, mask: MaskArrays) -> dict[str, Array]:
    """Parameters as the equations name them, from those that are sampled; (...) or (draws, ...), 0 where a mask fixes them.

    The first measure of each filter has the loading 1, in whose standard deviations the filter is told.
    """
    n, t = len(panel.states), len(panel.years)
    ahead = drawn["tie_sd"].shape[:-1]
    found = dict(drawn)
    firsts = np.array([of not in panel.filter_of[:place] for place, of in enumerate(panel.filter_of)], bool)
    found["loading"] = np.where(firsts, 1.0, drawn["loading"])
    for name, kept, sign in (
        ("direct", mask.direct, mask.direct_sign),
        ("mediated", mask.mediated, mask.mediated_sign),
        ("moderated", mask.moderated, mask.moderated_sign),
    ):
        free = drawn.get(f"{name}_free", np.zeros((*ahead, *kept.shape)))
        if f"{name}_signed" in drawn:
            free = np.where(sign != 0, sign * drawn[f"{name}_signed"], free)
        found[name] = kept * free
    none = np.zeros((*ahead, 2))
    found["response_sd"] = drawn.get("response_sd", none)
    found["direct_of_state"] = (
        mask.direct[:, None]
        * found["response_sd"][..., None]
        * drawn.get("direct_of_state_z", np.zeros((*ahead, 2, n)))
    )
    found["year"] = drawn.get("year_sd", none)[..., None] * drawn.get("year_z", np.zeros((*ahead, 2, t)))
    return found


SPREAD = 0.5
"""The standard deviation of the logarithm of a standard deviation in its prior: none is 0, and none is out of all proportion."""


def _spread(name: str, shape: tuple[int, ...], middle: float) -> Parameter:
    return Parameter(name, "log-normal", shape, SPREAD, middle=middle)


def _effect(name: str, kept: Array, sign: Array, scale: float) -> list[Parameter]:
    free = Parameter(f"{name}_free", "normal", kept.shape, scale)
    signed = Parameter(f"{name}_signed", "half-normal", kept.shape, scale)
    return [free, signed] if (kept * sign).any() else [free]
