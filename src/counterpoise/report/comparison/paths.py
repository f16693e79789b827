"""The map of alignment and engagement with a path for each state."""

from __future__ import annotations

from dataclasses import replace

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.report.alignment_map import (
    Standing,
    numbers_of,
    paths_of,
    plane_of,
    standings,
    stood_in_words,
)
from counterpoise.report.outline import Figure
from counterpoise.report.plots import Path
from counterpoise.report.score_rows import drawn_in_words


def paths_figure(comparison: Comparison) -> Figure | None:
    """The map, or None where nothing is measured over all dimensions of any state."""
    told = [(case, own) for case in comparison.cases if (own := standings(case, case.study.state))]
    if not told:
        return None
    names = comparison.first.names
    paths = tuple(path for case, own in told for path in _paths(case, own))
    lacking = [case.names.state for case in comparison.cases if all(case is not each for each, _ in told)]
    return Figure(
        id="figure-alignment-map",
        title="Alignment and engagement of each state over the years",
        caption=(
            f"Across: how the ties are shared, 0 wholly with {names.b}, 1 wholly with {names.a}. Up: how strong they are, between goalposts "
            "of all the states together. Each state has a colour; its first and its last year are named. Years are joined where they follow each other "
            "and the same inputs are observed; the line is whole, and dots filled, where all are, and broken where fewer are: places that rest "
            "on fewer inputs are not of one measure with the others. "
            + (f"Nothing is measured over all dimensions of {', '.join(lacking)}. " if lacking else "")
            + (
                "Grey: the band of even shares, and engagement so low that it counts as disengagement. "
                if comparison.first.study.theory.typology is not None
                else ""
            )
            + "Thin bars at the ends are 90 % intervals; the table beneath has all."
            + drawn_in_words([each.engagement for _, own in told for each in own])
        ),
        alt=" ".join(stood_in_words(case.names.state, own) for case, own in told),
        chart=plane_of(comparison.first, paths),
        table=numbers_of([(case.names.state, each) for case, own in told for each in own]),
    )


def _paths(case: Findings, own: list[Standing]) -> list[Path]:
    """The paths of one state, its intervals at the ends alone, so that those of several states can be told apart."""
    name = case.names.state
    ends = {str(own[0].year): f"{name} {own[0].year}", str(own[-1].year): f"{name} {own[-1].year}"}
    return [
        replace(
            path,
            places=tuple(
                replace(place, label=ends[place.label])
                if place.label
                else replace(place, x_range=None, y_range=None)
                for place in path.places
            ),
        )
        for path in paths_of(own, label=name)
    ]
