"""An estimate of the model as a verb tells it: its effects in a reader's words, what the columns are, and what speaks against a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl

from counterpoise.findings.names import PowerNames, names_in_sentences
from counterpoise.findings.parameter_names import notes_in_words, parameter_in_words
from counterpoise.findings.refusals import Refusals
from counterpoise.model.candidates import READINGS
from counterpoise.model.diagnostics import MOST_LOST
from counterpoise.model.sampling import Sampling
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Span, SpanPanel, Spans
from counterpoise.study import Study
from counterpoise.theory.modelled import Decision
from counterpoise.theory.titles import block_titles
from counterpoise.wording import listed, several, with_capital

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

MOST_TIMES = 10
"""Of how many draws it takes nothing is told where it would be more than so many times as many as were made."""

LEGEND = (
    "Effects are in standard deviations of a tie, in one year, of a unit of what has the effect, which is a standard deviation of "
    "pressure, and of a filter that of its first measure: the median over the draws with its 90 % interval. Above 0: the probability "
    "that there is more of the tie. R-hat: 1 where the chains agree. Effective draws: as many independent draws would tell as much. "
    "Overlap: how much of the estimate is its prior, 1 where the data add nothing."
)
"""What the columns of the table of effects are."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How people ask for another estimate where one is told, in the words that a sentence names it by.

    `draws`, with {} for their number, and `two_chains` ask for these; `usual` is what is left out for the usual number of draws,
    `part` what asks for a part of the figure. `all_parameters` says where every parameter stands.
    """

    draws: str
    two_chains: str
    usual: str
    part: str
    all_parameters: str


class EstimateInWords:
    """What an estimate tells, with the names of the powers, the `titles` of the filters (`block_titles`) and what stands against verdicts on it."""

    def __init__(
        self, fit: ModelFit, names: PowerNames, titles: Mapping[str, str], decision: Decision
    ) -> None:
        self.fit, self.names, self.titles = fit, names, titles
        self.refusals = Refusals(fit, decision, names, titles)

    @classmethod
    def of(cls, study: Study, fit: ModelFit) -> EstimateInWords:
        """What an estimate of a study's model tells."""
        theory = study.theory
        return cls(fit, names_in_sentences(study), block_titles(theory), theory.decision)

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
        told = with_capital(title)
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

    def against(self, asking: Asking) -> Iterator[str]:
        """Why no verdict may rest on it, a sentence each, and what may be done about that, as it is asked for."""
        yield from self.refusals.sentences_on_estimate()
        if self.refusals.of_panel:
            yield "However many draws there are, no verdict can follow from this panel; more states may be named under `panel` in the study file."
            return
        if self.fit.reading != "all" or self.fit.without:
            yield f"Verdicts take an estimate without {asking.part}."
        if self.fit.blocked:
            yield self._more_draws(asking)

    def _more_draws(self, asking: Asking) -> str:
        """How many draws may be sound, as far as those that were made tell it."""
        of, made = self.fit.diagnostics, self.fit.sampling
        usual, times = Sampling().draws, of.times_as_many(self.fit.soundness)
        if of.chains < 2:
            return f"{asking.two_chains} draws two."
        if of.lost > MOST_LOST:
            return "More draws alone do not help where trajectories are lost."
        if times is not None and times <= MOST_TIMES:
            # A fifth more: what few draws tell of how many it takes is itself uncertain.
            draws = ceil(1.2 * times * made.draws / 100) * 100
            return (
                f"{asking.draws.format(draws)} may be enough, by what {made.draws:,} of each chain came to."
            )
        if made.draws < usual:
            return f"How many draws it takes cannot be told from so few; without {asking.usual} there are {usual:,} of each chain."
        return "How many draws it takes cannot be told, or whether any number does: the chains are far from agreeing."

    def notes(self, asking: Asking) -> Iterator[str]:
        """What a reader should know, apart from what is told as speaking against verdicts."""
        for note in notes_in_words(self.fit, self.names, self.titles, asking.all_parameters):
            if note not in self.refusals.of_pressure:
                yield note


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
