from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import canonical_json, sha256
from counterpoise.ledger.events import Ledger, NewEvent, chain_hash
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.seal import NAME, unseal
from counterpoise.ledger.verification import mend, missing_files, verify

COLUMNS = ("at", "who", "tool", "kind", "subject", "body", "previous", "hash")


@pytest.fixture
def kept(tmp_path: Path, opened: Callable[[Path], Ledger]) -> Path:
    """A ledger of three events that name two objects."""
    store = ObjectStore(tmp_path)
    with opened(tmp_path) as ledger:
        ledger.append(
            [
                NewEvent("study.opened", "study", {"state": "NOR"}),
                *(
                    NewEvent(
                        "values.read",
                        source,
                        {"key": source, "source": source, "paths": [], "object": store.put(source.encode())},
                    )
                    for source in ("votes", "trade")
                ),
            ]
        )
    store.settle()
    return tmp_path


def altered(folder: Path, *statements: str) -> None:
    """Alter the file behind the back of the program, as one who knows SQL could."""
    connection = apsw.Connection(str(folder / FILE))
    triggers = list(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()
    unseal(folder / FILE)


def told(folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in verify(folder)]


def test_a_whole_ledger_has_no_problems_and_verifying_changes_nothing(kept: Path) -> None:
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    assert verify(kept) == ()
    assert {path: path.read_bytes() for path in before} == before


def test_a_ledger_is_verified_while_another_writes(kept: Path, opened: Callable[[Path], Ledger]) -> None:
    with opened(kept) as ledger:
        ledger.append([NewEvent("study.opened", "study", {})])
        assert verify(kept) == ()


def test_no_ledger_is_a_problem(tmp_path: Path) -> None:
    assert told(tmp_path) == ["ledger.sqlite: there is no ledger here"]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_flipped_bit_in_any_text_of_an_event_is_named(kept: Path, column: str) -> None:
    connection = apsw.Connection(str(kept / FILE))
    text = connection.execute(f"SELECT CAST({column} AS BLOB) FROM event WHERE seq = 2").get
    connection.close()
    for position in range(len(text)):
        damaged = bytearray(text)
        damaged[position] ^= 1
        copy = kept / f"{column} {position}"
        copy.mkdir()
        (copy / FILE).write_bytes((kept / FILE).read_bytes())
        (copy / "objects").symlink_to(kept / "objects")
        altered(copy, f"UPDATE event SET {column} = CAST(x'{damaged.hex()}' AS TEXT) WHERE seq = 2")
        problems = told(copy)
        assert any("event 2: was altered" in line or "event 2: cannot be read" in line for line in problems)


def test_facts_rewritten_with_the_same_meaning_are_named(kept: Path) -> None:
    altered(kept, """UPDATE event SET body = '{"state": "NOR"}' WHERE seq = 1""")
    assert told(kept) == ["ledger.sqlite, event 1: was altered: its hash does not match what it says"]


def test_text_that_is_not_utf8_is_named(kept: Path) -> None:
    altered(kept, "UPDATE event SET subject = CAST(x'ff' AS TEXT) WHERE seq = 2")
    assert any(
        line.startswith("ledger.sqlite, event 2: cannot be read: 'utf-8' codec") for line in told(kept)
    )


def test_a_body_that_is_no_object_is_named(kept: Path) -> None:
    altered(kept, "UPDATE event SET body = '[]' WHERE seq = 2")
    assert "ledger.sqlite, event 2: cannot be read: the body is not a JSON object" in told(kept)


def test_an_event_taken_out_of_the_middle_is_named(kept: Path) -> None:
    altered(kept, "DELETE FROM event WHERE seq = 2")
    problems = told(kept)
    assert "ledger.sqlite, event 3: follows event 1; those between are missing" in problems
    assert (
        "ledger.sqlite, event 3: does not follow the event before it: one of the two was altered" in problems
    )


def test_an_event_taken_off_the_end_is_named(kept: Path) -> None:
    altered(kept, "DELETE FROM event WHERE seq = 3")
    assert "ledger.sqlite, event 3: missing; events up to 3 were recorded" in told(kept)


def test_an_event_rewritten_with_its_own_hash_breaks_the_chain_after_it(kept: Path) -> None:
    with Ledger.read(kept) as ledger:
        event = list(ledger.events())[1]
    forged = chain_hash(
        2, event.at, "forger", event.tool, event.kind, event.subject, event.body, event.previous
    )
    altered(kept, f"UPDATE event SET who = 'forger', hash = '{forged}' WHERE seq = 2")
    assert told(kept) == [
        "ledger.sqlite, event 3: does not follow the event before it: one of the two was altered"
    ]


def test_a_kind_outside_the_vocabulary_is_named(kept: Path) -> None:
    altered(kept, "UPDATE event SET kind = 'study.closed' WHERE seq = 1")
    assert "ledger.sqlite, event 1: unknown kind 'study.closed'" in told(kept)


def test_a_missing_and_a_damaged_object_are_named_with_the_events_that_name_them(kept: Path) -> None:
    store = ObjectStore(kept)
    votes, trade = (store.put(content) for content in (b"votes", b"trade"))
    store.path(votes).unlink()
    store.path(trade).write_bytes(b"tirade")
    problems = told(kept)
    assert any(f"object {votes} is missing; event 2 (" in line for line in problems)
    assert any(f"object {trade} is damaged" in line and "event 3 (" in line for line in problems)


def test_a_damaged_object_that_no_event_names_is_named(kept: Path) -> None:
    store = ObjectStore(kept)
    sha = store.put(b"left behind by a crash")
    store.settle()
    assert verify(kept) == (), "an object without an event is no fault"
    store.path(sha).write_bytes(b"")
    (problem,) = told(kept)
    assert f"object {sha} is damaged" in problem
    assert problem.endswith("no event names it")


@pytest.mark.parametrize("sealed", [True, False])
def test_every_flipped_byte_of_the_file_is_named_but_in_room_that_nothing_uses_after_a_crash(
    kept: Path, sealed: bool
) -> None:
    # Without a seal, as after a crash, a byte that holds no event may go unnoticed; the events must be whole.
    whole = (kept / FILE).read_bytes()
    with Ledger.read(kept) as ledger:
        events = list(ledger.events())
    if not sealed:
        unseal(kept / FILE)
    unnoticed = 0
    for position in range(0, len(whole), 37):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        (kept / FILE).write_bytes(damaged)
        if verify(kept) == ():
            unnoticed += 1
            with Ledger.read(kept) as ledger:
                assert list(ledger.events()) == events
    assert unnoticed == 0 if sealed else unnoticed < len(range(0, len(whole), 37))
    (kept / FILE).write_bytes(whole)
    assert verify(kept) == ()


def test_every_flipped_byte_of_the_seal_and_of_the_objects_is_named(kept: Path) -> None:
    for path in [kept / NAME, *(path for path in (kept / "objects").rglob("*") if path.is_file())]:
        whole = path.read_bytes()
        for position in range(len(whole)):
            damaged = bytearray(whole)
            damaged[position] ^= 0x01
            path.write_bytes(damaged)
            assert any(name in line for line in told(kept) for name in (path.name, "ledger.seal"))
        path.write_bytes(whole)
    assert verify(kept) == ()


def test_a_trigger_that_was_taken_away_is_named(kept: Path) -> None:
    connection = apsw.Connection(str(kept / FILE))
    connection.execute("DROP TRIGGER event_is_never_changed; CREATE TABLE mine (a TEXT)")
    connection.close()
    assert told(kept) == [
        "ledger.sqlite: the table 'mine' does not belong in a ledger",
        "ledger.sqlite: the trigger 'event_is_never_changed' is missing",
    ]


def test_a_state_that_was_altered_is_mended_and_an_event_that_was_is_not(
    kept: Path, opened: Callable[[Path], Ledger]
) -> None:
    altered(kept, "DELETE FROM projection WHERE seq = 2")
    assert told(kept) != []
    with opened(kept) as ledger:
        assert not ledger.as_left
        mend(ledger)
    assert verify(kept) == ()
    with opened(kept) as ledger:
        assert ledger.as_left
    altered(kept, "UPDATE event SET who = 'forger' WHERE seq = 2")
    with opened(kept) as ledger, pytest.raises(CounterpoiseError) as caught:
        mend(ledger)
    first, *_, last = [str(problem) for problem in caught.value.problems]
    assert first.endswith("event 2: was altered: its hash does not match what it says")
    assert "restore the study from a backup" in last


def test_a_damaged_state_is_told_in_words(kept: Path, opened: Callable[[Path], Ledger]) -> None:
    altered(kept, "UPDATE projection SET key = '[\"values' WHERE seq = 2")
    with (
        opened(kept) as ledger,
        pytest.raises(CounterpoiseError, match="state kept with the events is damaged"),
    ):
        list(ledger.present())


def test_a_damaged_file_is_named(kept: Path) -> None:
    (kept / FILE).write_bytes(b"torn" * 1000)
    assert told(kept)[0].startswith("ledger.sqlite: the ledger is damaged")


def test_a_file_cut_short_is_named(kept: Path) -> None:
    whole = (kept / FILE).read_bytes()
    (kept / FILE).write_bytes(whole[: len(whole) // 2])
    assert any(line.startswith("ledger.sqlite: the ledger is damaged") for line in told(kept))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE projection SET seq = 1 WHERE seq = 3",
            """projection 'latest': at ["values.read","trade"] stands event 1; replayed, the events say event 3""",
        ),
        (
            "DELETE FROM projection WHERE seq = 2",
            """projection 'latest': at ["values.read","votes"] stands nothing; replayed, the events say event 2""",
        ),
        (
            "INSERT INTO projection VALUES ('report', '[]', 2)",
            "projection 'report': at [] stands event 2; replayed, the events say nothing",
        ),
    ],
)
def test_a_state_that_the_events_do_not_bear_out_is_named(kept: Path, statement: str, said: str) -> None:
    altered(kept, statement)
    assert told(kept) == [f"ledger.sqlite, {said}"]


