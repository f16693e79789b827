"""The parameters of the model as one vector without bounds, with the density of their priors there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.parameters import Parameter
from counterpoise.model.statespace import Inputs

Array = NDArray[np.float64]

BOUND = 18.0
"""No coordinate of a scale, a persistence or a correlation goes farther than this: e^18, and 1 less a logistic of it, are still told from
infinity and 0."""

_AS_LOGARITHM = ("log-normal", "half-normal")


@dataclass(frozen=True, slots=True)
class Coordinate:
    """Where some numbers of a parameter stand: `places` (M,) in the vector, `chosen` (M,) of the parameter as flat, and their signs.

    A scale is told by its logarithm, a persistence by its logit, a correlation by its inverse hyperbolic tangent, and an effect
    whose sign is fixed by the logarithm of its size.
    """

    name: str
    prior: Parameter
    places: slice
    chosen: NDArray[np.int64]
    sign: float = 1.0

    def value(self, u: Array) -> Array:
        """The numbers (M,) at a vector."""
        at = u[self.places]
        match self.prior.family:
            case "beta":
                return 1 / (1 + np.exp(-at))
            case "uniform":
                return np.tanh(at)
            case "normal":
                return at
        found: Array = self.sign * np.exp(at)
        return found

    def place(self, values: Array) -> Array:
        """The coordinates (M,) of a parameter, the inverse of `value`."""
        at = np.reshape(values, -1)[self.chosen]
        match self.prior.family:
            case "beta":
                return np.asarray(np.log(at) - np.log1p(-at))
            case "uniform":
                return np.arctanh(at)
            case "normal":
                return at
        return np.log(self.sign * at)

    def log_prior(self, u: Array, value: Array) -> tuple[float, Array]:
        """The log density of the prior in the coordinate and its gradient (M,), up to a constant."""
        at, prior = u[self.places], self.prior
        match prior.family:
            case "beta":
                one, other = prior.numbers
                return float((one * np.log(value) + other * np.log1p(-value)).sum()), one - (
                    one + other
                ) * value
            case "uniform":
                return float(np.log1p(-(value**2)).sum()), -2 * value
            case "normal":
                return float(-0.5 * ((at / prior.scale) ** 2).sum()), -at / prior.scale**2
            case "half-normal":
                square = (value / prior.scale) ** 2
                return float((at - 0.5 * square).sum()), 1 - square
        apart = (at - np.log(prior.middle)) / prior.scale
        return float(-0.5 * (apart**2).sum()), -apart / prior.scale

    def slope(self, value: Array) -> Array:
        """The derivative (M,) of the value by the coordinate."""
        match self.prior.family:
            case "beta":
                return value * (1 - value)
            case "uniform":
                return 1 - value**2
            case "normal":
                return np.ones(len(value))
        return value


def coordinates_of(inputs: Inputs) -> tuple[Coordinate, ...]:
    """The coordinates of all parameters that are sampled, and of pressure and effects of years."""
    mask, known = inputs.mask, inputs.parameters
    found: list[Coordinate] = []
    begin = 0

    def add(name: str, prior: Parameter, chosen: NDArray[np.int64], sign: float = 1.0) -> None:
        nonlocal begin
        if len(chosen):
            places = slice(begin, begin + len(chosen))
            found.append(Coordinate(name, prior, places, chosen, sign))
            begin += len(chosen)

    for name, prior in known.items():
        if name.endswith(("_z", "_free", "_signed")):
            continue
        every = np.arange(int(np.prod(prior.shape)), dtype=np.int64)
        add(name, prior, every[~inputs.firsts] if name == "loading" else every)
    for name, kept, sign in (
        ("direct", mask.direct, mask.direct_sign),
        ("mediated", mask.mediated, mask.mediated_sign),
        ("moderated", mask.moderated, mask.moderated_sign),
    ):
        told = np.where(kept > 0, sign, np.nan).ravel()
        for way in (0.0, 1.0, -1.0):
            chosen = np.flatnonzero(told == way).astype(np.int64)
            if len(chosen):
                add(name, known[f"{name}_signed" if way else f"{name}_free"], chosen, way or 1.0)
    t = len(inputs.panel.years)
    # What these are likely to be follows from other parameters, and is no prior of their own.
    add("pressure", Parameter("pressure", "normal", (t,), np.inf), np.arange(t))
    if "year_sd" in known:
        add("year", Parameter("year", "normal", (2, t), np.inf), np.arange(2 * t))
    return tuple(found)
