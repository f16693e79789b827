from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.projections import EMPTY, present, replay

few = st.sampled_from(["a", "b", "c"])
new_events = st.one_of(
    st.builds(lambda s: NewEvent("study.opened", s, {}), few),
    st.builds(
        lambda i, r, k: NewEvent(
            "document.imported", i, {"id": i, "path": f"{i}.txt", "record": r, "key": k}
        ),
        few, few, few,
    ),
    st.builds(lambda s: NewEvent("document.rejected", s, {"problems": []}), few),
    st.builds(
        lambda k, o: NewEvent("values.read", k, {"key": k, "source": "cow", "paths": [], "object": o}),
        few, few,
    ),
    st.builds(
        lambda k, c, d: NewEvent("codings.suggested", c, {"key": k, "object": k, "coder": c, "documents": d}),
        few, few, st.lists(few),
    ),
    st.builds(lambda k: NewEvent("report.written", k, {"key": k, "files": {"r.html": k}}), few),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(new=st.lists(new_events, max_size=12), cut=st.integers(0, 12))
def test_replay_of_any_sequence_equals_the_state_kept_as_it_grew(
    tmp_path_factory: pytest.TempPathFactory, new: list[NewEvent], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    live = EMPTY
    with Ledger.open(folder, "amina", "test", lambda: datetime.now(UTC)) as ledger:
        for event in new:
            live = replay(ledger.append([event]), live)
    with Ledger.read(folder) as ledger:
        events = list(ledger.events())
        assert present(ledger) == live
    assert replay(events) == live
    assert replay(events[cut:], replay(events[:cut])) == live
    assert live.head == (events[-1].hash if events else EMPTY.head)


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
    assert state.documents == {"a": new, "b": other}
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
