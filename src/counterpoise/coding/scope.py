"""Scope: which passages bear on the case at all.

The General Debate and a corpus of laws speak of the whole world; the words of the field stand in most of
it. A passage on a war elsewhere says nothing of the state between the two powers, whatever terms it holds,
and counting it would fill the tables with other people's affairs. So a passage is coded

- for every code, when the state itself speaks, or when the passage names the state;
- for codes of the systemic groups (the powers' competition and the realities around it), when the passage
  names both powers, or one power speaks and names the other;
- for nothing otherwise.

Both powers count as named when each is: "the great powers" may be any.

A study may hear its powers in full: then what a power itself says bears on the case, whomever it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from counterpoise.coding.actors import Actors, Name
from counterpoise.evidence import Power
from counterpoise.theory.terms import words_of_name

__all__ = ["Bearing", "Glance", "Hearing", "bearing", "bears_on_both", "side_of"]

Hearing = Literal["case", "powers"]
"""Whether the powers are heard where they speak of the case, or in full."""

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


def bearing(
    origin: str | None,
    actors: Actors,
    *,
    names_state: bool,
    named: Collection[Power],
    hearing: Hearing = "case",
) -> Bearing:
    """What a passage bears on, from who speaks (ISO3), whether it names the state, and the powers it names."""
    if origin == actors.state or names_state or (hearing == "powers" and side_of(origin, actors) != "none"):
        return "case"
    return "system" if bears_on_both(origin, actors, named) else "none"


class Glance:
    """Tells, without cutting a text into words, that it cannot bear on the case: of a whole corpus most does not.

    It looks for the letters of names alone, so what it lets through may still bear on nothing.
    """

    def __init__(self, actors: Actors, hearing: Hearing) -> None:
        self._actors, self._hearing = actors, hearing
        self._state, self._a, self._b = (
            _letters(names) for names in (actors.names_state, actors.names_a, actors.names_b)
        )

    def passes(self, text: str, origin: str | None) -> bool:
        """Whether a text of a speaker (ISO3) may bear on the case or the system."""
        side = side_of(origin, self._actors)
        if origin == self._actors.state or (self._hearing == "powers" and side != "none"):
            return True
        folded = text.casefold()
        return _stands(self._state, text, folded) or (
            (side == "b" or _stands(self._b, text, folded))
            and (side == "a" or _stands(self._a, text, folded))
        )


_Letters = tuple[tuple[tuple[str, bool], ...], ...]
"""The words of each name, with whether the case of each counts."""


def _letters(names: Iterable[Name]) -> _Letters:
    spelled = (tuple((word.text, word.cased) for word in words_of_name(name.text)) for name in names)
    return tuple(dict.fromkeys(words for words in spelled if words))


def _stands(names: _Letters, text: str, folded: str) -> bool:
    return any(all(word in (text if cased else folded) for word, cased in words) for words in names)
