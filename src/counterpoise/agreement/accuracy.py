"""How well a coder finds what was settled: precision, recall, F1, the first three, powers, directions and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.bootstrap import Estimate, Interval, estimate
from counterpoise.agreement.coefficient import ByDocument, Coefficient, Floats
from counterpoise.agreement.comparison import DIRECTIONS, POWERS
from counterpoise.agreement.continuum import Ints
from counterpoise.agreement.judged import Judged

FEWEST = 5
"""Codes with fewer positives than this say nothing alone, so the mean over codes leaves them out."""

FIRST = 3
"""How many codes, the surest of a passage, recall is taken of."""

BINS = 10
"""Into how many parts of equal width scores are put for calibration."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Hits, false alarms and misses, (documents, codes) each, and the passages of each document, (documents,)."""

    hits: Floats
    alarms: Floats
    misses: Floats
    units: Ints

    def of(self, codes: Sequence[int]) -> Tallies:
        """The tallies of some codes."""
        return Tallies(self.hits[:, codes], self.alarms[:, codes], self.misses[:, codes], self.units)


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is right, by document: 1 - wrong / of, so that it has intervals as coefficients do."""

    units: Ints
    wrong: Floats
    of: Floats

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.units)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """What is wrong and what there is, for each row of weights; see `ByDocument`."""
        return weights @ self.wrong, weights @ self.of


@dataclass(frozen=True, slots=True)
class MeanF1:
    """The mean F1 of codes, each as heavy as the other; a code that is nowhere has none and is left out."""

    tallies: Tallies

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.units)

    @property
    def units(self) -> Ints:
        """Passages in each document (documents,)."""
        return self.tallies.units

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """One less the mean, and 1, or 0 where no code is anywhere; see `ByDocument`."""
        wrong = weights @ (self.tallies.alarms + self.tallies.misses)
        of = wrong + 2 * (weights @ self.tallies.hits)
        there = of > 0
        shares = np.divide(wrong, of, out=np.zeros(of.shape), where=there)
        number = there.sum(axis=1)
        mean = np.divide(shares.sum(axis=1), number, out=np.ones(len(weights)), where=number > 0)
        return mean, (number > 0).astype(float)


@dataclass(frozen=True, slots=True)
class Found:
    """Precision, recall and F1 of a code or of several, and how many labels there are and were made."""

    labels: int
    made: int
    hits: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Qualified:
    """What was said with codes that were found: the share that is right, and what was taken for what.

    `values` names rows and columns of `counts`, settled by made; `alike` is the share if the most frequent settled value
    were always said.
    """

    values: tuple[str, ...]
    right: Estimate
    counts: NDArray[np.int64]

    @property
    def alike(self) -> float | None:
        """The share that is right of whoever always says the most frequent value."""
        total = int(self.counts.sum())
        return float(self.counts.sum(axis=1).max() / total) if total else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Cells (passage and code) whose score lies between `low` and `high`: their mean score, and the share settled."""

    low: float
    high: float
    cells: int
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores stand to what was settled, over all cells of passage and code.

    `brier` is the mean squared difference (Brier 1950, Monthly Weather Review 78:1-3), `by_prevalence` that of whoever
    says each code's prevalence of every passage, `error` the mean distance of score and share over the bins.
    """

    bins: tuple[Bin, ...]
    brier: float
    by_prevalence: float
    error: float


def tallied(settled: Judged, made: Judged, places: Ints, documents: int) -> Tallies:
    """Hits, false alarms and misses of each code in each document; places (passages,) are documents from 0."""

    def by_document(cells: NDArray[np.bool_]) -> Floats:
        counts = np.zeros((documents, cells.shape[1]))
        np.add.at(counts, places, cells.astype(float))
        return counts

    return Tallies(
        by_document(settled.given & made.given),
        by_document(made.given & ~settled.given),
        by_document(settled.given & ~made.given),
        np.bincount(places, minlength=documents),
    )


def found_of(tallies: Tallies, seed: int) -> Found:
    """Precision, recall and F1 over all codes of some tallies."""
    hits, alarms, misses = (each.sum(axis=1) for each in (tallies.hits, tallies.alarms, tallies.misses))
    units = tallies.units
    return Found(
        labels=int((hits + misses).sum()),
        made=int((hits + alarms).sum()),
        hits=int(hits.sum()),
        precision=share(Share(units, alarms, hits + alarms), "no code was given", seed),
        recall=share(Share(units, misses, hits + misses), "there is no label", seed),
        f1=share(
            Share(units, alarms + misses, 2 * hits + alarms + misses), "no code was given or asked", seed
        ),
    )


def mean_f1(tallies: Tallies, seed: int) -> Estimate:
    """The mean F1 of the codes with at least `FEWEST` labels."""
    often = np.flatnonzero((tallies.hits + tallies.misses).sum(axis=0) >= FEWEST)
    return share(MeanF1(tallies.of(often.tolist())), f"no code has {FEWEST} labels", seed)


def recall_first(settled: Judged, made: Judged, places: Ints, documents: int, seed: int) -> Estimate:
    """The share of labels that stand among the `FIRST` surest codes of their passage.

    Of equal scores the code that stands first in the codebook counts; a score of 0 is no opinion of a coder who does
    not weigh every code.
    """
    order = np.argsort(-made.scores, axis=1, kind="stable")[:, :FIRST]
    among = np.zeros(made.given.shape, dtype=bool)
    np.put_along_axis(among, order, True, axis=1)
    hits = settled.given & among & (made.weighs | (made.scores > 0))
    of = np.bincount(places, weights=settled.given.sum(axis=1), minlength=documents).astype(float)
    found = np.bincount(places, weights=hits.sum(axis=1), minlength=documents).astype(float)
    return share(Share(np.bincount(places, minlength=documents), of - found, of), "there is no label", seed)


def powers_of(settled: Judged, made: Judged, places: Ints, documents: int, seed: int) -> Qualified:
    """How the powers agree of codes that were found."""
    return _qualified(settled.powers, made.powers, settled, made, POWERS, places, documents, seed)


def directions_of(settled: Judged, made: Judged, places: Ints, documents: int, seed: int) -> Qualified:
    """How the directions agree of codes that were found."""
    return _qualified(settled.directions, made.directions, settled, made, DIRECTIONS, places, documents, seed)


def _qualified(
    told: Ints,
    said: Ints,
    settled: Judged,
    made: Judged,
    values: tuple[str, ...],
    places: Ints,
    documents: int,
    seed: int,
) -> Qualified:
    both = settled.given & made.given
    rows = np.nonzero(both)[0]
    right = told[both] == said[both]
    of = np.bincount(places[rows], minlength=documents)
    wrong = np.bincount(places[rows], weights=~right, minlength=documents).astype(float)
    cell = told[both] * len(values) + said[both]
    counts = np.bincount(cell, minlength=len(values) ** 2).reshape(len(values), len(values))
    return Qualified(values, share(Share(of, wrong, of.astype(float)), "no code was found", seed), counts)


def calibration_of(settled: Judged, made: Judged) -> Calibration | None:
    """How scores stand to what was settled; None where they do not lie in [0, 1]."""
    scores, truth = made.scores.ravel(), settled.given.ravel().astype(float)
    if not len(scores) or scores.min() < 0 or scores.max() > 1:
        return None
    edges = np.linspace(0, 1, BINS + 1)
    of_bin = np.minimum((scores * BINS).astype(int), BINS - 1)
    bins = []
    for at in np.unique(of_bin).tolist():
        within = of_bin == at
        bins.append(
            Bin(
                float(edges[at]),
                float(edges[at + 1]),
                int(within.sum()),
                float(scores[within].mean()),
                float(truth[within].mean()),
            )
        )
    prevalence = settled.given.mean(axis=0)
    return Calibration(
        tuple(bins),
        float(np.mean((scores - truth) ** 2)),
        float(np.mean(prevalence * (1 - prevalence))),
        sum(each.cells * abs(each.score - each.share) for each in bins) / len(scores),
    )


def links_found(settled: Judged, made: Judged) -> tuple[int, int, int]:
    """Links settled, those of them that were found, and those made beside: by factor and effect, whatever the power."""
    told, said = settled.links or (), made.links or ()
    if not said:
        return sum(map(len, told)), 0, 0
    pairs = list(zip(told, said, strict=True))
    return (
        sum(len(one) for one, _ in pairs),
        sum(len(one & other) for one, other in pairs),
        sum(len(other - one) for one, other in pairs),
    )


def share(counts: ByDocument, nothing: str, seed: int) -> Estimate:
    """A share with its interval; `nothing` says why there is none where there is nothing to take it of."""
    found = estimate(counts, seed)
    if found.value is not None:
        return found
    units = found.coefficient.units
    return replace(
        found,
        coefficient=Coefficient(None, None, None, units, nothing),
        interval=Interval(None, None, found.interval.documents, reason=nothing),
    )
