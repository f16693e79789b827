"""Saturation: how many new codes each further document brings, and when each code was first found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np
import polars as pl

from counterpoise.documents.comparison import UNDATED
from counterpoise.retrieval.codings import Codings, Mask
from counterpoise.standing import Standing

__all__ = ["BASE", "RUN", "first_found", "new_codes"]

BASE, RUN = 4, 2
"""Documents of the base and of a run, as Guest, Namey and Chen (2020) reckon saturation."""

NEW_CODES_SCHEMA: dict[str, type[pl.DataType]] = {
    "standing": pl.String,
    "number": pl.Int64,
    "document": pl.String,
    "title": pl.String,
    "date": pl.String,
    "codes": pl.Int64,
    "new": pl.Int64,
    "so far": pl.Int64,
    "new information": pl.Float64,
}


def new_codes(codings: Codings, rows: Mask) -> pl.DataFrame:
    """The codes of each document that no earlier one has, of some of the codings (n of bool).

    A table in `NEW_CODES_SCHEMA`. Documents stand in order of date, undated ones last; each standing is a series of
    its own, and documents without a code belong to none. `new information` is the share of Guest, Namey and Chen (2020,
    PLOS ONE 15(5), e0232076): new codes of the last `RUN` documents over the codes of the first `BASE`, from the first run after
    the base on; saturation is commonly called where it is at most 0.05.
    """
    told = [row for series in _series(codings, rows) for row in series]
    return pl.DataFrame(told, schema=NEW_CODES_SCHEMA, orient="row")


def first_found(codings: Codings, rows: Mask) -> pl.DataFrame:
    """Of each code the first document that has it, by date, and in how many documents it is, for each standing."""
    told = []
    for standing, order in _orders(codings, rows):
        held = _held(codings, rows, order)
        for code in np.flatnonzero(held.any(axis=0)):
            first = codings.documents[order[int(np.argmax(held[:, code]))]]
            told.append(
                (
                    standing,
                    codings.facts["code"].values[code],
                    first.title,
                    first.date,
                    int(np.argmax(held[:, code])) + 1,
                    int(held[:, code].sum()),
                )
            )
    schema = {
        "standing": pl.String,
        "code": pl.String,
        "first in": pl.String,
        "date": pl.String,
        "number": pl.Int64,
        "documents": pl.Int64,
    }
    return pl.DataFrame(told, schema=schema, orient="row")


def _series(codings: Codings, rows: Mask) -> Iterator[Iterator[tuple[object, ...]]]:
    for standing, order in _orders(codings, rows):
        yield _rows(codings, standing, order, _held(codings, rows, order))


def _rows(
    codings: Codings, standing: str, order: list[int], held: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
) -> Iterator[tuple[object, ...]]:
    """One row for each document of a series."""
    before = np.logical_or.accumulate(held, axis=0)
    so_far = before.sum(axis=1)
    new = np.diff(so_far, prepend=0)
    for number, place in enumerate(order, start=1):
        document = codings.documents[place]
        share = None
        if number >= BASE + RUN:
            share = float(new[number - RUN : number].sum() / so_far[BASE - 1])
        codes = int(held[number - 1].sum())
        yield (
            standing,
            number,
            document.id,
            document.title,
            document.date,
            codes,
            int(new[number - 1]),
            int(so_far[number - 1]),
            share,
        )


def _orders(codings: Codings, rows: Mask) -> Iterator[tuple[str, list[int]]]:
    """The coded documents of each standing by date, undated ones last."""
    coded = np.unique(codings.document[rows]).tolist()
    standings = codings.standings()
    for standing in get_args(Standing):
        of_it = [place for place in coded if standings[place] == standing]
        if of_it:
            yield standing, sorted(of_it, key=lambda place: (codings.documents[place].date or UNDATED, place))


def _held(codings: Codings, rows: Mask, order: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which codes each document of a series has; documents x codes."""
    place = np.full(len(codings.documents), -1)
    place[order] = np.arange(len(order))
    held = np.zeros((len(order), len(codings.facts["code"].values)), bool)
    documents = place[codings.document[rows]]
    inside = documents >= 0
    held[documents[inside], codings.facts["code"].numbers[rows][inside]] = True
    return held
