"""The section of a report on change: how each tie moved, how probable its word is, and when it broke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.change_tables import events_table, series_table, volatility_table
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.movement_draws import WORDS
from counterpoise.measurement.series_changes import SeriesChange, series_changes
from counterpoise.measurement.ties import tie_inputs
from counterpoise.report.outline import Block, DataTable, Paragraph, Section
from counterpoise.report.plots import Break

WORTH_SHOWING = 0.5
"""Breaks at events are told from this probability on; `counterpoise measure breaks` tells all."""

Row = tuple[str | float | int | None, ...]


def changes_of(findings: Findings) -> tuple[SeriesChange, ...]:
    """What each tie of the state did over the study's window."""
    study = findings.study
    settings = study.declared.settings
    return series_changes(
        findings.scores.ties,
        tie_inputs(study.theory, settings.roll_calls),
        study.state,
        study.window,
        findings.evidence.chronology,
        settings.seed,
    )


def breaks_of(
    findings: Findings, changes: Sequence[SeriesChange]
) -> dict[tuple[str, str], tuple[Break, ...]]:
    """The breaks of each tie for which any is likelier than none, by indicator and side, as `measure breaks` tells them."""
    names = findings.names.sides
    return {
        (each.series.entry.series, each.series.side): tuple(
            Break(names[each.series.side], found.date, found.low, found.high) for found in told
        )
        for each in changes
        if each.breaks is not None and (told := each.breaks.likeliest_breaks())
    }


def changes_section(findings: Findings, changes: Sequence[SeriesChange]) -> Section:
    """Movement, volatility and breaks of the ties; empty where nothing is observed."""
    study = findings.study
    blocks: list[Block] = []
    if changes:
        blocks = [
            _movements(findings, changes),
            *_volatility(findings, changes),
            *_at_events(findings, changes),
        ]
        blocks.insert(
            0,
            Paragraph(
                f"Each tie over {study.window[0]}-{study.window[1]}. The word is that of the series as observed; its probability "
                "is over draws from the standard errors that sources publish, and is not testable where none does. Breaks "
                "are changes of level: their number and dates have an exact posterior, in which noise may go on from "
                "year to year. Events in neighbouring years share a break, and nothing here can tell them apart."
            ),
        )
    return Section("changes", "How the ties moved and when they broke", tuple(blocks))


def _titled(findings: Findings, changes: Sequence[SeriesChange]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """The title of each series, and the name of its power, by indicator and the power's code."""
    powers, names = findings.study.powers, findings.names.sides
    return {
        (each.series.entry.series, powers[each.series.side]): (
            each.series.entry.indicator.title,
            names[each.series.side],
        )
        for each in changes
    }


def _movements(findings: Findings, changes: Sequence[SeriesChange]) -> DataTable:
    titles = _titled(findings, changes)

    def row(found: Mapping[str, Any]) -> Row:
        words = {word: found[word] for word in WORDS if found[word] is not None}
        return (
            *titles[found["indicator"], found["power"]],
            found["word"],
            words.get(found["word"]),
            with_interval(found, "slope", "slope_per_decade"),
            with_interval(found, "volatility"),
            found["any_break"],
            found["breaks"],
            found["dates"],
        )

    return DataTable(
        id="numbers-changes",
        caption="Movement and breaks of each tie",
        columns=(
            *(
                "Tie",
                "Power",
                "Word",
                "Probability of the word",
                "Change in ten years (90 %)",
                "Volatility (90 %)",
            ),
            *("Probability of any break", "Most probable number", "Dates (90 % sets)"),
        ),
        rows=tuple(map(row, series_table(changes, findings.study.powers).iter_rows(named=True))),
        note=" ".join(
            [
                "Volatility is the standard deviation about the Theil-Sen line, on the tie's scale of 0 to 1.",
                *_untold(findings, changes),
            ]
        ),
    )


def _untold(findings: Findings, changes: Sequence[SeriesChange]) -> list[str]:
    """Of each tie of which no break is told though its word is: why."""
    names = findings.names.sides
    return [
        f"{each.series.entry.indicator.title}, {names[each.series.side]}: {each.untold}."
        for each in changes
        if each.untold is not None
    ]


def _volatility(findings: Findings, changes: Sequence[SeriesChange]) -> list[DataTable]:
    powers, names = findings.study.powers, findings.names.sides
    titles = {indicator: title for (indicator, _), (title, _) in _titled(findings, changes).items()}
    rows = volatility_table(changes, powers).rows(named=True)
    if not rows:
        return []
    return [
        DataTable(
            id="numbers-volatility",
            caption="Volatility of ties with both powers compared",
            columns=(
                "Tie",
                *(f"{names[side]} (90 %)" for side in powers),
                f"Probability of more with {names['a']}",
            ),
            rows=tuple(
                (
                    titles[found["indicator"]],
                    *(with_interval(found, powers[side]) for side in powers),
                    found["more_volatile_with_a"],
                )
                for found in rows
            ),
        )
    ]


def _at_events(findings: Findings, changes: Sequence[SeriesChange]) -> list[DataTable]:
    titles = _titled(findings, changes)
    found = events_table(changes, findings.study.powers).filter(
        pl.col("probability") >= WORTH_SHOWING, pl.col("event_dimension") == pl.col("dimension")
    )
    if found.is_empty():
        return []
    return [
        DataTable(
            id="numbers-events",
            caption=f"Dated events at which a tie of their dimension broke with a probability of {WORTH_SHOWING} or more",
            columns=("Event", "What", "Tie", "Power", "Probability", "Before looking", "Size (90 %)"),
            rows=tuple(
                (
                    row["event"],
                    row["what"],
                    *titles[row["indicator"], row["power"]],
                    row["probability"],
                    row["prior"],
                    with_interval(row, "size"),
                )
                for row in found.sort("event", maintain_order=True).iter_rows(named=True)
            ),
            note="A break within a year of the event counts as at it.",
        )
    ]


def with_interval(found: Mapping[str, Any], name: str, named: str | None = None) -> str | None:
    """A median with its interval, `0.10 (0.05 to 0.14)`; None where nothing is told."""
    middle, low, high = found[named or name], found[f"{name}_low90"], found[f"{name}_high90"]
    if middle is None:
        return None
    # What is nothing to two decimals has no sign.
    told, least, most = (f"{round(each, 2) + 0.0:.2f}" for each in (middle, low, high))
    return f"{told} ({least} to {most})" if has_width(low, high) else told
