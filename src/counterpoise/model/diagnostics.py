"""Whether draws may be trusted, and what the data added to the priors: R-hat, effective draws, overlap.

Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), Rank-normalization, folding, and localization: an improved R-hat
(Bayesian Analysis 16). Overlap of prior and posterior: Garrett and Zeger (2000), Latent class model diagnosis (Biometrics 56).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

from counterpoise.theory.modelled import Soundness
from counterpoise.wording import several

Array = NDArray[np.float64]

WEAK = 0.35
"""A parameter of whose posterior more than this lies within its prior is hardly told by the data (Garrett and Zeger 2000)."""

BINS = 40

MOST_LOST = 0.01
"""No verdict follows where more than this share of the trajectories was lost."""

NEAR = 1.05
"""Chains with an R-hat above it stand in different places, so that what they came to tells nothing of what longer ones would."""

NAMED = 3
"""As many of the worst parameters are named."""


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """R-hat, effective draws in the middle and in the tails, and overlap with the prior of each parameter, by its name.

    `sane` is the share of prior worlds whose ties vary as ties may, `states` how many states there are, and `lost` the share
    of draws whose trajectory was lost (divergences), where the sampler may have missed a part of what is likely. `chains` is how many
    chains there are: the halves of one that never left a part of what is likely agree.
    """

    r_hat: Mapping[str, float]
    effective: Mapping[str, float]
    effective_tails: Mapping[str, float]
    overlap: Mapping[str, float]
    sane: float
    states: int
    lost: float = 0.0
    chains: int = 2

    def against(self, soundness: Soundness) -> tuple[str, ...]:
        """Why no verdict may rest on these draws, each reason as a sentence; none where one may."""
        found = []
        bad = {name: value for name, value in self.r_hat.items() if not value <= soundness.r_hat}
        if bad:
            found.append(
                f"the chains do not agree: R-hat above {soundness.r_hat:g} of {_named(bad, largest=True)}"
            )
        few = {
            name: value
            for name, value in self.least_effective.items()
            if not value >= soundness.effective_draws
        }
        if few:
            found.append(
                f"too few effective draws: under {soundness.effective_draws:g} of {_named(few, largest=False)}"
            )
        if self.chains < 2:
            found.append("one chain alone cannot show whether it found all that is likely; two at least can")
        if self.lost > MOST_LOST:
            found.append(
                f"{self.lost:.1%} of the trajectories were lost (divergences), more than {MOST_LOST:.0%}: draws may miss what is likely"
            )
        if self.states < 2:
            found.append(
                "one state alone says too little of the parameters: what is found are the priors, and no verdict follows"
            )
        return tuple(found)

    def times_as_many(self, soundness: Soundness) -> float | None:
        """How many times as many draws would be sound, by what these came to: 1 or less where they are; None where that cannot be told.

        Effective draws grow as draws do. R-hat is about the root of 1 + M / effective draws, of M chains (Vats and Knudson 2021, Revisiting the
        Gelman-Rubin diagnostic, Statistical Science 36(4): 518-529), so that its square less 1 falls as they grow. Neither holds of chains that stand
        in different places, of one alone, or where trajectories were lost.
        """
        worst, least = max(self.r_hat.values()), min(self.least_effective.values())
        if self.chains < 2 or self.lost > MOST_LOST or not worst <= NEAR or not least > 0:
            return None
        return max((worst**2 - 1) / (soundness.r_hat**2 - 1), soundness.effective_draws / least)

    @property
    def least_effective(self) -> Mapping[str, float]:
        """The lesser of the effective draws in the middle and in the tails, of each parameter."""
        return {name: min(value, self.effective_tails[name]) for name, value in self.effective.items()}

    @property
    def weakly_told(self) -> tuple[str, ...]:
        """The parameters that the data hardly tell beyond their priors."""
        return tuple(name for name, value in self.overlap.items() if value > WEAK)


def _named(values: Mapping[str, float], largest: bool) -> str:
    order = sorted(values, key=lambda name: -values[name] if largest else values[name])
    told = ", ".join(f"{name} ({values[name]:.4g})" for name in order[:NAMED])
    rest = len(order) - NAMED
    return told + (f" and {several(rest, 'other')}" if rest > 0 else "")


def r_hat(draws: Array) -> Array:
    """The rank-normalised split R-hat (...) of draws (chains, draws, ...): the larger of that of the draws and of their folds.

    1 where nothing varies, as what a mask fixes.
    """
    split = _split(draws)
    folded = np.abs(split - np.median(split, axis=(0, 1)))
    found: Array = np.maximum(_plain_r_hat(_normalised(split)), _plain_r_hat(_normalised(folded)))
    return np.where(np.ptp(split, axis=(0, 1)) == 0, 1.0, found)


def effective_draws(draws: Array) -> Array:
    """The effective draws (...) in the middle of the distribution (bulk) of draws (chains, draws, ...)."""
    return _effective(_normalised(_split(draws)))


def effective_in_tails(draws: Array) -> Array:
    """The lesser of the effective draws (...) for the 5 and 95 per cent quantiles of draws (chains, draws, ...)."""
    low, high = (
        _effective(_split((draws <= np.quantile(draws, q, axis=(0, 1))).astype(np.float64)))
        for q in (0.05, 0.95)
    )
    return np.minimum(low, high)


def overlap(prior: Array, posterior: Array) -> float:
    """How much of two samples (n,), (m,) lies in common, 0 to 1: the area under the lesser of their densities."""
    both = np.concatenate([prior, posterior])
    if np.ptp(both) == 0:
        return 1.0
    low, high = np.quantile(both, (0.002, 0.998)).tolist()
    edges = np.linspace(low, high, BINS + 1)
    edges[0], edges[-1] = both.min(), both.max()
    one, other = (np.histogram(each, edges)[0] / each.size for each in (prior, posterior))
    return float(np.minimum(one, other).sum())


def _split(draws: Array) -> Array:
    """Each chain as two, its halves: (2 chains, draws / 2, ...)."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _normalised(draws: Array) -> Array:
    """Draws as the normal quantiles of their ranks over all chains."""
    flat = draws.reshape(draws.shape[0] * draws.shape[1], -1)
    ranks = rankdata(flat, axis=0)
    found: Array = ndtri((ranks - 0.375) / (flat.shape[0] + 0.25)).reshape(draws.shape)
    return found


