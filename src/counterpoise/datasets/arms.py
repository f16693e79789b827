"""Arms imports: from deliveries by recipient, supplier and year to what comes from each power, and its share.

Volumes are in the trend-indicator values (TIV) of the Stockholm International Peace Research Institute, which measure
what the arms are worth as military resources and not what was paid for them. Deliveries of one year say little, so
shares are of windows of five years, those that begin in a year divisible by five.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from counterpoise.datasets.source import Wanted
from counterpoise.datasets.state_years import state_years

LICENCE = "SIPRI's terms of use: fair use is non-commercial and under a tenth of a data set; no reproduction on other sites"
WHERE = "sipri.org, Arms Transfers Database"
CITATION = "Stockholm International Peace Research Institute. SIPRI Arms Transfers Database. sipri.org/databases/armstransfers."
INDICATORS: Mapping[str, str] = {
    "arms_import_share": "A power's share of the arms delivered to a state over five years (percent of TIV)",
    "arms_imports": "Arms delivered to a state by a power in a year (million TIV)",
}
WINDOW = 5


def spread_evenly(deals: pl.DataFrame) -> pl.DataFrame:
    """Delivered volume by year, where a deal names several years of delivery and only what was delivered in all.

    `deals` has years (list of Int32) and tiv; each year of a deal gets the same part. A stated convention, as the register
    does not tell what came when: it moves volume between windows, and shares lie some points from SIPRI's own tables.
    """
    parts = pl.col("years").list.len()
    return deals.with_columns(tiv=pl.col("tiv") / parts).explode("years").rename({"years": "year"})


def arms_imports(
    delivered: pl.DataFrame,
    totals: pl.DataFrame,
    wanted: Wanted,
    file: str,
    years: tuple[int, int],
    suppliers: Collection[str] | None = None,
) -> list[pl.DataFrame]:
    """Imports from each power per year, and its share per window, of the wanted states that a file is about.

    `delivered` has state, partner, year, tiv and said (what the file has there); `totals` has state, year and tiv, from
    all suppliers; `years` are the first and the last that the file covers. A power without a row in a year delivered
    nothing. A window that the file covers in part is left out, or kept on request and marked. `suppliers` are those of
    a file that does not have all: it says nothing of other powers, and gives no shares.
    """
    powers = [each for each in wanted.powers if suppliers is None or each in suppliers]
    toward = _yearly(delivered, totals, wanted, powers, years)
    parts = [_imports(toward, wanted, file)]
    if suppliers is None:
        parts.append(_shares(toward, totals, wanted, file, years))
    return parts


def _yearly(
    delivered: pl.DataFrame,
    totals: pl.DataFrame,
    wanted: Wanted,
    powers: Collection[str],
    years: tuple[int, int],
) -> pl.DataFrame:
    """Every wanted state of the file with each of the powers in each year in which the state was there: state, partner, year, tiv, said."""
    # Whole windows, whatever years of them are wanted.
    every_year = Wanted(wanted.states, wanted.powers)
    states = set(totals["state"]) & set(wanted.states)
    there = state_years(states, every_year, *years, "iso3").select("state", "year")
    found = delivered.group_by("state", "partner", "year").agg(
        pl.col("tiv").sum(), pl.col("said").unique(maintain_order=True).str.join("; ")
    )
    return (
        there.join(pl.DataFrame({"partner": list(powers)}, {"partner": pl.String}), how="cross")
        .filter(pl.col("state") != pl.col("partner"))
        .join(found, on=["state", "partner", "year"], how="left")
        .with_columns(pl.col("tiv").fill_null(0), pl.col("said").fill_null("none identified"))
    )


def _imports(toward: pl.DataFrame, wanted: Wanted, file: str) -> pl.DataFrame:
    return toward.filter(pl.col("year").is_between(wanted.start, wanted.end)).select(
        "state",
        "partner",
        start="year",
        end="year",
        indicator=pl.lit("arms_imports"),
        value="tiv",
        unit=pl.lit("million TIV"),
        row=pl.format(f"{file} {{}} from {{}} {{}}: {{}}", "state", "partner", "year", "said"),
    )


def _shares(
    toward: pl.DataFrame, totals: pl.DataFrame, wanted: Wanted, file: str, years: tuple[int, int]
) -> pl.DataFrame:
    """100 (from a power) / (from everybody) over each window in which something was delivered."""
    window = pl.col("year") // WINDOW * WINDOW
    of_all = (
        totals.filter(pl.col("year").is_between(*years))
        .group_by("state", window=window)
        .agg(total=pl.col("tiv").sum())
    )
    first, last = years
    over = (pl.col("window") >= first) & (pl.col("window") + WINDOW - 1 <= last)
    said = pl.format(
        f"{file} {{}} from {{}} {{}}-{{}}: {{}} of {{}} million TIV",
        "state",
        "partner",
        "start",
        "end",
        pl.col("tiv").round(1),
        pl.col("total").round(1),
    )
    return (
        toward.group_by("state", "partner", window=window)
        .agg(pl.col("tiv").sum())
        .join(of_all, on=["state", "window"])
        .filter(pl.col("total") > 0, over | pl.lit(wanted.include_partial))
        .with_columns(
            over=over,
            start=pl.max_horizontal("window", pl.lit(first)),
            end=pl.min_horizontal(pl.col("window") + WINDOW - 1, pl.lit(last)),
        )
        .filter(pl.col("end") >= wanted.start, pl.col("start") <= wanted.end)
        .select(
            "state",
            "partner",
            "start",
            "end",
            indicator=pl.lit("arms_import_share"),
            value=100 * pl.col("tiv") / pl.col("total"),
            unit=pl.lit("percent of TIV"),
            row=pl.when("over").then(said).otherwise(said + ", of a partial window"),
        )
    )
