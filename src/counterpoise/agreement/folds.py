"""Documents put into folds, so that a coder that learns is judged by documents that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.coefficient import Floats
from counterpoise.agreement.continuum import Ints
from counterpoise.coding.suggester import Seen

FOLDS = 5

Told = tuple[Floats, NDArray[np.bool_]]
"""How sure a coder is of each passage and code, and which codes it gives, (passages, codes) both."""

Teller = Callable[[Sequence[Seen]], Told]

Learner = Callable[[Sequence[Seen], NDArray[np.bool_], Ints], Teller]
"""Learns from passages, the codes given to them, (passages, codes), and the documents they stand in, (passages,)."""


def folds_of(places: Ints) -> Ints:
    """The fold of each passage, (passages,), from the document that it stands in, (passages,).

    No document is in two folds. The longest first, each document joins the fold that has fewest passages so far.
    """
    _, places = np.unique(places, return_inverse=True)
    sizes = np.bincount(places)
    held = np.zeros(FOLDS, dtype=np.int64)
    fold_of = np.zeros(len(sizes), dtype=np.int64)
    for document in np.argsort(-sizes, kind="stable").tolist():
        fold_of[document] = int(held.argmin())
        held[fold_of[document]] += sizes[document]
    return fold_of[places]


def out_of_fold(learn: Learner, seen: Sequence[Seen], given: NDArray[np.bool_], places: Ints) -> Told:
    """What a coder tells of each passage that learned from the other folds only."""
    scores, told = np.zeros(given.shape), np.zeros(given.shape, dtype=bool)
    for rest, held in _splits(folds_of(places)):
        teller = learn([seen[at] for at in rest], given[rest], places[rest])
        scores[held], told[held] = teller([seen[at] for at in held])
    return scores, told


def _splits(fold: Ints) -> Iterator[tuple[Ints, Ints]]:
    for at in np.unique(fold):
        yield np.flatnonzero(fold != at), np.flatnonzero(fold == at)
