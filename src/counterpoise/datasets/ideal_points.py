"""Ideal points of states from roll calls of the General Assembly, as published.

Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2): 430-456; the yearly releases stand
with the voting data on Harvard Dataverse, doi:10.7910/DVN/LEJUQZ. Two layouts: Stata from 2025, with
ideal points from final-passage votes, from all votes and `legacy` ones, which go on with the series of earlier
releases and have no quantiles; and the Latin-1 csv of those releases.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.downloads import Deposit
from counterpoise.datasets.layout import another_layout, first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import header, made_on
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import POSTERIOR

STATA = (
    "ccode",
    "year",
    "idealpointfp",
    "q5fp",
    "q95fp",
    "idealpointall",
    "q5all",
    "q95all",
    "idealpointlegacy",
)
CSV = ("ccode", "session", "IdealPoint", "Q5%", "Q95%")
FIRST_SESSION = 1945
SPAN_OF_90_PERCENT = 2 * 1.645

_FINAL_PASSAGE = re.compile(r"(?<![A-Z])FP(?![A-Za-z])")
"""How the authors name files and columns of final-passage votes; other csv files are of all votes."""

_MONTHS = tuple(calendar.month_name)[1:]


class IdealPoints:
    """Ideal points, and the distance of states from the powers and of the powers from each other."""

    name = "unga-ideal-points"
    title = "United Nations General Assembly ideal points"
    citation = (
        "Bailey, Michael A., Anton Strezhnev and Erik Voeten. 2017. Estimating Dynamic State Preferences "
        "from United Nations Voting Data. Journal of Conflict Resolution 61(2): 430-456."
    )
    licence = "CC0 1.0"
    redistributable = True
    release = "July 2025"
    where = "Harvard Dataverse, doi:10.7910/DVN/LEJUQZ"
    # The csv files there are of several layouts that their names do not tell apart; that of the Stata file is known.
    downloads: Sequence[Deposit] = (
        Deposit("https://dataverse.harvard.edu", "10.7910/DVN/LEJUQZ", ("idealpoint*.dta",)),
    )
    layouts: Sequence[Sequence[str]] = (STATA, CSV)
    indicators: Mapping[str, str] = {
        f"{indicator}:{roll_calls}": f"{what}, {roll_calls} votes (standard deviations over all states)"
        for roll_calls in ("final-passage", "all", "legacy")
        for indicator, what in (
            ("ideal_point", "Ideal point"),
            ("ideal_point_distance", "Distance between the ideal points of a state and a power"),
            ("ideal_point_distance_ab", "Distance between the ideal points of the two powers"),
        )
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of either layout."""
        found = set(columns)
        return set(STATA) <= found or set(CSV) <= found

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Ideal points with standard errors from the published 5 and 95 percent quantiles, and distances."""
        points: dict[str, pl.DataFrame] = {}
        problems: list[Problem] = []
        notices: list[Problem] = []
        ends: dict[str, int] = {}
        for path in paths:
            found, skipped, noticed = _points(path)
            problems += skipped
            notices += noticed
            if both := points.keys() & found.keys():
                raise CounterpoiseError(
                    Problem(
                        path.name, f"a second release of {', '.join(sorted(both))}; give one file of each"
                    )
                )
            points |= found
            ends |= {
                f"{kind}:{name}": first_and_last_year(path, table["year"])[1]
                for name, table in found.items()
                for kind in KINDS
            }
        parts = []
        for name, table in points.items():
            here = table.filter(
                pl.col("state").is_in(wanted.everyone), pl.col("year").is_between(wanted.start, wanted.end)
            )
            parts += values_of_points(here, name, wanted)
        return reading(self, parts, problems, ends, notices)


KINDS = ("ideal_point", "ideal_point_distance", "ideal_point_distance_ab")
"""What is told of points, each for a set of roll calls: `ideal_point:all`."""


def values_of_points(points: pl.DataFrame, roll_calls: str, wanted: Wanted) -> list[pl.DataFrame]:
    """Points with state, year, point, se, row and release as values: each of them, and distances from and of the powers.

    Points keep their draws, where they have some (`evidence.POSTERIOR`).
    """
    return [_positions(points, roll_calls), *_distances(points, roll_calls, wanted)]


def _points(path: Path) -> tuple[dict[str, pl.DataFrame], list[Problem], tuple[Problem, ...]]:
    """By roll-call set: state, year, point, se, row, release; rows skipped; codes that are no state."""
    found = set(header(path))
    sets: Mapping[str, tuple[str, ...]]
    of_final_passage = False
    if set(STATA) <= found:
        sets = {
            "final-passage": ("idealpointfp", "q5fp", "q95fp"),
            "all": ("idealpointall", "q5all", "q95all"),
            "legacy": ("idealpointlegacy",),
        }
        time, shift = "year", 0
    elif set(CSV) <= found:
        of_final_passage = _FINAL_PASSAGE.search(path.stem) is not None
        sets = {"final-passage" if of_final_passage else "all": ("IdealPoint", "Q5%", "Q95%")}
        time, shift = "session", FIRST_SESSION
    else:
        raise another_layout(path, IdealPoints.name, *IdealPoints.layouts)
    numbers = {column: pl.Float64 for columns in sets.values() for column in columns}
    table, problems = read_columns(path, {"ccode": pl.Int32, time: pl.Int32, **numbers}, keys=("ccode", time))
    table = table.with_columns(
        year=pl.col(time) + shift, row=pl.format(f"{path.name} ccode={{}} {time}={{}}", "ccode", time)
    )
    notices = unplaced(table, ["ccode"], "year", path.name)
    if of_final_passage:
        told = "its columns do not say of which votes the points are; its name says FP, so they count as final-passage"
        notices = (*notices, Problem(path.name, told))
    dated = (
        table.lazy().pipe(with_iso3, "ccode", "year", "state").filter(pl.col("state").is_not_null()).collect()
    )
    release = pl.lit(_release(path, first_and_last_year(path, table["year"])[1]))
    return (
        {
            name: dated.select(
                "state", "year", "row", point=pl.col(columns[0]), se=_error(columns[1:]), release=release
            ).filter(pl.col("point").is_not_null())
            for name, columns in sets.items()
        },
        problems,
        notices,
    )


def _error(quantiles: tuple[str, ...]) -> pl.Expr:
    """The standard error behind the 5 and 95 percent quantiles; none where they are not published."""
    if not quantiles:
        return pl.lit(None, pl.Float64)
    low, high = quantiles
    return (pl.col(high) - pl.col(low)) / SPAN_OF_90_PERCENT


def _release(path: Path, last: int) -> str:
    """The month and year in a file's name, as the authors write them, else those of its making, else its last year."""
    months = "|".join(month[:3] for month in _MONTHS)
    found = re.search(rf"({months})[a-z]*[ _-]?(\d{{4}})", path.name, re.IGNORECASE)
    if found is not None:
        month = next(month for month in _MONTHS if month[:3].lower() == found[1].lower())
        return f"{month} {found[2]}"
    made = made_on(path)
    return f"to {last}" if made is None else f"{_MONTHS[made.month - 1]} {made.year}"


