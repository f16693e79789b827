"""The density of the parameters of the model given what is observed, and pressure and effects of years where these are held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.coordinates import FARTHEST, coordinates_of, placed
from counterpoise.model.marginal import Filters, Measures, Observed, Ties, marginal
NOT_POSITIVE = -1e300
from counterpoise.model.statespace import Inputs, State, measure_precisions, shock_precision, felt_by

Array = NDArray[np.float64]


def arguments(inputs: Inputs, at: State) -> tuple[Array, Array, Filters, Ties, Measures, Observed]:
    """What the compiled functions of `marginal` read."""
    spread = at["response_sd"] ** -2.0 if inputs.mask.direct.any() else np.zeros(0)
    return (
        at["pressure"][:, None] * inputs.panel.exposure,
        at["year"],
        (at["filter_persistence"], at["filter_response"], at["filter_sd"] ** 2),
        (
            at["tie_persistence"],
            shock_precision(at),
            at["direct"],
            at["mediated"],
            at["moderated"],
            spread,
        ),
        (
            np.ascontiguousarray(inputs.measures.transpose(2, 0, 1)),
            np.ascontiguousarray(measure_precisions(inputs, at).transpose(2, 0, 1)),
            at["loading"],
            inputs.filter_of,
            at["measure_level_sd"] ** -2.0,
        ),
        (np.ascontiguousarray(inputs.ties.transpose(2, 0, 1)), np.ascontiguousarray(inputs.precisions.transpose(2, 0, 1)), at["tie_level_sd"] ** -2.0),
    )


class Target:
    """The log density at a vector of `coordinates`, with its gradient; pressure and years are those last `hold` was told."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.coordinates = coordinates_of(inputs)
        self.size = self.coordinates[-1].places.stop
        self.bounded = np.concatenate(
            [np.full(each.places.stop - each.places.start, each.prior.family != "normal") for each in self.coordinates]
        )

    def values(self, u: Array, held: State) -> State:
        at = dict(held)
        for each in self.coordinates:
            whole = np.array(at[each.name], dtype=np.float64)
            flat = whole.reshape(-1)
            flat[each.chosen] = each.value(u)
            at[each.name] = flat.reshape(whole.shape)
        return at

    def at(self, u: Array, held: State) -> tuple[float, Array]:
        gradient = np.zeros(len(u))
        if np.abs(u[self.bounded]).max() > FARTHEST:
            return NOT_POSITIVE, gradient
        now = self.values(u, held)
        found = marginal(*arguments(self.inputs, now))
        sound, total, of_filters, of_lasting, products, of_effects, of_moved, of_felt, edge, of_measures = found
        if not sound:
            return NOT_POSITIVE, gradient
        t, n = of_felt.shape
        tie, level, own = edge[:2], edge[2:2+len(self.inputs.filter_of)], edge[2+len(self.inputs.filter_of):]
        felt = now["pressure"][:, None] * self.inputs.panel.exposure
        sd, r = now["tie_sd"], float(now["tie_correlation"])
        scaled = products / np.outer(sd, sd)
        cross = (scaled[0, 0] + scaled[1, 1] - 2 * r * scaled[0, 1]) / (1 - r**2)
        raw = {
            "filter_persistence": of_filters[0],
            "filter_response": of_filters[1],
            "filter_sd": of_filters[2] / now["filter_sd"],
            "tie_persistence": of_lasting,
            "tie_sd": ((np.diag(scaled) - r * scaled[0, 1]) / (1 - r**2) - n * t) / sd,
            "tie_correlation": np.array((n * t * r + scaled[0, 1] - r * cross) / (1 - r**2)),
            "mediated": of_effects[0],
            "moderated": of_effects[1],
            "direct": (of_moved * felt[:, None]).sum(axis=(0, 2)),
            "response_sd": (own / now["response_sd"] ** 2 - n) / now["response_sd"] if own.any() else own,
            "tie_level_sd": (tie / now["tie_level_sd"] ** 2 - n) / now["tie_level_sd"],
            "measure_level_sd": (level / now["measure_level_sd"] ** 2 - n) / now["measure_level_sd"],
            "loading": of_measures[0],
            "extra_error": 2 * now["extra_error"] * np.bincount(self.inputs.filter_of, of_measures[1], len(now["extra_error"])),
        }
        of_ties = np.einsum("p,tpn->tn", now["direct"], of_moved)
        gain, more = self.of_pressure(now)
        total += gain
        raw |= more
        raw["pressure"] = raw["pressure"] + (of_felt + of_ties) @ self.inputs.panel.exposure
        if "year_sd" in self.inputs.parameters:
            sd = now["year_sd"][:, None]
            scaled = now["year"] / sd
            total += float(-0.5 * (scaled**2).sum() - t * np.log(sd).sum())
            raw["year"] = of_moved.sum(axis=2).T - scaled / sd
            raw["year_sd"] = ((scaled**2).sum(axis=1) - t) / sd[:, 0]
        for each in self.coordinates:
            value = each.value(u)
            prior, slope = each.log_prior(u, value)
            total += prior
            gradient[each.places] = raw[each.name].reshape(-1)[each.chosen] * each.slope(value) + slope
        return total, gradient

    def of_pressure(self, now: State) -> tuple[float, dict[str, Array]]:
        """The log density of pressure and its series, and its gradient."""
        s, lasts, known = now["pressure"], float(now["pressure_persistence"]), self.inputs.pressure_known
        variance = np.maximum(known, 0) + now["pressure_error"][:, None] ** 2
        sure = np.where(known < 0, 0.0, 1 / variance)
        loading = now["pressure_loading"][:, None]
        left = self.inputs.pressure - loading * s
        rest = 1 - lasts**2
        change = s[1:] - lasts * s[:-1]
        total = -0.5 * (sure * left**2).sum() - 0.5 * np.log(variance[known >= 0]).sum()
        total -= 0.5 * (s[0] ** 2 + (change**2).sum() / rest + (len(s) - 1) * np.log(rest))
        towards = (sure * loading * left).sum(axis=0)
        towards[0] -= s[0]
        towards[1:] -= change / rest
        towards[:-1] += lasts * change / rest
        by_lasts = (change @ s[:-1]) / rest - lasts * (change @ change) / rest**2 + (len(s) - 1) * lasts / rest
        return float(total), {
            "pressure": towards,
            "pressure_persistence": np.array(by_lasts),
            "pressure_loading": (sure * left * s).sum(axis=1),
            "pressure_error": (sure * (sure * left**2 - 1)).sum(axis=1) * now["pressure_error"],
        }
