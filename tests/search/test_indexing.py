import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.documents.canonical import Block, set_text
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.search.index import Filter, Hit
from counterpoise.search.indexing import brought_up_to, searchable
from counterpoise.search.query import match_expression


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


Records = dict[str, list[Document]]


def document(id_: str, *blocks: Block | str, **fields: object) -> Document:
    text = set_text(Block(each) if isinstance(each, str) else each for each in blocks)
    made = Document(
        id=id_,
        title=f"Title of {id_}",
        kind="speech",
        origin="NOR",
        date="2005",
        source="made up",
        path=f"{id_}.txt",
        sha256="0" * 64,
        text=text.text,
        pages=text.pages,
        parts=text.parts,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def wanted_of(records: Records) -> dict[str, str]:
    return {each.id: record for record, documents in records.items() for each in documents}


def hits(path: Path, records: Records, query: str, within: Filter | None = None) -> list[Hit]:
    """All hits of the index brought up to these records, in an order of their own."""
    index = brought_up_to(path, wanted_of(records), records.__getitem__, silent)
    found, total = index.search(match_expression(query), within or Filter(), 1_000)
    index.close()
    assert total == len(found)
    return sorted(found, key=lambda hit: (hit.document.id, hit.passage.start))


def found_in(path: Path, records: Records, query: str) -> list[str]:
    return [hit.document.id for hit in hits(path, records, query)]


def test_what_is_added_changed_and_gone_is_followed(tmp_path):
    path = tmp_path / "cache" / "search.sqlite"
    records = {
        "r1": [document("a", "Debt relief.")],
        "r2": [document("b", "Debt again."), document("c", "Ports.")],
    }
    assert found_in(path, records, "debt") == ["a", "b"]
    records["r3"] = [document("d", "More debt.")]
    assert found_in(path, records, "debt") == ["a", "b", "d"]
    del records["r1"]
    records["r4"] = [document("a", "Ports relieved.")]
    assert found_in(path, records, "debt") == ["b", "d"]
    assert found_in(path, records, "ports") == ["a", "c"]


def test_only_what_is_new_is_loaded(tmp_path):
    records = {f"r{number}": [document(str(number), "Debt relief.")] for number in range(5)}
    path = tmp_path / "search.sqlite"
    brought_up_to(path, wanted_of(records), records.__getitem__, silent).close()
    records["new"] = [document("new", "Debt again.")]
    loaded: list[str] = []

    def load(record: str) -> list[Document]:
        loaded.append(record)
        return records[record]

    for _ in range(2):
        brought_up_to(path, wanted_of(records), load, silent).close()
    assert loaded == ["new"]


def test_each_document_that_is_indexed_is_told(tmp_path):
    records = {"r": [document(id_, "Debt relief.") for id_ in "abc"]}
    told: list[tuple[str, int, int]] = []
    brought_up_to(
        tmp_path / "x.sqlite", wanted_of(records), records.__getitem__, lambda *step: told.append(step)
    ).close()
    assert told == [("documents indexed", number, 3) for number in range(3)]


def test_a_copy_in_another_record_is_indexed_once(tmp_path):
    same = document("a", "Debt relief.")
    records = {"r1": [same], "r2": [same, same, document("b", "Debt.")]}
    index = brought_up_to(tmp_path / "search.sqlite", {"a": "r2", "b": "r2"}, records.__getitem__, silent)
    assert index.records() == {"a": "r2", "b": "r2"}
    assert index.search('"relief"', Filter(), 5)[1] == 1


@pytest.mark.parametrize(
    "damage", ["gone", "empty", "other bytes", "cut", "another database", "other version"]
)
def test_an_index_that_is_lost_or_damaged_is_made_again(tmp_path, damage):
    path = tmp_path / "search.sqlite"
    records = {"r": [document("a", "Debt relief.")]}
    assert found_in(path, records, "debt") == ["a"]
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "other bytes":
        path.write_bytes(random.Random(1).randbytes(10_000))
    elif damage == "cut":
        os.truncate(path, 5_000)
    else:
        if damage == "another database":
            path.unlink()
        connection = sqlite3.connect(path)
        if damage == "another database":
            connection.execute("CREATE TABLE other (x)")
        else:
            connection.execute("UPDATE made SET version = 'older'")
            connection.execute("DELETE FROM document")
        connection.commit()
        connection.close()
    assert found_in(path, records, "debt") == ["a"]


def test_where_nothing_can_be_written_the_index_is_made_in_memory(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    records = {"r": [document("a", "Debt relief.")]}
    assert found_in(tmp_path / "cache" / "search.sqlite", records, "debt") == ["a"]


def test_a_record_that_cannot_be_read_leaves_the_old_index_in_place(tmp_path):
    path = tmp_path / "search.sqlite"
    records = {"r": [document("a", "Debt relief.")]}
    assert found_in(path, records, "debt") == ["a"]
    before = path.read_bytes()

    def load(record: str) -> Iterable[Document]:
        raise CounterpoiseError(Problem(record, "is damaged"))

    with pytest.raises(CounterpoiseError, match="lost: is damaged"):
        brought_up_to(path, {"a": "r", "b": "lost"}, load, silent)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["search.sqlite"]


def test_whoever_reads_the_old_index_goes_on_reading_it(tmp_path):
    path = tmp_path / "search.sqlite"
    records = {"r": [document("a", "Debt relief.")]}
    reading = brought_up_to(path, wanted_of(records), records.__getitem__, silent)
    assert found_in(path, {"s": [document("b", "Debt.")]}, "debt") == ["b"]
    assert reading.search('"debt"', Filter(), 5)[0][0].document.id == "a"


def test_an_index_that_was_never_finished_is_cleared_away_after_an_hour(tmp_path):
    old, new = tmp_path / "search-old.unfinished", tmp_path / "search-new.unfinished"
    for each in (old, new):
        each.write_text("half")
    os.utime(old, (time.time() - 4_000,) * 2)
    assert found_in(tmp_path / "search.sqlite", {"r": [document("a", "Debt.")]}, "debt") == ["a"]
    assert (old.exists(), new.exists()) == (False, True)


def test_headings_and_comments_are_searched_as_passages_of_their_own():
    made = document(
        "a",
        Block("Debt relief", "heading"),
        "The creditors agreed.",
        Block("Who says so?", "comment"),
        Block("A note.", "footnote"),
    )
    assert [each.quotation for each in searchable(made)] == [
        "Debt relief",
        "The creditors agreed.",
        "Who says so?",
        "A note.",
    ]
    assert [each.heading for each in searchable(made)] == [None, "Debt relief", None, "Debt relief"]


TEXTS = st.lists(
    st.sampled_from(["debt", "relief", "ports", "中国", "پاکستان", "U.S.", "\n\n", "the"]),
    min_size=1,
    max_size=30,
).map(" ".join)
STEPS = st.lists(st.tuples(st.integers(0, 4), TEXTS | st.none()), min_size=1, max_size=8)
QUERIES = ("debt", "relief OR ports", "NEAR(debt relief, 2)", "中国", "the NOT پاکستان")


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_after_any_changes_the_index_equals_a_fresh_one(steps: list[tuple[int, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept, records = Path(folder) / "kept.sqlite", Records()
        for number, (which, text) in enumerate(steps):
            records = {name: each for name, each in records.items() if each[0].id != str(which)}
            if text is not None and text.strip():
                records[f"r{number}"] = [document(str(which), text)]
            fresh = Path(folder) / f"fresh-{number}.sqlite"
            for query in QUERIES:
                of_kept = [
                    replace(hit, document=replace(hit.document, number=0))
                    for hit in hits(kept, records, query)
                ]
                of_fresh = [
                    replace(hit, document=replace(hit.document, number=0))
                    for hit in hits(fresh, records, query)
                ]
                assert of_kept == of_fresh
