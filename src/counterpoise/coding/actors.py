"""Actors: the names under which texts know the two powers and the state, each over its years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from counterpoise.states import state, states_since_1945

__all__ = [
    "POINTS_OF_THE_COMPASS",
    "WORDS_OF_PLACE",
    "Actors",
    "Name",
    "actors_of",
    "names_of_others",
    "names_of_state",
]

POINTS_OF_THE_COMPASS = frozenset(
    {"north", "northern", "south", "southern", "east", "eastern", "west", "western", "central", "latin"}
)
"""Words before which a state's name names another place: the South China Sea, Latin America."""

WORDS_OF_PLACE = frozenset({"in", "at", "near", "outside"})
"""Words after which the name of a seat of government is a city and no government."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that holds from one year to another, both included; None leaves that side open.

    The name of a state does not count after a point of the compass, nor the name of a seat of government where
    it is the place at which something happens ("a bank in Beijing"). The name of a programme stands for a power where
    no power itself is named.
    """

    text: str
    start: int | None = None
    end: int | None = None
    of_a_state: bool = False
    of_a_seat: bool = False
    of_a_programme: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether the name holds in some years only."""
        return self.start is not None or self.end is not None

    def holds_in(self, year: int | None) -> bool:
        """Whether the name is in use in a year; in an undated text every name is."""
        if year is None:
            return True
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class Actors:
    """Power a, power b and the state: the ISO3 code of each and its names, and the programmes of each power."""

    a: str
    b: str
    state: str
    names_a: tuple[Name, ...]
    names_b: tuple[Name, ...]
    names_state: tuple[Name, ...]
    programmes_a: tuple[Name, ...] = ()
    programmes_b: tuple[Name, ...] = ()

    def lists(self) -> Mapping[str, tuple[Name, ...]]:
        """The names that each of `ACTOR_LISTS` stands for."""
        return {
            "a": self.names_a,
            "b": self.names_b,
            "power": (*self.names_a, *self.names_b),
            "state": self.names_state,
        }


def names_of_state(iso3: str) -> tuple[Name, ...]:
    """The names by which texts know a state: name, short names, adjective, its plural, and the capital.

    A name that holds a bracket is the label of a data set and stands in no sentence.
    """
    found = state(iso3)
    adjectives = [found.adjective]
    if found.adjective and not found.adjective.endswith(("s", "se", "sh", "ch")):
        adjectives.append(found.adjective + "s")
    texts = dict.fromkeys((found.name, *found.names, *adjectives, found.capital))
    return tuple(
        Name(text, of_a_state=True, of_a_seat=text == found.capital)
        for text in texts
        if text and "(" not in text
    )


def names_of_others(known: Collection[str], places: Collection[str]) -> tuple[Name, ...]:
    """The names and adjectives of every state past and present but some: the `known` (ISO3), and all that have a
    name among `places`, the names by which a study knows its own region.

    Capitals are left out: treaties, clubs and conferences bear their names.
    """
    near = {place.casefold().rstrip("*") for place in places}
    texts = {
        text: None
        for spell in states_since_1945()
        if spell.iso3 not in known
        and near.isdisjoint(
            text.casefold() for text in (spell.name, *spell.names, spell.adjective, spell.capital)
        )
        for text in (spell.name, *spell.names, spell.adjective)
        if text and "(" not in text
    }
    return tuple(Name(text, of_a_state=True) for text in texts)


def actors_of(state: str, a: str, b: str, further: Mapping[str, Iterable[Name]] | None = None) -> Actors:
    """The actors of a study: each state's own names, and `further` names under `a`, `b` and `state`.

    What happens at the state's own seat of government bears on the state, so there the seat is no mere place.

    Raises CounterpoiseError for an unknown ISO3 code.
    """
    more = further or {}
    of_powers = {
        power: tuple(name for name in more.get(power, ()) if not name.of_a_programme) for power in "ab"
    }
    programmes = {power: tuple(name for name in more.get(power, ()) if name.of_a_programme) for power in "ab"}
    return Actors(
        a=a,
        b=b,
        state=state,
        names_a=(*names_of_state(a), *of_powers["a"]),
        names_b=(*names_of_state(b), *of_powers["b"]),
        names_state=(
            *(replace(name, of_a_seat=False) for name in names_of_state(state)),
            *more.get("state", ()),
        ),
        programmes_a=programmes["a"],
        programmes_b=programmes["b"],
    )
