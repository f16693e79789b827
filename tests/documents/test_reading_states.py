from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.reading_states import (
    READ,
    READING_STATES,
    Reading,
    furthest,
    reached,
    readings,
)
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, NewEvent


def at(seq: int) -> str:
    return f"2026-03-11T09:00:{seq:02}.000000+00:00"


def recorded(seq: int, who: str, new: NewEvent) -> Event:
    return Event(seq, at(seq), who, "a test", new.kind, new.subject, new.body, "0" * 64, "0" * 64)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["d1", "d2"]),
        st.sampled_from([*READING_STATES, "glanced"]),
        st.sampled_from(["Ana", "Ben"]),
        st.sampled_from([None, "", "I mistook the edition"]),
    ),
    max_size=12,
)


@given(STEPS)
def test_a_reader_goes_forward_or_back_with_a_reason(
    steps: list[tuple[str, str, str, str | None]],
) -> None:
    events: list[Event] = []
    for document, state, reader, reason in steps:
        try:
            new = reached(document, state, reader, readings(events), reason)
        except CounterpoiseError:
            continue
        events.append(recorded(len(events), reader, new))
    found = readings(events)
    assert len(found) == len(events)
    for key in {(reading.document, reading.reader) for reading in found}:
        own = [reading for reading in found if (reading.document, reading.reader) == key]
        for before, after in pairwise(own):
            step = READING_STATES.index(after.state) - READING_STATES.index(before.state)
            assert step > 0 or (step < 0 and after.reason)
    assert all(event.body["before"] in (None, *READING_STATES) for event in events)


def test_the_one_who_has_gone_furthest_speaks_for_a_document() -> None:
    so_far = (
        Reading("d1", "interpreted", "Ana", at(1)),
        Reading("d1", "read", "Ben", at(2)),
        Reading("d1", "skimmed", "Ana", at(3), "another edition"),
        Reading("d2", "skimmed", "Ben", at(4)),
    )
    assert {document: (each.state, each.reader) for document, each in furthest(so_far).items()} == {
        "d1": ("read", "Ben"),
        "d2": ("skimmed", "Ben"),
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("interprted", "unknown state 'interprted' - did you mean 'interpreted'?"),
        ("x", "unknown state 'x'; expected one of skimmed, read, interpreted"),
        ("read", f"is 'read' already, since {at(1)}"),
        ("skimmed", "goes back from 'read' to 'skimmed'; that needs a reason"),
    ],
)
def test_what_is_refused_is_told(state: str, told: str) -> None:
    before = [Reading("d1", "read", "Ana", at(1))]
    with pytest.raises(CounterpoiseError) as caught:
        reached("d1", state, "Ana", before, " ")
    assert str(caught.value) == f"reading of d1 by Ana: {told}"


def test_damaged_events_are_named_and_others_passed_over() -> None:
    bodies: list[dict[str, object]] = [
        {"document": "d1", "state": "read"},
        {"state": "read"},
        {"document": "d1"},
    ]
    events = [recorded(n, "Ana", NewEvent(READ, "d1", body)) for n, body in enumerate(bodies)]
    other = recorded(3, "Ana", NewEvent("document.imported", "d1", {}))
    assert readings([events[0], other]) == (Reading("d1", "read", "Ana", at(0)),)
    with pytest.raises(CounterpoiseError) as caught:
        readings(events)
    assert [problem.place for problem in caught.value.problems] == ["event 1", "event 2"]
