"""Making the index of full text: a projection of the documents that have been read, made again whenever it is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw

from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.evidence import Passage, passage_of
from counterpoise.search.index import PASSAGES, SearchIndex, version
from counterpoise.search.spelling import TOKENIZER, spelt
from counterpoise.workspace import Step

Load = Callable[[str], Iterable[Document]]
"""Gives the documents of a record by its name."""

_SCHEMA = f"""
CREATE TABLE made (version TEXT NOT NULL) STRICT;
CREATE TABLE document (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, origin TEXT, date TEXT, path TEXT NOT NULL) STRICT;
CREATE TABLE text (document INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, page INTEGER, heading TEXT) STRICT;
CREATE VIRTUAL TABLE word USING fts5 (passage, content = '', contentless_delete = 1, tokenize = "{TOKENIZER}");
INSERT INTO word (word, rank) VALUES ('hashsize', {1 << 26});
"""
_MADE_IN_A_TEMPORARY_FILE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
"""
_ABANDONED_AFTER = 3600
"""Seconds after which an unfinished index belongs to no process that still runs."""


def brought_up_to(path: Path, wanted: Mapping[str, str], load: Load, step: Step) -> SearchIndex:
    """The index at a path, holding the documents of these ids from these records, and no others.

    Only what is new is loaded. The file is made beside the old one and put in its place at once, so that whoever reads
    the old one goes on reading it; where nothing can be written, the index is made in memory. `step` is told of each document.
    Raises CounterpoiseError, as `load` does, for a record that cannot be read.
    """
    index = SearchIndex.open(path)
    known = {} if index is None else index.records()
    if index is not None and known == wanted:
        return index
    kept = {id_ for id_, record in known.items() if wanted.get(id_) == record}
    # Making all anew is quicker than taking away most of it.
    afresh = index is None or 2 * len(kept) < max(len(known), len(wanted))
    if afresh:
        kept = set()
    if index is not None:
        index.close()
    try:
        with _beside(path) as made:
            if not afresh:
                shutil.copyfile(path, made)
            connection = apsw.Connection(str(made))
            connection.execute(_MADE_IN_A_TEMPORARY_FILE + (_SCHEMA if afresh else "")).fetchall()
            _change(connection, wanted, kept, load, step)
            connection.close()
        found = SearchIndex.open(path)
        if found is not None:
            return found
    except (OSError, apsw.IOError, apsw.FullError, apsw.CantOpenError, apsw.ReadOnlyError):
        pass
    connection = apsw.Connection(":memory:")
    connection.execute(_SCHEMA)
    _change(connection, wanted, set(), load, step)
    return SearchIndex(connection)


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
    with connection:
        known: list[Any] = run("SELECT number, id FROM document").fetchall()
        gone = [number for number, id_ in known if id_ not in kept]
        for each in gone:
            first = each * PASSAGES
            span = (first, first + PASSAGES - 1)
            run(
                "DELETE FROM word WHERE rowid IN (SELECT number FROM passage WHERE number BETWEEN ? AND ?)",
                span,
            )
            run("DELETE FROM passage WHERE number BETWEEN ? AND ?", span)
            run("DELETE FROM text WHERE document = ?", (each,))
            run("DELETE FROM document WHERE number = ?", (each,))
        there = set(kept)
        number: Any = run("SELECT coalesce(max(number), 0) FROM document").get
        for record in dict.fromkeys(record for id_, record in wanted.items() if id_ not in kept):
            for document in load(record):
                if wanted.get(document.id) == record and document.id not in there:
                    step("documents indexed", len(there) - len(kept), len(wanted) - len(kept))
                    there.add(document.id)
                    number += 1
                    _put(connection, number, record, document)
        run("DELETE FROM made")
        run("INSERT INTO made VALUES (?)", (version(),))


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
    connection.executemany(
        "INSERT INTO word (rowid, passage) VALUES (?, ?)",
        ((place, spelt(each.quotation)) for place, each in found),
    )


def searchable(document: Document) -> tuple[Passage, ...]:
    """The passages of a document with its headings and comments, each as a passage of its own, in order."""
    found = [
        passage_of(document.id, document.text, part.start, part.end, document.page_at(part.start), None)
        for part in document.parts
        if part.role in {"heading", "comment"}
    ]
    return tuple(sorted((*passages(document), *found), key=lambda each: each.start))
