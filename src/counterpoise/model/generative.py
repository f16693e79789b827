"""The equations run forward: panels and paths as the model would have them, from draws of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.equations import OnTies, correlated, filters_after, pressure_after, ties_after
from counterpoise.model.mask import MaskArrays
from counterpoise.model.panel import ModelPanel
from counterpoise.model.parameters import complete, parameters_of
from counterpoise.model.statespace import tie_error
from counterpoise.theory.modelled import Priors

Array = NDArray[np.float64]

SANE = (0.05, 25.0)
"""The least and greatest variance of ties in a prior world that is no nonsense; ties are in standard deviations, so theirs is 1."""


def prior_parameters(
    panel: ModelPanel, mask: MaskArrays, priors: Priors, seed: int, draws: int
) -> dict[str, Array]:
    """Draws (draws, ...) of the parameters from their priors."""
    rng = np.random.default_rng(seed)
    drawn = {each.name: each.prior_draws(rng, draws) for each in parameters_of(panel, mask, priors)}
    return complete(drawn, panel, mask)


def prior_paths(of: Mapping[str, Array], panel: ModelPanel, seed: int) -> dict[str, Array]:
    """Paths of pressure (D, T), filters (D, K, N, T) and ties about their levels (D, 2, N, T) under draws of the parameters."""
    rng = np.random.default_rng([seed, 1])
    d, n, t = of["tie_sd"].shape[0], len(panel.states), len(panel.years)
    k = len(panel.filters)
    pressure, filters, ties = np.zeros((d, t)), np.zeros((k, d, n, t)), np.zeros((2, d, n, t))
    rho_s = of["pressure_persistence"]
    rho_m, rho_d, response = (
        of[name].T[..., None] for name in ("filter_persistence", "tie_persistence", "filter_response")
    )
    filter_sd, tie_sd = (of[name].T[..., None] for name in ("filter_sd", "tie_sd"))
    slopes = of["direct"][:, :, None] + of["direct_of_state"]
    effects = OnTies(
        slopes.swapaxes(0, 1),
        *(np.moveaxis(of[name], 0, -1)[..., None] for name in ("mediated", "moderated")),
    )
    of_year, between = np.moveaxis(of["year"], 0, 1)[:, :, None], of["tie_correlation"][:, None]
    for year in range(t):
        first, last = year == 0, year - 1
        noise = rng.standard_normal((d,))
        pressure[:, year] = noise if first else pressure_after(pressure[:, last], rho_s, noise)
        felt = panel.exposure[None] * pressure[:, year, None]
        spread = filter_sd / np.sqrt(1 - rho_m**2) if first else filter_sd
        shock = spread * rng.standard_normal((d, k, n)).swapaxes(0, 1)
        filters[..., year] = filters_after(0.0 if first else filters[..., last], felt, rho_m, response, shock)
        spread = tie_sd / np.sqrt(1 - rho_d**2) if first else tie_sd
        shock = spread * correlated(between, *rng.standard_normal((2, d, n))) + of_year[..., year]
        before = 0.0 if first else ties[..., last]
        ties[..., year] = ties_after(before, felt, filters[..., year], rho_d, effects, shock)
    return {"pressure": pressure, "filters": filters.swapaxes(0, 1), "ties": ties.swapaxes(0, 1)}


def prior_predictive(
    panel: ModelPanel, mask: MaskArrays, priors: Priors, seed: int, draws: int = 400
) -> float:
    """The share of prior worlds in which the variance of ties about their levels is within `SANE`."""
    of = prior_parameters(panel, mask, priors, seed, draws)
    variance = prior_paths(of, panel, seed)["ties"].var(axis=(2, 3)).mean(axis=1)
    return float(np.mean((variance >= SANE[0]) & (variance <= SANE[1])))


def world(
    panel: ModelPanel, of: Mapping[str, Array], seed: int, priors: Priors | None = None
) -> tuple[ModelPanel, dict[str, Array]]:
    """A panel observed where another is, of a world with one draw (1, ...) of the parameters, and the paths behind it.

    `of` may hold paths of its own (`pressure`, `filters`, `ties`), for worlds that are not those of the equations.
    """
    rng = np.random.default_rng([seed, 2])
    made = {**prior_paths(of, panel, seed), **{k: of[k] for k in ("pressure", "filters", "ties") if k in of}}
    n, r = len(panel.states), len(panel.measure_titles)
    one = {name: value[0] for name, value in of.items()}
    levels = one["tie_level_sd"][:, None] * rng.standard_normal((2, n))
    ties = made["ties"][0] + levels[:, :, None] + tie_error(panel) * rng.standard_normal(panel.ties.shape)
    level = one["measure_level_sd"][:, None] * rng.standard_normal((r, n))
    error = np.sqrt(
        np.nan_to_num(panel.measure_errors) ** 2 + one["extra_error"][list(panel.filter_of), None, None] ** 2
    )
    measures = (
        level[:, :, None]
        + one["loading"][:, None, None] * made["filters"][0][list(panel.filter_of)]
        + error * rng.standard_normal(panel.measures.shape)
    )
    pressure = made["pressure"][0] + (priors or Priors()).pressure_error * rng.standard_normal(
        panel.pressure.shape
    )
    observed = replace(
        panel,
        pressure=np.where(np.isnan(panel.pressure), np.nan, pressure),
        measures=np.where(np.isnan(panel.measures), np.nan, measures),
        ties=np.where(np.isnan(panel.ties), np.nan, ties),
    )
    return observed, {**made, "levels": levels[None]}
