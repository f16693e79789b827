"""Sobol indices: what share of the variance of a result each choice answers for, alone and with the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.bootstrap import resampled
from counterpoise.errors import CounterpoiseError, Problem

Floats = NDArray[np.float64]

FEWEST_RUNS = 8


@dataclass(frozen=True, slots=True)
class SobolDesign:
    """Points of [0, 1) at which a model of k inputs is run: n of the sample A, n of B, and k times n of the mixed ones.

    `points` is ((k + 2) n, k): A, then B, then for each input A with that input's column from B.
    """

    runs: int
    points: Floats


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """First-order and total indices (inputs,) of one output, with the ends of their bootstrap intervals of 95 per cent."""

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats


def sobol_design(inputs: int, runs: int, seed: int) -> SobolDesign:
    """A scrambled Sobol sequence in twice the inputs, taken apart into A and B; Saltelli et al. (2010), section 5.

    `runs` is brought up to a power of two, as the balance of the sequence asks for; the model is run
    (inputs + 2) times as often. Raises CounterpoiseError for fewer than 8 runs, or no inputs.
    """
    from scipy.stats import qmc

    if runs < FEWEST_RUNS or inputs < 1:
        found = f"{runs} runs of {inputs} inputs; expected at least {FEWEST_RUNS} runs of one input"
        raise CounterpoiseError(Problem("sensitivity", found))
    exponent = int(np.ceil(np.log2(runs)))
    drawn = qmc.Sobol(2 * inputs, scramble=True, rng=np.random.default_rng(seed)).random_base2(exponent)
    a, b = drawn[:, :inputs], drawn[:, inputs:]
    mixed = np.repeat(a[None], inputs, axis=0)
    each = np.arange(inputs)
    mixed[each, :, each] = b.T
    return SobolDesign(2**exponent, np.concatenate([a, b, *mixed]))


def sobol_indices(outputs: Floats, runs: int, seed: int) -> SobolIndices | None:
    """Indices from the outputs ((k + 2) runs,) of a design; None where the output does not vary over A and B.

    First order: mean of f_B (f_AB - f_A) over the variance, Saltelli et al. (2010), doi 10.1016/j.cpc.2009.09.018,
    table 2 (b). Total: half the mean of (f_A - f_AB)^2 over the variance, Jansen (1999), ibid. (f). Intervals: bootstrap
    over runs. Estimates of small indices may fall below 0 by sampling.
    """
    parts = outputs.reshape(-1, runs)
    a, b, mixed = parts[0], parts[1], parts[2:]
    centre = (a.mean() + b.mean()) / 2
    a, b, mixed = a - centre, b - centre, mixed - centre
    # What is summed over runs: two moments of A and B for the variance, and one product of each input and order.
    moments = np.vstack([a + b, a**2 + b**2])
    firsts, totals = b * (mixed - a), (a - mixed) ** 2 / 2
    whole = np.full((1, runs), 1.0)
    if np.ptp(parts[:2]) <= 1e-12 * max(1.0, abs(centre)):
        return None
    first, total = (found[0] for found in _indices(whole, moments, firsts, totals))
    drawn = [_indices(counts, moments, firsts, totals) for counts in resampled(runs, seed)]
    (first_low, first_high), (total_low, total_high) = (
        np.nanquantile(np.concatenate([each[order] for each in drawn]), [0.025, 0.975], axis=0)
        for order in (0, 1)
    )
    return SobolIndices(first, first_low, first_high, total, total_low, total_high)


def _indices(counts: Floats, moments: Floats, firsts: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """First and total indices (resamples, inputs), each run counted as often as `counts` (resamples, runs) says."""
    runs = moments.shape[1]
    summed = counts @ moments.T / (2 * runs)
    variance = summed[:, 1] - summed[:, 0] ** 2
    variance = np.where(variance > 0, variance, np.nan)[:, None]
    return counts @ firsts.T / runs / variance, counts @ totals.T / runs / variance
