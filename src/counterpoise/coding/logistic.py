"""Logistic regression for many codes at once, drawn towards weights that were there before the first decision.

The log-odds of code c in passage i are w . g_ic + b_c + v_c . x_i: what speaks for the code there (g), weighed alike
for all codes; how often the code is given (b); and what else the passage is like (x), weighed for each code. Normal
priors, about given weights for w and about 0 for the others, are a ridge penalty; the estimate is the mode of the
posterior (C. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.5.1), found by L-BFGS. Without a
passage it is the prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import float64
from numpy.typing import NDArray

__all__ = ["Coefficients", "Precision", "fit", "recalibrated"]

MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Precision:
    """How firmly weights are held to where they began: the inverse variance of each prior."""

    shared: float = 1.0
    often: float = 1.0
    own: float = 1.0


@dataclass(frozen=True, slots=True)
class Coefficients:
    """`shared` (grounds,), `often` (codes,) and `own` (dimensions x codes)."""

    shared: NDArray[float64]
    often: NDArray[float64]
    own: NDArray[float64]

    def log_odds(self, grounds: NDArray[float64], points: NDArray[float64]) -> NDArray[float64]:
        """Passages x codes, from grounds (passages x codes x grounds) and points (passages x dimensions)."""
        told: NDArray[float64] = grounds @ self.shared + self.often + points @ self.own
        return told


def probability_of(log_odds: NDArray[float64]) -> NDArray[float64]:
    """The probabilities whose log-odds these are, of the same shape."""
    from scipy.special import expit

    probabilities: NDArray[float64] = expit(log_odds)
    return probabilities


def fit(
    grounds: NDArray[float64],
    points: NDArray[float64],
    given: NDArray[np.bool_],
    weight: NDArray[float64],
    prior: NDArray[float64],
    precision: Precision = Precision(),
    start: Coefficients | None = None,
) -> Coefficients:
    """Estimate coefficients from coded passages.

    `grounds` is passages x codes x grounds, `points` passages x dimensions, `given` passages x codes (whether the code
    was given), `weight` (passages,) how much each counts, `prior` (grounds,) where the shared weights begin. From
    `start` the search begins, if it is given. Raises ValueError for shapes that do not agree.
    """
    passages, codes, kinds = grounds.shape
    if (passages, codes) != given.shape or len(points) != passages or len(weight) != passages:
        raise ValueError(f"grounds {grounds.shape}, points {points.shape}, given {given.shape} do not agree")
    dimensions = points.shape[1]
    flat = grounds.reshape(-1, kinds)
    truth = given.astype(float64)

    def unpacked(vector: NDArray[float64]) -> Coefficients:
        shared, often, own = np.split(vector, [kinds, kinds + codes])
        return Coefficients(shared, often, own.reshape(dimensions, codes))

    def loss(vector: NDArray[float64]) -> tuple[float, NDArray[float64]]:
        now = unpacked(vector)
        odds = (flat @ now.shared).reshape(passages, codes) + now.often + points @ now.own
        wrong = weight[:, None] * (probability_of(odds) - truth)
        moved = now.shared - prior
        cost = float((weight[:, None] * (np.logaddexp(0, odds) - truth * odds)).sum())
        cost += precision.shared / 2 * float(moved @ moved) + precision.often / 2 * float(
            now.often @ now.often
        )
        cost += precision.own / 2 * float((now.own**2).sum())
        slope = (
            flat.T @ wrong.ravel() + precision.shared * moved,
            wrong.sum(axis=0) + precision.often * now.often,
            (points.T @ wrong + precision.own * now.own).ravel(),
        )
        return cost, np.concatenate(slope)

    # Loaded when something is learned: SciPy takes longer than all else that a run with nothing to do loads.
    from scipy.optimize import minimize

    first = np.concatenate([prior, np.zeros(codes * (1 + dimensions))])
    if start is not None:
        first = np.concatenate([start.shared, start.often, start.own.ravel()])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS, "maxcor": 20})
    return unpacked(found.x)


def recalibrated(log_odds: NDArray[float64], given: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make log-odds of passages that were not learned from as sure as they are right.

    J. Platt, Probabilistic Outputs for Support Vector Machines (1999), over all codes together, with a normal prior
    of variance 1 about slope 1 and offset 0. `log_odds` and `given` are passages x codes.
    """
    odds = log_odds.reshape(-1, 1, 1)
    only = np.ones_like(odds)
    told = fit(
        np.concatenate([odds, only], axis=2),
        np.zeros((len(odds), 0)),
        given.reshape(-1, 1),
        np.ones(len(odds)),
        np.array([1.0, 0.0]),
        Precision(often=1e9),
    )
    return float(told.shared[0]), float(told.shared[1])
