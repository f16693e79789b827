"""A dynamic factor behind the indicators of a dimension, by Gibbs sampling, with the missing cells drawn."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

SHAPE = 2.0
NOISE, APART, STEP = 0.1, 0.1, 0.02
"""Each variance is inverse gamma with shape 2 and one of these scales, of the indicator's own variance: of the noise,
of a state's distance from what the factor says, and of the factor's step from year to year."""


def draw_missing(
    indicators: Floats, missing: Places, seed: int, *, draws: int = 500, burn_in: int = 200
) -> NDArray[np.float32]:
    """Draws (missing, draws) of missing cells, `missing` (cells, 3) by state, year and indicator.

    `indicators` (states, years, indicators) are standardised, nan where not observed. The model:

        y_itm = a_im + l_m f_it + e_itm    e_itm ~ N(0, v_m), a_im ~ N(0, w_m), l_m ~ N(0, 1)
        f_it = f_i,t-1 + u_it              u_it ~ N(0, q),  f_i1 ~ N(0, 1)

    one factor, which walks from year to year for each state by itself, loadings that all states share, and for each
    state and indicator its own distance a_im from what the factor says. The factor of a state is drawn whole, forwards
    filtered and backwards sampled: Carter and Kohn (1994) doi 10.1093/biomet/81.3.541; the rest is conjugate. Missing
    cells have no part in the likelihood, so that they need be drawn for the kept draws only.
    """
    seen = np.isfinite(indicators)
    filled = np.where(seen, indicators, 0.0)
    rng = np.random.default_rng([seed, 17])
    return _gibbs(filled, seen.astype(np.float64), missing, draws, burn_in, rng).T


@njit
def _gibbs(
    y: Floats, seen: Floats, missing: Places, draws: int, burn_in: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The kept draws of the missing cells, (draws, cells)."""
    states, years, indicators = y.shape
    kept = np.empty((draws, len(missing)), dtype=np.float32)
    factor = np.zeros((states, years))
    apart = np.zeros((states, indicators))
    loading = np.ones(indicators)
    noise, distance = np.full(indicators, 0.5), np.full(indicators, 0.5)
    step = 0.1
    count = np.zeros((states, indicators))
    for i in range(states):
        for t in range(years):
            count[i] += seen[i, t]
    total = count.sum(axis=0)
    ff, fr, rr = np.zeros(indicators), np.zeros(indicators), np.zeros(indicators)
    of_state = np.zeros(indicators)
    known, told = np.zeros(years), np.zeros(years)
    mean, variance = np.zeros(years), np.zeros(years)
    for sweep in range(burn_in + draws):
        ff[:], fr[:], rr[:] = 0.0, 0.0, 0.0
        walked = 0.0
        lean = loading / noise
        sure = loading * lean
        for i in range(states):
            for t in range(years):
                information, score = 0.0, 0.0
                for m in range(indicators):
                    information += seen[i, t, m] * sure[m]
                    score += seen[i, t, m] * lean[m] * (y[i, t, m] - apart[i, m])
                known[t], told[t] = information, score
            walked += _draw_walk(known, told, step, mean, variance, factor[i], rng)
            of_state[:] = 0.0
            for t in range(years):
                for m in range(indicators):
                    of_state[m] += seen[i, t, m] * (y[i, t, m] - loading[m] * factor[i, t])
            for m in range(indicators):
                precision = count[i, m] / noise[m] + 1 / distance[m]
                apart[i, m] = of_state[m] / noise[m] / precision + rng.standard_normal() / math.sqrt(
                    precision
                )
            for t in range(years):
                f = factor[i, t]
                for m in range(indicators):
                    r = seen[i, t, m] * (y[i, t, m] - apart[i, m])
                    ff[m] += seen[i, t, m] * f * f
                    fr[m] += r * f
                    rr[m] += r * r
        for m in range(indicators):
            precision = ff[m] / noise[m] + 1.0
            loading[m] = fr[m] / noise[m] / precision + rng.standard_normal() / math.sqrt(precision)
            squares = max(rr[m] - 2 * loading[m] * fr[m] + loading[m] ** 2 * ff[m], 0.0)
            noise[m] = (NOISE + squares / 2) / rng.standard_gamma(SHAPE + total[m] / 2)
            distance[m] = (APART + (apart[:, m] ** 2).sum() / 2) / rng.standard_gamma(SHAPE + states / 2)
        step = (STEP + walked / 2) / rng.standard_gamma(SHAPE + states * (years - 1) / 2)
        if sweep >= burn_in:
            spread = np.sqrt(noise)
            row = kept[sweep - burn_in]
            for place in range(len(missing)):
                i, t, m = missing[place, 0], missing[place, 1], missing[place, 2]
                row[place] = apart[i, m] + loading[m] * factor[i, t] + spread[m] * rng.standard_normal()
    return kept


@njit
def _draw_walk(
    known: Floats,
    told: Floats,
    step: float,
    mean: Floats,
    variance: Floats,
    walk: Floats,
    rng: np.random.Generator,
) -> float:
    """Draw a random walk into `walk` (years,) from information and score of each year; gives the sum of squared steps."""
    years = len(walk)
    before, spread = 0.0, 1.0
    for t in range(years):
        variance[t] = 1 / (1 / spread + known[t])
        mean[t] = variance[t] * (before / spread + told[t])
        before, spread = mean[t], variance[t] + step
    walk[years - 1] = mean[years - 1] + math.sqrt(variance[years - 1]) * rng.standard_normal()
    walked = 0.0
    for t in range(years - 2, -1, -1):
        share = variance[t] / (variance[t] + step)
        centre = mean[t] + share * (walk[t + 1] - mean[t])
        walk[t] = centre + math.sqrt(share * step) * rng.standard_normal()
        walked += (walk[t + 1] - walk[t]) ** 2
    return walked