def test_an_altered_file_of_the_study_is_named_with_the_event_that_wrote_it_last(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    folder, page = tmp_path / "kept", tmp_path / "report" / "page.html"
    page.parent.mkdir()

    def written(text: str) -> NewEvent:
        page.write_text(text, encoding="utf-8")
        return NewEvent(
            "report.written", "s", {"key": "k", "files": {"report/page.html": sha256(text.encode())}}
        )

    with opened(folder) as ledger:
        ledger.append([written("first")])
        ledger.append([written("second")])
    assert (verify(folder), missing_files(folder)) == ((), ())
    page.write_text("third", encoding="utf-8")
    assert [str(problem) for problem in verify(folder)] == [f"{page}: differs from what event 2 wrote"]
    # A run that died after its event leaves the file of the run before.
    page.write_text("first", encoding="utf-8")
    assert verify(folder) == ()
    assert [str(problem) for problem in missing_files(folder)] == [
        f"{page}: is that of an earlier run; event 2 wrote it, and the next run does again"
    ]
    page.unlink()
    assert verify(folder) == ()
    assert [str(problem) for problem in missing_files(folder)] == [
        f"{page}: is not there; event 2 wrote it, and the next run does again"
    ]
    page.mkdir()
    assert [str(problem) for problem in verify(folder)] == [
        f"{page}: cannot be read: Is a directory; event 2 wrote it"
    ]


def test_a_lost_original_is_named(tmp_path: Path, opened: Callable[[Path], Ledger]) -> None:
    store = ObjectStore(tmp_path)
    original, record = store.put(b"bytes as they came"), store.put(b"what they say")
    store.settle()
    body = {"id": "d", "path": "d.txt", "key": "k", "original": original, "record": record}
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("document.imported", "d.txt", body)])
    store.path(original).unlink()
    (problem,) = told(tmp_path)
    assert f"object {original} is missing; event 1 (" in problem


def test_events_that_cannot_be_replayed_are_named(kept: Path) -> None:
    with Ledger.read(kept) as ledger:
        event = list(ledger.events())[2]
    body = {"key": "k", "object": event.body["object"], "coder": "lexicon", "documents": 7}
    forged = chain_hash(
        3, event.at, event.who, event.tool, "codings.suggested", "lexicon", body, event.previous
    )
    altered(
        kept,
        f"UPDATE event SET kind = 'codings.suggested', subject = 'lexicon', hash = '{forged}',"
        f" body = '{canonical_json(body).decode()}' WHERE seq = 3",
    )
    (problem,) = told(kept)
    assert problem.startswith("ledger.sqlite: the events cannot be replayed: TypeError")


def test_ten_thousand_events_verify_in_seconds(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    body = {"id": "d", "path": "d.txt", "key": "k", "record": store.put(b"d")}
    store.settle()
    with Ledger.open(tmp_path, "amina", "test", lambda: datetime.now(UTC)) as ledger:
        ledger.append([NewEvent("document.imported", f"d{n}", {**body, "n": n}) for n in range(10_000)])
    start = time.perf_counter()
    assert verify(tmp_path) == ()
    assert time.perf_counter() - start < 5
