"""Figures of a report: what was measured, year by year, that stops where the data stop."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import years_of
from counterpoise.report.outline import (
    DataTable,
    Event,
    Figure,
    LineChart,
    Observation,
    Panel,
    Series,
    Timeline,
)
from counterpoise.wording import words_of

UNIT = (0.0, 1.0)


def figures(findings: Findings) -> Iterator[Figure]:
    """Every figure for which anything is observed."""
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
        "0 is no tie with either power, 1 ties as strong as any in the panel with both",
        None,
    )
    yield from _ties(findings)
    yield from _chronology(findings)


def _by_dimension(
    findings: Findings, construct: str, title: str, scale: str, reference: tuple[float, str] | None
) -> Iterator[Figure]:
    state = findings.study.state
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
            series=tuple(_runs(part)),
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
            f"{scale}. A line ends where its set of indicators changes or the data stop: {ends}. "
            "Bands are 90 % intervals from the standard errors that sources publish; where a source publishes none, "
            "none is drawn."
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
                    round(row["low90"], 3),
                    round(row["high90"], 3),
                    f"{row['observed']} of {row['inputs']}",
                    row["series"],
                )
                for row in observed.iter_rows(named=True)
            ),
        ),
    )


def _runs(part: pl.DataFrame) -> Iterator[Series]:
    """One series for each set of indicators, so that no line joins years that were measured differently."""
    for (observed, inputs, _), run in part.group_by("observed", "inputs", "series", maintain_order=True):
        last = int(run["year"].to_numpy().max())
        yield Series(
            label=f"{observed} of {inputs} inputs",
            observations=tuple(
                Observation(
                    row["year"],
                    row["year"],
                    row["median"],
                    *((row["low90"], row["high90"]) if row["high90"] - row["low90"] > 0.005 else ()),
                )
                for row in run.iter_rows(named=True)
            ),
            ends=f"this set of indicators ends in {last}",
        )


def _in_words(observed: pl.DataFrame, construct: str, state: str) -> str:
    told = []
    for (dimension,), part in observed.group_by("dimension", maintain_order=True):
        first, last = part.row(0, named=True), part.row(-1, named=True)
        told.append(
            f"{words_of(str(dimension)).lower()} {first['median']:.2f} in {first['year']} "
            f"and {last['median']:.2f} in {last['year']}"
        )
    return f"{words_of(construct)} of {state}: {'; '.join(told)}."


def _ties(findings: Findings) -> Iterator[Figure]:
    study, names = findings.study, findings.names
    observed = findings.scores.ties.filter(
        (pl.col("state") == study.state) & (pl.col("end") >= study.start) & (pl.col("start") <= study.end)
    )
    if observed.is_empty():
        return
    panels, told = [], []
    for (dimension, title), part in observed.sort("dimension", "title", "start").group_by(
        "dimension", "title", maintain_order=True
    ):
        series = []
        for (side,), of_side in part.group_by("side", maintain_order=True):
            last = int(of_side["end"].to_numpy().max())
            power = names.sides["a" if side == "a" else "b"]
            series.append(
                Series(
                    label=power,
                    observations=tuple(
                        Observation(row["start"], row["end"], row["tie"])
                        for row in of_side.iter_rows(named=True)
                    ),
                    ends=f"the data end in {last}",
                )
            )
            told.append(
                f"{title} with {power} {of_side['tie'][0]:.2f} first and {of_side['tie'][-1]:.2f} last"
            )
        panels.append(
            Panel(
                title=f"{title} ({dimension})",
                series=tuple(sorted(series, key=lambda each: each.label)),
                y_title="Tie",
                domain=UNIT,
            )
        )
    yield Figure(
        id="figure-ties",
        title=f"Ties of {names.state} with each power, by indicator",
        caption=(
            "Each tie stands between 0 and the 97.5th percentile of its indicator over the panel and both powers. "
            "A share over five years is one step, not five points. Lines stop where the data stop."
        ),
        alt=f"{'; '.join(told)}.",
        # An interval that begins before the period, or ends after it, is drawn whole.
        chart=LineChart(
            tuple(panels),
            min(study.start, *observed["start"]),
            max(study.end, *observed["end"]),
        ),
        table=DataTable(
            id="numbers-ties",
            caption="Ties: numbers",
            columns=(
                "Indicator",
                "Power",
                "Years",
                "Observed",
                "Unit",
                "Upper goalpost",
                "Tie",
                "Source",
                "Place",
            ),
            rows=tuple(
                (
                    row["title"],
                    names.sides["a" if row["side"] == "a" else "b"],
                    years_of(row["start"], row["end"]),
                    float(f"{row['value']:.5g}"),
                    row["unit"],
                    float(f"{row['goalpost']:.4g}"),
                    round(row["tie"], 3),
                    f"{row['source']}, {row['release']}",
                    row["row"],
                )
                for row in observed.sort("title", "side", "start").iter_rows(named=True)
            ),
        ),
    )


def _chronology(findings: Findings) -> Iterator[Figure]:
    events = findings.evidence.chronology
    if not events:
        return
    years = [event.year for event in events]
    yield Figure(
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
