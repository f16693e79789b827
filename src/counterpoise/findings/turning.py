"""What would turn a verdict: how many of what is judged would have to be otherwise, and which is nearest to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterpoise.findings.claim import Weighing
from counterpoise.measurement.movement import CHANGE, RESIDUAL_SD
from counterpoise.measurement.scores import IndicatorMovement
from counterpoise.wording import listed, several, within_a_sentence

NO_RULE = (
    "It has no verdict until a rule for one is stated in the theory or study file: movement words (`expects`), a dimension "
    "kept apart (`apart`), a direction of passages (`bears`), or what the literature is like (`literature`)."
)


def turned_by(weighing: Weighing) -> tuple[str, ...]:
    """For either verdict that decides: how many of what it judged would have to be otherwise.

    What is judged stays as many as it is. By the rule of `Weighing.finding` two thirds decide.
    """
    return tuple(_ways(weighing)) if weighing.of else ()


def _ways(weighing: Weighing) -> Iterator[str]:
    needed, found = weighing.needed, weighing.finding
    judged = several(weighing.of, weighing.judged)
    if found != "supported":
        words = " or ".join(word for word, _ in weighing.claimed)
        more = needed - weighing.supporting
        yield f"Supported, if {more} more of the {judged} were {words}: two thirds are {needed}."
    if found != "contradicted":
        more = needed - weighing.opposing
        yield f"Contradicted, if {more} more of the {judged} were contrary to it: two thirds are {needed}."
    if found == "supported":
        spare = weighing.supporting - needed + 1
        yield f"No longer supported, if {spare} of the {weighing.supporting} that bear it out did not."
    if found == "contradicted":
        spare = weighing.opposing - needed + 1
        yield f"No longer contradicted, if {spare} of the {weighing.opposing} contrary to it were not."


def nearest_to_turning(judged: Sequence[IndicatorMovement]) -> str | None:
    """The indicator whose change or deviation is nearest to a bound of the movement rule, with both; None of none.

    The bounds are those of `measurement.movement`: a change of .10 up or down, a residual standard deviation of .10. A change
    beyond its bound that is not certain enough to be told is held by the test of its trend, and is no margin.
    """
    margins: list[tuple[float, str]] = []
    for each in judged:
        change, deviation = each.result.change, each.result.residual_sd
        if change is None or deviation is None:
            continue
        name = within_a_sentence(each.title)
        moved = each.result.word not in ("steady", "fluctuating")
        if moved or abs(change) < CHANGE:
            margins.append((abs(abs(change) - CHANGE), f"{name}, its change of {change:+.2f}"))
        if not moved:
            margins.append((abs(deviation - RESIDUAL_SD), f"{name}, its deviation of {deviation:.2f}"))
    if not margins:
        return None
    distance = min(margins)[0]
    near = listed([told for margin, told in sorted(margins) if margin == distance])
    bounds = f"a change of {CHANGE:.2f}, a deviation of {RESIDUAL_SD:.2f}"
    return f"Nearest to a bound of the movement rule ({bounds}): {near}, {distance:.2f} away."
