"""Geopolitical risk as newspapers speak of it: the GPR index, world and by country, month by month.

Caldara & Iacoviello (2022), American Economic Review 112(4): 1194-1225. The index of a country is the share, in per
cent, of articles of ten newspapers that speak of such risks and name the country or its main cities; the world's is
scaled to 100 over 1985-2019. The historical ones, since 1900, rest on three newspapers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.datasets.layout import another_layout, only_file, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.state_years import state_years
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError, Problem

WORLD = ("month", "GPR", "GPRH")
OF_THIS_DATA_SET = ("GPRT", "GPRA", "SHARE_GPR")
COUNTRY: Mapping[str, str] = {
    "geopolitical_risk": "GPRC_",
    "geopolitical_risk_historical": "GPRHC_",
}
"""How the columns of countries begin; their ISO3 code follows."""
OF_THE_WORLD: Mapping[str, str] = {
    "geopolitical_risk_world": "GPR",
    "geopolitical_risk_world_historical": "GPRH",
}
WHOLE = pl.col("months") == 12
"""Years of which every month has a value."""


class Gpr:
    """Yearly means of the monthly indices of states and powers, and of the world's."""

    name = "gpr"
    title = "Geopolitical Risk Index"
    citation = (
        "Caldara, Dario and Matteo Iacoviello. 2022. Measuring Geopolitical Risk. American Economic Review 112(4): "
        "1194-1225."
    )
    licence = "free with citation"
    redistributable = False
    release = "monthly"
    where = "matteoiacoviello.com, Geopolitical Risk Index: data_gpr_export.xls"
    layouts: Sequence[Sequence[str]] = ((*WORLD, *OF_THIS_DATA_SET),)
    indicators: Mapping[str, str] = {
        "geopolitical_risk": "Geopolitical risk of a state, per cent of articles, mean of the months (index)",
        "geopolitical_risk_historical": "The same from three newspapers, since 1900 (index)",
        "geopolitical_risk_world": "Geopolitical risk of the world as each state meets it, 1985-2019 = 100 (index)",
        "geopolitical_risk_world_historical": "The same from three newspapers, 1900-2019 = 100 (index)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the monthly export."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Means over whole years; states that the index does not follow have none of their own."""
        path = only_file(self.name, paths)
        columns = header(path)
        if not self.recognises(columns):
            raise another_layout(path, self.name, *self.layouts)
        own = {
            f"{prefix}{state}": (indicator, state)
            for indicator, prefix in COUNTRY.items()
            for state in wanted.everyone
            if f"{prefix}{state}" in columns
        }
        kinds: dict[str, type[pl.DataType]] = {"month": pl.String}
        kinds |= dict.fromkeys((*WORLD[1:], *own), pl.Float64)
        table, problems = read_columns(path, kinds, keys=("month",))
        day = pl.col("month").str.slice(0, len("2024-07-01")).str.to_date(strict=False)
        months = table.with_columns(month=day).drop_nulls("month")
        if months.is_empty():
            raise CounterpoiseError(Problem(path.name, "has no month that can be read, such as 2024-07-01"))
        first_year = months["month"].dt.year().min()
        release = "to " + str(months["month"].max())[: len("2024-07")]
        series = {
            column: _yearly(months, column).with_columns(
                release=pl.lit(release),
                unit=pl.lit("index"),
                row=pl.format(f"{path.name} {column} {{}}-01 to {{}}-12", "year", "year"),
            )
            for column in kinds
            if column != "month"
        }
        ends = {
            indicator: int(str(series[column].filter(WHOLE)["year"].max() or first_year))
            for indicator, column in (
                *OF_THE_WORLD.items(),
                *zip(COUNTRY, OF_THE_WORLD.values(), strict=True),
            )
        }
        within = pl.col("year").is_between(wanted.start, wanted.end)
        within &= pl.lit(wanted.include_partial) | WHOLE
        parts = [
            series[column]
            .filter(within)
            .with_columns(indicator=pl.lit(indicator), state=pl.lit(state), start="year", end="year")
            for column, (indicator, state) in own.items()
        ]
        there = state_years(wanted.everyone, wanted, wanted.start, wanted.end)
        parts += [
            series[column]
            .filter(within)
            .join(there, on="year")
            .with_columns(indicator=pl.lit(indicator), start="year", end="year")
            for indicator, column in OF_THE_WORLD.items()
        ]
        return reading(self, parts, problems, ends)


def _yearly(months: pl.DataFrame, column: str) -> pl.DataFrame:
    """The mean of each year and how many months it rests on (`year`, `value`, `months`)."""
    return (
        months.drop_nulls(column)
        .group_by(year=pl.col("month").dt.year())
        .agg(value=pl.col(column).mean(), months=pl.col("month").n_unique())
        .sort("year")
    )


GPR: Source = Gpr()
