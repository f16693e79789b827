"""Material capabilities of states: Correlates of War National Material Capabilities.

Singer, Bremer & Stuckey (1972); Singer (1987), International Interactions 14: 115-132. CINC is the mean of a
state's shares in the world's military spending, military personnel, iron and steel, energy, population and
urban population.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.unplaced import unplaced

UNITS: Mapping[str, str] = {
    "cinc": "share of the world",
    "milex": "thousand current USD",
    "milper": "thousand persons",
    "tpop": "thousand persons",
}
"""The columns that become indicators, with their units; those of money are pounds before 1914."""

COLUMNS = ("ccode", "year", *UNITS)
IN_DOLLARS_SINCE = 1914
RELEASE_THAT_ENDS_IN = {2007: "4.0", 2012: "5.0", 2016: "6.0", 2022: "7.0"}


class CowNmc:
    """CINC of the states and powers and what it rests on, and the CINC of one power relative to the other."""

    name = "cow-nmc"
    title = "Correlates of War National Material Capabilities"
    citation = (
        "Singer, J. David. 1987. Reconstructing the Correlates of War Dataset on Material Capabilities of "
        "States, 1816-1985. International Interactions 14: 115-132."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "7.0"
    where = "correlatesofwar.org, National Material Capabilities: NMC-*-abridged.csv"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = {
        "cinc": "Composite Index of National Capability (share of the world, 0 to 1)",
        "cinc_ratio": "CINC of power b over CINC of power a (ratio)",
        "milex": "Military expenditure (thousand current USD)",
        "milper": "Military personnel (thousand persons)",
        "tpop": "Total population (thousand persons)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file hold CINC and the components that go with it."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Yearly CINC, expenditure, personnel and population, and the ratio of the powers' CINC."""
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS[:2], pl.Int32)
        table, problems = read_columns(path, kinds | dict.fromkeys(UNITS, pl.Float64), keys=COLUMNS[:2])
        _, last = first_and_last_year(path, table["year"])
        notices = unplaced(table, ["ccode"], "year", path.name)
        here = (
            table.lazy()
            .filter(pl.col("year").is_between(wanted.start, wanted.end))
            .pipe(with_iso3, "ccode", "year", "state")
            .filter(pl.col("state").is_in(wanted.everyone))
            .with_columns(
                pl.when(pl.col("year") >= IN_DOLLARS_SINCE).then("milex"),
                release=pl.lit(RELEASE_THAT_ENDS_IN.get(last, f"to {last}")),
                row=pl.format(f"{path.name} ccode={{}} year={{}}", "ccode", "year"),
            )
            .collect()
        )
        series = {
            name: here.filter(pl.col(name).is_not_null()).select(
                "state",
                "release",
                "row",
                start="year",
                end="year",
                indicator=pl.lit(name),
                value=name,
                unit=pl.lit(unit),
            )
            for name, unit in UNITS.items()
        }
        cinc = series["cinc"]
        a, b = wanted.powers
        of_a = cinc.filter(pl.col("state") == a).select("start", of_a="value", row_of_a="row")
        ratio = (
            cinc.filter(pl.col("state") == b)
            .join(of_a, on="start")
            .with_columns(
                partner=pl.lit(a),
                indicator=pl.lit("cinc_ratio"),
                value=pl.col("value") / pl.col("of_a"),
                unit=pl.lit("ratio"),
                row=pl.concat_str("row", pl.lit(" over "), "row_of_a"),
            )
        )
        return reading(
            self, [*series.values(), ratio], problems, dict.fromkeys(self.indicators, last), notices
        )


COW_NMC: Source = CowNmc()
