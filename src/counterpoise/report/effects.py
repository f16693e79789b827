"""An estimate of the model as a verb tells it: its effects in a reader's words, what the columns are, and what speaks against a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl

from counterpoise.findings.names import PowerNames
from counterpoise.findings.parameter_names import (
    notes_in_words,
    parameter_in_words,
    with_parameters_in_words,
)
from counterpoise.model.candidates import READINGS
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Span, SpanPanel, Spans
from counterpoise.wording import listed, several

if TYPE_CHECKING:
    from counterpoise.model.fit import ModelFit

COLUMNS: Mapping[str, str] = {
    "median": "Median",
    "low90": "From (90 %)",
    "high90": "To (90 %)",
    "above_0": "Above 0",
    "r_hat": "R-hat",
    "effective_draws": "Effective draws",
    "overlap": "Overlap",
}

LEGEND = (
    "Effects are in standard deviations of a tie, in one year, of a unit of what has the effect, which is a standard deviation of pressure, and of a filter that of its first measure: the median over the "
    "draws with its 90 % interval. Above 0: the probability that there is more of the tie. R-hat: 1 where the chains agree. "
    "Effective draws: as many independent draws would tell as much. Overlap: how much of the estimate is its prior, 1 where the data "
    "add nothing."
)
"""What the columns of the table of effects are."""


class EstimateInWords:
    """What an estimate tells, with the names of the powers and the `titles` of the filters (`block_titles`)."""

    def __init__(self, fit: ModelFit, names: PowerNames, titles: Mapping[str, str]) -> None:
        self.fit, self.names, self.titles = fit, names, titles
        self._labels = fit.table()["parameter"].to_list()

    def effects(self) -> pl.DataFrame:
        """The effects on ties, a row each, with the columns as readers know them."""
        named = self.with_meaning(self.fit.effects()).with_columns(
            pl.col("effective_draws").round().cast(pl.Int64)
        )
        return named.select(Effect="meaning", **{told: pl.col(name) for name, told in COLUMNS.items()})

    def with_meaning(self, table: pl.DataFrame) -> pl.DataFrame:
        """Parameters with what each is beside its name (`with_meaning`)."""
        return with_meaning(table, self.names, self.titles)

    def figure(self) -> Figure | None:
        """Every effect with its interval, a plot for the tie with each power; None where no effect was kept."""
        rows = self.fit.effects().rows(named=True)
        if not rows:
            return None
        panels = tuple(
            SpanPanel(
                f"Tie with {self.names.of(side)}",
                tuple(
                    Span(self._of(label), row["low90"], row["high90"], row["median"])
                    for row in rows
                    for label in (str(row["parameter"]),)
                    if label.partition("[")[2][:1] == side
                ),
                (0.0, "rule: no effect"),
            )
            for side in self.names.sides
        )
        table = self.effects()
        told = "; ".join(f"{row['Effect']} {row['Median']:.2f}" for row in table.iter_rows(named=True))
        return Figure(
            id="figure-effects",
            title="Effects on the ties with each power",
            caption=(
                "Bars are 90 % intervals, marks medians, in standard deviations of a tie, in one year, of a unit of what has the "
                "effect (a standard deviation of pressure, and of a filter's first measure). A bar across 0 leaves open which way an effect goes."
            ),
            alt=f"{told}.",
            chart=Spans(panels, _domain(rows)),
            table=DataTable(
                "numbers-effects", "Effects: numbers", tuple(table.columns), tuple(table.iter_rows()), LEGEND
            ),
        )

    def _of(self, label: str) -> str:
        """What has an effect, as a row of a plot of one tie names it."""
        kind, _, inside = label.rstrip("]").partition("[")
        title = self.titles.get(inside.partition(", ")[2], "pressure")
        told = f"{title[:1].upper()}{title[1:]}"
        return {"direct": "Pressure itself", "moderated": f"{told}, on pressure"}.get(kind, told)

    def estimated(self, kept: bool) -> str:
        """On what and by which reading it was estimated, or that it was kept from before."""
        fit, panel = self.fit, self.fit.panel
        reading = "every effect of the figure" if fit.reading == "all" else READINGS[fit.reading]
        without = [self.titles.get(name, name) for name in fit.without]
        return (
            f"{'Kept from before' if kept else 'Estimated'}: {several(len(panel.states), 'state')}, {panel.years[0]}-{panel.years[-1]}; "
            f"the filters {listed([self.titles.get(name, name) for name in panel.filters])}; {reading}"
            + (f", without any effect of {listed(without)}." if without else ".")
        )

    def soundness(self) -> str:
        """What sampling came to."""
        of = self.fit.diagnostics
        return f"R-hat up to {max(of.r_hat.values()):.3f}, effective draws from {min(of.least_effective.values()):.0f}."

    def reasons(self) -> tuple[str, ...]:
        """Why no verdict may rest on it, each reason as the end of a sentence."""
        return tuple(self._in_words(reason) for reason in self.fit.blocked)

    def notes(self) -> Iterator[str]:
        """What a reader should know."""
        told = "--output writes them all, with their overlap"
        return notes_in_words(self.fit, self.names, self.titles, told)

    def _in_words(self, sentence: str) -> str:
        return with_parameters_in_words(sentence, self._labels, self.names, self.titles)


def with_meaning(table: pl.DataFrame, names: PowerNames, titles: Mapping[str, str]) -> pl.DataFrame:
    """Parameters of a fit with what each is, in words, in a column of its own beside its name."""
    told = [parameter_in_words(label, names, titles) for label in table["parameter"]]
    return table.with_columns(pl.Series("meaning", told, pl.String)).select(
        "parameter", "meaning", pl.exclude("parameter", "meaning")
    )


def _domain(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Tenths around all intervals, and 0."""
    low, high = min(0.0, *(row["low90"] for row in rows)), max(0.0, *(row["high90"] for row in rows))
    return floor(10 * low) / 10, ceil(10 * high) / 10
