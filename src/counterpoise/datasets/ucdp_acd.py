"""Armed conflicts: the UCDP/PRIO Armed Conflict Dataset, by conflict and year.

Gleditsch et al. (2002), Journal of Peace Research 39(5): 615-637; Davies et al. (2025), Journal of Peace Research 62(4):
1223-1240. A conflict is over government or territory, one side of it at least is the government of a state, and it
cost 25 lives in battle in the year. States have Gleditsch & Ward numbers; a cell may list several, separated by commas,
or the row may stand once for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import state_years, with_zeros
from counterpoise.datasets.unplaced import unplaced

PARTIES = ("gwno_a", "gwno_b")
SUPPORTERS = ("gwno_a_2nd", "gwno_b_2nd")
COLUMNS = ("conflict_id", "year", *PARTIES, *SUPPORTERS, "intensity_level")
OF_THIS_DATA_SET = ("incompatibility", "type_of_conflict", "ep_end")
RELEASE_THAT_ENDS_IN = {2024: "25.1"}


class UcdpAcd:
    """Conflicts that a state is a party to, how deadly they are, and those of others that it fights in."""

    name = "ucdp-acd"
    title = "UCDP/PRIO Armed Conflict Dataset"
    citation = (
        "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Håvard Strand. 2002. "
        "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5): 615-637. Davies, Shawn, Therése "
        "Pettersson, Margareta Sollenberg and Magnus Öberg. 2025. Organized violence 1989-2024, and the challenges of "
        "identifying civilian victims. Journal of Peace Research 62(4): 1223-1240."
    )
    licence = "CC BY 4.0"
    redistributable = True
    release = "25.1"
    where = "ucdp.uu.se, UCDP/PRIO Armed Conflict Dataset"
    layouts: Sequence[Sequence[str]] = ((*COLUMNS, *OF_THIS_DATA_SET),)
    indicators: Mapping[str, str] = {
        "armed_conflict": "Armed conflicts of a year in which the government of a state is side A or side B, within the "
        "state or with another (count)",
        "armed_conflict_intensity": "The highest intensity of these: 0 none, 1 from 25 deaths in battle in the year, 2 "
        "from 1,000 (level)",
        "armed_conflict_support": "Armed conflicts of others in which a state fights with troops of its own (count)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the dataset by conflict and year."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Distinct conflicts per year, with zeros where a state existed and has none."""
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS, pl.Int32)
        kinds |= dict.fromkeys((*PARTIES, *SUPPORTERS), pl.String)
        table, problems = read_columns(path, kinds, keys=("conflict_id", "year", "gwno_a", "intensity_level"))
        first, last = first_and_last_year(path, table["year"])
        years = state_years(wanted.everyone, wanted, first, last, "gw")
        of_parties, of_supporters = (_states(table, columns) for columns in (PARTIES, SUPPORTERS))
        none = pl.format(f"{path.name} gwno={{}} year={{}}: no row", "code", "year")
        parts = [
            with_zeros(years, found, indicator, unit, none)
            for indicator, unit, found in (
                ("armed_conflict", "count", _counted(of_parties, path.name, wanted)),
                (
                    "armed_conflict_intensity",
                    "level",
                    _counted(of_parties, path.name, wanted).with_columns(value="intensity"),
                ),
                (
                    "armed_conflict_support",
                    "count",
                    # A party to a conflict does not support itself in it.
                    _counted(
                        of_supporters.join(of_parties, on=["conflict_id", "year", "gwno"], how="anti"),
                        path.name,
                        wanted,
                    ),
                ),
            )
        ]
        release = RELEASE_THAT_ENDS_IN.get(last, f"to {last}")
        parts = [part.with_columns(release=pl.lit(release)) for part in parts]
        everyone = pl.concat([of_parties, of_supporters]).sort("conflict_id", "year", "gwno")
        notices = unplaced(everyone, ["gwno"], "year", path.name, "gw")
        return reading(self, parts, problems, dict.fromkeys(self.indicators, last), notices)


def _states(table: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Conflict, year, intensity and number of each state in some columns, once."""
    number = pl.col("gwno").str.split(",").list.eval(pl.element().str.strip_chars())
    return (
        table.unpivot(columns, index=["conflict_id", "year", "intensity_level"], value_name="gwno")
        .drop_nulls("gwno")
        .with_columns(number)
        .explode("gwno")
        .with_columns(pl.col("gwno").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False))
        .drop_nulls("gwno")
        .select("conflict_id", "year", "intensity_level", "gwno")
        .unique(maintain_order=True)
    )


def _counted(parties: pl.DataFrame, file: str, wanted: Wanted) -> pl.DataFrame:
    ids = pl.col("conflict_id").list.eval(pl.element().cast(pl.String)).list.join(",")
    return (
        parties.lazy()
        .filter(pl.col("year").is_between(wanted.start, wanted.end))
        .pipe(with_iso3, "gwno", "year", "state", "gw")
        .filter(pl.col("state").is_in(wanted.everyone))
        .group_by("state", "year")
        .agg(
            pl.col("conflict_id").unique().sort(), pl.first("gwno"), intensity=pl.col("intensity_level").max()
        )
        .with_columns(
            value=pl.col("conflict_id").list.len(),
            row=pl.format(f"{file} gwno={{}} year={{}} conflict_id={{}}", "gwno", "year", ids),
        )
        .collect()
    )


UCDP_ACD: Source = UcdpAcd()