def _plain_r_hat(draws: Array) -> Array:
    n = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = np.sqrt((n - 1) / n + between / within)
    return found


def _effective(draws: Array) -> Array:
    """Effective draws by Geyer's initial monotone sequence, of chains (chains, n, ...)."""
    chains, n = draws.shape[:2]
    flat = draws.reshape(chains, n, -1)
    about = flat - flat.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(about, 2 * n, axis=1)
    covariance = np.fft.irfft(spectrum * np.conj(spectrum), 2 * n, axis=1)[:, :n] / n
    within = covariance[:, 0].mean(axis=0) * n / (n - 1)
    total = within * (n - 1) / n + (flat.mean(axis=1).var(axis=0, ddof=1) if chains > 1 else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = 1 - (within - covariance.mean(axis=0)) / total
    correlation[0] = 1.0
    found = [_geyer(correlation[:, place], chains * n) for place in range(flat.shape[2])]
    constant = np.ptp(flat, axis=(0, 1)) == 0
    return np.where(constant, float(chains * n), np.array(found)).reshape(draws.shape[2:])


def _geyer(correlation: Array, size: int) -> float:
    """Effective draws from autocorrelations (n,): sums of neighbours, as long as they are positive, made to fall."""
    pairs = correlation[: 2 * (len(correlation) // 2)].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs[1:] < 0)
    # Like ArviZ, of chains that never come to rest not the very last pairs.
    last = min(int(ends[0]) + 1 if ends.size else len(pairs), max((len(correlation) - 3) // 2, 1))
    falling = np.minimum.accumulate(pairs[:last])
    tail = correlation[2 * last] if 2 * last < len(correlation) else 0.0
    tau = -1 + 2 * falling.sum() + max(tail, 0.0)
    return float(size / max(tau, 1 / np.log10(size)))
