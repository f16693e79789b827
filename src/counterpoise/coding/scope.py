"""Scope: which passages bear on the case at all.

The General Debate and a corpus of laws speak of the whole world; the words of the field stand in most of
it. A passage on a war elsewhere says nothing of the state between the two powers, whatever terms it holds,
and counting it would fill the tables with other people's affairs. So a passage is coded

- for every code, when the state itself speaks, or when the passage names the state;
- for codes of the systemic groups (the powers' competition and the realities around it), when the passage
  names both powers, or one power speaks and names the other;
- for nothing otherwise.

Both powers count as named when each is: "the great powers" may be any.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from counterpoise.coding.actors import Actors
from counterpoise.evidence import Power

__all__ = ["Bearing", "bearing", "bears_on_both", "side_of"]

Bearing = Literal["case", "system", "none"]
"""What a passage bears on: the state's case, the system of the two powers only, or neither."""


def side_of(origin: str | None, actors: Actors) -> Power:
    """The power that speaks, or none."""
    if origin == actors.a:
        return "a"
    return "b" if origin == actors.b else "none"


def bears_on_both(origin: str | None, actors: Actors, named: Collection[Power]) -> bool:
    """Whether a passage names both powers, or one of them speaks (ISO3) and names the other."""
    return {"a", "b"} <= {*named, side_of(origin, actors)}


def bearing(origin: str | None, actors: Actors, *, names_state: bool, named: Collection[Power]) -> Bearing:
    """What a passage bears on, from who speaks (ISO3), whether it names the state, and the powers it names."""
    if origin == actors.state or names_state:
        return "case"
    return "system" if bears_on_both(origin, actors, named) else "none"
