"""Leaders: Archigos, version 4.1, and what the LEAD data set knows of their lives.

Goemans, Gleditsch & Chiozza (2009), Journal of Peace Research 46(2): 269-283; Ellis, Horowitz & Stam (2015),
International Interactions 41(4): 718-741. Archigos has a row for each time that a leader was in office, under the
Gleditsch & Ward number of the state; a leader who was still there when the list was closed stands as leaving on its
last day. LEAD has a row for each of these under the same `obsid`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import another_layout, first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.state_years import (
    COMPLETE,
    forward_spells,
    over_years,
    state_years,
    with_zeros,
)
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import CounterpoiseError, Problem

ARCHIGOS_COLUMNS = ("obsid", "gwcode", "leadid", "leader", "startdate", "enddate", "entry")
OF_LIVES: Mapping[str, tuple[str, str]] = {
    "leader_military_service": ("milservice", "0 or 1"),
    "leader_combat": ("combat", "0 or 1"),
    "leader_rebel": ("rebel", "0 or 1"),
    "leader_political_experience": ("yrsexper", "years"),
}
"""Column and unit of each indicator that is LEAD's."""

LEAD_COLUMNS = ("obsid", *(column for column, _ in OF_LIVES.values()))
NOT_BY_THE_RULES = ("Irregular", "Foreign Imposition")
DAYS_OF_A_YEAR = 365.25


