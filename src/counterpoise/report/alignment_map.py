"""The map of alignment and engagement: the state's path over the years, and where the others of the panel stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import first_and_last
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Path, Place, Plane, Zone
from counterpoise.report.score_rows import (
    EVERY,
    drawn_in_words,
    inputs_in_words,
    interval_cells,
    interval_of,
    rows_of,
    runs_of_years,
)
from counterpoise.states import state
from counterpoise.theory.elements import Typology
from counterpoise.wording import listed


@dataclass(frozen=True, slots=True)
class Standing:
    """Overall alignment and engagement of a state in a year, rows of `SCORE_SCHEMA`, and the series they rest on."""

    year: int
    share: Mapping[str, float]
    engagement: Mapping[str, float]
    observed: int
    inputs: int
    series: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every input is observed."""
        return self.observed == self.inputs

    def place(self, label: str) -> Place:
        """The place on the map, with the intervals that have a width."""
        return Place(
            label,
            self.share["median"],
            self.engagement["median"],
            interval_of(self.share),
            interval_of(self.engagement),
            str(self.year),
        )


def standings(findings: Findings, iso3: str) -> list[Standing]:
    """Every year in which a state's overall alignment and engagement are measured, in order."""
    overall = {row["year"]: row for row in rows_of(findings, "engagement", OVERALL, iso3)}
    of_dimensions = {
        (dimension, construct, row["year"]): row
        for dimension in findings.study.theory.dimensions
        for construct in ("alignment_share", "engagement")
        for row in rows_of(findings, construct, dimension, iso3)
    }
    found = []
    for share in rows_of(findings, "alignment_share", OVERALL, iso3):
        year = share["year"]
        if year not in overall:
            continue
        # A dimension enters where both its share and its engagement are observed.
        series = tuple(
            f"{dimension}: {engaged['observed']}, {engaged['series']}"
            for dimension in findings.study.theory.dimensions
            if (dimension, "alignment_share", year) in of_dimensions
            and (engaged := of_dimensions.get((dimension, "engagement", year))) is not None
        )
        engaged = overall[year]
        found.append(Standing(year, share, engaged, engaged["observed"], engaged["inputs"], series))
    return found


def alignment_map(findings: Findings) -> Figure | None:
    """The map, or None where nothing is measured over all dimensions."""
    own = standings(findings, findings.study.state)
    if not own:
        return None
    names, typology = findings.names, findings.study.theory.typology
    year = common_year(findings)
    others = [] if year is None else list(_others(findings, year))
    paths = tuple(paths_of(own, every=EVERY))
    points = tuple(each.place(name) for name, each in others)
    zones = zones_of(typology)
    first, last = own[0], own[-1]
    stood = [
        f"{name} {each.share['median']:.2f} and {each.engagement['median']:.2f}" for name, each in others
    ]
    among = f" In {year} the others stood at {listed(stood)}." if stood else ""
    return Figure(
        id="figure-alignment-map",
        title=f"Alignment and engagement of {names.state}, {first.year}-{last.year}",
        caption=(
            f"Across: how the ties are shared, 0 wholly with {names.b}, 1 wholly with {names.a}. Up: how strong they are. "
            "Years are joined where they follow each other and the same inputs are observed. The line is whole, and dots "
            f"filled, where all {own[0].inputs} inputs are; {_broken(own)}. "
            + (
                f"Squares: the other states of the panel in {year}, the last year in which most is observed of all. "
                if others
                else ""
            )
            + (
                "Grey: the band of even shares, and engagement so low that it counts as disengagement. "
                if zones
                else ""
            )
            + "Thin bars are 90 % intervals."
            + drawn_in_words([each.engagement for each in (*own, *(other for _, other in others))])
        ),
        alt=stood_in_words(names.state, own) + among,
        chart=plane_of(findings, paths, points),
        table=numbers_of([*((state(findings.study.state).name, each) for each in own), *others]),
    )


def zones_of(typology: Typology | None) -> tuple[Zone, ...]:
    """The zones of the map that have a meaning, by the thresholds of the theory."""
    if typology is None:
        return ()
    return (
        Zone("even band", typology.even, (0.0, 1.0)),
        Zone("disengaged", (0.0, 1.0), (0.0, typology.disengaged_below)),
    )


