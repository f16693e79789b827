"""Making the index of full text: a projection of the documents that have been read, made again whenever it is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

import apsw

from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.documents.records import documents_of_record
from counterpoise.evidence import Passage, passage_of
from counterpoise.ledger.objects import ObjectStore
from counterpoise.search.index import PASSAGES, SearchIndex, version
from counterpoise.search.ranking import COLUMNS, column, lengths
from counterpoise.search.spelling import TOKENIZER, spelt
from counterpoise.workspace import Step

Load = Callable[[str], Iterable[Document]]
"""Gives the documents of a record by its name."""

INDEX = Path("cache") / "search.sqlite"
"""The place of the index in the workspace of a study."""

_SCHEMA = f"""
CREATE TABLE made (version TEXT NOT NULL, constant REAL NOT NULL, mean REAL NOT NULL) STRICT;
CREATE TABLE document (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, origin TEXT, date TEXT, path TEXT NOT NULL) STRICT;
CREATE TABLE text (document INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, page INTEGER, heading TEXT) STRICT;
CREATE VIRTUAL TABLE word USING fts5 (
    {", ".join(COLUMNS)}, content = '', columnsize = 0, tokenize = "{TOKENIZER}");
INSERT INTO word (word, rank) VALUES ('hashsize', {1 << 26});
"""
_MADE_IN_A_TEMPORARY_FILE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
"""
_CANNOT_BE_WRITTEN = (OSError, apsw.IOError, apsw.FullError, apsw.CantOpenError, apsw.ReadOnlyError)
_ABANDONED_AFTER = 3600
"""Seconds after which an unfinished index belongs to no process that still runs."""


def brought_up_to(path: Path, wanted: Mapping[str, str], load: Load, step: Step) -> SearchIndex:
    """The index at a path, holding the documents of these ids from these records, and no others.

    Only what is new is loaded. The file is made beside the old one and put in its place at once, so that whoever reads
    the old one goes on reading it; where nothing can be written, the index is made in memory. `step` is told of each document.
    Raises CounterpoiseError, as `load` does, for a record that cannot be read.
    """
    found = kept_up(path, wanted, load, step)
    if found is not None:
        return found
    connection = apsw.Connection(":memory:")
    connection.execute(_SCHEMA)
    with connection:
        _change(connection, wanted, set(), load, step)
    return SearchIndex(connection)


def kept_up(path: Path, wanted: Mapping[str, str], load: Load, step: Step) -> SearchIndex | None:
    """As `brought_up_to`, but None where nothing can be written."""
    index = SearchIndex.open(path)
    known = {} if index is None else index.records()
    if index is not None and known == wanted:
        return index
    kept = {id_ for id_, record in known.items() if wanted.get(id_) == record}
    # Making all anew is quicker than taking away most of it.
    afresh = index is None or 2 * len(kept) < max(len(known), len(wanted))
    if index is not None:
        index.close()
    try:
        with _draft(path, afresh) as connection:
            _change(connection, wanted, set() if afresh else kept, load, step)
        return SearchIndex.open(path)
    except _CANNOT_BE_WRITTEN:
        return None


def follow(
    path: Path, read: Iterable[str], wanted: Callable[[], Mapping[str, str] | None], load: Load
) -> bool:
    """Put records into the index at a path as they are read, and at the end keep what is wanted of them all.

    `wanted` is asked when no more are read; None says that the reading was given up, and leaves the old index in its
    place. Gives whether the index was made. Raises CounterpoiseError, as `load` does, for a record that cannot be read.
    """
    index = SearchIndex.open(path)
    if index is not None:
        index.close()
    try:
        with _draft(path, index is None) as connection:
            there = set(SearchIndex(connection).records())
            for record in read:
                _take(connection, record, (each for each in load(record) if each.id not in there), there)
            last = wanted()
            if last is None:
                raise _GivenUpError
            kept = {
                id_ for id_, record in SearchIndex(connection).records().items() if last.get(id_) == record
            }
            _change(connection, last, kept, load, lambda *_: None)
    except (_GivenUpError, *_CANNOT_BE_WRITTEN):
        return False
    return True


class _GivenUpError(Exception):
    """The documents that were being read are not all there will be."""


