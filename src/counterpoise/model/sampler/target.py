"""The density of the parameters of the model, of pressure and of effects of years, given all that is observed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.sampler.coordinates import BOUND, Coordinate, coordinates_of
from counterpoise.model.sampler.marginal import Filters, Measures, Observed, Ties, marginal
from counterpoise.model.statespace import Inputs, State, measure_precisions, shock_precision

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """The log density at a vector of the coordinates of a panel's model, with its gradient."""

    inputs: Inputs

    @cached_property
    def coordinates(self) -> tuple[Coordinate, ...]:
        """What stands where in the vector."""
        return coordinates_of(self.inputs)

    @cached_property
    def size(self) -> int:
        """How many coordinates there are."""
        return int(self.coordinates[-1].places.stop)

    @cached_property
    def _bounded(self) -> Array:
        """Where a coordinate must not go farther than `BOUND`."""
        widths = [each.places.stop - each.places.start for each in self.coordinates]
        return np.repeat([each.prior.family != "normal" for each in self.coordinates], widths)

    @cached_property
    def _fixed(self) -> State:
        """What no coordinate tells: 0 where the mask fixes it, 1 for the loading of the first measure of a filter."""
        panel = self.inputs.panel
        n, t, k = len(panel.states), len(panel.years), len(panel.filters)
        of_ties = {
            "direct": (2,),
            "mediated": (2, k),
            "moderated": (2, k),
            "year": (2, t),
            "response_sd": (2,),
        }
        found = {name: np.zeros(shape) for name, shape in of_ties.items()}
        return {**found, "direct_of_state": np.zeros((2, n)), "loading": np.ones(len(panel.filter_of))}

    def values(self, u: Array) -> State:
        """Parameters, pressure and effects of years at a vector (C,)."""
        found = {name: value.copy() for name, value in self._fixed.items()}
        for each in self.coordinates:
            if each.name not in found:
                found[each.name] = np.zeros(each.prior.shape)
            found[each.name].reshape(-1)[each.chosen] = each.value(u)
        return found

    def placed(self, at: State) -> Array:
        """The vector (C,) at which parameters, pressure and effects of years have these values."""
        return np.concatenate([each.place(at[each.name]) for each in self.coordinates])

    def density(self, u: Array) -> tuple[float, Array]:
        """The log density up to a constant and its gradient (C,); minus infinity where it is 0 to the machine."""
        gradient = np.zeros(len(u))
        if not np.abs(u[self._bounded]).max() < BOUND:
            return -np.inf, gradient
        at = self.values(u)
        sound, total, *of_states = marginal(*arguments(self.inputs, at))
        if not sound:
            return -np.inf, gradient
        of_pressure, gained = self._of_pressure(at)
        raw = self._by_value(at, of_states)
        raw["pressure"] = raw["pressure"] + of_pressure
        raw["pressure_persistence"] = self._of_persistence(at)
        total += gained
        if "year_sd" in self.inputs.parameters:
            sd = at["year_sd"][:, None]
            scaled = at["year"] / sd
            total -= float(0.5 * (scaled**2).sum() + scaled.shape[1] * np.log(sd).sum())
            raw["year"] = raw["year"] - scaled / sd
            raw["year_sd"] = ((scaled**2).sum(axis=1) - scaled.shape[1]) / sd[:, 0]
        for each in self.coordinates:
            value = each.value(u)
            prior, slope = each.log_prior(u, value)
            total += prior
            gradient[each.places] = raw[each.name].reshape(-1)[each.chosen] * each.slope(value) + slope
        return total, gradient

    def _by_value(self, at: State, of_states: list[Array]) -> dict[str, Array]:
        """The gradient of the density of measures and ties by each value, as `marginal` gives it."""
        of_filters, of_lasting, products, of_effects, of_moved, of_felt, squares, of_measures = of_states
        inputs = self.inputs
        (t, n), k, r = of_felt.shape, len(inputs.panel.filters), len(inputs.filter_of)
        sd, between = at["tie_sd"], at["tie_correlation"]
        scaled = products / np.outer(sd, sd)
        rest = 1 - between**2
        apart = (scaled[0, 0] + scaled[1, 1] - 2 * between * scaled[0, 1]) / rest
        felt = at["pressure"][:, None] * inputs.panel.exposure
        found = {
            "filter_persistence": of_filters[0],
            "filter_response": of_filters[1],
            "filter_sd": of_filters[2] / at["filter_sd"],
            "tie_persistence": of_lasting,
            "tie_sd": ((scaled.diagonal() - between * scaled[0, 1]) / rest - n * t) / sd,
            "tie_correlation": (n * t * between + scaled[0, 1] - between * apart) / rest,
            "mediated": of_effects[0],
            "moderated": of_effects[1],
            "direct": (of_moved * felt[:, None]).sum(axis=(0, 2)),
            "tie_level_sd": (squares[:2] / at["tie_level_sd"] ** 2 - n) / at["tie_level_sd"],
            "measure_level_sd": (squares[2 : 2 + r] / at["measure_level_sd"] ** 2 - n)
            / at["measure_level_sd"],
            "loading": of_measures[0],
            "extra_error": 2 * at["extra_error"] * np.bincount(inputs.filter_of, of_measures[1], k),
            "pressure": np.einsum(
                "tn,n->t", of_felt + np.einsum("tpn,p->tn", of_moved, at["direct"]), inputs.panel.exposure
            ),
            "year": of_moved.sum(axis=2).T,
        }
        if squares.size > 2 + r:
            found["response_sd"] = (squares[2 + r :] / at["response_sd"] ** 2 - n) / at["response_sd"]
        return found

    def _of_pressure(self, at: State) -> tuple[Array, float]:
        """The gradient (T,) by pressure of the density of pressure and its series, and that density."""
        pressure, sure = at["pressure"], self.inputs.pressure_precisions
        left = self.inputs.pressure - pressure
        change, rest = self._changes(at)
        towards = (sure * left).sum(axis=0)
        towards[0] -= pressure[0]
        towards[1:] -= change / rest
        towards[:-1] += at["pressure_persistence"] * change / rest
        total = (
            (sure * left**2).sum() + pressure[0] ** 2 + (change**2).sum() / rest + len(change) * np.log(rest)
        )
        return towards, -0.5 * float(total)

    def _of_persistence(self, at: State) -> Array:
        """The gradient of the density of pressure by its persistence."""
        lasts, (change, rest) = at["pressure_persistence"], self._changes(at)
        along = (change * at["pressure"][:-1]).sum() - lasts * (change**2).sum() / rest + len(change) * lasts
        return np.asarray(along / rest)

    def _changes(self, at: State) -> tuple[Array, float]:
        """What pressure is beyond what is left of the year before (T - 1,), and the variance of that."""
        pressure, lasts = at["pressure"], float(at["pressure_persistence"])
        return pressure[1:] - lasts * pressure[:-1], 1 - lasts**2


def arguments(inputs: Inputs, at: State) -> tuple[Array, Array, Filters, Ties, Measures, Observed]:
    """What the compiled functions of `marginal` read."""
    effects = (at["direct"], at["mediated"], at["moderated"])
    of_states = at["response_sd"] ** -2.0 if inputs.mask.direct.any() else np.zeros(0)
    return (
        at["pressure"][:, None] * inputs.panel.exposure,
        at["year"],
        (at["filter_persistence"], at["filter_response"], at["filter_sd"] ** 2),
        (at["tie_persistence"], shock_precision(at), *effects, of_states),
        (
            inputs.measures,
            measure_precisions(inputs, at),
            at["loading"],
            inputs.filter_of,
            at["measure_level_sd"] ** -2.0,
        ),
        (inputs.ties, inputs.tie_precisions, at["tie_level_sd"] ** -2.0),
    )
