"""Imputation of a large dimension: 500 draws of 200 states x 30 years x 30 indicators with 30 per cent missing.

Usage: python benchmarks/imputation.py

Seconds of the processor, compiling apart, beside the same sampler in plain numpy, vectorised over states and
indicators, of which a tenth of the sweeps are run. The world is made up, so that the truth is known.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.dynamic_factor import APART, NOISE, SHAPE, STEP
from counterpoise.measurement.imputation import impute

STATES, YEARS, INDICATORS, MISSING = 200, 30, 30, 0.3
DRAWS, BURN_IN, SHARE = 500, 200, 10
SECONDS = 1.5
"""The bar for 500 kept draws."""

Floats = NDArray[np.float64]


def world(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Indicators of a factor that walks from year to year, whole and with cells missing."""
    steps = [rng.normal(size=(STATES, 1)), rng.normal(0, 0.3, (STATES, YEARS - 1))]
    factor = np.concatenate(steps, axis=1).cumsum(axis=1)
    whole = rng.normal(0, 0.3, (STATES, 1, INDICATORS)) + rng.normal(1, 0.4, INDICATORS) * factor[:, :, None]
    whole += rng.normal(0, 0.1, whole.shape)
    return whole, np.where(rng.random(whole.shape) < MISSING, np.nan, whole)


def plain_numpy(values: Floats, draws: int, burn_in: int, rng: np.random.Generator) -> Floats:
    """The sampler of `dynamic_factor` in numpy: a loop over sweeps and years. Gives (draws, missing)."""
    seen = np.isfinite(values)
    y = np.where(seen, (values - np.nanmean(values, axis=(0, 1))) / np.nanstd(values, axis=(0, 1)), 0.0)
    missing = ~seen
    apart, loading = np.zeros((STATES, 1, INDICATORS)), np.ones(INDICATORS)
    noise, distance, step = np.full(INDICATORS, 0.5), np.full(INDICATORS, 0.5), 0.1
    factor = np.zeros((STATES, YEARS))
    mean, variance = np.zeros((STATES, YEARS)), np.zeros((STATES, YEARS))
    kept = []
    for sweep in range(burn_in + draws):
        known = seen @ (loading**2 / noise)
        told = np.where(seen, y - apart, 0.0) @ (loading / noise)
        before, spread = np.zeros(STATES), np.ones(STATES)
        for t in range(YEARS):
            variance[:, t] = 1 / (1 / spread + known[:, t])
            mean[:, t] = variance[:, t] * (before / spread + told[:, t])
            before, spread = mean[:, t], variance[:, t] + step
        factor[:, -1] = mean[:, -1] + np.sqrt(variance[:, -1]) * rng.standard_normal(STATES)
        for t in range(YEARS - 2, -1, -1):
            share = variance[:, t] / (variance[:, t] + step)
            centre = mean[:, t] + share * (factor[:, t + 1] - mean[:, t])
            factor[:, t] = centre + np.sqrt(share * step) * rng.standard_normal(STATES)
        precision = seen.sum(axis=1) / noise + 1 / distance
        score = np.where(seen, y - loading * factor[:, :, None], 0.0).sum(axis=1) / noise
        apart[:, 0] = score / precision + rng.standard_normal(score.shape) / np.sqrt(precision)
        left = np.where(seen, y - apart, 0.0)
        squares = (seen * factor[:, :, None] ** 2).sum(axis=(0, 1))
        precision = squares / noise + 1
        loading = (left * factor[:, :, None]).sum(axis=(0, 1)) / noise / precision
        loading += rng.standard_normal(INDICATORS) / np.sqrt(precision)
        residual = np.where(seen, left - loading * factor[:, :, None], 0.0)
        noise = (NOISE + (residual**2).sum(axis=(0, 1)) / 2) / rng.gamma(SHAPE + seen.sum(axis=(0, 1)) / 2)
        distance = (APART + (apart**2).sum(axis=(0, 1)) / 2) / rng.gamma(SHAPE + STATES / 2, size=INDICATORS)
        walked = (np.diff(factor, axis=1) ** 2).sum()
        step = (STEP + walked / 2) / rng.gamma(SHAPE + STATES * (YEARS - 1) / 2)
        if sweep >= burn_in:
            drawn = apart + loading * factor[:, :, None]
            drawn = drawn + np.sqrt(noise) * rng.standard_normal(drawn.shape)
            kept.append(drawn[missing])
    return np.array(kept)


def main() -> int:
    """Impute once with each and print what it took; gives the number of bars missed."""
    rng = np.random.default_rng(1)
    whole, values = world(rng)
    begun = time.process_time()
    impute(values, 1, draws=2, burn_in=1)
    print(f"compiling, or reading what was compiled: {time.process_time() - begun:.1f} s of the processor")
    begun = time.process_time()
    found = impute(values, 1, draws=DRAWS, burn_in=BURN_IN)
    seconds = time.process_time() - begun
    truth = whole[tuple(found.cells.T)]
    low, high = np.quantile(found.draws, [0.05, 0.95], axis=1)
    agreed = np.corrcoef(truth, found.draws.mean(axis=1))[0, 1]
    print(f"{len(truth):,} missing cells, {DRAWS} draws: {seconds:.2f} s of the processor (bar {SECONDS})")
    print(
        f"r with the truth {agreed:.4f}; 90 per cent intervals hold {np.mean((low <= truth) & (truth <= high)):.3f}"
    )
    begun = time.process_time()
    plain_numpy(values, DRAWS // SHARE, BURN_IN // SHARE, rng)
    plain = SHARE * (time.process_time() - begun)
    print(
        f"plain numpy: {plain:.1f} s ({SHARE} times a tenth of the sweeps), {plain / seconds:.1f} times as long"
    )
    return int(seconds > SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
