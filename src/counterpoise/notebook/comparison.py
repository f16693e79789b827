"""Comparing in a notebook: several states side by side, with their charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from counterpoise.errors import CounterpoiseError, Problem, unknown_name
from counterpoise.findings.comparison import Comparison, cases_of_panel, refuse_unlike
from counterpoise.findings.comparison import compare as compare_cases
from counterpoise.notebook.evidence import GatheredEvidence, gather
from counterpoise.notebook.shown import PREFIX, Charts, Shown, Told, fields_of, sought
from counterpoise.report.comparison.movement import Moved, moved, movement_blocks
from counterpoise.report.comparison.paths import paths_figure
from counterpoise.report.comparison.series import share_figure, ties_figures
from counterpoise.report.comparison.type_spans import types_of_states
from counterpoise.report.outline import Figure
from counterpoise.study import Study
from counterpoise.wording import listed, several

COMPARED = f"{PREFIX}compared-"
"""How the ids of a comparison's own figures begin; a notebook names them by the rest, as it does those of one state."""

BREAKS = "breaks-"


@dataclass(frozen=True, repr=False)
class ShownComparison(Comparison, Shown):
    """States compared that draw their charts: the map, types, shares and ties of each."""

    @cached_property
    def movement(self) -> tuple[Moved, ...]:
        """What the ties of each state did, and when they broke, which takes seconds to find."""
        return moved(self)

    def table(self) -> pl.DataFrame:
        """Each score of each state in the last year that the states have in common, with its rank among them, 1 the greatest."""
        ranks = pl.DataFrame(
            [
                (each.dimension, each.construct, each.year, iso3, rank.median, rank.low90, rank.high90)
                for each in self.common
                for iso3, rank in each.ranks.items()
            ],
            schema={
                **dict.fromkeys(("dimension", "construct"), pl.String),
                "year": pl.Int32,
                "state": pl.String,
                **dict.fromkeys(("rank", "rank_low90", "rank_high90"), pl.Float64),
            },
            orient="row",
        )
        scores = self.first.scores.told().with_columns(pl.col("year").cast(pl.Int32))
        keys = ("state", "dimension", "construct", "year")
        told = (*keys, "median", "low90", "high90", "interval", "observed", "inputs")
        return scores.select(told).join(ranks, on=keys, maintain_order="left")

    def charts(self) -> Charts:
        """The map, the types, the shares and the ties by dimension, and when ties broke."""
        blocks = (
            paths_figure(self),
            *types_of_states(self),
            share_figure(self),
            *ties_figures(self),
        )
        drawn = [each for each in blocks if isinstance(each, Figure)]
        breaks = [f"{BREAKS}{dimension}" for dimension in self.first.study.theory.dimensions]
        return {_name(figure): _given(figure) for figure in drawn} | {
            name: sought(lambda: self._of_breaks, name, "no tie broke in more than one state")
            for name in breaks
        }

    @cached_property
    def _of_breaks(self) -> dict[str, Figure]:
        blocks = movement_blocks(self, self.movement)
        return {_name(block): block for block in blocks if isinstance(block, Figure)}

    __repr__ = Shown.__repr__

    def _told(self) -> Told:
        names = self.first.names
        states = listed([case.names.state for case in self.cases])
        silent = [case.names.state for case in self.cases if case.study.state not in self.heard]
        years = sorted({each.year for each in self.common})
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}" if years else ""
        told = [
            f"{states} between {names.a} and {names.b}, measured between goalposts of all of them. Each row is a construct of a "
            f"state in the last year that most states have in common ({span}), with its rank, 1 the greatest, which is not the best."
            if years
            else f"{states} between {names.a} and {names.b}: no year is observed of any."
        ]
        if silent:
            told.append(f"Of {listed(silent)} there are only numbers: no documents were coded for them.")
        return Told(
            f"Comparison of {several(len(self.cases), 'state')}",
            tuple(told),
            ('cp.write_report(comparison, "comparison.html")    # or .pdf, .docx, .md',),
        )


def compare(*studies: Study | GatheredEvidence, states: Sequence[str] | None = None) -> ShownComparison:
    """Compare several studies, each of another state, or with one alone the `states` of its panel, all of them where none are named.

    A study's evidence may stand in its place, which spares gathering it again. All are measured together, between goalposts of all
    states compared.

    Raises CounterpoiseError with everything in which the studies differ that must be alike (`findings.comparison`), for states that
    are not in the panel, and for what is neither a study nor evidence.
    """
    wrong = [
        f"found a {type(each).__name__}; expected what `cp.read_study` or `cp.gather` gave"
        for each in studies
        if not isinstance(each, Study | GatheredEvidence)
    ] or ([] if studies else ["nothing is named; expected several studies, or one"])
    if wrong:
        raise CounterpoiseError(*(Problem("cp.compare", told) for told in wrong))
    opened = [each.study if isinstance(each, GatheredEvidence) else each for each in studies]
    _refuse_states(opened, states)
    refuse_unlike(opened)
    gathered = [each if isinstance(each, GatheredEvidence) else gather(each) for each in studies]
    if len(opened) > 1:
        return _shown(compare_cases(list(zip(opened, gathered, strict=True))))
    (study,), (evidence,) = opened, gathered
    return _shown(compare_cases(cases_of_panel(study, states or study.panel, evidence), {study.state}))


def _refuse_states(studies: Sequence[Study], states: Sequence[str] | None) -> None:
    """Raise CounterpoiseError where states are named that are not there to be chosen."""
    if states is None:
        return
    told = (
        ["chooses among the panel of one study; of several the states are their own"]
        if len(studies) > 1
        else [
            unknown_name("state of the panel", each, studies[0].panel)
            for each in ([states] if isinstance(states, str) else states)
            if each not in studies[0].panel
        ]
    )
    if told:
        raise CounterpoiseError(*(Problem("cp.compare, states", each) for each in told))


def _shown(comparison: Comparison) -> ShownComparison:
    return ShownComparison(**fields_of(comparison))


def _name(figure: Figure) -> str:
    return figure.id.removeprefix(COMPARED).removeprefix(PREFIX)


def _given(figure: Figure) -> Callable[[], Figure]:
    return lambda: figure
