"""The index of full text, opened for reading: its passages and documents, and the places that answer a query."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import apsw

from counterpoise.documents.sentences import Span
from counterpoise.evidence import Passage, passage_of
from counterpoise.identity import code_digest, identifier, reader_versions
from counterpoise.search.ranking import Lengths
from counterpoise.search.spelling import words

MADE_BY = ("search", "documents/passages", "documents/sentences", "documents/document", "identity")
"""The parts of the program that decide what stands in an index."""

PASSAGES = 1 << 24
"""More than one document can have; a passage is numbered by its document's number and its own."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The documents to search in: of a kind, of an origin, dated within a span; `since` and `until` are YYYY, YYYY-MM or
    YYYY-MM-DD, and a document of which only the year or month is known counts as any day of it.
    """

    kind: str | None = None
    origin: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def condition(self) -> str:
        """A condition on the table of documents, with the fields as its named parameters."""
        wanted = {
            "kind": "kind = :kind",
            "origin": "origin = :origin",
            "since": "substr(date, 1, length(:since)) >= substr(:since, 1, length(date))",
            "until": "substr(date, 1, length(:until)) <= substr(:until, 1, length(date))",
        }
        return " AND ".join(sql for field, sql in wanted.items() if field in self.parameters) or "TRUE"

    @property
    def parameters(self) -> dict[str, str]:
        """The fields that are asked for."""
        return {name: asked for name, asked in asdict(self).items() if asked is not None}


@dataclass(frozen=True, slots=True)
class Entry:
    """The bibliographic record of a document in short, as a list of hits shows it."""

    number: int
    id: str
    title: str
    kind: str
    origin: str | None
    date: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the spans, in code points of its document's canonical text, that answer a query.

    `score` is BM25, the higher the better; None for a pattern, which ranks nothing.
    """

    document: Entry
    passage: Passage
    matches: tuple[Span, ...]
    score: float | None


class SearchIndex:
    """An index opened for reading; where a second connection to it is given, hits are counted there while they are ranked."""

    def __init__(self, connection: apsw.Connection, counting: apsw.Connection | None = None) -> None:
        self._connection = connection
        self._counting = counting
        connection.register_fts5_function("places", _places)

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The index of a file; None where there is none, or one that is damaged or of another version."""
        try:
            file = path.stat().st_ino
            connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
            made_by = connection.execute("SELECT version FROM made").get
            counting = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
            same = path.stat().st_ino == file
        except (apsw.Error, UnicodeDecodeError, OSError):
            return None
        index = cls(connection, counting)
        # Another process may have put another index in its place between the two.
        if made_by == version() and same:
            return index
        index.close()
        return None if made_by != version() else cls.open(path)

    def records(self) -> dict[str, str]:
        """The record that each document was indexed from, by the document's id."""
        return dict(self._connection.execute("SELECT id, record FROM document"))

    def origins(self) -> tuple[str, ...]:
        """The origins of the documents, each once, in order."""
        rows: Iterable[Any] = self._connection.execute(
            "SELECT DISTINCT origin FROM document WHERE origin NOTNULL ORDER BY origin"
        )
        return tuple(origin for (origin,) in rows)

    def search(self, expression: str, within: Filter, limit: int) -> tuple[tuple[Hit, ...], int]:
        """The best passages for an expression of `match_expression`, and how many there are in all."""
        run = self._connection.execute
        known: Any = run("SELECT constant, mean FROM made").fetchone()
        where = "word MATCH :expression"
        if within.parameters:
            where += f" AND word.rowid / {PASSAGES} IN (SELECT number FROM document WHERE {within.condition})"
        asked = {**within.parameters, "expression": expression}
        counted = f"SELECT count(*) FROM word WHERE {where}"
        ranked = f"SELECT rowid, {Lengths(*known).rank} AS place FROM word WHERE {where} ORDER BY place, rowid LIMIT :limit"
        counting = self._counting
        with ThreadPoolExecutor(1) as beside:
            count = counting and beside.submit(lambda: counting.execute(counted, asked).get)
            best: list[Any] = run(ranked, {**asked, "limit": limit}).fetchall()
            total = count.result() if count else run(counted, asked).get
        # What a prefix stands for is gathered anew each time that it is asked for; the plus keeps SQLite from asking for
        # each number.
        plus = "+" if "*" in expression else ""
        found = f"SELECT rowid, places(word) FROM word WHERE word MATCH ? AND {plus}rowid IN (SELECT value FROM json_each(?))"
        numbers = json.dumps([number for number, _ in best])
        rows: list[Any] = run(found, (expression, numbers)).fetchall() if best else []
        places = dict(rows)
        texts: dict[int, str] = {}
        hits = []
        for number, rank in best:
            entry = self._entry(number // PASSAGES)
            text = texts.get(entry.number) or texts.setdefault(entry.number, self._text(entry.number))
            passage = next(self._passages(entry, text, number, number))
            spans = words(passage.quotation)
            matched = ((spans[first][0], spans[last][1]) for first, last in json.loads(places[number]))
            matches = tuple((passage.start + start, passage.start + end) for start, end in _merged(matched))
            hits.append(Hit(entry, passage, matches, -rank))
        return tuple(hits), total

    def documents(self, within: Filter) -> Iterator[tuple[Entry, str]]:
        """The documents in the order of their dates, each with its canonical text."""
        numbers: list[Any] = self._connection.execute(
            f"SELECT number FROM document WHERE {within.condition} ORDER BY date, path, number",
            within.parameters,
        ).fetchall()
        for (number,) in numbers:
            yield self._entry(number), self._text(number)

    def passages_of(self, entry: Entry, text: str) -> tuple[Passage, ...]:
        """The passages, headings and comments of a document, in order."""
        first = entry.number * PASSAGES
        return tuple(self._passages(entry, text, first, first + PASSAGES - 1))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._counting is not None:
            self._counting.close()

    def _entry(self, number: int) -> Entry:
        row: Any = self._connection.execute(
            "SELECT number, id, title, kind, origin, date, path FROM document WHERE number = ?", (number,)
        ).fetchone()
        return Entry(*row)

    def _text(self, number: int) -> str:
        content = self._connection.execute("SELECT content FROM text WHERE document = ?", (number,)).get
        return zlib.decompress(content).decode()

    def _passages(self, entry: Entry, text: str, first: int, last: int) -> Iterator[Passage]:
        rows: Iterable[Any] = self._connection.execute(
            'SELECT "from", "to", page, heading FROM passage WHERE number BETWEEN ? AND ? ORDER BY number',
            (first, last),
        )
        for start, end, page, heading in rows:
            yield passage_of(entry.id, text, start, end, page, heading)


def version() -> str:
    """Names the code that cuts and spells what is indexed; an index of other code is made again."""
    return identifier(code=code_digest(*MADE_BY), libraries=reader_versions("apsw"))


def _places(found: apsw.FTS5ExtensionApi, *_: object) -> str:
    """The first and last word of each match in a row, as JSON."""
    lengths = [len(phrase) for phrase in found.phrases]
    return json.dumps(
        [
            (first, first + lengths[phrase] - 1)
            for phrase in range(found.phrase_count)
            for column in found.phrase_locations(phrase)
            for first in column
        ]
    )


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that overlap as one."""
    start = end = -1
    for left, right in sorted(spans):
        if left >= end:
            if end > 0:
                yield start, end
            start, end = left, right
        end = max(end, right)
    if end > 0:
        yield start, end
