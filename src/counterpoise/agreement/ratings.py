"""What each coder said of each unit, as whole numbers that stand for the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from counterpoise.errors import CounterpoiseError, Problem

MISSING = -1


@dataclass(frozen=True, slots=True)
class Ratings:
    """Judgements `codes` (coders, units): the place of each in `values` (sorted), -1 where a coder gave none."""

    codes: NDArray[np.int64]
    values: tuple[float, ...] | tuple[str, ...]

    def numbers(self) -> NDArray[np.float64]:
        """The values (values,) as numbers. Raises CounterpoiseError where they are names."""
        if any(isinstance(value, str) for value in self.values):
            raise CounterpoiseError(
                Problem(
                    "ratings", f"found the value '{self.values[0]}'; only numbers have an order or distances"
                )
            )
        return np.array(self.values, dtype=float)

    def judged(self) -> NDArray[np.int64]:
        """How many coders judged each unit, (units,)."""
        judged: NDArray[np.int64] = (self.codes != MISSING).sum(axis=0)
        return judged


def read_ratings(data: ArrayLike | Sequence[Sequence[object]]) -> Ratings:
    """Ratings of a table (coders, units) of numbers or of names; None and nan are missing.

    Raises CounterpoiseError for another shape, for numbers beside names, and for numbers that are infinite.
    """
    # A list of names with a nan in it would become names throughout, `nan` among them.
    table = data if isinstance(data, np.ndarray) else np.array(data, dtype=object)
    if table.ndim != 2:
        raise CounterpoiseError(
            Problem(
                "ratings", f"found {table.ndim} dimensions; expected coders x units, as long for each coder"
            )
        )
    if table.dtype.kind in "biuf":
        numbers = table.astype(float)
        missing = np.isnan(numbers)
        given = numbers[~missing]
    else:
        cells = table.astype(object)
        missing = np.array([[cell is None or cell != cell for cell in row] for row in cells], dtype=bool)
        missing = missing.reshape(cells.shape)
        given = _of_one_kind(cells[~missing])
    if given.dtype.kind == "f" and not np.isfinite(given).all():
        raise CounterpoiseError(Problem("ratings", "found an infinite number; expected finite ones"))
    values, places = np.unique(given, return_inverse=True)
    codes = np.full(table.shape, MISSING, dtype=np.int64)
    codes[~missing] = places.ravel()
    return Ratings(codes, tuple(values.tolist()))


def _of_one_kind(cells: NDArray[np.object_]) -> NDArray[np.float64] | NDArray[np.str_]:
    kinds = {str if isinstance(cell, str) else float if _is_number(cell) else type(cell) for cell in cells}
    if kinds <= {float}:
        return cells.astype(float)
    if kinds == {str}:
        return cells.astype(str)
    named = sorted("number" if kind is float else "name" if kind is str else kind.__name__ for kind in kinds)
    raise CounterpoiseError(
        Problem("ratings", f"found values of kind {', '.join(named)}; expected numbers only or names only")
    )


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float | np.integer | np.floating | np.bool_)
