"""Small multiples over the years, all on one scale: alignment shares by dimension, and ties with both powers by state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import first_and_last
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.figures import UNIT
from counterpoise.report.measuring import goalpost_in_words
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import LineChart, Observation, Panel, Series
from counterpoise.report.profile import score_in_words
from counterpoise.report.score_rows import drawn_in_words, inputs_in_words, interval_of, rows_of
from counterpoise.states import state
from counterpoise.wording import words_of

TOGETHER = 6
"""As many states at most share a plot: there are no more colours that can be told apart."""

BROKEN = (
    "A line is broken where its set of inputs changes or a year is not observed, a share also where there is no tie with either power, and ends where the data stop; what is on either side of a break is "
    "not of one measure. Bands are 90 % intervals from the standard errors that sources publish; where a source publishes none, none is drawn."
)


def share_figure(comparison: Comparison) -> Figure | None:
    """The alignment share of every state, a plot for each dimension and one over all; None where none is measured."""
    study, names = comparison.first.study, comparison.first.names
    told: list[tuple[str, Findings, list[dict[str, Any]]]] = []
    panels = []
    for dimension in (*study.theory.dimensions, OVERALL):
        of_dimension = [
            (case, rows) for case in comparison.cases if (rows := rows_of(case, "alignment_share", dimension))
        ]
        title = "Over all dimensions" if dimension == OVERALL else words_of(dimension)
        told += [(title, case, rows) for case, rows in of_dimension]
        for start in range(0, len(of_dimension), TOGETHER):
            series = tuple(
                Series(state(case.study.state).name, observations(rows))
                for case, rows in of_dimension[start : start + TOGETHER]
            )
            panels.append(Panel(title, series, "Share", UNIT, (0.5, "even")))
    if not panels:
        return None
    rows = [row for _, _, of_state in told for row in of_state]
    return Figure(
        id="figure-compared-share",
        title="Alignment share by dimension, each state a line",
        caption=f"0 stands wholly with {names.b}, 1 wholly with {names.a}. {BROKEN}{drawn_in_words(rows)}",
        alt=_in_words([(f"{title}, {case.names.state}", of_state) for title, case, of_state in told]),
        chart=LineChart(tuple(panels), study.start, study.end),
        table=DataTable(
            "numbers-compared-share",
            "Alignment share by dimension: numbers",
            ("Dimension", "Year", *(state(iso3).name for iso3 in comparison.states)),
            tuple(
                (title, *cells)
                for title in dict.fromkeys(title for title, _, _ in told)
                for cells in _by_year(
                    [
                        [row for of, own, rows in told if of == title and own is case for row in rows]
                        for case in comparison.cases
                    ]
                )
            ),
            _NOTE,
        ),
    )


def ties_figures(comparison: Comparison) -> Iterator[Figure]:
    """The ties with both powers, a figure for each dimension and a plot for each state; nothing where none is observed."""
    first = comparison.first
    study, names = first.study, first.names
    for dimension in study.theory.dimensions:
        told = [
            (case, side, rows)
            for case in comparison.cases
            for side in names.sides
            if (rows := rows_of(case, f"tie_{side}", dimension))
        ]
        if not told:
            continue
        panels = tuple(
            Panel(
                state(case.study.state).name,
                tuple(
                    Series(names.sides[side], observations(rows)) for own, side, rows in told if own is case
                ),
                "Tie",
                UNIT,
            )
            for case in comparison.cases
        )
        yield Figure(
            id=f"figure-compared-ties-{dimension}",
            title=f"{words_of(dimension)} ties with each power, a plot for each state",
            caption=(
                f"0 is no tie, 1 one whose indicators are all at their goalposts or beyond: {_goalposts(comparison)}. A tie is the mean of its "
                f"indicators. {BROKEN}{drawn_in_words(row for _, _, rows in told for row in rows)}"
            ),
            alt=_in_words([(f"{case.names.state} with {names.of(side)}", rows) for case, side, rows in told]),
            # A state of which nothing is observed has its empty plot among those of the others.
            chart=LineChart(panels, study.start, study.end),
            table=DataTable(
                f"numbers-compared-ties-{dimension}",
                f"{words_of(dimension)} ties by state: numbers",
                ("State", "Year", *(names.sides[side] for side in names.sides)),
                tuple(
                    (state(case.study.state).name, *cells)
                    for case in comparison.cases
                    for cells in _by_year([rows_of(case, f"tie_{side}", dimension) for side in names.sides])
                ),
                _NOTE,
            ),
        )


def _goalposts(comparison: Comparison) -> str:
    release = comparison.first.scores.release
    if release is not None:
        return f"those of each indicator, frozen in release {release}"
    return f"for each, {goalpost_in_words('the compared states and both powers')}"


_NOTE = (
    "Medians with 90 % intervals where sources publish errors, and in brackets how many inputs are observed where some are not. `counterpoise compare "
    "--tables` writes each score with the indicators that it rests on."
)


def observations(rows: Sequence[dict[str, Any]]) -> tuple[Observation, ...]:
    """Scores as points of a line that joins only years with the same inputs."""
    found = []
    for row in rows:
        low, high = interval_of(row) or (None, None)
        inputs = f"{inputs_in_words(row)}: {row['series']}"
        found.append(Observation(row["year"], row["year"], row["median"], low, high, inputs))
    return tuple(found)


def _by_year(columns: Sequence[Sequence[dict[str, Any]]]) -> Iterator[tuple[int | str | None, ...]]:
    """A row for each year of which any column has a score, each in words."""
    by_year = [{row["year"]: score_in_words(row) for row in rows} for rows in columns]
    for year in sorted({year for column in by_year for year in column}):
        yield (year, *(column.get(year) for column in by_year))


def _in_words(told: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> str:
    """The first and last score of each line."""
    return f"{'; '.join(f'{name} {_ends(rows)}' for name, rows in told)}."


def _ends(rows: Sequence[dict[str, Any]]) -> str:
    return " and ".join(f"{row['median']:.2f} in {row['year']}" for row in first_and_last(rows))
