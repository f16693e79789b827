"""The type of each state-year, each with its probability, by thresholds that the theory fixes."""

from __future__ import annotations

import numpy as np
import polars as pl

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
"""`probability` is None where no draw gives a share; `dimensions` of so many were observed."""


def type_of(engagement: Draws, contradiction: Draws, share: Draws, typology: Typology) -> Draws:
    """The place in `TYPES` of each draw, nan where one of the three is not defined; shapes any, alike.

    Asked in this order: engagement below its threshold; contradiction at or above its; a share above the even band;
    a share below it; else balanced. The even band of the AOCAI is 45 to 55 of 100 (Khong and Liow).
    """
    low, high = typology.even
    found: Draws = np.select(
        [
            engagement < typology.disengaged_below,
            contradiction >= typology.split_from,
            share > high,
            share < low,
        ],
        [0.0, 1.0, 2.0, 3.0],
        4.0,
    )
    undefined = np.isnan(engagement) | ((found > 0) & (np.isnan(contradiction) | np.isnan(share)))
    return np.where(undefined, np.nan, found)


def types(aligned: Aligned, typology: Typology) -> pl.DataFrame:
    """Every type of one state in every year with two dimensions or more, with its probability; `TYPE_SCHEMA`."""
    dimensions = aligned.weighed.sum(axis=0)
    years = np.flatnonzero(dimensions >= FEWEST_DIMENSIONS)
    if not years.size:
        return pl.DataFrame(schema=TYPE_SCHEMA)
    of = {name: draws[years] for name, draws in aligned.overall.items()}
    drawn = type_of(of["engagement"], of["contradiction"], of["alignment_share"], typology)
    defined = (~np.isnan(drawn)).sum(axis=1)
    return pl.concat(
        pl.DataFrame(
            {
                "state": aligned.state,
                "year": years + aligned.start,
                "type": name,
                "probability": pl.Series(
                    (drawn == place).sum(axis=1) / np.where(defined > 0, defined, np.nan)
                ).fill_nan(None),
                "dimensions": dimensions[years],
                "of": len(aligned.dimensions),
            },
            schema=TYPE_SCHEMA,
            strict=False,
        )
        for place, name in enumerate(TYPES)
    ).sort("year", maintain_order=True)
