"""Official finance of China by recipient and year: AidData's Global Chinese Development Finance, version 3.0.

Custer et al. (2023); Dreher et al. (2022), Banking on Beijing. The table holds, by COW number and year of
commitment, the sum over projects recommended for aggregates of other official flows (oof), official
development assistance (oda) and vague flows, as given and adjusted, in constant 2021 US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import (
    another_layout,
    first_and_last_year,
    header,
    only_file,
    read_columns,
)
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.unplaced import unplaced
from counterpoise.states import iso3_by_cow

COLUMNS = ("ccode", "year", "oof_adj", "oda_adj")
LENDER = "CHN"
MILLION = 1e6


class Gcdf:
    """Adjusted commitments to each recipient, toward China as partner."""

    name = "gcdf"
    title = "AidData Global Chinese Development Finance"
    citation = (
        "Custer, Samantha, et al. 2023. Tracking Chinese Development Finance: An Application of AidData's "
        "TUFF 3.0 Methodology. AidData at William & Mary. Version 3.0."
    )
    licence = "ODC-By 1.0"
    redistributable = True
    release = "3.0"
    where = (
        "aiddata.org, Global Chinese Development Finance Dataset, version 3.0, summed by recipient and year"
    )
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = {
        "gcdf_oof_oda": "The two below together, committed in a year (million constant 2021 USD)",
        "gcdf_oof": "Other official flows committed in a year (million constant 2021 USD)",
        "gcdf_oda": "Official development assistance committed in a year (million constant 2021 USD)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the table by recipient and year."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Commitments per year; nothing if China is not one of the powers.

        The table has a row only where a project was recorded, so a recipient that it lists in some year
        counts as zero in the others. A state that it never lists (the data cover low- and middle-income
        countries) has no values.
        """
        path = only_file(self.name, paths)
        if not self.recognises(header(path)):
            raise another_layout(path, self.name, *self.layouts)
        kinds = {"ccode": pl.Int32, "year": pl.Int32, "oof_adj": pl.Float64, "oda_adj": pl.Float64}
        table, problems = read_columns(path, kinds, keys=("ccode", "year"))
        first, last = first_and_last_year(path, table["year"])
        notices = unplaced(table, ["ccode"], "year", path.name)
        parts = _committed(table, wanted, first, last, path.name) if LENDER in wanted.powers else []
        return reading(self, parts, problems, dict.fromkeys(self.indicators, last), notices)


def _committed(table: pl.DataFrame, wanted: Wanted, first: int, last: int, file: str) -> list[pl.DataFrame]:
    listed = (
        table.lazy()
        .pipe(with_iso3, "ccode", "year", "state")
        .filter(pl.col("state").is_in(wanted.states), pl.col("state") != LENDER)
        .group_by("state", "year", maintain_order=True)
        .agg(gcdf_oof=pl.col("oof_adj").sum() / MILLION, gcdf_oda=pl.col("oda_adj").sum() / MILLION)
        .collect()
    )
    years = (
        iso3_by_cow()
        .rename({"iso3": "state"})
        .filter(
            pl.col("state").is_in(listed["state"].unique().to_list()),
            pl.col("year").is_between(max(first, wanted.start), min(last, wanted.end)),
        )
        .join(listed, on=["state", "year"], how="left")
        .with_columns(
            gcdf_oof_oda=pl.col("gcdf_oof") + pl.col("gcdf_oda"),
            row=pl.when(pl.col("gcdf_oof").is_null())
            .then(pl.format(f"{file} ccode={{}} year={{}}: no row", "cow", "year"))
            .otherwise(pl.format(f"{file} ccode={{}} year={{}}", "cow", "year")),
        )
    )
    return [
        years.select(
            "state",
            "row",
            partner=pl.lit(LENDER),
            start="year",
            end="year",
            indicator=pl.lit(indicator),
            value=pl.col(indicator).fill_null(0),
            unit=pl.lit("million constant 2021 USD"),
            price_base=pl.lit("constant 2021 USD"),
        )
        for indicator in Gcdf.indicators
    ]


GCDF: Source = Gcdf()
