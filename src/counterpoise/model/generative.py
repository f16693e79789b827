"""The equations run forward: panels and paths as the model would have them, from draws of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.mask import MaskArrays
from counterpoise.model.panel import ModelPanel
from counterpoise.model.parameters import complete, parameters_of
from counterpoise.model.statespace import pressure_error, tie_error
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
    k, felt_by = len(panel.filters), panel.exposure
    pressure, filters, ties = np.zeros((d, t)), np.zeros((d, k, n, t)), np.zeros((d, 2, n, t))
    rho_s, rho_m, rho_d = (of[f"{name}_persistence"] for name in ("pressure", "filter", "tie"))
    between = of["tie_correlation"][:, None]
    for year in range(t):
        long_run = year == 0
        noise = rng.standard_normal(d)
        pressure[:, year] = (
            noise if long_run else rho_s * pressure[:, year - 1] + np.sqrt(1 - rho_s**2) * noise
        )
        felt = felt_by[None] * pressure[:, year, None]
        spread = of["filter_sd"] / np.sqrt(1 - rho_m**2) if long_run else of["filter_sd"]
        shock = spread[:, :, None] * rng.standard_normal((d, k, n))
        past = 0.0 if long_run else rho_m[:, :, None] * filters[..., year - 1]
        now = past + of["filter_response"][:, :, None] * felt[:, None] + shock
        filters[..., year] = now
        a, b = rng.standard_normal((2, d, n))
        spread = of["tie_sd"] / np.sqrt(1 - rho_d**2) if long_run else of["tie_sd"]
        shock = spread[:, :, None] * np.stack([a, between * a + np.sqrt(1 - between**2) * b], axis=1)
        past = 0.0 if long_run else rho_d[:, :, None] * ties[..., year - 1]
        ties[..., year] = (
            past
            + (of["direct"][:, :, None] + of["direct_of_state"]) * felt[:, None]
            + np.einsum("dpk,dkn->dpn", of["mediated"], now)
            + np.einsum("dpk,dkn->dpn", of["moderated"], now) * felt[:, None]
            + of["year"][:, :, None, year]
            + shock
        )
    return {"pressure": pressure, "filters": filters, "ties": ties}


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
    pressure = made["pressure"][0] + pressure_error(panel, priors or Priors()) * rng.standard_normal(
        panel.pressure.shape
    )
    observed = replace(
        panel,
        pressure=np.where(np.isnan(panel.pressure), np.nan, pressure),
        measures=np.where(np.isnan(panel.measures), np.nan, measures),
        ties=np.where(np.isnan(panel.ties), np.nan, ties),
    )
    return observed, {**made, "levels": levels[None]}
