"""The scales of published indices, so that scores can be compared with them: AOCAI, influence capacity, votes.

Only the form of each is the index's: indicators, goalposts and weights are the study's.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.datasets.vote_agreement import indicator_of
from counterpoise.measurement.alignment import OVERALL, Aligned
from counterpoise.measurement.constructs import Draws, aocai
from counterpoise.theory.elements import Side

AOCAI, INFLUENCE, VOTES = "AOCAI", "influence capacity", "agreement in votes"

AOCAI_BAND = (45.0, 55.0)
"""The band, of 100, that the AOCAI calls even; Khong and Liow, Anatomy of Choice Alignment Index.

It is part of that scale, whatever band the theory of a study calls even.
"""

BAND_SCHEMA: dict[str, type[pl.DataType]] = {"state": pl.String, "year": pl.Int32, "probability": pl.Float64}
"""How probable it is that the overall share of a state-year lies in the band."""

SCALE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "year": pl.Int32,
    "scale": pl.String,
    "power": pl.String,
    **dict.fromkeys(("median", "low90", "high90", "in_band"), pl.Float64),
    "observed": pl.Int32,
    "imputed": pl.Int32,
    "inputs": pl.Int32,
    "series": pl.String,
}
"""`power` is None where a scale stands between both; `in_band` is the AOCAI's; no interval where none can be given.

`observed` of `inputs` were observed, and `imputed` drawn, as in `SCORE_SCHEMA`.
"""


def in_band(shares: Draws) -> NDArray[np.float64]:
    """How probable it is that an alignment share lies in the band of the AOCAI.

    Shapes (years, n) to (years,): the part of the draws defined in a year, nan where none is.
    """
    low, high = (end / 100 for end in AOCAI_BAND)
    defined = (~np.isnan(shares)).sum(axis=1)
    within = ((shares >= low) & (shares <= high)).sum(axis=1)
    found = np.full(len(shares), np.nan)
    np.divide(within, defined, out=found, where=defined > 0)
    return found


def band_rows(aligned: Aligned) -> list[tuple[str, int, float]]:
    """Rows of `BAND_SCHEMA` for the years in which the overall share of one state is observed."""
    shares = aligned.overall.get("alignment_share")
    if shares is None:
        return []
    probability = in_band(shares)
    return [
        (aligned.state, aligned.start + year, float(probability[year]))
        for year in np.flatnonzero(~np.isnan(probability)).tolist()
    ]


def published_scales(
    scores: pl.DataFrame,
    band: pl.DataFrame,
    ties: pl.DataFrame,
    powers: Mapping[Side, str],
    roll_calls: str,
) -> pl.DataFrame:
    """Every state-year on the published scales, in `SCALE_SCHEMA`.

    `scores` are in `SCORE_SCHEMA`, `band` in `BAND_SCHEMA`, `ties` in `TIE_SCHEMA`. The AOCAI stands over all dimensions,
    0 wholly with power b, 100 with power a (Khong and Liow). Influence capacity is bandwidth times dependence, 0 to 1, of each
    power (Moyer et al. 2021). Agreement in votes, 0 to 100, counts abstentions as halves and every roll call in which both voted,
    unanimous ones too, which Voeten's dyadic data leave out: an observed value, with no interval.
    """
    numbers = ("median", "low90", "high90")
    overall = scores.filter(pl.col("median").is_not_null(), dimension=OVERALL)
    columns = ("state", "year", *numbers, "observed", "imputed", "inputs", "series")
    shares = overall.filter(construct="alignment_share").select(columns)
    parts = [
        shares.with_columns(
            *(pl.Series(name, aocai(shares[name].to_numpy())) for name in numbers),
            scale=pl.lit(AOCAI),
            power=pl.lit(None, pl.String),
        ).join(band.rename({"probability": "in_band"}), on=["state", "year"], how="left")
    ]
    for side, power in powers.items():
        parts.append(
            overall.filter(construct=f"influence_{side}")
            .select(columns)
            .with_columns(scale=pl.lit(INFLUENCE), power=pl.lit(power), in_band=pl.lit(None, pl.Float64))
        )
        parts.append(
            ties.filter(indicator=indicator_of(roll_calls), side=side).select(
                "state",
                year="start",
                scale=pl.lit(VOTES),
                power=pl.lit(power),
                median="value",
                observed=pl.lit(1),
                imputed=pl.lit(0),
                inputs=pl.lit(1),
                series="indicator",
            )
        )
    return (
        pl.concat(parts, how="diagonal_relaxed")
        .select(pl.col(name).cast(kind) for name, kind in SCALE_SCHEMA.items())
        .sort("state", "scale", "power", "year")
    )
