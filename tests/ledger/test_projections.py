from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.projections import (
    EMPTY,
    Fold,
    in_utc,
    kept_fold,
    moment_of,
    present,
    replay,
    state_as_of,
)
from counterpoise.ledger.verification import verify
from counterpoise.ledger.vocabulary import KINDS

few = st.sampled_from(["a", "b", "c"])
several = st.lists(few, max_size=3)
states = st.none() | st.dictionaries(few, few, max_size=2)
FIELDS = {
    "ids": several,
    "paths": several,
    "documents": several,
    "codes": several,
    "into": several,
    "files": st.dictionaries(few, few, max_size=2),
    "ratings": st.just({}),
    "origin": st.none() | few,
    "exists": st.integers(0, 9),
}
"""What is not a single name in a body."""


@st.composite
def any_event(draw: st.DrawFn) -> tuple[NewEvent, str]:
    """An event of any kind of the vocabulary, and who signs it."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    body = {field: draw(FIELDS.get(field, few)) for field in kind.required}
    if kind.name == "document.imported" and draw(st.booleans()):
        body["ids"] = [body["id"], draw(few)]
    return NewEvent(kind.name, draw(few), body), draw(few)


@settings(deadline=None, max_examples=50)
@given(batches=st.lists(st.lists(any_event(), max_size=4), max_size=6), cut=st.integers(0, 24))
def test_replay_of_any_sequence_in_any_batches_equals_the_live_state_also_after_reopening(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[NewEvent, str]]], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    fold = Fold()
    for batch in batches:
        with Ledger.open(folder, "amina", "test", lambda: datetime.now(UTC)) as ledger:
            live = kept_fold(ledger)
            assert live.now == fold.now
            for event, who in batch:
                appended = ledger.append([event], who)
                live.take(appended)
                fold.take(appended)
            assert present(ledger) == live.now == fold.now
            latest = present(ledger, "latest")
            assert latest.parts["latest"] == live.now.latest
            assert not any(of for name, of in latest.parts.items() if name != "latest")
    with Ledger.open(folder, "amina", "test", lambda: datetime.now(UTC)) as ledger:
        events = list(ledger.events())
        before = present(ledger)
        ledger.rebuild()
        assert present(ledger) == before
    assert {who for batch in batches for _, who in batch} == {event.who for event in events}
    assert replay(events) == fold.now
    assert replay(events[cut:], replay(events[:cut])) == fold.now
    assert [problem for problem in verify(folder) if "object" not in problem.what] == []


def test_the_state_at_a_moment_is_that_of_the_events_up_to_it(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("study.opened", "s", {})])
        ledger.append([NewEvent("document.rejected", "a.pdf", {})])
        one, two = ledger.events()
        assert state_as_of(ledger, datetime.fromisoformat(one.at)) == replay([one])
        assert state_as_of(ledger, moment_of("2026-03-11", "--as-of")) == replay([one, two])
        assert state_as_of(ledger, moment_of("2026-03-10", "--as-of")) == EMPTY


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-11", "2026-03-11T23:59:59.999999+00:00"),
        ("2026-03-11T12:30", "2026-03-11T12:30:00.000000+00:00"),
        ("2026-03-11T12:30+05:00", "2026-03-11T07:30:00.000000+00:00"),
    ],
)
def test_a_moment_is_a_day_to_its_end_or_a_time_in_utc(text: str, at: str) -> None:
    assert in_utc(moment_of(text, "--as-of")) == at


def test_what_is_no_date_is_named() -> None:
    with pytest.raises(CounterpoiseError, match="--as-of: '11 March' is no date; expected one such as"):
        moment_of("11 March", "--as-of")


def test_a_projection_that_there_is_not_is_told(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("study.opened", "s", {})])
        ledger._connection.execute("UPDATE projection SET name = 'lattest'")
        with pytest.raises(CounterpoiseError, match="there is no projection 'lattest'"):
            present(ledger)


def test_the_last_event_about_a_thing_is_what_holds(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    def imported(path: str, record: str) -> NewEvent:
        body = {"id": path, "path": path, "record": record, "key": record}
        return NewEvent("document.imported", path, body)

    def coded(key: str, coder: str, *documents: str) -> NewEvent:
        body = {"key": key, "object": key, "coder": coder, "documents": list(documents)}
        return NewEvent("codings.suggested", coder, body)

    with opened(tmp_path) as ledger:
        old, other, new = ledger.append([imported("a", "1"), imported("b", "2"), imported("a", "3")])
        both, again, definition = ledger.append(
            [coded("4", "lexicon", "a", "b"), coded("5", "lexicon", "a"), coded("6", "definition", "a")]
        )
        first, last = ledger.append(
            [NewEvent("report.written", "r", {"key": key, "files": {"r.html": "0"}}) for key in ("7", "8")]
        )
    state = replay([old, other, new, both, again, definition, first, last])
    assert state.documents == {("a",): new, ("b",): other}
    assert state.codings == {
        ("a", "lexicon"): again,
        ("b", "lexicon"): both,
        ("a", "definition"): definition,
    }
    assert state.report == last
    assert state.find("document.imported", "1") == old, "an earlier reading stays known under its key"
    assert state.find("codings.suggested", "9") is None


def test_an_event_without_a_key_is_found_by_its_subject(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path) as ledger:
        (event,) = ledger.append([NewEvent("document.rejected", "a.pdf", {})])
    assert replay([event]).find("document.rejected", "a.pdf") == event


def test_a_state_is_not_changed_by_what_follows(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        one, two = ledger.append([NewEvent("study.opened", "s", {}), NewEvent("study.opened", "t", {})])
    before = replay([one])
    replay([two], before)
    assert list(before.latest) == [("study.opened", "s")]
    with pytest.raises(TypeError):
        before.latest["study.opened", "t"] = two  # type: ignore[index]
