from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.corpus_frame import DECLARED, Coverage, Existing, coverage, declared, frame
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.standing import STANDING_OF_KIND

SOURCE = "list of the ministry, March 2026"


def recorded(seq: int, new: NewEvent) -> Event:
    return Event(
        seq,
        "2026-03-11T09:00:00.000000+00:00",
        "Ana",
        "a test",
        new.kind,
        new.subject,
        new.body,
        "0" * 64,
        "0" * 64,
    )


def documents(*cells: tuple[str, str | None]) -> list[Document]:
    return [
        Document(f"{number:016}", "A text", kind, origin, None, "here", "a.txt", "0" * 64, "A text.")
        for number, (kind, origin) in enumerate(cells)
    ]


KINDS = st.sampled_from(list(STANDING_OF_KIND))
ORIGINS = st.sampled_from([None, "VNM", "USA", "CHN"])
ENTRIES = st.lists(st.builds(Existing, KINDS, ORIGINS, st.integers(0, 50), st.just(SOURCE)), max_size=12)


@given(ENTRIES, st.lists(st.tuples(KINDS, ORIGINS), max_size=20))
def test_every_document_is_counted_once(entries: list[Existing], cells: list[tuple[str, str | None]]) -> None:
    kept = frame(recorded(number, declared(entry)) for number, entry in enumerate(entries))
    assert {entry.cell: entry for entry in kept} == {entry.cell: entry for entry in entries}
    found = coverage(kept, documents(*cells))
    assert sum(each.obtained for each in found) == len(cells)
    assert len({(each.kind, each.origin) for each in found}) == len(found)


def test_coverage_is_what_was_obtained_of_what_exists() -> None:
    entries = [
        Existing("speech", "VNM", 20, SOURCE),
        Existing("speech", None, 3, SOURCE),
        Existing("law", "VNM", 0, SOURCE),
    ]
    cells = [("speech", "VNM")] * 5 + [("speech", "USA"), ("speech", None), ("news", "USA"), ("news", None)]
    found = coverage(entries, documents(*cells))
    assert found == (
        Coverage("speech", "VNM", 5, 20, SOURCE),
        Coverage("speech", None, 2, 3, SOURCE),
        Coverage("law", "VNM", 0, 0, SOURCE),
        Coverage("news", None, 1),
        Coverage("news", "USA", 1),
    )
    assert [each.share for each in found] == [0.25, pytest.approx(2 / 3), None, None, None]


def test_more_than_exists_is_seen() -> None:
    (found,) = coverage([Existing("law", "VNM", 1, SOURCE)], documents(*[("law", "VNM")] * 2))
    assert found.share == 2


def test_every_problem_is_told() -> None:
    with pytest.raises(CounterpoiseError) as caught:
        declared(Existing("speach", "", -1, " "))
    assert [str(problem) for problem in caught.value.problems] == [
        "frame of speach of any other origin: unknown kind 'speach' - did you mean 'speech'?",
        "frame of speach of any other origin: the origin is ''; expected a code, or none",
        "frame of speach of any other origin: 'exists' is -1; expected a whole number of 0 or more",
        "frame of speach of any other origin: names no source for how many exist",
    ]


def test_damaged_events_are_named_and_others_passed_over() -> None:
    good = recorded(1, declared(Existing("law", None, 4, SOURCE)))
    assert frame([good, replace(good, kind="document.imported")]) == (Existing("law", None, 4, SOURCE),)
    damaged = [recorded(seq, NewEvent(DECLARED, "law", {"kind": "law", "exists": True})) for seq in (2, 3)]
    with pytest.raises(CounterpoiseError) as caught:
        frame([good, *damaged])
    assert {problem.place for problem in caught.value.problems} == {"event 2", "event 3"}
