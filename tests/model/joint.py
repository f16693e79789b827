"""The joint log density of the model written out shock by shock, against which the density of its sampler is held."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, halfnorm, multivariate_normal, norm

from counterpoise.model.parameters import Parameter
from counterpoise.model.statespace import Inputs

Array = NDArray[np.float64]


def log_joint(inputs: Inputs, at: dict[str, Array]) -> float:
    """The log density of everything at `at`, of parameters in their coordinates."""
    priors = sum(_prior(each, at, inputs) for each in inputs.parameters.values())
    return priors + _paths(inputs, at) + _observed(inputs, at)


def _prior(of: Parameter, at: dict[str, Array], inputs: Inputs) -> float:
    name = of.name.removesuffix("_free").removesuffix("_signed").removesuffix("_z")
    value = at[name]
    if of.family == "normal":
        if of.name == "direct_of_state_z":
            return norm.logpdf(value, 0, at["response_sd"][:, None]).sum()
        if of.name == "year_z":
            return norm.logpdf(value, 0, at["year_sd"][:, None]).sum()
        if not of.name.endswith("_free"):
            return norm.logpdf(value, 0, of.scale).sum()
        free = (getattr(inputs.mask, name) > 0) & (getattr(inputs.mask, f"{name}_sign") == 0)
        return norm.logpdf(value[free], 0, of.scale).sum()
    if of.family == "half-normal":
        signed = (getattr(inputs.mask, name) * getattr(inputs.mask, f"{name}_sign")) != 0
        size = np.abs(value[signed])
        return (halfnorm.logpdf(size, scale=of.scale) + np.log(size)).sum()
    if of.family == "beta":
        return (beta.logpdf(value, *of.numbers) + np.log(value * (1 - value))).sum()
    if of.family == "uniform":
        return float(np.log(0.5) + np.log(1 - value**2))
    each = norm.logpdf(np.log(value), np.log(of.middle), of.scale)
    return each[~inputs.firsts].sum() if name == "loading" else each.sum()


def _paths(inputs: Inputs, at: dict[str, Array]) -> float:
    exposure, pressure = inputs.panel.exposure, at["pressure"]
    filters, ties = at["filter_states"], at["tie_states"]
    lasts = at["pressure_persistence"]
    total = norm.logpdf(pressure[0])
    total += norm.logpdf(pressure[1:], lasts * pressure[:-1], np.sqrt(1 - lasts**2)).sum()
    between = np.array([[1, at["tie_correlation"]], [at["tie_correlation"], 1]])
    for i in range(ties.shape[1]):
        for t in range(ties.shape[2]):
            felt = exposure[i] * pressure[t]
            rho, sd = at["filter_persistence"], at["filter_sd"]
            past = rho * filters[:, i, t - 1] if t else 0.0
            long = 1.0 if t else 1 / np.sqrt(1 - rho**2)
            total += norm.logpdf(filters[:, i, t], past + at["filter_response"] * felt, sd * long).sum()
            rho = at["tie_persistence"]
            sd = at["tie_sd"] if t else at["tie_sd"] / np.sqrt(1 - rho**2)
            mean = (
                (at["direct"] + at["direct_of_state"][:, i]) * felt
                + at["mediated"] @ filters[:, i, t]
                + at["moderated"] @ filters[:, i, t] * felt
                + at["year"][:, t]
                + (rho * ties[:, i, t - 1] if t else 0.0)
            )
            total += multivariate_normal.logpdf(ties[:, i, t], mean, np.outer(sd, sd) * between)
    return float(total)


def _observed(inputs: Inputs, at: dict[str, Array]) -> float:
    panel = inputs.panel
    seen = ~np.isnan(panel.pressure)
    mean = np.broadcast_to(at["pressure"], seen.shape)
    total = norm.logpdf(panel.pressure, mean, 0.1)[seen].sum()
    seen = panel.observed_ties
    sd = np.sqrt(panel.tie_errors**2 + 0.02**2)
    total += norm.logpdf(panel.ties, at["tie_states"] + at["tie_levels"][:, :, None], sd)[seen].sum()
    total += norm.logpdf(at["tie_levels"], 0, at["tie_level_sd"][:, None]).sum()
    for r, of in enumerate(panel.filter_of):
        spread = at["measure_level_sd"][r]
        for i in range(len(panel.states)):
            here = ~np.isnan(panel.measures[r, i])
            variance = panel.measure_errors[r, i, here] ** 2 + at["extra_error"][of] ** 2
            apart = panel.measures[r, i, here] - at["loading"][r] * at["filter_states"][of, i, here]
            level = at["measure_levels"][r, i]
            total += norm.logpdf(apart, level, np.sqrt(variance)).sum() + norm.logpdf(level, 0, spread)
    return float(total)
