"""The causal figure and what questions need as graphs, and which inputs two constructs share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from counterpoise.theory.elements import Edge, Figure, Role, Theory

SIDE_OF_ROLE: dict[Role, str] = {
    "pressure": "cause",
    "filter": "cause",
    "behaviour": "behaviour",
    "outcome": "outcome",
}
"""The side of the model on which a construct's own indicators stand; `table` constructs stand on none."""


def edges(figure: Figure) -> tuple[Edge, ...]:
    """Every arrow of the figure: each step of the chain to all of the next, and the edges added to it."""
    chained = (
        Edge(source=source, target=target)
        for here, there in pairwise(figure.chain)
        for source in here
        for target in there
    )
    return (*chained, *figure.edges)


def cycle_within_a_period(figure: Figure) -> tuple[str, ...]:
    """The nodes of a cycle of arrows without lag, the first node repeated at the end; () if there is none."""
    sources: dict[str, list[str]] = {}
    for edge in edges(figure):
        if edge.lag == 0:
            sources.setdefault(edge.target, []).append(edge.source)
    return _cycle(sources)


def circles_of_needs(theory: Theory) -> tuple[tuple[str, ...], ...]:
    """The circles in which hypotheses and debates need each other, each begun with the first of its names.

    Each name needs the next, and the last is the first again. Of circles that cross, one is given.
    """
    asked = {name: debate.needs for name, debate in theory.debates.items()}
    asked |= {name: hypothesis.needs for name, hypothesis in theory.hypotheses.items()}
    order = list(asked)
    needs = {name: [need for need in of_it if need in asked] for name, of_it in asked.items()}
    found: list[tuple[str, ...]] = []
    while circle := _cycle(needs)[:0:-1]:
        begin = circle.index(min(circle, key=order.index))
        found.append((*circle[begin:], *circle[: begin + 1]))
        needs = {
            name: [need for need in of_it if need not in circle]
            for name, of_it in needs.items()
            if name not in circle
        }
    return tuple(found)


def _cycle(before: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The nodes of a cycle, each before the next and the first repeated at the end; () if there is none."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def inputs_on_two_sides(theory: Theory) -> dict[str, dict[str, tuple[str, ...]]]:
    """Indicators and codes that stand on more than one side of the model.

    An indicator that is both cause and effect explains itself, so the theory reader refuses it. The value
    gives, for each side, the constructs through which the input stands there.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for name, construct in theory.constructs.items():
        side = SIDE_OF_ROLE.get(construct.role)
        if side is None:
            continue
        for used in (
            *(indicator.id for indicator in construct.indicators),
            *theory.codes_of(construct.codes),
        ):
            found.setdefault(used, {}).setdefault(side, []).append(name)
    return {
        used: {side: tuple(names) for side, names in sides.items()}
        for used, sides in found.items()
        if len(sides) > 1
    }
