"""Public diplomacy of China in Asia and the Pacific: AidData's dataset, version 2.0.

Custer et al. (2019), Influencing the Narrative. The last year differs by region and by column, so a series
ends with its last filled cell; empty cells are unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.unplaced import unplaced

MEASURES: Mapping[str, tuple[str, str]] = {
    "government_visits": ("Visits between governments in a year", "visits"),
    "military_visits": ("Visits between armed forces in a year", "visits"),
    "total_elite_visits": ("Visits between governments and between armed forces in a year", "visits"),
    "confucius_institutes": ("Confucius Institutes opened in a year", "institutes"),
    "sister_cities_established": ("Sister cities that were made so in a year", "sister cities"),
}
"""The columns that become indicators, with what they count and its unit."""

COLUMNS = ("receiving_country", "year", *MEASURES)
TOTAL, SUMMAND = "total_elite_visits", "military_visits"
SENDER = "CHN"


class ChinaPublicDiplomacy:
    """Visits, Confucius Institutes and sister cities, toward China as partner."""

    name = "china-public-diplomacy"
    title = "AidData China's Public Diplomacy"
    citation = (
        "Custer, Samantha, et al. 2019. China's Public Diplomacy Dashboard Dataset, Version 2.0. "
        "AidData at William & Mary."
    )
    licence = "ODC-By 1.0"
    redistributable = True
    release = "2.0"
    where = "aiddata.org, China's Public Diplomacy dataset: ChinesePublicDiplomacy.csv"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = {name: f"{what} ({unit})" for name, (what, unit) in MEASURES.items()}

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the table by receiving country and year."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """What each column counts per year, each to its own end; nothing if China is not one of the powers.

        The total of a row whose visits between armed forces are unknown is the visits between governments alone, so
        it is no total and left out.
        """
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = {"receiving_country": pl.String, "year": pl.Int32}
        table, problems = read_columns(
            path, kinds | dict.fromkeys(MEASURES, pl.Float64), keys=("receiving_country", "year")
        )
        whole = table.with_columns(pl.when(pl.col(SUMMAND).is_not_null()).then(TOTAL).alias(TOTAL))
        notices = unplaced(table, ["receiving_country"], "year", path.name, "name")
        placed = whole.lazy().pipe(with_iso3, "receiving_country", "year", "state", system="name").collect()
        parts, ends = [], {}
        for name, (_, unit) in MEASURES.items():
            known = placed.filter(pl.col(name).is_not_null())
            _, ends[name] = first_and_last_year(path, known["year"])
            parts.append(_sent(known, name, unit, wanted, path.name))
        return reading(self, parts, problems, ends, notices)


def _sent(known: pl.DataFrame, name: str, unit: str, wanted: Wanted, file: str) -> pl.DataFrame:
    return known.filter(
        pl.col("state").is_in(wanted.states),
        pl.col("year").is_between(wanted.start, wanted.end),
        pl.lit(SENDER in wanted.powers),
    ).select(
        "state",
        partner=pl.lit(SENDER),
        start="year",
        end="year",
        indicator=pl.lit(name),
        value=name,
        unit=pl.lit(unit),
        row=pl.format(f"{file} receiving_country={{}} year={{}}", "receiving_country", "year"),
    )


CHINA_PUBLIC_DIPLOMACY: Source = ChinaPublicDiplomacy()