def plane_of(findings: Findings, paths: tuple[Path, ...], points: tuple[Place, ...] = ()) -> Plane:
    """The chart of some paths and points, with axes that hold them and the zones of the theory."""
    typology, sides = findings.study.theory.typology, findings.names.sides
    places = [*(place for path in paths for place in path.places), *points]
    return Plane(
        paths,
        points,
        zones_of(typology),
        "share",
        "Engagement with both powers",
        (sides["b"], sides["a"]),
        _domain([place.x for place in places], () if typology is None else typology.even),
        _domain([place.y for place in places], (0.0,)),
    )


def numbers_of(told: Iterable[tuple[str, Standing]]) -> DataTable:
    """The numbers of the map: where each state, by name, stood in each year."""
    return DataTable(
        id="numbers-alignment-map",
        caption="Alignment and engagement: numbers",
        columns=(
            *("State", "Year", "Share", "90 % low", "90 % high", "Engagement", "90 % low", "90 % high"),
            *("Inputs observed", "Dimensions"),
        ),
        rows=tuple(_row(name, each) for name, each in told),
    )


def common_year(findings: Findings) -> int | None:
    """The last of the years in which most dimensions of most states of the panel have a share and engagement.

    A dimension counts where a tie with each power is observed: drawn ones do not.
    """
    both = ["alignment_share", "engagement", "tie_a", "tie_b"]
    told = (
        findings.scores.alignment.filter(
            pl.col("construct").is_in(both),
            pl.col("dimension") != OVERALL,
            pl.col("observed") > 0,
            pl.col("state").is_in(list(findings.study.panel)),
        )
        .group_by("state", "dimension", "year")
        .len()
        .filter(pl.col("len") == len(both))
        .group_by("year")
        .len()
    )
    counted: dict[int, int] = dict(told.iter_rows())
    return max(counted, key=lambda year: (counted[year], year)) if counted else None


def _others(findings: Findings, year: int) -> Iterator[tuple[str, Standing]]:
    for iso3 in findings.study.panel:
        if iso3 != findings.study.state:
            for each in standings(findings, iso3):
                if each.year == year:
                    yield state(iso3).name, each


def paths_of(own: Sequence[Standing], every: int | None = None, label: str = "") -> Iterator[Path]:
    """One path for each run of years that follow each other and rest on the same series; `label` says of what.

    The first and last year of all are named, and those that `every` divides.
    """
    run: list[Standing] = []
    ends = (own[0].year, own[-1].year)

    def is_named(year: int) -> bool:
        return year in ends or (every is not None and year % every == 0)

    def path() -> Path:
        places = (each.place(str(each.year) if is_named(each.year) else "") for each in run)
        return Path(tuple(places), run[0].whole, label)

    for before, each in pairwise((None, *own)):
        assert each is not None
        if run and before is not None and (each.year != before.year + 1 or each.series != before.series):
            yield path()
            run = []
        run.append(each)
    yield path()


def stood_in_words(name: str, own: Sequence[Standing]) -> str:
    """Where the state stood in the first and last of the years of most inputs, and in the last of all."""
    most = max(each.observed for each in own)
    fullest = [each for each in own if each.observed == most]
    told = [
        f"{each.share['median']:.2f} and {each.engagement['median']:.2f} in {each.year}"
        for each in first_and_last(fullest)
    ]
    last = own[-1]
    said = f"With {most} of {last.inputs} inputs {name} stood at a share and an engagement of {' and of '.join(told)}"
    if last.observed < most:
        said += f"; with {last.observed}, at {last.share['median']:.2f} and {last.engagement['median']:.2f} in {last.year}"
    return f"{said}."


def _broken(own: Sequence[Standing]) -> str:
    """In which years fewer inputs than all are observed."""
    fewer = [each.year for each in own if not each.whole]
    if not fewer:
        return "that is so in every year"
    told = listed(
        [str(first) if first == last else f"{first}-{last}" for first, last in runs_of_years(fewer)]
    )
    return f"fewer are in {told}, where the line is broken and dots are open"


def _domain(values: Sequence[float], within: Sequence[float]) -> tuple[float, float]:
    """Tenths around some values and what is to be seen beside them, in [0, 1]."""
    low, high = min(*values, *within, 1.0), max(*values, *within, 0.0)
    return max(0.0, math.floor(low * 10 - 0.3) / 10), min(1.0, math.ceil(high * 10 + 0.3) / 10)


def _row(name: str, each: Standing) -> tuple[str | float | int | None, ...]:
    return (
        name,
        each.year,
        *(
            cell
            for row in (each.share, each.engagement)
            for cell in (round(row["median"], 3), *interval_cells(row))
        ),
        inputs_in_words(each.engagement),
        listed([told.partition(":")[0] for told in each.series]),
    )
