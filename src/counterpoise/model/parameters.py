"""The parameters of the model: their priors, and the coordinates without bounds in which they are sampled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lgamma, log, pi
from typing import Any, Literal

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

    The logarithm of a log-normal has the standard deviation `scale` about that of `middle`. A parameter is sampled as u: value /
    scale of a normal, log(value / scale) of a half-normal, log(value / middle) / scale of a log-normal, the
    logit of a beta and the inverse hyperbolic tangent of a uniform; `width` is a guess at the standard deviation of u
    once there are data, with which the sampler begins.
    """

    name: str
    family: Family
    shape: tuple[int, ...]
    scale: float = 1.0
    numbers: tuple[float, float] = (1.0, 1.0)
    middle: float = 1.0
    width: float = 0.3

    def value(self, u: Any, xp: Any) -> Any:
        """The value at a coordinate, by the functions of `xp` (numpy, or jax.numpy)."""
        if self.family == "normal":
            return self.scale * u
        if self.family == "beta":
            return 1 / (1 + xp.exp(-u))
        return xp.tanh(u) if self.family == "uniform" else xp.exp(self._log_value(u))

    def log_prior(self, u: Any, xp: Any) -> Any:
        """The summed log density of coordinates under the prior."""
        if self.family in ("normal", "log-normal"):
            each = -0.5 * u**2 - 0.5 * log(2 * pi)
        elif self.family == "half-normal":
            each = u - 0.5 * xp.exp(2 * u) + 0.5 * log(2 / pi)
        elif self.family == "beta":
            one, other = self.numbers
            norm = lgamma(one + other) - lgamma(one) - lgamma(other)
            # The logarithms of value and 1 - value, with the Jacobian of the logit.
            each = -one * xp.logaddexp(0.0, -u) - other * xp.logaddexp(0.0, u) + norm
        else:
            each = 2 * (log(2) - u - xp.logaddexp(0.0, -2 * u)) - log(2)
        return each.sum()

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

    @property
    def start(self) -> Array:
        """A likely coordinate, (...): the median of the prior, or nearly."""
        middle = {"half-normal": log(0.6745), "beta": log(self.numbers[0] / self.numbers[1])}
        return np.full(self.shape, middle.get(self.family, 0.0))

    def _log_value(self, u: Any) -> Any:
        return u + log(self.scale) if self.family == "half-normal" else log(self.middle) + self.scale * u


def parameters_of(panel: ModelPanel, mask: MaskArrays, priors: Priors) -> tuple[Parameter, ...]:
    """The parameters of the model of a panel that are sampled: what a mask fixes at 0 is not among them."""
    n, t, k = len(panel.states), len(panel.years), len(panel.filters)
    j, r = len(panel.pressure_titles), len(panel.measure_titles)
    found = [
        Parameter("pressure_persistence", "beta", (), numbers=priors.pressure_persistence, width=0.6),
        Parameter("pressure_loading", "log-normal", (j,), priors.loading, width=0.4),
        _spread("pressure_error", (j,), priors.pressure_error),
        Parameter("filter_persistence", "beta", (k,), numbers=priors.filter_persistence, width=0.3),
        Parameter("filter_response", "normal", (k,), priors.response, width=0.2),
        _spread("filter_sd", (k,), priors.filter_shock),
        Parameter("loading", "log-normal", (r,), priors.loading, width=0.4),
        _spread("extra_error", (r,), priors.extra_error),
        _spread("measure_level_sd", (r,), priors.level),
        Parameter("tie_persistence", "beta", (2,), numbers=priors.tie_persistence, width=0.2),
        _spread("tie_sd", (2,), priors.tie_shock),
        _spread("tie_level_sd", (2,), priors.level),
        Parameter("tie_correlation", "uniform", (), width=0.06),
    ]
    if mask.direct.any():
        found += _effect("direct", mask.direct, mask.direct_sign, priors.direct)
        found.append(Parameter("response_sd", "half-normal", (2,), priors.state_response, width=0.6))
        found.append(Parameter("direct_of_state_z", "normal", (2, n), width=0.9))
    for name, kept, sign, scale in (
        ("mediated", mask.mediated, mask.mediated_sign, priors.mediated),
        ("moderated", mask.moderated, mask.moderated_sign, priors.moderated),
    ):
        if kept.any():
            found += _effect(name, kept, sign, scale)
    if panel.varied_exposure:
        found += [
            Parameter("year_sd", "half-normal", (2,), priors.year, width=0.3),
            Parameter("year_z", "normal", (2, t), width=0.7),
        ]
    return tuple(found)


def complete(drawn: Mapping[str, Any], panel: ModelPanel, mask: MaskArrays, xp: Any) -> dict[str, Any]:
    """Parameters as the equations name them, from those that are sampled; (...) or (draws, ...), 0 where a mask fixes them.

    The first measure of each filter has the loading 1, in whose standard deviations the filter is told.
    """
    n, t = len(panel.states), len(panel.years)
    ahead = drawn["tie_sd"].shape[:-1]
    found = dict(drawn)
    firsts = np.array([of not in panel.filter_of[:place] for place, of in enumerate(panel.filter_of)], bool)
    found["loading"] = xp.where(firsts, 1.0, drawn["loading"])
    for name, kept, sign in (
        ("direct", mask.direct, mask.direct_sign),
        ("mediated", mask.mediated, mask.mediated_sign),
        ("moderated", mask.moderated, mask.moderated_sign),
    ):
        free = drawn.get(f"{name}_free", xp.zeros((*ahead, *kept.shape)))
        if f"{name}_signed" in drawn:
            free = xp.where(sign != 0, sign * drawn[f"{name}_signed"], free)
        found[name] = kept * free
    none = xp.zeros((*ahead, 2))
    found["response_sd"] = drawn.get("response_sd", none)
    found["direct_of_state"] = (
        mask.direct[:, None]
        * found["response_sd"][..., None]
        * drawn.get("direct_of_state_z", xp.zeros((*ahead, 2, n)))
    )
    found["year"] = drawn.get("year_sd", none)[..., None] * drawn.get("year_z", xp.zeros((*ahead, 2, t)))
    return found


SPREAD = 0.5
"""The standard deviation of the logarithm of a standard deviation in its prior: none is 0, and none is out of all proportion."""


def _spread(name: str, shape: tuple[int, ...], middle: float) -> Parameter:
    return Parameter(name, "log-normal", shape, SPREAD, middle=middle, width=0.15)


def _effect(name: str, kept: Array, sign: Array, scale: float) -> list[Parameter]:
    free = Parameter(f"{name}_free", "normal", kept.shape, scale)
    signed = Parameter(f"{name}_signed", "half-normal", kept.shape, scale)
    return [free, signed] if (kept * sign).any() else [free]
