"""Tie strength: each observation of a tie with a power, set between goalposts that both powers share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import values_of_table
from counterpoise.theory.elements import Indicator, Side, Theory

GOALPOST_QUANTILE = 0.975
"""The upper goalpost is this quantile over the whole panel and both powers; the lower one is 0."""

TIE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "side": pl.String,
    "dimension": pl.String,
    "construct": pl.String,
    "indicator": pl.String,
    "title": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "value": pl.Float64,
    "unit": pl.String,
    "goalpost": pl.Float64,
    "tie": pl.Float64,
    "tie_se": pl.Float64,
    "in_share": pl.Boolean,
    "source": pl.String,
    "release": pl.String,
    "row": pl.String,
    "observation": pl.String,
}


@dataclass(frozen=True, slots=True)
class TieInput:
    """An indicator of a behaviour construct, as it enters the tie with one power or both."""

    construct: str
    dimension: str
    indicator: Indicator
    series: str
    in_share: bool

    @property
    def sides(self) -> tuple[Side, ...]:
        """The powers for which the indicator is observed."""
        return ("a", "b") if self.indicator.power is None else (self.indicator.power,)


def series_name(indicator: Indicator, roll_calls: str) -> str:
    """The id under which an indicator is observed; votes depend on which roll calls are taken."""
    return f"{indicator.id}:{roll_calls}" if indicator.varies_with == "roll_calls" else indicator.id


def tie_inputs(theory: Theory, roll_calls: str) -> tuple[TieInput, ...]:
    """The indicators of every behaviour construct.

    Only what is observed for both powers in one unit may enter an alignment share; a flow that only one
    power sends enters ties and trends.
    """
    return tuple(
        TieInput(
            construct=name,
            dimension=construct.dimension,
            indicator=indicator,
            series=series_name(indicator, roll_calls),
            in_share=construct.shares and indicator.both_powers,
        )
        for name, construct in theory.constructs.items()
        if construct.role == "behaviour" and construct.dimension is not None
        for indicator in construct.indicators
    )


def tie_strength(
    values: NDArray[np.float64], goalpost: float, *, distance: bool = False
) -> NDArray[np.float64]:
    """Values set between the goalposts 0 and `goalpost`, clipped to [0, 1].

    Shapes: (n,) to (n,). With `distance`, nearness is strength: 1 minus the clipped value. A goalpost of 0
    means that nobody in the panel has the tie at all, so each strength is 0 (or 1 for a distance).
    """
    share = np.clip(values / goalpost, 0.0, 1.0) if goalpost > 0 else np.zeros_like(values)
    return 1.0 - share if distance else share


def measure_ties(
    values: pl.DataFrame, inputs: tuple[TieInput, ...], panel: tuple[str, ...], powers: dict[Side, str]
) -> pl.DataFrame:
    """Every observed tie of every state of the panel with each power, in `TIE_SCHEMA`.

    `observation` is the id of the value that the tie is made from.

    `values` is a table of observations (`evidence.VALUE_SCHEMA`). Goalposts rest on all its years, all
    states of the panel and both powers.
    """
    sides = {iso3: side for side, iso3 in powers.items()}
    tables = [pl.DataFrame(schema=TIE_SCHEMA)]
    for entry in inputs:
        observed = values.filter(
            (pl.col("indicator") == entry.series)
            & pl.col("state").is_in(panel)
            & pl.col("partner").is_in([powers[side] for side in entry.sides])
        )
        if observed.is_empty():
            continue
        raw = observed["value"].to_numpy()
        goalpost = float(np.quantile(raw, GOALPOST_QUANTILE))
        ties = tie_strength(raw, goalpost, distance=entry.indicator.transform == "proximity")
        tables.append(
            observed.select(
                "state",
                pl.col("partner").replace_strict(sides, return_dtype=pl.String).alias("side"),
                pl.lit(entry.dimension).alias("dimension"),
                pl.lit(entry.construct).alias("construct"),
                pl.lit(entry.series).alias("indicator"),
                pl.lit(entry.indicator.title).alias("title"),
                "start",
                "end",
                "value",
                "unit",
                pl.lit(goalpost).alias("goalpost"),
                pl.Series("tie", ties),
                (pl.col("se") / goalpost if goalpost > 0 else pl.lit(None, pl.Float64)).alias("tie_se"),
                pl.lit(entry.in_share).alias("in_share"),
                "source",
                "release",
                "row",
                pl.Series("observation", [value.id for value in values_of_table(observed)], pl.String),
            )
        )
    return pl.concat(tables).sort("state", "dimension", "indicator", "side", "start")
