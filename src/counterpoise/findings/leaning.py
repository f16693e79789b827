"""Which way passages point: a direction leads where enough passages take one and most of them take it."""

from __future__ import annotations

from collections.abc import Mapping

from counterpoise.evidence import COUNTED, Direction, Standing
from counterpoise.theory.elements import Way as Way

FEWEST_TO_WEIGH = 5
"""Below this number of passages with a direction no direction leads."""

CLEAR_MAJORITY = 2 / 3

CONTRARY_WAY: Mapping[Way, Way] = {"strengthens": "weakens", "weakens": "strengthens"}


def leaning(
    counts: Mapping[Direction, int], fewest: int = FEWEST_TO_WEIGH, majority: float = CLEAR_MAJORITY
) -> Way | None:
    """The direction that `majority` or more of at least `fewest` passages with a direction take; else None."""
    directed = counts.get("strengthens", 0) + counts.get("weakens", 0)
    if directed < fewest:
        return None
    ways: tuple[Way, ...] = ("strengthens", "weakens")
    # Compared without dividing, so that exactly two thirds of six is enough.
    return next((way for way in ways if counts.get(way, 0) >= majority * directed - 1e-9), None)


def more_frequent(counts: Mapping[Direction, int]) -> Way | None:
    """The direction that more passages take than the other; None where none does."""
    stronger, weaker = counts.get("strengthens", 0), counts.get("weakens", 0)
    if stronger == weaker:
        return None
    return "strengthens" if stronger > weaker else "weakens"


def deciding(counts: Mapping[Standing, Mapping[Direction, int]]) -> Standing | None:
    """The kind of source whose directions decide: the first, first-hand before second-hand, that takes any."""
    return next(
        (
            kind
            for kind in COUNTED
            if kind in counts and counts[kind].get("strengthens", 0) + counts[kind].get("weakens", 0)
        ),
        None,
    )
