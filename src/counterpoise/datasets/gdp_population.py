"""GDP, GDP per head and population by state and year: the estimates of Fariss, Anders, Markowitz and Barnum.

Fariss et al. (2022), Journal of Conflict Resolution 66(3): 553-591, estimate from many sources what each state's were,
with standard deviations. The table is the R package isard's: GDP per head anchored in the Maddison Project, in 2011
international dollars; GDP and population anchored in the Penn World Table 10.0, GDP in 2017 international dollars. An
international dollar buys what a US dollar bought in the United States in that year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.unplaced import unplaced

KEYS = ("ccode", "year")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A column of estimates with its standard deviations beside it, under `sd_` and its name."""

    column: str
    unit: str
    price_base: str | None


ESTIMATES: Mapping[str, Estimate] = {
    "gdp_per_head": Estimate(
        "mrgdppc", "constant 2011 USD", "constant 2011 international dollars, purchasing power parity"
    ),
    "gdp": Estimate(
        "pwtrgdp", "million constant 2017 USD", "constant 2017 international dollars, purchasing power parity"
    ),
    "population": Estimate("pwtpop", "million people", None),
}


class GdpPopulation:
    """Estimates of wealth and size with their standard deviations as standard errors."""

    name = "gdp-population"
    title = "Historic GDP and population estimates"
    citation = (
        "Fariss, Christopher J., Therese Anders, Jonathan N. Markowitz and Miriam Barnum. 2022. New Estimates of Over "
        "500 Years of Historic GDP and Population Data. Journal of Conflict Resolution 66(3): 553-591."
    )
    licence = "free with citation"
    redistributable = False
    release = "2022"
    where = "R package isard, cw_gdppop"
    layouts: Sequence[Sequence[str]] = (
        (*KEYS, *(name for each in ESTIMATES.values() for name in (each.column, f"sd_{each.column}"))),
    )
    indicators: Mapping[str, str] = {
        "gdp_per_head": "GDP per head at purchasing power parity (constant 2011 USD)",
        "gdp": "GDP at purchasing power parity (million constant 2017 USD)",
        "population": "Population (million people)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the table by state and year."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Yearly estimates with standard errors."""
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(KEYS, pl.Int32)
        kinds |= dict.fromkeys(self.layouts[0][2:], pl.Float64)
        table, problems = read_columns(path, kinds, keys=KEYS)
        _, last = first_and_last_year(path, table["year"])
        of_states = (
            table.lazy()
            .filter(pl.col("year").is_between(wanted.start, wanted.end))
            .pipe(with_iso3, "ccode", "year", "state")
            .filter(pl.col("state").is_in(wanted.everyone))
            .collect()
        )
        parts = [
            of_states.drop_nulls(each.column).select(
                "state",
                start="year",
                end="year",
                indicator=pl.lit(indicator),
                value=each.column,
                se=f"sd_{each.column}",
                unit=pl.lit(each.unit),
                price_base=pl.lit(each.price_base),
                row=pl.format(f"{path.name} ccode={{}} year={{}}", *KEYS),
            )
            for indicator, each in ESTIMATES.items()
        ]
        notices = unplaced(table, KEYS[:1], "year", path.name)
        return reading(self, parts, problems, dict.fromkeys(self.indicators, last), notices)


GDP_POPULATION: Source = GdpPopulation()
