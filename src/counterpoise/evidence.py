"""Evidence: a passage of a document or a value of a data set, with the judgements that stand on it.

Anchor and judgement are kept apart. The id of each is made from the fields that identify it only,
so it never changes when somebody changes their mind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Literal

import polars as pl

from counterpoise.identity import canonical_json, identifier, sha256
from counterpoise.standing import COUNTED, STANDING_OF_KIND, Standing

__all__ = [
    "CONTEXT",
    "COUNTED",
    "NOT_BORNE_OUT",
    "POSTERIOR",
    "STANDING_OF_KIND",
    "VALUE_SCHEMA",
    "Coding",
    "Direction",
    "Link",
    "Passage",
    "Power",
    "Standing",
    "Status",
    "Value",
    "columns_of_values",
    "ids_of_table",
    "table_of_values",
    "values_of_table",
]

Power = Literal["a", "b", "both", "none"]
Direction = Literal["strengthens", "weakens", "none"]
Status = Literal["suggested", "accepted", "rejected", "unanswered"]
"""A suggestion is `unanswered` where people went through its passage and none of them said anything of its code."""

NOT_BORNE_OUT: frozenset[Status] = frozenset({"rejected", "unanswered"})
"""What of suggestions does not count, since people looked and did not find it."""

CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's canonical text, anchored by code points, quotation and context."""

    document: str
    start: int
    end: int
    quotation: str
    before: str
    after: str
    page: int | None = None
    heading: str | None = None

    @property
    def id(self) -> str:
        """Name the passage by its document and its place there."""
        return passage_id(self.document, self.start, self.end)


def passage_id(document: str, start: int, end: int) -> str:
    """The id of a passage of a document between two code points."""
    if document.isalnum() and document.isascii():  # which as JSON is itself, and so are whole numbers
        return sha256(f'{{"document":"{document}","end":{end:d},"start":{start:d}}}'.encode())[:16]
    return identifier(document=document, start=start, end=end)


def passage_of(
    document: str, text: str, start: int, end: int, page: int | None = None, heading: str | None = None
) -> Passage:
    """The passage of a document's canonical text between two code points."""
    before = text[max(start - CONTEXT, 0) : start]
    return Passage(document, start, end, text[start:end], before, text[end : end + CONTEXT], page, heading)


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's judgement that a passage speaks of a code, for which power, in which direction.

    `span` holds the words that moved the coder, in code points of the document, where they can be told.
    """

    passage: str
    code: str
    power: Power
    direction: Direction
    coder: str
    score: float
    reason: str
    status: Status = "suggested"
    span: tuple[int, int] | None = None

    @property
    def id(self) -> str:
        """Name the coding by who said what of which passage and power; the direction may be revised."""
        return identifier(passage=self.passage, code=self.code, power=self.power, coder=self.coder)


@dataclass(frozen=True, slots=True)
class Link:
    """One coder's judgement that a passage says a factor leads to an effect.

    `sign` is 1 when the passage affirms the effect and -1 when it denies it; `span` is as in `Coding`.
    """

    passage: str
    factor: str
    effect: str
    power: Power
    sign: Literal[1, -1]
    coder: str
    reason: str
    span: tuple[int, int] | None = None

    @property
    def id(self) -> str:
        """Name the link by who said what of which passage."""
        return identifier(passage=self.passage, factor=self.factor, effect=self.effect, coder=self.coder)


@dataclass(frozen=True, slots=True)
class Value:
    """One observation: an indicator of a state, perhaps toward a partner, over years start..end inclusive.

    States are ISO3 codes, or `COW<number>` for a state that is gone. `row` says where in the source it
    stands. A five-year share is one value over five years, never five yearly ones.
    """

    state: str
    partner: str | None
    start: int
    end: int
    indicator: str
    value: float
    unit: str
    source: str
    release: str
    row: str
    se: float | None = None
    price_base: str | None = None

    @property
    def id(self) -> str:
        """Name the observation by what it observes and who published it."""
        return identifier(
            state=self.state,
            partner=self.partner,
            start=self.start,
            end=self.end,
            indicator=self.indicator,
            source=self.source,
            release=self.release,
        )


VALUE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "partner": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "indicator": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "source": pl.String,
    "release": pl.String,
    "row": pl.String,
    "se": pl.Float64,
    "price_base": pl.String,
}


POSTERIOR = "posterior"
"""A further column that a table of values may have: draws of the value, a list as long in each row that has one.

Draws in one place of every list belong together, as those of a joint posterior do."""


def columns_of_values(table: pl.DataFrame) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of `VALUE_SCHEMA`, and `POSTERIOR` where a table has it."""
    return {**VALUE_SCHEMA, **({POSTERIOR: pl.List(pl.Float32)} if POSTERIOR in table.columns else {})}


def table_of_values(values: Iterable[Value]) -> pl.DataFrame:
    """Values as a table in `VALUE_SCHEMA`, one row each."""
    rows = tuple(values)
    return pl.DataFrame(
        {name: [getattr(value, name) for value in rows] for name in VALUE_SCHEMA}, schema=VALUE_SCHEMA
    )


def covering(table: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The rows of a table of intervals (start, end) that cover some year of first..last."""
    return table.filter((pl.col("start") <= last) & (pl.col("end") >= first))


def values_of_table(table: pl.DataFrame) -> list[Value]:
    """The rows of a table in `VALUE_SCHEMA` as values."""
    return [Value(**row) for row in table.select(list(VALUE_SCHEMA)).iter_rows(named=True)]


def ids_of_table(table: pl.DataFrame) -> list[str]:
    """The id of each row of a table in `VALUE_SCHEMA`: that of its `Value`, without one being made of hundreds of thousands."""
    fields = sorted(("state", "partner", "start", "end", "indicator", "source", "release"))
    # Few different words stand in many rows.
    as_json = lru_cache(maxsize=None)(lambda value: canonical_json(value).decode())
    before = [f'{"," if place else "{"}"{name}":' for place, name in enumerate(fields)]
    return [
        sha256(("".join(map(add, before, map(as_json, row))) + "}").encode())[:16]
        for row in table.select(fields).iter_rows()
    ]
