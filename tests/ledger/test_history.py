from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, Ledger, NewEvent
from counterpoise.ledger.history import LAST, STUDY, history, told
from counterpoise.ledger.projections import moment_of


@pytest.fixture
def ledger(tmp_path: Path, opened: Callable[[Path], Ledger]) -> Ledger:
    record = {"record": "f" * 64, "key": "k"}
    events = [
        NewEvent("study.opened", "A study", {}),
        NewEvent("document.imported", "a.txt", {"id": "d1", "path": "a.txt", **record}),
        NewEvent("document.imported", 'say "b".txt', {"id": "d10", "path": 'say "b".txt', **record}),
        NewEvent("codings.suggested", "lexicon", {"key": "k2", "object": "e" * 64, "coder": "lexicon",
                                                  "documents": ["d1"]}),
        NewEvent("coding.accepted", "c1", {"passage": "p1", "before": {"power": "a"}, "after": {"power": "b"},
                                           "reason": "names Beijing"}),
        NewEvent("code.merged", "arms", {"codes": ["guns"], "before": {}, "after": {}, "reason": "one"}),
        NewEvent("document.read", "d1", {"document": "d1", "before": None, "state": "read", "reason": None}),
        NewEvent("report.written", "A study", {"key": "k3", "files": {"report/report.html": "0"}}),
    ]  # fmt: skip
    with opened(tmp_path) as writer:
        for event in events:
            writer.append([event])
    return Ledger.read(tmp_path)


def numbers(events: tuple[Event, ...]) -> list[int]:
    return [event.seq for event in events]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("d1", [2, 4, 7]),
        ("d10", [3]),
        ("a.txt", [2, 4, 7]),
        ('say "b".txt', [3]),
        ("c1", [5]),
        ("p1", [5]),
        ("guns", [6]),
        ("arms", [6]),
        ("lexicon", [4]),
        ("f" * 64, [2, 3]),
        ("k3", [8]),
        ("report/report.html", [8]),
        (STUDY, [1, 8]),
    ],
)
def test_a_thing_is_known_by_each_of_its_names(ledger: Ledger, name: str, expected: list[int]) -> None:
    with ledger:
        assert numbers(history(ledger, name)) == expected


def test_the_path_of_a_table_tells_nothing_of_its_rows(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    read = {"id": "d1", "ids": ["d1", "d2"], "path": "a.csv", "record": "f" * 64, "key": "k"}
    appraised = {"document": "d1", "ratings": {}}
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("document.imported", "a.csv", read)])
        ledger.append([NewEvent("document.appraised", "d1", appraised)])
        assert numbers(history(ledger, "a.csv")) == [1]
        assert numbers(history(ledger, "d1")) == [1, 2]


def test_without_a_name_the_last_events_are_told(ledger: Ledger, tmp_path: Path) -> None:
    with ledger:
        assert numbers(history(ledger)) == list(range(1, 9))
        assert numbers(history(ledger, as_of=moment_of("2026-03-11T12:00:03", "-"))) == [1, 2, 3]
    with Ledger.open(tmp_path, "amina", "test", lambda: moment_of("2026-03-12", "-")) as writer:
        writer.append([NewEvent("document.rejected", f"{n}.pdf", {}) for n in range(LAST)])
        assert numbers(history(writer)) == list(range(9, 9 + LAST))


def test_what_happened_after_a_moment_is_left_out(ledger: Ledger) -> None:
    with ledger:
        assert numbers(history(ledger, "d1", moment_of("2026-03-11T12:00:05", "-"))) == [2, 4]
        assert history(ledger, "d1", moment_of("1999-12-31", "-")) == ()


def test_an_unknown_name_is_refused_with_the_nearest(ledger: Ledger) -> None:
    with ledger, pytest.raises(CounterpoiseError, match=r"b\.txt: no event names it - did you mean 'a\.txt'"):
        history(ledger, "b.txt")


def test_a_part_of_a_name_and_a_reason_are_no_names(ledger: Ledger) -> None:
    with ledger:
        for name in ("names Beijing", "a.tx", ""):
            with pytest.raises(CounterpoiseError, match="no event names it"):
                history(ledger, name)


def test_a_study_to_which_nothing_happened_has_no_history(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path) as ledger:
        assert history(ledger, STUDY) == history(ledger) == ()


def test_an_event_is_told_with_its_change_and_reason(ledger: Ledger) -> None:
    with ledger:
        accepted, read = (told(history(ledger, name)[-1]) for name in ("c1", "d1"))
    assert accepted.facts() == {
        "seq": 5,
        "at": "2026-03-11T12:00:05.000000+00:00",
        "who": "amina",
        "tool": "counterpoise 0.1.0",
        "kind": "coding.accepted",
        "meaning": "A person accepted a coding that a machine suggested.",
        "subject": "c1",
        "before": {"power": "a"},
        "after": {"power": "b"},
        "reason": "names Beijing",
    }
    assert (read.before, read.after, read.reason) == (None, "read", None)