class Archigos:
    """Changes of leader, and who is in office when a year ends."""

    name = "archigos"
    title = "Archigos data on political leaders, with LEAD"
    citation = (
        "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza. 2009. Introducing Archigos: A Dataset of "
        "Political Leaders. Journal of Peace Research 46(2): 269-283. Version 4.1. Ellis, Carli Mortenson, Michael C. "
        "Horowitz and Allan C. Stam. 2015. Introducing the LEAD Data Set. International Interactions 41(4): 718-741."
    )
    licence = "free with citation"
    redistributable = False
    release = "4.1"
    where = "R package peacesciencer, archigos and LEAD; the data sets themselves from their authors"
    layouts: Sequence[Sequence[str]] = (ARCHIGOS_COLUMNS, LEAD_COLUMNS)
    indicators: Mapping[str, str] = {
        "leader_change": "Leaders who came into office in a year, other than the first of a state (count)",
        "irregular_leader_change": "Those of them who came against the rules or were imposed from abroad (count)",
        "leader_years_in_office": "How long the leader at the end of a year had been in office (years)",
        "leader_military_service": "Whether the leader at the end of a year had served in the military (0 or 1)",
        "leader_combat": "Whether that leader had fought in it (0 or 1)",
        "leader_rebel": "Whether that leader had been in a rebel group (0 or 1)",
        "leader_political_experience": "That leader's years in politics before coming into office (years)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the list of leaders or of their lives."""
        return any(set(layout) <= set(columns) for layout in self.layouts)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Changes per year, zero where there was none; of lives only what the second file adds to the first."""
        leaders, lives = _told_apart(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(ARCHIGOS_COLUMNS, pl.String)
        kinds |= {"gwcode": pl.Int32, "startdate": pl.Date, "enddate": pl.Date}
        table, problems = read_columns(leaders, kinds, keys=("obsid", "gwcode", "startdate", "enddate"))
        dated = table.with_columns(
            since=pl.col("startdate").dt.year(), until=pl.col("enddate").dt.year()
        ).filter(pl.col("since").is_not_null())
        terms, backward = forward_spells(dated, "since", "until", "obsid", leaders.name)
        _, last = first_and_last_year(leaders, terms["until"])
        parts = _changes(terms, wanted, leaders.name)
        in_office = _at_the_end_of_the_year(terms, wanted)
        parts.append(
            in_office.with_columns(
                indicator=pl.lit("leader_years_in_office"),
                value=pl.col("days") / DAYS_OF_A_YEAR,
                unit=pl.lit("years"),
                row=pl.format(f"{leaders.name} obsid={{}} on {{}}-12-31", "obsid", "end"),
            )
        )
        ends = dict.fromkeys(list(self.indicators)[:3], last)
        if lives is not None:
            known, skipped = read_columns(
                lives,
                {"obsid": pl.String, **dict.fromkeys(LEAD_COLUMNS[1:], pl.Float64)},
                keys=("obsid",),
            )
            problems += skipped
            complete = _years_of_lives(terms, known)
            ends |= complete
            parts += [
                of_lives.filter((pl.col("end") <= complete[indicator]) | pl.lit(wanted.include_partial))
                for indicator, of_lives in _lives(in_office.join(known, on="obsid"), lives.name, leaders.name)
            ]
        notices = unplaced(terms, ["gwcode"], "until", leaders.name, "gw")
        return reading(self, parts, [*problems, *backward], ends, notices)


def _told_apart(source: Source, paths: Sequence[Path]) -> tuple[Path, Path | None]:
    """The file of leaders, and that of their lives if it is given."""
    found: dict[str, Path] = {}
    for path in sorted(paths):
        columns = set(header(path))
        kind = next((layout for layout in source.layouts if set(layout) <= columns), None)
        if kind is None:
            raise another_layout(path, source.name, *source.layouts)
        if (first := found.setdefault(kind[1], path)) != path:
            raise CounterpoiseError(Problem(path.name, f"a second file like {first.name}; give one of each"))
    leaders, lives = (found.get(layout[1]) for layout in source.layouts)
    if leaders is None:
        raise CounterpoiseError(
            Problem(
                str(paths[0].name if paths else source.name),
                "tells of leaders and not when they were in office; needs the file of Archigos beside it, "
                f"with the columns [{', '.join(ARCHIGOS_COLUMNS)}]",
            )
        )
    return leaders, lives


def _changes(terms: pl.DataFrame, wanted: Wanted, file: str) -> list[pl.DataFrame]:
    """Accessions by year, and the irregular ones, over the years from a state's first leader to its last."""
    of_state = (
        terms.lazy()
        .pipe(with_iso3, "gwcode", "since", "state", "gw")
        .filter(pl.col("state").is_in(wanted.everyone))
        .sort("state", "startdate", "enddate", "obsid")
        .with_columns(before=pl.col("leadid").shift().over("state"))
        .collect()
    )
    covered = of_state.group_by("state").agg(from_=pl.min("since"), to=pl.max("until"))
    years = (
        state_years(wanted.everyone, wanted, wanted.start, wanted.end, "gw")
        .join(covered, on="state")
        .filter(pl.col("year").is_between("from_", "to"))
    )
    came = of_state.filter(pl.col("before").is_not_null() & (pl.col("before") != pl.col("leadid")))
    none = pl.format(f"{file} gwcode={{}} year={{}}: no one came into office", "code", "year")
    parts = []
    for indicator, rows in (
        ("leader_change", came),
        ("irregular_leader_change", came.filter(pl.col("entry").is_in(NOT_BY_THE_RULES))),
    ):
        counted = (
            rows.group_by("state", year=pl.col("since"))
            .agg(value=pl.len(), ids=pl.col("obsid"))
            .with_columns(row=pl.format(f"{file} obsid={{}}", pl.col("ids").list.join(",")))
        )
        parts.append(with_zeros(years, counted, indicator, "count", none))
    return parts


def _at_the_end_of_the_year(terms: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Who is in office on the last day of a year, and since how many days; where nobody is, no row."""
    last_day = pl.date(pl.col("year"), 12, 31)
    return (
        terms.lazy()
        .pipe(over_years, "since", "until", wanted)
        .filter(pl.col("startdate") <= last_day, pl.col("enddate") >= last_day)
        .pipe(with_iso3, "gwcode", "year", "state", "gw")
        .filter(pl.col("state").is_in(wanted.everyone))
        .sort("startdate", "obsid", descending=[True, False])
        .unique(["state", "year"], keep="first", maintain_order=True)
        .select(
            "state", "obsid", start="year", end="year", days=(last_day - pl.col("startdate")).dt.total_days()
        )
        .collect()
    )


def _years_of_lives(terms: pl.DataFrame, known: pl.DataFrame) -> dict[str, int]:
    """The last year of each indicator of LEAD in which it knows most leaders: of those since 2004 it knows few."""
    every_year = Wanted((), ("", ""))
    in_years = (
        terms.join(known, on="obsid", how="left")
        .lazy()
        .pipe(over_years, "since", "until", every_year)
        .collect()
    )
    shares = in_years.group_by("year").agg(pl.col(LEAD_COLUMNS[1:]).is_not_null().mean())
    ends = {}
    for indicator, (column, _) in OF_LIVES.items():
        last = shares.filter(pl.col(column) >= COMPLETE)["year"].max()
        ends[indicator] = int(str(last)) if last is not None else every_year.start
    return ends


def _lives(in_office: pl.DataFrame, file: str, leaders: str) -> list[tuple[str, pl.DataFrame]]:
    return [
        (
            indicator,
            in_office.drop_nulls(column).with_columns(
                indicator=pl.lit(indicator),
                value=column,
                unit=pl.lit(unit),
                release=pl.lit("LEAD 2015"),
                row=pl.format(f"{file} obsid={{}}, in office on {{}}-12-31 by {leaders}", "obsid", "end"),
            ),
        )
        for indicator, (column, unit) in OF_LIVES.items()
    ]


ARCHIGOS: Source = Archigos()
