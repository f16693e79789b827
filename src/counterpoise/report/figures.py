"""Figures of a report: what was measured, year by year, that stops where the data stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import polars as pl

from counterpoise.datasets.chronology import DatedEvent
from counterpoise.datasets.indicators import in_titles
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import years_of
from counterpoise.report.measuring import goalpost_in_words
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Break, Event, LineChart, Observation, Panel, Series, Timeline
from counterpoise.report.score_rows import (
    drawn_in_words,
    inputs_in_words,
    interval_cells,
    interval_of,
    titles_of,
)
from counterpoise.wording import listed, several, words_of

UNIT = (0.0, 1.0)

TIES = "figure-ties-"
"""How the id of a figure of ties begins; the dimension follows."""


Breaks = Mapping[tuple[str, str], tuple[Break, ...]]
"""When ties broke, by indicator and side."""


def figures(findings: Findings, breaks: Breaks = MappingProxyType({})) -> Iterator[Figure]:
    """Every figure for which anything is observed; `breaks` are marked on those of ties."""
    yield from _by_dimension(
        findings,
        "alignment_share",
        "Alignment by dimension",
        f"0 stands wholly with {findings.names.b}, 1 wholly with {findings.names.a}",
        (0.5, "even"),
    )
    yield from _by_dimension(
        findings,
        "engagement",
        "Engagement with both powers by dimension",
        f"0 is no tie with either power, 1 is where every tie with both is at its goalpost, {goalpost_in_words()}, or beyond",
        None,
    )
    yield from _votes(findings)
    yield from _ties(findings, breaks)
    if (dated := chronology_figure(findings.evidence.chronology)) is not None:
        yield dated


def _votes(findings: Findings) -> Iterator[Figure]:
    """The share from ideal points alone, which may say other than the dimensions do together."""
    study, names = findings.study, findings.names
    shares = findings.scores.votes.filter(
        (pl.col("state") == study.state) & pl.col("year").is_between(study.start, study.end)
    ).sort("year")
    if shares.is_empty():
        return
    points = tuple(
        Observation(row["year"], row["year"], row["share"], *(interval_of(row) or ()))
        for row in shares.iter_rows(named=True)
    )
    first, last = points[0], points[-1]
    yield Figure(
        id="figure-votes",
        title=f"Alignment in UN votes alone, {names.state}",
        caption=(
            f"0 votes as {names.b} does, 1 as {names.a}: the distance of ideal points to {names.b} over the sum of "
            f"both distances ({study.declared.settings.roll_calls} roll calls). Balancing across dimensions does not show here. The band is the 90 % interval from the standard "
            "errors of ideal points."
        ),
        alt=f"Share of {names.state} in UN votes: {first.value:.2f} in {first.start} and {last.value:.2f} in {last.start}.",
        chart=LineChart(
            (Panel("", (Series(names.state, points),), "Share", UNIT, (0.5, "even")),), study.start, study.end
        ),
        table=DataTable(
            id="numbers-votes",
            caption="Alignment in UN votes alone: numbers",
            columns=("Year", "Share", "90 % low", "90 % high"),
            rows=tuple(
                (
                    point.start,
                    *(
                        None if each is None else round(each, 3)
                        for each in (point.value, point.low, point.high)
                    ),
                )
                for point in points
            ),
        ),
    )


def _by_dimension(
    findings: Findings, construct: str, title: str, scale: str, reference: tuple[float, str] | None
) -> Iterator[Figure]:
    state, titles = findings.study.state, titles_of(findings)
    observed = findings.scores.alignment.filter(
        (pl.col("state") == state)
        & (pl.col("construct") == construct)
        & (pl.col("dimension") != "all")
        & pl.col("median").is_not_null()
    ).sort("dimension", "year")
    if observed.is_empty():
        return
    panels = tuple(
        Panel(
            title=words_of(str(dimension)),
            series=tuple(_runs(part, titles)),
            y_title=words_of(construct),
            domain=UNIT,
            reference=reference,
        )
        for (dimension,), part in observed.group_by("dimension", maintain_order=True)
    )
    ends = "; ".join(
        f"{words_of(str(dimension)).lower()} to {part['year'].to_numpy().max()}"
        for (dimension,), part in observed.group_by("dimension", maintain_order=True)
    )
    yield Figure(
        id=f"figure-{construct.replace('_', '-')}",
        title=f"{title}, {findings.names.state}",
        caption=(
            f"{scale}. An input is one indicator of the tie with one power. A line ends where its set of inputs "
            f"changes or the data stop: {ends}. "
            "Bands are 90 % intervals from the standard errors that sources publish; where a source publishes none, "
            "none is drawn." + drawn_in_words(observed.iter_rows(named=True))
        ),
        alt=_in_words(observed, construct, findings.names.state),
        chart=LineChart(panels, findings.study.start, findings.study.end),
        table=DataTable(
            id=f"numbers-{construct.replace('_', '-')}",
            caption=f"{title}: numbers",
            columns=("Dimension", "Year", "Median", "90 % low", "90 % high", "Inputs observed", "Indicators"),
            rows=tuple(
                (
                    words_of(row["dimension"]),
                    row["year"],
                    round(row["median"], 3),
                    *interval_cells(row),
                    inputs_in_words(row),
                    in_titles(row["series"], titles),
                )
                for row in observed.iter_rows(named=True)
            ),
        ),
    )


def _runs(part: pl.DataFrame, titles: Mapping[str, str]) -> Iterator[Series]:
    """One series for each set of indicators, so that no line joins years that were measured differently."""
    alike = ("observed", "imputed", "inputs", "series")
    for _, run in part.group_by(*alike, maintain_order=True):
        source = f"measured from {in_titles(str(run['series'][0]), titles)}"
        yield Series(
            label=inputs_in_words(run.row(0, named=True), " inputs"),
            observations=tuple(
                Observation(row["year"], row["year"], row["median"], low, high, source=source)
                for row in run.iter_rows(named=True)
                for low, high in (interval_of(row) or (None, None),)
            ),
        )


def _in_words(observed: pl.DataFrame, construct: str, state: str) -> str:
    """The first and last value of each dimension among the years in which most of its inputs are observed."""
    told = []
    for (dimension,), part in observed.group_by("dimension", maintain_order=True):
        fullest = part.filter(pl.col("observed") == pl.col("observed").max())
        first, last = fullest.row(0, named=True), fullest.row(-1, named=True)
        told.append(
            f"{words_of(str(dimension)).lower()} {first['median']:.2f} in {first['year']} "
            f"and {last['median']:.2f} in {last['year']}, with {last['observed']} of {last['inputs']} inputs"
        )
    return f"{words_of(construct)} of {state}: {'; '.join(told)}."


def _ties(findings: Findings, breaks: Breaks) -> Iterator[Figure]:
    """A figure for each dimension, one plot for each indicator, a line for each power."""
    study = findings.study
    observed = findings.scores.ties.filter(
        (pl.col("state") == study.state) & (pl.col("end") >= study.start) & (pl.col("start") <= study.end)
    )
    for dimension in study.theory.dimensions:
        part = observed.filter(dimension=dimension).sort("title", "side", "start")
        if not part.is_empty():
            yield _ties_of_dimension(findings, dimension, part, breaks)


def _ties_of_dimension(findings: Findings, dimension: str, observed: pl.DataFrame, breaks: Breaks) -> Figure:
    study, names = findings.study, findings.names
    panels, told, broke = [], [], []
    for (title,), part in observed.group_by("title", maintain_order=True):
        series: list[Series] = []
        own: list[Break] = []
        for (side,), of_side in part.group_by("side", maintain_order=True):
            power = names.sides["a" if side == "a" else "b"]
            points = tuple(
                Observation(row["start"], row["end"], row["tie"], source=f"{row['source']}, {row['release']}")
                for row in of_side.iter_rows(named=True)
            )
            series.append(Series(power, points))
            first, last = points[0], points[-1]
            told.append(
                f"{title} with {power} {first.value:.2f} in {years_of(first.start, first.end)} "
                f"and {last.value:.2f} in {years_of(last.start, last.end)}"
            )
            if found := breaks.get((str(of_side["indicator"][0]), str(side))):
                own += found
                broke.append(f"{title} with {power}: {listed([break_in_words(each) for each in found])}")
        panels.append(Panel(str(title), tuple(series), "Tie", UNIT, breaks=tuple(own)))
    # An interval that begins before the period, or ends after it, is drawn whole.
    first_year, last_year = min(study.start, *observed["start"]), max(study.end, *observed["end"])
    events = tuple(
        Event(event.date, event.what, words_of(dimension))
        for event in findings.evidence.chronology
        if event.dimension == dimension and first_year <= event.year <= last_year
    )
    marked = (
        " Thin rules are the dated events of the study's chronology in this dimension, numbered below. None is taken for a cause."
        if events
        else ""
    )
    if broke:
        marked += (
            f" Breaks are looked for over {study.window[0]}-{study.window[1]} and told where some number of them is likelier than none: at the foot of a plot a bar in "
            "the colour of a power covers the years over which the 90 % set of the date of a break reaches, and its notch stands in "
            "the likeliest, the first year of a new level; there are as many as are the most probable. These dates stand beneath the numbers of this chart."
        )
    return Figure(
        id=f"{TIES}{dimension}",
        title=f"{words_of(dimension)} ties of {names.state} with each power",
        caption=(
            f"Each tie stands between 0 and its goalpost, {goalpost_in_words()}. "
            f"A share over five years is one step, not five points. Lines stop where the data stop.{marked}"
        ),
        alt=f"{'; '.join(told)}."
        + (f" {several(len(events), 'dated event')} marked." if events else "")
        + (f" Breaks: {'; '.join(broke)}." if broke else ""),
        chart=LineChart(
            # Those with both powers first: colours follow the order in which labels come, in every figure.
            tuple(sorted(panels, key=lambda panel: -len(panel.series))),
            first_year,
            last_year,
            events,
        ),
        table=DataTable(
            id=f"numbers-ties-{dimension}",
            caption=f"{words_of(dimension)} ties: numbers",
            note=f"Breaks: {'; '.join(broke)}." if broke else None,
            columns=(
                "Tie",
                "Power",
                "Years",
                "Quantity observed",
                "Observed",
                "Unit",
                "Goalpost",
                "Strength of the tie",
                "Source",
                "Place",
            ),
            rows=tuple(
                (
                    row["title"],
                    names.sides["a" if row["side"] == "a" else "b"],
                    years_of(row["start"], row["end"]),
                    row["quantity"],
                    float(f"{row['value']:.5g}"),
                    row["unit"],
                    float(f"{row['goalpost']:.4g}"),
                    round(row["tie"], 3),
                    f"{row['source']}, {row['release']}",
                    row["row"],
                )
                for row in observed.iter_rows(named=True)
            ),
        ),
    )


def break_in_words(found: Break) -> str:
    """The likeliest year of a break, and how far the others reach: `1999 (1997 to 2001)`."""
    reach = "" if found.low == found.high else f" ({found.low:.0f} to {found.high:.0f})"
    return f"{found.date:.0f}{reach}"


def chronology_figure(events: Sequence[DatedEvent]) -> Figure | None:
    """The dated events of a study on a line for each dimension; None where there are none."""
    if not events:
        return None
    years = [event.year for event in events]
    return Figure(
        id="figure-chronology",
        title="Dated events",
        caption="The chronology of the study file, by dimension. Each event names its source in the table below.",
        alt=f"{len(events)} dated events from {min(years)} to {max(years)}.",
        chart=Timeline(
            tuple(Event(event.date, event.what, words_of(event.dimension)) for event in events),
            min(years),
            max(years),
        ),
        table=DataTable(
            id="numbers-chronology",
            caption="Chronology",
            columns=("Date", "Actors", "Dimension", "What", "Source"),
            rows=tuple(
                (event.date, ", ".join(event.actors), event.dimension, event.what, event.source)
                for event in events
            ),
        ),
    )