def _positions(points: pl.DataFrame, roll_calls: str) -> pl.DataFrame:
    return points.select(
        *([POSTERIOR] if POSTERIOR in points.columns else []),
        "state",
        "row",
        "se",
        "release",
        start="year",
        end="year",
        indicator=pl.lit(f"ideal_point:{roll_calls}"),
        value="point",
        unit=pl.lit("standard deviations over all states"),
    )


def _distances(points: pl.DataFrame, roll_calls: str, wanted: Wanted) -> list[pl.DataFrame]:
    """|theta_i - theta_p| with the standard error of a difference of independent estimates."""
    a, b = wanted.powers
    power = points.select("year", partner="state", other="point", other_se="se", other_row="row")
    pairs = (
        points.join(power, on="year")
        .filter(pl.col("state") != pl.col("partner"))
        .select(
            "state",
            "partner",
            "release",
            start="year",
            end="year",
            value=(pl.col("point") - pl.col("other")).abs(),
            se=(pl.col("se") ** 2 + pl.col("other_se") ** 2).sqrt(),
            unit=pl.lit("standard deviations over all states"),
            row=pl.concat_str("row", pl.lit(" and "), "other_row"),
        )
    )
    toward = pairs.filter(pl.col("state").is_in(wanted.states), pl.col("partner").is_in(list(wanted.powers)))
    between = pairs.filter(pl.col("state") == a, pl.col("partner") == b)
    return [
        toward.with_columns(indicator=pl.lit(f"ideal_point_distance:{roll_calls}")),
        between.with_columns(indicator=pl.lit(f"ideal_point_distance_ab:{roll_calls}")),
    ]


IDEAL_POINTS: Source = IdealPoints()
