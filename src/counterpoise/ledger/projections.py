"""The present state of a study, folded from its events and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.ledger.events import BEFORE_THE_FIRST, Event, Ledger
from counterpoise.ledger.vocabulary import PROJECTIONS, Place

Parts = Mapping[str, Mapping[tuple[str, ...], Event]]


class Projection:
    """What holds after an event: of each thing, the event that spoke of it last. It is read, never written.

    `parts` has one mapping for each name of `vocabulary.PROJECTIONS`; `head` is the hash of the last event.
    """

    def __init__(self, head: str, parts: Parts) -> None:
        self.head = head
        self.parts: Parts = MappingProxyType({name: MappingProxyType(of) for name, of in parts.items()})

    @property
    def documents(self) -> Mapping[tuple[str, ...], Event]:
        """By document id, alone in a tuple: how it came in, or that it was replaced or withdrawn."""
        return self.parts["documents"]

    @property
    def codings(self) -> Mapping[tuple[str, ...], Event]:
        """By document id and coder: the suggestions that hold."""
        return self.parts["codings"]

    @property
    def latest(self) -> Mapping[tuple[str, ...], Event]:
        """By kind and key: the last event of the kind."""
        return self.parts["latest"]

    @property
    def decisions(self) -> Mapping[tuple[str, ...], Event]:
        """By thing (coding, link, code, memo, theme, setting) and id: what a person decided last."""
        return self.parts["decisions"]

    @property
    def report(self) -> Event | None:
        """The last report written."""
        return self.parts["report"].get(())

    def find(self, kind: str, key: str) -> Event | None:
        """The last event of a kind under a key, such as the reading of values under a cache key."""
        return self.latest.get((kind, key))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Projection) and (self.head, self.parts) == (other.head, other.parts)

    __hash__ = None  # type: ignore[assignment]


class Fold:
    """A present state that grows: each event costs what it says, however much was said before.

    `now` shows it, and moves on with it; `replay` gives a state that stays.
    """

    def __init__(self, after: Projection | None = None) -> None:
        self._parts: dict[str, dict[tuple[str, ...], Event]] = {
            name: dict(after.parts[name]) if after is not None else {} for name in PROJECTIONS
        }
        self.now = Projection(after.head if after is not None else BEFORE_THE_FIRST, self._parts)

    def take(self, events: Iterable[Event]) -> None:
        """Let events happen, in their order."""
        for event in events:
            for place in event.places:
                self.put(place, event)
            self.now.head = event.hash

    def put(self, place: Place, event: Event) -> None:
        """Let an event stand at one place."""
        name, key = place
        self._parts[name][key] = event


EMPTY = Fold().now
"""The state of a study to which nothing has happened."""


def replay(events: Iterable[Event], after: Projection = EMPTY) -> Projection:
    """Fold events, in their order, into the state that holds after them.

    With `after`, only the events that follow that state are needed; the result is the same.
    """
    fold = Fold(after)
    fold.take(events)
    return fold.now


def present(ledger: Ledger, projection: str | None = None) -> Projection:
    """The state that the ledger kept as its events were appended; that of a replay, without reading every event.

    With the name of one projection the others are left empty, which spares reading them. Raises CounterpoiseError
    where what was kept is no state.
    """
    return kept_fold(ledger, projection).now


def kept_fold(ledger: Ledger, projection: str | None = None) -> Fold:
    """The present state of a ledger, or one projection of it, ready to grow.

    Raises CounterpoiseError where what was kept is no state.
    """
    fold = Fold()
    for place, event in ledger.present(projection):
        if place[0] not in PROJECTIONS:
            told = f"the state kept with the events is damaged: there is no projection '{place[0]}'"
            raise CounterpoiseError(Problem(str(ledger.path), told))
        fold.put(place, event)
    fold.now.head = ledger.head()
    return fold


def state_as_of(ledger: Ledger, moment: datetime) -> Projection:
    """The state that held at a moment: that of the events up to it, the moment included."""
    limit = in_utc(moment)
    return replay(event for event in ledger.events() if event.at <= limit)


def in_utc(moment: datetime) -> str:
    """A moment as events are dated."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str, place: str) -> datetime:
    """The moment that a text names: a date, meant to its end in UTC, or a date and time, in UTC unless it says more.

    Raises CounterpoiseError with `place` where it is neither.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            told = f"'{text}' is no date; expected one such as 2026-03-11 or 2026-03-11T12:30"
            raise UsageError(Problem(place, told)) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(day, time.max, UTC)