@contextlib.contextmanager
def _draft(path: Path, afresh: bool) -> Iterator[apsw.Connection]:
    """A copy of the index at a path, or an empty one, to be changed, which then takes its place."""
    with _beside(path) as made:
        if not afresh:
            shutil.copyfile(path, made)
        connection = apsw.Connection(str(made))
        try:
            connection.execute(_MADE_IN_A_TEMPORARY_FILE + (_SCHEMA if afresh else "")).fetchall()
            with connection:
                yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file to be made, which takes the place of another when it is done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{path.stem}-*.unfinished"):
        if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
            left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{path.stem}-", suffix=".unfinished", dir=path.parent)
    os.close(handle)
    made = Path(name)
    try:
        yield made
        with made.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)


def _change(
    connection: apsw.Connection, wanted: Mapping[str, str], kept: set[str], load: Load, step: Step
) -> None:
    """Take away what is neither wanted nor kept, and put in what is wanted and not there."""
    run = connection.execute
    known: list[Any] = run("SELECT number, id FROM document").fetchall()
    for each in [number for number, id_ in known if id_ not in kept]:
        _take_away(connection, each)
    there = set(kept)

    def new(record: str) -> Iterator[Document]:
        for document in load(record):
            if wanted.get(document.id) == record and document.id not in there:
                step("documents indexed", len(there) - len(kept), len(wanted) - len(kept))
                yield document

    for record in dict.fromkeys(record for id_, record in wanted.items() if id_ not in kept):
        _take(connection, record, new(record), there)
    run("DELETE FROM made")
    run("INSERT INTO made VALUES (?, ?, ?)", (version(), *astuple(lengths(connection))))


def _take_away(connection: apsw.Connection, number: int) -> None:
    """Take away a document by its number."""
    run = connection.execute
    span = (number * PASSAGES, (number + 1) * PASSAGES - 1)
    text = zlib.decompress(run("SELECT content FROM text WHERE document = ?", (number,)).get).decode()
    passages_: list[Any] = run(
        'SELECT number, "from", "to" FROM passage WHERE number BETWEEN ? AND ?', span
    ).fetchall()
    for place, start, end in passages_:
        # The words are not kept as they were put in, so they must be said again.
        gone = f"INSERT INTO word (word, rowid, {column(end - start)}) VALUES ('delete', ?, ?)"
        run(gone, (place, spelt(text[start:end])))
    run("DELETE FROM passage WHERE number BETWEEN ? AND ?", span)
    run("DELETE FROM text WHERE document = ?", (number,))
    run("DELETE FROM document WHERE number = ?", (number,))


def _take(connection: apsw.Connection, record: str, documents: Iterable[Document], there: set[str]) -> None:
    """Put in documents of a record, and say of each that it is there now."""
    last: Any = connection.execute("SELECT coalesce(max(number), 0) FROM document").get
    for number, document in enumerate(documents, start=last + 1):
        there.add(document.id)
        _put(connection, number, record, document)


def _put(connection: apsw.Connection, number: int, record: str, document: Document) -> None:
    found = tuple(enumerate(searchable(document), start=number * PASSAGES))
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            document.id,
            record,
            document.title,
            document.kind,
            document.origin,
            document.date,
            document.path,
        ),
    )
    content = zlib.compress(document.text.encode(), 1)
    connection.execute("INSERT INTO text VALUES (?, ?)", (number, content))
    connection.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
        ((place, each.start, each.end, each.page, each.heading) for place, each in found),
    )
    for place, each in found:
        put = f"INSERT INTO word (rowid, {column(each.end - each.start)}) VALUES (?, ?)"
        connection.execute(put, (place, spelt(each.quotation)))


def loading(objects: ObjectStore) -> Load:
    """What gives the documents of a record by its name among the objects of a study."""
    return lambda record: documents_of_record(objects.get(record))


def searchable(document: Document) -> tuple[Passage, ...]:
    """The passages of a document with its headings and comments, each as a passage of its own, in order."""
    found = [
        passage_of(document.id, document.text, part.start, part.end, document.page_at(part.start), None)
        for part in document.parts
        if part.role in {"heading", "comment"}
    ]
    return tuple(sorted((*passages(document), *found), key=lambda each: each.start))
