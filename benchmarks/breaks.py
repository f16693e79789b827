"""Breaks of a series with draws: the exact posterior over number, dates and sizes, 1,000 draws of 40 years.

Usage: python benchmarks/breaks.py

Seconds of the processor, compiling apart, beside a plain Python version of the same recursion, of which ten draws
are run; and the movement rule on the same draws beside a loop over scipy.
"""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.breaks.posterior import WHITE, BreakPrior, break_posterior
from counterpoise.measurement.movement import movement
from counterpoise.measurement.movement_draws import WORDS, movement_draws

YEARS, DRAWS, FEW = 40, 1000, 10
PRIOR = BreakPrior(correlations=WHITE)


def plain_python(series: NDArray[np.float64], prior: BreakPrior) -> NDArray[np.float64]:
    """The probability of each number of breaks of one series (n,), white noise about levels."""
    n, most = len(series), prior.most
    y = (series - series.mean()) / series.std()
    misfit, share = np.zeros((n + 1, n + 1)), np.ones((n + 1, n + 1))
    for i in range(n):
        for j in range(i + 1, n + 1):
            misfit[i, j] = (y[i:j] ** 2).sum() - y[i:j].sum() ** 2 / (j - i + 1 / prior.level)
            share[i, j] = 1 / math.sqrt(1 + prior.level * (j - i))
    degrees = prior.shape + n / 2
    ways = np.array([math.comb(n - (k + 1) * (prior.fewest - 1) - 1, k) for k in range(most + 1)])
    total = np.zeros(most + 1)
    for log_variance in np.arange(-4.0, 1.5, 1 / math.sqrt(degrees)):
        weight = share * np.exp(-misfit / (2 * math.exp(log_variance)))
        before = np.zeros((most + 1, n + 1))
        before[0, prior.fewest :] = weight[0, prior.fewest :]
        for k in range(1, most + 1):
            for j in range((k + 1) * prior.fewest, n + 1):
                for i in range(k * prior.fewest, j - prior.fewest + 1):
                    before[k, j] += before[k - 1, i] * weight[i, j]
        scale = math.exp(-degrees * log_variance - prior.scale / math.exp(log_variance))
        total += prior.of_number(most) / ways * before[:, n] * scale
    return total / total.sum()


def main() -> int:
    """Measure each once and print what it took; gives the number of results that differ from the plain versions."""
    rng = np.random.default_rng(1)
    years = np.arange(1980.0, 1980 + YEARS)
    series = rng.normal(size=(YEARS, DRAWS)) + 1.5 * (years >= 2001)[:, None]
    begun = time.process_time()
    break_posterior(years, series[:, :2], 1)
    print(f"compiling, or reading what was compiled: {time.process_time() - begun:.1f} s of the processor")
    for name, prior in (("white noise", PRIOR), ("five correlations of the noise", BreakPrior())):
        begun = time.process_time()
        break_posterior(years, series, 1, prior=prior)
        print(
            f"{DRAWS:,} draws of {YEARS} years, {name}: {time.process_time() - begun:.2f} s of the processor"
        )
    begun = time.process_time()
    plain = [plain_python(series[:, draw], PRIOR) for draw in range(FEW)]
    seconds = (time.process_time() - begun) * DRAWS / FEW
    print(f"plain Python, white noise: {seconds:.0f} s ({DRAWS // FEW} times {FEW} draws)")
    found = [break_posterior(years, series[:, [draw]], 1, prior=PRIOR).number for draw in range(FEW)]
    differing = sum(not np.allclose(one, other, atol=1e-4) for one, other in zip(plain, found, strict=True))
    begun = time.process_time()
    drawn = movement_draws(years, series, 1)
    seconds = time.process_time() - begun
    begun = time.process_time()
    words = [movement(years, series[:, draw]).word for draw in range(DRAWS)]
    print(f"movement rule: {seconds:.2f} s, a loop over scipy {time.process_time() - begun:.2f} s")
    assert drawn is not None
    differing += sum(word != WORDS[place] for word, place in zip(words, drawn.words.tolist(), strict=True))
    print(f"{differing} results differ from those of the plain versions")
    return differing


if __name__ == "__main__":
    raise SystemExit(main())
