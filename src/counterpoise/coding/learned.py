"""The learned coder: from what people decided, never forgetting what the definitions say.

A logistic regression (see `logistic`) over the grounds for each code and over the passages' points. Its weights begin
at those of `grounds.PRIOR`, so that with few decisions it is the coder from definitions, and moves as decisions come. The
definitions and examples of the codebook stand among the passages as `PSEUDO` of a passage each. Its probabilities
are set right on passages of documents that it had not learned from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from counterpoise.coding.grounds import GROUNDS, PRIOR, Grounds, GroundsReader
from counterpoise.coding.logistic import Coefficients, Precision, fit, recalibrated
from counterpoise.coding.suggester import Seen
from counterpoise.identity import canonical_json, identifier

__all__ = ["FOLDS", "Decision", "Learned", "ask_next", "folds_of", "learn"]

Decision = tuple[Seen, Collection[str]]
"""A passage that somebody went through, and the codes that they gave it: all others were not given."""

PSEUDO = 0.1
"""What a definition or an example counts for, in passages."""

FOLDS = 3
"""Parts of the documents by which probabilities are set right."""

AXES = 96
"""Axes of the points that are kept: a quarter of those of the packaged model, so that learning anew is quick."""

HELD = Precision(shared=5.0, often=10.0, own=1.0)
"""Firm, so that some dozens of decisions do not unlearn the definitions: chosen on held-out likelihood in folds by document."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: coefficients, and slope and offset of the log-odds.

    Points are taken from their `mean` (dimensions,) along the `axes` (dimensions x axes) in which the passages differ most.
    `name` names what it was learned from.
    """

    coefficients: Coefficients
    mean: NDArray[float64]
    axes: NDArray[float64]
    slope: float
    offset: float
    name: str

    def log_odds(self, grounds: Grounds) -> NDArray[float64]:
        """Passages x codes."""
        told = self.coefficients.log_odds(grounds.values, (grounds.points - self.mean) @ self.axes)
        return self.slope * told + self.offset


def learn(decisions: Sequence[Decision], reader: GroundsReader, grounds: Grounds | None = None) -> Learned:
    """Learn from decisions. `grounds` are those of their passages, if they were read before.

    Codes that the codebook does not have are passed over. Raises ValueError without a decision.
    """
    if not decisions:
        raise ValueError("no decisions to learn from")
    read = grounds or reader.read([seen for seen, _ in decisions])
    given = np.array([[code in codes for code in reader.codes] for _, codes in decisions])
    fold = folds_of([seen.passage.document for seen, _ in decisions], FOLDS)
    mean = read.points.mean(axis=0)
    axes = _axes(read.points - mean)
    learned_from = _Material(read.values, (read.points - mean) @ axes, given, *_said(reader, axes))
    whole = learned_from.fitted(np.ones(len(given), dtype=bool))
    held_out = np.zeros(given.shape)
    slope, offset = 1.0, 0.0
    if len(set(fold.tolist())) == FOLDS:
        for part in range(FOLDS):
            here = fold == part
            kept = learned_from.fitted(~here)
            held_out[here] = kept.log_odds(learned_from.values[here], learned_from.points[here])
        slope, offset = recalibrated(held_out, given)
    told = sorted(((asdict(seen), sorted(codes)) for seen, codes in decisions), key=canonical_json)
    return Learned(whole, mean, axes, slope, offset, identifier(reader=reader.name, decisions=told))


def folds_of(documents: Sequence[str], folds: int) -> NDArray[np.intp]:
    """A fold for each passage: those of one document in one fold, the largest documents spread first."""
    names, counts = np.unique(np.array(documents), return_counts=True)
    filled = np.zeros(folds, dtype=np.int64)
    place: dict[str, int] = {}
    for name, count in sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda x: (-x[1], x[0])):
        place[name] = int(filled.argmin())
        filled[place[name]] += count
    return np.array([place[name] for name in documents], dtype=np.intp)


def ask_next(
    probabilities: NDArray[float64], points: NDArray[float64], most: int, asked: Collection[int] = ()
) -> list[int]:
    """Which passages to ask a person about next: those of which the coder is unsure, and that are not alike.

    `probabilities` is passages x codes, `points` passages x dimensions of length 1 (or no dimensions: then unsureness alone
    decides). `asked` are the numbers of passages that were asked before, from which the new ones keep apart too. The
    unsureness of a passage is the entropy summed over its codes; each choice has the largest product of unsureness and distance
    from the nearest passage chosen before (the greedy choice of O. Sener and S. Savarese, ICLR 2018, weighed by
    uncertainty).
    """
    sure = np.clip(probabilities, 1e-9, 1 - 1e-9)
    unsure = -(sure * np.log(sure) + (1 - sure) * np.log1p(-sure)).sum(axis=1)
    apart = np.ones(len(unsure))
    free = np.ones(len(unsure), dtype=bool)
    chosen: list[int] = []

    def take(number: int) -> None:
        free[number] = False
        if points.shape[1]:
            np.minimum(apart, np.maximum(1 - points @ points[number], 0), out=apart)

    for number in asked:
        take(number)
    while len(chosen) < most and free.any():
        number = int(np.argmax(np.where(free, unsure * apart, -1.0)))
        chosen.append(number)
        take(number)
    return chosen


@dataclass(frozen=True, slots=True)
class _Material:
    """What is learned from: of passages their grounds, points and codes; of pseudo-examples their points and codes."""

    values: NDArray[float64]
    points: NDArray[float64]
    given: NDArray[np.bool_]
    said: NDArray[float64]
    owner: NDArray[np.intp]

    def fitted(self, rows: NDArray[np.bool_]) -> Coefficients:
        """Coefficients from some of the passages, and all pseudo-examples."""
        codes = self.given.shape[1]
        # A pseudo-example is taken for a passage in which one match found its code, so that it is even odds beforehand: its own
        # likeness would only confirm itself, and none at all would teach that codes come without grounds.
        alone = np.zeros((len(self.said), codes, len(GROUNDS)))
        alone[..., GROUNDS.index("none")] = 1
        alone[np.arange(len(self.said)), self.owner, GROUNDS.index("found")] = 1
        alone[np.arange(len(self.said)), self.owner, GROUNDS.index("matches")] = 0.5
        return fit(
            np.concatenate([self.values[rows], alone]),
            np.concatenate([self.points[rows], self.said]),
            np.concatenate([self.given[rows], self.owner[:, None] == np.arange(codes)]),
            np.concatenate([np.ones(rows.sum()), np.full(len(self.said), PSEUDO)]),
            np.array([PRIOR[ground] for ground in GROUNDS]),
            HELD,
        )


def _axes(points: NDArray[float64]) -> NDArray[float64]:
    """The principal axes (dimensions x axes) of points about their mean, at most `AXES`, those of most variance first."""
    _, vectors = np.linalg.eigh(points.T @ points)
    return np.asarray(vectors[:, ::-1][:, :AXES])


def _said(reader: GroundsReader, axes: NDArray[float64]) -> tuple[NDArray[float64], NDArray[np.intp]]:
    """The points of definitions and examples along the axes, about their own mean, and the number of the code of each."""
    if reader.definition is None:
        return np.zeros((0, axes.shape[1])), np.zeros(0, dtype=np.intp)
    points, owner = reader.definition.pseudo_examples()
    return (points - points.mean(axis=0)) @ axes, owner
