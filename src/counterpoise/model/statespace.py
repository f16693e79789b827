"""The equations of the model as a joint density: those above `posterior.Posterior`, with their priors and errors.

The years before a panel begins are not known, so in its first year a filter and a tie stand about what moves them then with
the standard deviation that their path has in the long run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.mask import MaskArrays
from counterpoise.model.panel import ModelPanel
from counterpoise.model.parameters import Parameter, complete, parameters_of
from counterpoise.model.reference import Reference, reference, tie_error
from counterpoise.theory.modelled import Priors

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inputs:
    """A panel with all that its density is made of."""

    panel: ModelPanel
    mask: MaskArrays
    reference: Reference
    parameters: tuple[Parameter, ...]


def inputs_of(panel: ModelPanel, mask: MaskArrays, priors: Priors) -> Inputs:
    """Inputs of the density for a panel."""
    return Inputs(panel, mask, reference(panel), parameters_of(panel, mask, priors))


def coordinates(inputs: Inputs) -> dict[str, Array]:
    """A likely point at which sampling may begin: all that is sampled, by name."""
    panel = inputs.panel
    n, t, k = len(panel.states), len(panel.years), len(panel.filters)
    shapes = {"pressure_z": (t,), "filters_z": (k, n, t), "ties_z": (2, n, t), "tie_levels_z": (2, n)}
    return {
        **{each.name: each.start for each in inputs.parameters},
        **{name: np.zeros(shape) for name, shape in shapes.items()},
    }


def widths(inputs: Inputs) -> dict[str, Array]:
    """A guess at the standard deviation of each coordinate."""
    known = {each.name: each.width for each in inputs.parameters}
    return {name: np.full(value.shape, known.get(name, 0.8)) for name, value in coordinates(inputs).items()}


def stretch(inputs: Inputs, filter_sd: Any) -> Any:
    """By how much the coordinates of each filter stretch (..., K) with the standard deviation of its shocks (..., K)."""
    return (filter_sd / inputs.reference.shocks) ** inputs.reference.looseness


def paths(inputs: Inputs, at: Mapping[str, Any], filter_sd: Any) -> dict[str, Any]:
    """The unobserved series at coordinates: pressure (T,), filters (K, N, T), ties (2, N, T) and their levels (2, N)."""
    import jax.numpy as jnp

    of = inputs.reference
    return {
        "pressure": of.pressure + of.pressure_spread @ at["pressure_z"],
        "filters": stretch(inputs, filter_sd)[:, None, None]
        * (of.filters + jnp.einsum("knts,kns->knt", of.filters_spread, at["filters_z"])),
        "ties": of.ties + jnp.einsum("pnts,pns->pnt", of.ties_spread, at["ties_z"]),
        "levels": of.levels + of.levels_spread * at["tie_levels_z"],
    }


def density(inputs: Inputs, at: Mapping[str, Any]) -> Any:
    """The log density of the model at coordinates, up to a constant: priors, paths, and what was observed of them.

    The paths are linear in their coordinates, so that beside what filters stretch no more than a constant lies between the two
    densities.
    """
    import jax.numpy as jnp

    panel = inputs.panel
    drawn = {each.name: each.value(at[each.name], jnp) for each in inputs.parameters}
    of = complete(drawn, panel, inputs.mask, jnp)
    found = paths(inputs, at, of["filter_sd"])
    pressure, filters, ties, levels = (found[name] for name in ("pressure", "filters", "ties", "levels"))
    total = sum(each.log_prior(at[each.name], jnp) for each in inputs.parameters)
    total += len(panel.states) * len(panel.years) * jnp.log(stretch(inputs, of["filter_sd"])).sum()
    total += pressure_density(of, pressure) + filter_density(of, panel.exposure, pressure, filters)
    total += tie_density(of, panel.exposure, pressure, filters, ties - levels[:, :, None])
    total += _normal(levels, of["tie_level_sd"][:, None])
    total += pressure_likelihood(of, panel, pressure) + measure_likelihood(of, panel, filters)
    return total + tie_likelihood(panel, ties)


def pressure_density(of: Mapping[str, Any], pressure: Any) -> Any:
    """The log density of the path of pressure (T,), an autoregression with the standard deviation 1 throughout."""
    rho = of["pressure_persistence"]
    return _normal(pressure[0], 1.0) + _normal(pressure[1:] - rho * pressure[:-1], (1 - rho**2) ** 0.5)


def filter_density(of: Mapping[str, Any], exposure: Array, pressure: Any, filters: Any) -> Any:
    """The log density of the paths of filters (K, N, T), given that of pressure."""
    rho, sd = of["filter_persistence"][:, None], of["filter_sd"][:, None]
    moved = filters - of["filter_response"][:, None, None] * exposure[None, :, None] * pressure
    shocks = moved[:, :, 1:] - rho[:, :, None] * filters[:, :, :-1]
    return _normal(moved[:, :, 0], sd / (1 - rho**2) ** 0.5) + _normal(shocks, sd[:, :, None])


def tie_inputs_of(of: Mapping[str, Any], exposure: Array, pressure: Any, filters: Any) -> Any:
    """What moves ties beside their past (2, N, T): pressure, filters, both together and the year."""
    import jax.numpy as jnp

    felt = exposure[:, None] * pressure[None]
    response = of["direct"][:, None] + of["direct_of_state"]
    return (
        response[:, :, None] * felt[None]
        + jnp.einsum("pk,knt->pnt", of["mediated"], filters)
        + jnp.einsum("pk,knt->pnt", of["moderated"], filters) * felt[None]
        + of["year"][:, None, :]
    )


def tie_density(of: Mapping[str, Any], exposure: Array, pressure: Any, filters: Any, ties: Any) -> Any:
    """The log density of the paths of ties about their levels (2, N, T), given those of pressure and filters."""
    import jax.numpy as jnp

    rho, sd = of["tie_persistence"][:, None], of["tie_sd"][:, None]
    moved = ties - tie_inputs_of(of, exposure, pressure, filters)
    first = moved[:, :, 0] * (1 - rho**2) ** 0.5
    shocks = moved[:, :, 1:] - rho[:, :, None] * ties[:, :, :-1]
    a, b = jnp.concatenate([first[:, :, None], shocks], axis=2) / sd[:, :, None]
    between = of["tie_correlation"]
    jacobian = ties.shape[1] * 0.5 * jnp.log1p(-(rho**2)).sum()
    each = ties.shape[1] * ties.shape[2] * jnp.log(sd).sum()
    return _normal(a, 1.0) + _normal(b - between * a, (1 - between**2) ** 0.5) + jacobian - each


def pressure_likelihood(of: Mapping[str, Any], panel: ModelPanel, pressure: Any) -> Any:
    """The log density of the observed series of pressure (J, T)."""
    apart = np.nan_to_num(panel.pressure) - of["pressure_loading"][:, None] * pressure[None]
    known = 0.0 if panel.pressure_errors is None else np.nan_to_num(panel.pressure_errors)
    sd = (of["pressure_error"][:, None] ** 2 + known**2) ** 0.5
    return _normal(apart, sd, ~np.isnan(panel.pressure))


def measure_likelihood(of: Mapping[str, Any], panel: ModelPanel, filters: Any) -> Any:
    """The log density of the observed measures (R, N, T), the level of each in each state integrated out."""
    import jax.numpy as jnp

    apart, weights, variance, seen = _about_filters(of, panel, filters, jnp)
    sums, level = weights.sum(axis=2), of["measure_level_sd"][:, None] ** 2
    square = (weights * apart**2).sum() - ((weights * apart).sum(axis=2) ** 2 / (1 / level + sums)).sum()
    spread = (jnp.log(variance) * seen).sum() + jnp.log1p(level * sums).sum()
    return -0.5 * (square + spread + seen.sum() * np.log(2 * np.pi))


def tie_likelihood(panel: ModelPanel, ties: Any) -> Any:
    """The log density of the observed ties (2, N, T)."""
    return _normal(np.nan_to_num(panel.ties) - ties, tie_error(panel), panel.observed_ties)


def measure_levels(
    of: Mapping[str, Array], panel: ModelPanel, filters: Array, rng: np.random.Generator
) -> Array:
    """A draw (R, N) of the level of each measure in each state, given one draw of the parameters and the filters (K, N, T)."""
    apart, weights, _, _ = _about_filters(of, panel, filters, np)
    precision = weights.sum(axis=2) + 1 / of["measure_level_sd"][:, None] ** 2
    found: Array = (weights * apart).sum(axis=2) / precision
    found += rng.standard_normal(found.shape) / np.sqrt(precision)
    return found


def _about_filters(of: Mapping[str, Any], panel: ModelPanel, filters: Any, xp: Any) -> tuple[Any, ...]:
    """Measures less what the filters give, their precision, variance and where they are observed, all (R, N, T)."""
    seen = ~np.isnan(panel.measures)
    # A product with a matrix of 0 and 1: taking rows by number is slow to take the gradient of.
    member = np.eye(len(panel.filters))[list(panel.filter_of)]
    apart = np.nan_to_num(panel.measures) - xp.einsum("rk,knt->rnt", of["loading"][:, None] * member, filters)
    variance = np.nan_to_num(panel.measure_errors) ** 2 + of["extra_error"][:, None, None] ** 2
    return apart * seen, seen / variance, variance, seen


def _normal(values: Any, sd: Any, seen: Any = None) -> Any:
    """The summed log density of values about 0, of those that are seen."""
    import jax.numpy as jnp

    each = -0.5 * (values / sd) ** 2 - jnp.log(sd) - 0.5 * np.log(2 * np.pi)
    return (each if seen is None else jnp.where(seen, each, 0.0)).sum()
