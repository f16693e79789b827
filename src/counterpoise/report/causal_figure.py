"""The causal figure of a theory as a drawing: what leads to what, step by step."""

from __future__ import annotations

from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Network, Node, Tie
from counterpoise.theory.elements import Theory
from counterpoise.theory.graph import edges
from counterpoise.wording import listed, words_of


def causal_figure(theory: Theory) -> Figure | None:
    """The chain of a theory in rows from the first cause down; what only added arrows name stands in a row beneath. None without arrows."""
    arrows = edges(theory.figure)
    if not arrows:
        return None
    named = dict.fromkeys(end for arrow in arrows for end in (arrow.source, arrow.target))
    chained = {name for step in theory.figure.chain for name in step}
    beyond = tuple(name for name in named if name not in chained)
    rows = [*theory.figure.chain, *((beyond,) if beyond else ())]
    places = {name: place for place, name in enumerate(name for row in rows for name in row)}
    nodes = tuple(
        Node(words_of(name), (column + 0.5) / len(row), depth / max(1, len(rows) - 1))
        for depth, row in enumerate(rows)
        for column, name in enumerate(row)
    )
    steps = " to ".join(listed([words_of(name).lower() for name in row]) for row in theory.figure.chain)
    later = [arrow for arrow in arrows if arrow.lag]
    outcomes = f" Outcomes: {listed([words_of(name).lower() for name in theory.figure.outcomes])}."
    return Figure(
        id="figure-theory",
        title="The causal figure of the theory",
        caption=(
            f"What leads to what as '{theory.title}' declares it, from the top down; nothing of it is estimated here."
            + (" A dashed arrow leads on in a later period." if later else "")
            + (outcomes if theory.figure.outcomes else "")
        ),
        alt=f"From {steps}." + (f" {len(later)} arrows lead on in a later period." if later else ""),
        chart=Network(
            nodes,
            tuple(Tie(places[arrow.source], places[arrow.target], later=arrow.lag > 0) for arrow in arrows),
            len(rows),
            directed=True,
        ),
        table=DataTable(
            "numbers-theory",
            "Arrows of the causal figure",
            ("From", "To", "Periods later"),
            tuple((words_of(arrow.source), words_of(arrow.target), arrow.lag) for arrow in arrows),
        ),
    )
