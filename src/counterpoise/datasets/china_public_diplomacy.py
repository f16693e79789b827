"""Public diplomacy of China in Asia and the Pacific: AidData's dataset, version 2.0.

Custer et al. (2019), Influencing the Narrative. The last year differs by region and by column, so a series
ends with its last filled cell; empty cells are unknown, not zero.
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

COLUMNS = ("receiving_country", "year", "government_visits", "total_elite_visits")
SENDER = "CHN"


class ChinaPublicDiplomacy:
    """Visits between governments, toward China as partner."""

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
    indicators: Mapping[str, str] = {"government_visits": "Visits between governments in a year (visits)"}

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the table by receiving country and year."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Visits per year; nothing if China is not one of the powers."""
        path = only_file(self.name, paths)
        if not self.recognises(header(path)):
            raise another_layout(path, self.name, *self.layouts)
        kinds = {"receiving_country": pl.String, "year": pl.Int32, "government_visits": pl.Float64}
        table, problems = read_columns(path, kinds, keys=("receiving_country", "year"))
        known = table.filter(pl.col("government_visits").is_not_null())
        _, last = first_and_last_year(path, known["year"])
        notices = unplaced(table, ["receiving_country"], "year", path.name, "name")
        visits = (
            known.lazy()
            .pipe(with_iso3, "receiving_country", "year", "state", system="name")
            .filter(
                pl.col("state").is_in(wanted.states),
                pl.col("year").is_between(wanted.start, wanted.end),
                pl.lit(SENDER in wanted.powers),
            )
            .select(
                "state",
                partner=pl.lit(SENDER),
                start="year",
                end="year",
                indicator=pl.lit("government_visits"),
                value="government_visits",
                unit=pl.lit("visits"),
                row=pl.format(f"{path.name} receiving_country={{}} year={{}}", "receiving_country", "year"),
            )
            .collect()
        )
        return reading(self, [visits], problems, {"government_visits": last}, notices)


CHINA_PUBLIC_DIPLOMACY: Source = ChinaPublicDiplomacy()
