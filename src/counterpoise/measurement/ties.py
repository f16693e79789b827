"""Tie strength: each observation of a tie with a power, set between goalposts that both powers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import POSTERIOR, ids_of_table
from counterpoise.measurement.draws import ObservedTie, Position
from counterpoise.theory.elements import Indicator, Side, Theory

GOALPOST_QUANTILE = 0.975
"""The upper goalpost is this quantile over the whole panel and both powers; the lower one is 0."""

TIE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "state": pl.String,
    "side": pl.String,
    "partner": pl.String,
    "dimension": pl.String,
    "construct": pl.String,
    "indicator": pl.String,
    "title": pl.String,
    "quantity": pl.String,
    "distance": pl.Boolean,
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
    "positions": pl.String,
    "own_place": pl.Float64,
    "own_se": pl.Float64,
    "power_place": pl.Float64,
    "power_se": pl.Float64,
    "own_posterior": pl.List(pl.Float32),
    "power_posterior": pl.List(pl.Float32),
}
"""`title` names the tie and `quantity` what is observed, which of a `distance` are not the same.
`positions` and what follows: of a distance, the two points that it lies between, and their draws; null where they are not
observed, or published without draws."""


@dataclass(frozen=True, slots=True)
class TieInput:
    """An indicator of a behaviour construct, as it enters the tie with one power or both."""

    construct: str
    dimension: str
    indicator: Indicator
    series: str
    in_share: bool

    @property
    def distance(self) -> bool:
        """Whether a distance is observed, so that the tie is nearness."""
        return self.indicator.transform == "proximity"

    @property
    def quantity(self) -> str:
        """What a reader calls the values that are observed."""
        named = self.indicator.quantity
        return self.indicator.title if named is None else f"{named} (smaller is closer)"

    @property
    def positions(self) -> str | None:
        """The id of the series of points between which the indicator is a distance."""
        of = self.indicator.positions
        return None if of is None else of + self.series.removeprefix(self.indicator.id)


def series_name(indicator: Indicator, roll_calls: str) -> str:
    """The id under which an indicator is observed; votes depend on which roll calls are taken."""
    return f"{indicator.id}:{roll_calls}" if indicator.varies_with == "roll_calls" else indicator.id


def tie_inputs(theory: Theory, roll_calls: str) -> tuple[TieInput, ...]:
    """The indicators of every behaviour construct.

    Only what is observed for both powers in one way may enter an alignment share; a flow that only one
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
    values: pl.DataFrame,
    inputs: tuple[TieInput, ...],
    panel: tuple[str, ...],
    powers: dict[Side, str],
    frozen: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """Every observed tie of every state of the panel with each power, in `TIE_SCHEMA`.

    `values` is a table of observations (`evidence.VALUE_SCHEMA`); the partner of an observation says which power
    it concerns, and `observation` is its id. Goalposts rest on all its years, all states of the panel and both powers,
    unless they are given, `frozen`, for every indicator that is observed.
    """
    sides = {iso3: side for side, iso3 in powers.items()}
    tables = [pl.DataFrame(schema=TIE_SCHEMA)]
    for entry in inputs:
        observed = values.filter(
            (pl.col("indicator") == entry.series)
            & pl.col("state").is_in(panel)
            & pl.col("partner").is_in(list(sides))
        )
        if observed.is_empty():
            continue
        raw = observed["value"].to_numpy()
        goalpost = float(np.quantile(raw, GOALPOST_QUANTILE)) if frozen is None else frozen[entry.series]
        ties = tie_strength(raw, goalpost, distance=entry.distance)
        placed = _between(observed, values, entry.positions)
        tables.append(
            placed.select(
                "state",
                pl.col("partner").replace_strict(sides, return_dtype=pl.String).alias("side"),
                "partner",
                pl.lit(entry.dimension).alias("dimension"),
                pl.lit(entry.construct).alias("construct"),
                pl.lit(entry.series).alias("indicator"),
                pl.lit(entry.indicator.title).alias("title"),
                pl.lit(entry.quantity).alias("quantity"),
                pl.lit(entry.distance).alias("distance"),
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
                pl.Series("observation", ids_of_table(observed), pl.String),
                pl.lit(entry.positions, pl.String).alias("positions"),
                "own_place",
                "own_se",
                "power_place",
                "power_se",
                "own_posterior",
                "power_posterior",
            )
        )
    return pl.concat(tables).sort("state", "dimension", "indicator", "side", "start")


def _between(observed: pl.DataFrame, values: pl.DataFrame, positions: str | None) -> pl.DataFrame:
    """Distances with the points of their release that they lie between, where both points have standard errors."""
    drawn = pl.col(POSTERIOR) if POSTERIOR in values.columns else pl.lit(None, pl.List(pl.Float32))
    points = values.filter(
        (pl.col("indicator") == (positions or "")) & pl.col("partner").is_null() & (pl.col("se") > 0)
    ).select("state", "start", "end", "source", "release", place="value", se="se", posterior=drawn)
    points = points.unique(["state", "start", "end", "source", "release"], keep="first", maintain_order=True)
    when = ["start", "end", "source", "release"]
    told = ("place", "se", "posterior")
    own = points.rename({name: f"own_{name}" for name in told})
    power = points.rename({"state": "partner", **{name: f"power_{name}" for name in told}})
    return observed.join(own, on=["state", *when], how="left", maintain_order="left").join(
        power, on=["partner", *when], how="left", maintain_order="left"
    )


def by_year(ties: pl.DataFrame) -> pl.DataFrame:
    """One row for each tie and year that it covers, with `draw`, its row among the ties."""
    return (
        ties.with_row_index("draw")
        .with_columns(pl.int_ranges(pl.col("start"), pl.col("end") + 1).alias("year"))
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int32))
    )


def observed_ties(ties: pl.DataFrame) -> list[ObservedTie]:
    """Rows of `TIE_SCHEMA` as what draws are made from."""
    found = []
    for observation, tie, se, goalpost, *between in ties.select(_DRAWN_FROM).iter_rows():
        own = power = None
        state, partner, series, year, own_place, own_se, power_place, power_se, *posteriors = between
        if own_se is not None and power_se is not None:
            # As arrays at once: lists of Python's numbers take six times the memory.
            of_own, of_power = (each and np.array(each, np.float32) for each in posteriors)
            own = Position(series, state, year, own_place, own_se, of_own)
            power = Position(series, partner, year, power_place, power_se, of_power)
        found.append(ObservedTie(observation, tie, se, goalpost, own, power))
    return found


def with_errors() -> pl.Expr:
    """Whether the tie of a row of `TIE_SCHEMA` has errors to draw from."""
    positions = pl.col("own_se").is_not_null() & pl.col("power_se").is_not_null()
    return positions | (pl.col("tie_se").is_not_null() & (pl.col("tie_se") != 0))


_DRAWN_FROM = (
    *("observation", "tie", "tie_se", "goalpost", "state", "partner", "positions", "start"),
    *("own_place", "own_se", "power_place", "power_se", "own_posterior", "power_posterior"),
)
