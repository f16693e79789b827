"""Democracy by state and year: V-Dem's electoral democracy, Polity, and extended Unified Democracy Scores.

The table is the R package isard's: one row a member of the Correlates of War system and year. Coppedge et al., V-Dem;
Marshall (2020), Polity5; Marquez (2016), doi:10.2139/ssrn.2753830, after Pemstein, Meserve & Melton (2010), Political
Analysis 18(4): 426-449.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import last_complete_year
from counterpoise.datasets.unplaced import unplaced

KEYS = ("ccode", "year")
SCORES: Mapping[str, tuple[str, str]] = {
    "polyarchy": ("v2x_polyarchy", "index"),
    "polity2": ("polity2", "points"),
    "euds": ("euds", "standard deviations over states and years"),
}
"""Column and unit of each indicator."""

V_DEM_THAT_ENDS_IN = {2024: "V-Dem 15", 2025: "V-Dem 16"}


class Democracy:
    """Three measures of how democratic a state is."""

    name = "democracy"
    title = "Electoral democracy (V-Dem), Polity and Unified Democracy Scores"
    citation = (
        "Coppedge, Michael, et al. V-Dem Country-Year Dataset. Varieties of Democracy Project. Marshall, Monty G. 2020. "
        "Polity5: Dataset Users' Manual v2018. Center for Systemic Peace. Marquez, Xavier. 2016. A Quick Method for "
        "Extending the Unified Democracy Scores. doi:10.2139/ssrn.2753830."
    )
    licence = "V-Dem CC BY-SA 4.0; Polity and Unified Democracy Scores with citation"
    redistributable = False
    release = "V-Dem 16, Polity5"
    where = "R package isard, cw_democracy; the measures themselves at v-dem.net and systemicpeace.org"
    layouts: Sequence[Sequence[str]] = ((*KEYS, *(column for column, _ in SCORES.values())),)
    indicators: Mapping[str, str] = {
        "polyarchy": "Electoral democracy, V-Dem's v2x_polyarchy, 0 to 1 (index)",
        "polity2": "Polity score, -10 autocracy to 10 democracy (points)",
        "euds": "Extended Unified Democracy Score (standard deviations over states and years)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the table by state and year."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Yearly scores; trailing years that a score has for a few states only are partial."""
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(KEYS, pl.Int32)
        kinds |= dict.fromkeys((column for column, _ in SCORES.values()), pl.Float64)
        # Polity has the score -9, so that it cannot mean "not available" here.
        table, problems = read_columns(path, kinds, keys=KEYS, not_available=None)
        ends: dict[str, int] = {}
        parts = []
        for indicator, (column, unit) in SCORES.items():
            scored = table.drop_nulls(column)
            states = dict(scored.group_by("year").len().sort("year").iter_rows())
            if not states:
                continue
            ends[indicator] = last_complete_year(states)
            newest = max(states) if wanted.include_partial else ends[indicator]
            release = V_DEM_THAT_ENDS_IN.get(max(states), f"V-Dem to {max(states)}")
            parts.append(
                scored.lazy()
                .filter(pl.col("year").is_between(wanted.start, min(newest, wanted.end)))
                .pipe(with_iso3, "ccode", "year", "state")
                .filter(pl.col("state").is_in(wanted.everyone))
                .select(
                    "state",
                    start="year",
                    end="year",
                    indicator=pl.lit(indicator),
                    value=column,
                    unit=pl.lit(unit),
                    release=pl.lit(
                        {"polyarchy": release, "polity2": "Polity5"}.get(indicator, f"to {max(states)}")
                    ),
                    row=pl.format(f"{path.name} ccode={{}} year={{}}", *KEYS),
                )
                .collect()
            )
        return reading(self, parts, problems, ends, unplaced(table, KEYS[:1], "year", path.name))


DEMOCRACY: Source = Democracy()
