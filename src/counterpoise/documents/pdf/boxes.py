"""Boxes: where on its pages each code point of a text is printed."""

from __future__ import annotations

import io
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.documents.canonical import INSERTED

_PER_POINT = 100
_EDGES = ("left", "bottom", "right", "top")


class Box(NamedTuple):
    """A rectangle on a page (from 1), in points of the page's own space: from its lower left, before it is turned."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """For each of n glyphs, or code points of a text, where it is printed; arrays of shape (n,).

    `page` (from 1), `index` in the content of the page as the library counts, and printed `line`, counted through
    the document, are int32, and `INSERTED` where nothing is printed. The edges are float32, in points of the page's
    own space.
    """

    page: NDArray[np.int32]
    index: NDArray[np.int32]
    line: NDArray[np.int32]
    left: NDArray[np.float32]
    bottom: NDArray[np.float32]
    right: NDArray[np.float32]
    top: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.page)

    def of(self, numbers: array[int]) -> Glyphs:
        """The glyphs with these numbers, in this order: those of a canonical text, with `SetText.glyphs`."""
        chosen = np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)
        none = chosen == INSERTED
        taken = {}
        for field in fields(self):
            values = getattr(self, field.name)
            found = values[np.where(none, 0, chosen)] if len(values) else np.zeros(len(chosen), values.dtype)
            found[none] = INSERTED if field.name in ("page", "index", "line") else 0
            taken[field.name] = found
        return Glyphs(**taken)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the code points from `start` up to `end`: one for each printed line, in the order of the text."""
        inked = np.flatnonzero(
            (self.line[start:end] != INSERTED) & (self.right[start:end] > self.left[start:end])
        )
        if not len(inked):
            return ()
        inked += start
        starts = np.flatnonzero(np.diff(self.line[inked], prepend=INSERTED))
        edges = (
            np.minimum.reduceat(self.left[inked], starts),
            np.minimum.reduceat(self.bottom[inked], starts),
            np.maximum.reduceat(self.right[inked], starts),
            np.maximum.reduceat(self.top[inked], starts),
        )
        pages = self.page[inked[starts]].tolist()
        return tuple(
            Box(page, *box) for page, *box in zip(pages, *(edge.tolist() for edge in edges), strict=True)
        )

    def to_bytes(self) -> bytes:
        """Parquet, compressed: edges in hundredths of a point, all columns as differences from row to row."""
        columns: Mapping[str, NDArray[np.int32]] = {
            field.name: _differences(getattr(self, field.name), field.name) for field in fields(self)
        }
        out = io.BytesIO()
        pl.DataFrame(columns).write_parquet(out, compression="zstd", compression_level=9, statistics=False)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` wrote."""
        table = pl.read_parquet(io.BytesIO(content))
        columns: dict[str, NDArray[Any]] = {
            name: np.cumsum(table[name].to_numpy(), dtype=np.int32) for name in table.columns
        }
        for name in _EDGES:
            columns[name] = (columns[name] / _PER_POINT).astype(np.float32)
        return cls(**columns)


def _differences(values: NDArray[np.int32] | NDArray[np.float32], name: str) -> NDArray[np.int32]:
    whole = np.rint(values * _PER_POINT) if name in _EDGES else values
    return np.diff(whole.astype(np.int32), prepend=np.int32(0)).astype(np.int32)
