"""The type of each state-year, each with its probability, by thresholds that the theory fixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.alignment import Aligned
from counterpoise.measurement.constructs import Draws
from counterpoise.theory.elements import Typology

TYPES = ("disengaged", "split-domain hedge", "aligned with a", "aligned with b", "balanced")

FEWEST_DIMENSIONS = 2
"""With fewer dimensions observed no type is told: one dimension cannot contradict itself."""

TYPE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "year": pl.Int32,
    "type": pl.String,
    "probability": pl.Float64,
    "dimensions": pl.Int32,
    "of": pl.Int32,
}
"""`probability` is None where no draw gives a share; `dimensions` of so many were observed, none of them wholly drawn."""


UNDEFINED = len(TYPES)


def type_of(engagement: Draws, contradiction: Draws, share: Draws, typology: Typology) -> NDArray[np.uint8]:
    """The place in `TYPES` of each draw, `UNDEFINED` where one of the three is not defined; shapes any, alike.

    Asked in this order: engagement below its threshold; contradiction at or above its; a share above the even band;
    a share below it; else balanced. That of the packaged theory is the AOCAI band, 45 to 55 of 100 (Khong and Liow).
    """
    low, high = typology.even
    known = (contradiction == contradiction) & (share == share)
    found = np.full(known.shape, 4, np.uint8)
    found -= (share < low).view(np.uint8)
    found -= 2 * (share > high).view(np.uint8)
    found[contradiction >= typology.split_from] = 1
    found[~known] = UNDEFINED
    found[engagement < typology.disengaged_below] = 0
    found[np.isnan(engagement)] = UNDEFINED
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """The probability of each type of one state in some years (years, types), nan where no draw gives a type.

    `dimensions` (years,) says how many of so many were observed.
    """

    state: str
    years: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    dimensions: NDArray[np.int64]
    of: int


def types(aligned: Aligned, typology: Typology, observed: Aligned | None = None) -> Typed:
    """Every type of one state in every year with two dimensions or more.

    `observed` is what sources observed of the same state, where `aligned` holds draws beside it: dimensions are counted in
    it, and probabilities taken from the draws.
    """
    dimensions = (aligned if observed is None else observed).weighed.sum(axis=0)
    years = np.flatnonzero(dimensions >= FEWEST_DIMENSIONS)
    probabilities = np.empty((0, len(TYPES)))
    if years.size:
        of = {
            name: draws if years.size == len(draws) else draws[years]
            for name, draws in aligned.overall.items()
        }
        drawn = type_of(of["engagement"], of["contradiction"], of["alignment_share"], typology)
        # Each year has a place for each type, and one more for draws without any.
        places = drawn + (UNDEFINED + 1) * np.arange(years.size)[:, None]
        tallied = np.bincount(places.ravel(), minlength=years.size * (UNDEFINED + 1))
        counts = tallied.reshape(years.size, -1)[:, :UNDEFINED]
        defined = counts.sum(axis=1, keepdims=True)
        probabilities = np.divide(counts, defined, out=np.full(counts.shape, np.nan), where=defined > 0)
    return Typed(
        aligned.state, years + aligned.start, probabilities, dimensions[years], len(aligned.dimensions)
    )


def type_table(typed: Sequence[Typed]) -> pl.DataFrame:
    """Types in `TYPE_SCHEMA`, one row for each, in the order of state, year and `TYPES`."""
    if not typed:
        return pl.DataFrame(schema=TYPE_SCHEMA)
    times = [each.years.size * len(TYPES) for each in typed]
    return pl.DataFrame(
        {
            "state": np.repeat([each.state for each in typed], times).tolist(),
            "year": np.concatenate([np.repeat(each.years, len(TYPES)) for each in typed]),
            "type": list(TYPES) * (sum(times) // len(TYPES)),
            "probability": np.concatenate([each.probabilities.ravel() for each in typed]),
            "dimensions": np.concatenate([np.repeat(each.dimensions, len(TYPES)) for each in typed]),
            "of": np.repeat([each.of for each in typed], times),
        },
        schema_overrides=TYPE_SCHEMA,
    ).with_columns(pl.col("probability").fill_nan(None))
