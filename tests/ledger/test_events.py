from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import canonical_json, sha256
from counterpoise.ledger.events import BEFORE_THE_FIRST, Ledger, NewEvent
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.verification import verify

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.objects import ObjectStore

folder = Path(sys.argv[1])
store = ObjectStore(folder)
with Ledger.open(folder, "crashing", "test", lambda: datetime.now(UTC)) as ledger:
    number = sum(1 for _ in ledger.events())
    print("open", flush=True)
    while True:
        number += 1
        sha = store.put(f"values {number}".encode())
        store.settle()
        body = {"key": str(number), "source": "votes", "paths": [], "object": sha}
        event, = ledger.append([NewEvent("values.read", "votes", body)])
        print(event.hash, flush=True)
"""


def test_events_are_read_as_they_were_appended(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        first = ledger.append([NewEvent("study.opened", "Norwegen: NO", {"panel": ["NOR", "SWE"], "n": 1.5})])
        rest = ledger.append(
            [
                NewEvent("document.rejected", "a.pdf", {"problems": ["a.pdf: no page"]}),
                NewEvent("values.rejected", "votes.csv", {}),
            ]
        )
        assert tuple(ledger.events()) == first + rest
        assert tuple(ledger.events("document.rejected")) == rest[:1]
    with Ledger.read(tmp_path) as ledger:
        assert tuple(ledger.events()) == first + rest
    assert [event.seq for event in first + rest] == [1, 2, 3]
    assert {event.who for event in rest} == {"amina"}
    assert {event.tool for event in rest} == {"counterpoise 0.1.0"}


def test_each_event_hashes_all_of_itself_and_the_one_before(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path) as ledger:
        one, two = ledger.append([NewEvent("study.opened", "s", {"b": 1}), NewEvent("study.opened", "s", {})])
    fields = {
        "seq": 1,
        "at": "2026-03-11T12:00:01.000000+00:00",
        "who": "amina",
        "tool": "counterpoise 0.1.0",
        "kind": "study.opened",
        "subject": "s",
        "body": {"b": 1},
        "previous": BEFORE_THE_FIRST,
    }
    assert one.hash == sha256(canonical_json(fields))
    assert two.previous == one.hash


def test_time_is_kept_in_utc(tmp_path: Path) -> None:
    karachi = timezone(timedelta(hours=5))
    with Ledger.open(tmp_path, "amina", "test", lambda: datetime(2026, 3, 11, 2, tzinfo=karachi)) as ledger:
        (event,) = ledger.append([NewEvent("study.opened", "s", {})])
    assert event.at == "2026-03-10T21:00:00.000000+00:00"


def test_the_vocabulary_is_closed_and_every_problem_is_named_at_once(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    wrong = [
        NewEvent("study.opened", "s", {}),
        NewEvent("document.importd", "a.txt", {}),
        NewEvent("values.read", "votes.csv", {"key": "k", "paths": []}),
    ]
    with opened(tmp_path) as ledger:
        with pytest.raises(CounterpoiseError) as caught:
            ledger.append(wrong)
        assert [str(problem) for problem in caught.value.problems] == [
            "event document.importd of a.txt: unknown kind 'document.importd'"
            " - did you mean 'document.imported'?",
            "event values.read of votes.csv: the body has no 'source'",
            "event values.read of votes.csv: the body has no 'object'",
        ]
        assert list(ledger.events()) == [], "all or none"


def test_a_body_that_is_no_json_records_nothing(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        for body in ({"share": float("nan")}, {"share": object()}):
            with pytest.raises((ValueError, TypeError)):
                ledger.append([NewEvent("study.opened", "s", {}), NewEvent("study.opened", "s", body)])
        assert list(ledger.events()) == []


def test_a_ledger_opened_for_reading_does_not_write(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    opened(tmp_path).close()
    with (
        Ledger.read(tmp_path) as ledger,
        pytest.raises(CounterpoiseError, match="opened for reading only"),
    ):
        ledger.append([NewEvent("study.opened", "s", {})])


def test_reading_where_there_is_no_ledger_says_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="there is no ledger here"):
        Ledger.read(tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_reading_goes_on_while_another_writes(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as writer, Ledger.read(tmp_path) as reader:
        (event,) = writer.append([NewEvent("study.opened", "s", {})])
        assert list(reader.events()) == [event]


def test_what_follows_an_event_is_read_and_checked(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        assert ledger.since(BEFORE_THE_FIRST) == ()
        first, *rest = ledger.append([NewEvent("study.opened", f"study {n}", {}) for n in range(3)])
        assert ledger.since(BEFORE_THE_FIRST) == (first, *rest)
        assert ledger.since(first.hash) == tuple(rest)
        assert ledger.since(rest[-1].hash) == ()
        with pytest.raises(CounterpoiseError, match="not the ledger that it was"):
            ledger.since("f" * 64)
    with closing(apsw.Connection(str(tmp_path / FILE))) as connection:
        connection.execute(
            "DROP TRIGGER event_is_never_changed; UPDATE event SET subject = 'x' WHERE seq = 3"
        )
    with opened(tmp_path) as ledger:
        assert (ledger.as_left, ledger.altered) == (False, True)
        with pytest.raises(CounterpoiseError, match="event 3: was altered"):
            ledger.since(first.hash)


def test_a_pause_gives_the_right_to_write_away_and_seals_nothing(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    ledger = opened(tmp_path)
    ledger.append([NewEvent("study.opened", "study", {})])
    ledger.pause()
    with opened(tmp_path) as other:
        assert (other.as_left, other.altered) == (False, False)
        assert len(list(other.events())) == 1
    ledger.close()
    with opened(tmp_path) as other:
        assert other.as_left


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        kept = ledger.append([NewEvent("study.opened", "s", {})])
        pages = ledger._connection.execute("PRAGMA page_count").get
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CounterpoiseError, match="the disk is full; nothing of this was recorded"):
            ledger.append([NewEvent("study.opened", "s", {"note": "x" * 100_000})])
        assert tuple(ledger.events()) == kept
    assert verify(tmp_path) == ()


def test_a_damaged_body_is_named(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("study.opened", "s", {"n": 1})])
    connection = apsw.Connection(str(tmp_path / FILE))
    connection.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET body = '{\"n\": '")
    connection.close()
    with (
        Ledger.read(tmp_path) as ledger,
        pytest.raises(CounterpoiseError, match="event 1: the body is damaged"),
    ):
        list(ledger.events())


names = st.text("abcé中\0", max_size=3)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(batches=st.lists(st.lists(st.dictionaries(names, json_values, max_size=3), max_size=4), max_size=5))
def test_any_facts_come_back_and_verify(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[dict[str, object]]]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    with Ledger.open(folder, "عائشہ", "test", lambda: datetime.now(UTC)) as ledger:
        appended = [
            event
            for batch in batches
            for event in ledger.append([NewEvent("study.opened", "s", body) for body in batch])
        ]
        assert list(ledger.events()) == appended
    bodies = [body for batch in batches for body in batch]
    assert [canonical_json(event.body) for event in appended] == [canonical_json(body) for body in bodies]
    assert verify(folder) == ()


def test_no_acknowledged_event_is_lost_to_kill_9(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for attempt in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n", "the writer before died and left its lock behind"
            time.sleep(0.02 * (attempt + 1))
            writer.kill()
            acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
        with Ledger.read(tmp_path) as ledger:
            kept = [event.hash for event in ledger.events()]
        # What was killed between its commit and its word may have been kept, never the other way round.
        assert [hash_ for hash_ in kept if hash_ in set(acknowledged)] == acknowledged
        assert len(kept) - len(acknowledged) <= attempt + 1
        assert verify(tmp_path) == ()
    assert len(acknowledged) > 4


def test_the_first_event_of_a_file_without_events_starts_the_chain(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path) as ledger:
        assert ledger.append([]) == ()
        (event,) = ledger.append([NewEvent("study.opened", "s", {})])
    assert (event.seq, event.previous) == (1, "0" * 64)
    assert json.loads(canonical_json(event.body)) == {}
    assert os.listdir(tmp_path).count(FILE) == 1
