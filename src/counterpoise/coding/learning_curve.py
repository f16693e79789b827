"""The learning curve: how well the learned coder does with few decisions and with more, on documents it did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from counterpoise.coding.grounds import Grounds, GroundsReader
from counterpoise.coding.learned import Decision, folds_of, learn

__all__ = ["Point", "learning_curve"]

FIRST = 3
"""So many of the likeliest codes of a passage are looked at for the recall."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was reached with a number of decisions, from passages of other documents.

    `f1` is micro-F1 over all codes at even odds, `recall` the share of the given codes among the three likeliest of their
    passage; None where no code was given, or found either.
    """

    decisions: int
    f1: float | None
    recall: float | None


def learning_curve(
    decisions: Sequence[Decision],
    reader: GroundsReader,
    sizes: Sequence[int],
    *,
    folds: int = 5,
    seed: int = 1,
) -> tuple[Point, ...]:
    """Learn from some decisions of the other folds, and measure on each fold; documents stay whole.

    For a size of 0 nothing is learned. Decisions are added passage by passage in an order drawn by `seed`, the same for all
    sizes; a size beyond what the other folds have takes all of them, and its point tells the mean number taken. Raises ValueError where
    the decisions are of fewer documents than there are folds.
    """
    documents = [seen.passage.document for seen, _ in decisions]
    if len(set(documents)) < folds:
        raise ValueError(f"{len(set(documents))} documents; {folds} folds need as many")
    grounds = reader.read([seen for seen, _ in decisions])
    given = np.array([[code in codes for code in reader.codes] for _, codes in decisions])
    fold = folds_of(documents, folds)
    order = np.random.default_rng(seed).permutation(len(decisions))
    points = []
    for size in sizes:
        odds = np.zeros(given.shape)
        taken = []
        for part in range(folds):
            here = fold == part
            rows = np.sort(order[~here[order]][:size])
            taken.append(len(rows))
            odds[here] = _learned(decisions, reader, grounds, rows)[here]
        points.append(_point(round(float(np.mean(taken))), odds, given))
    return tuple(points)


def _learned(
    decisions: Sequence[Decision], reader: GroundsReader, grounds: Grounds, rows: NDArray[np.intp]
) -> NDArray[float64]:
    """Log-odds of all passages after learning from some of them."""
    if not len(rows):
        return grounds.log_odds
    some = replace(grounds, values=grounds.values[rows], points=grounds.points[rows])
    return learn([decisions[row] for row in rows], reader, some).log_odds(grounds)


def _point(decisions: int, odds: NDArray[float64], given: NDArray[np.bool_]) -> Point:
    made = odds >= 0
    either = int(made.sum() + given.sum())
    likeliest = np.argsort(-odds, axis=1, kind="stable")[:, :FIRST]
    found = int(np.take_along_axis(given, likeliest, axis=1).sum())
    return Point(
        decisions,
        2 * int((made & given).sum()) / either if either else None,
        found / int(given.sum()) if given.any() else None,
    )
