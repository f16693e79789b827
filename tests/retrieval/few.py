"""A few documents and codings that can be counted by hand, and the plainest way to answer a question about codings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from counterpoise.evidence import NOT_BORNE_OUT
from counterpoise.retrieval.codings import CODING_SCHEMA, Codings, codings_of
from counterpoise.retrieval.query import All, Codes, Dated, Either, Filter, Near, Tree, is_filter
from counterpoise.retrieval.vocabulary import Vocabulary
from counterpoise.standing import STANDING_OF_KIND
from tests.study_in_miniature import document

TEXT = "One two three four five six. Seven eight nine ten eleven twelve. Thirteen fourteen fifteen sixteen."
SENTENCES = ((0, 28), (29, 64), (65, 99))

DOCUMENTS = {
    each.id: replace(each, text=TEXT)
    for each in (
        document("first", "speech", "USA", "2005-04"),
        document("second", "speech", "CHN", "2019"),
        document("third", "news", None, None),
        document("fourth", "paper under test", None, "2024"),
    )
}

VOCABULARY = Vocabulary(
    codes=("trade", "energy", "arms"),
    groups={"needs": ("trade", "energy"), "security": ("arms",)},
    fields={
        "power": {name: frozenset({name}) for name in ("a", "b", "both", "none")} | {"USA": frozenset({"a"})},
        "status": {name: frozenset({name}) for name in ("suggested", "accepted", "rejected")},
        "direction": {name: frozenset({name}) for name in ("strengthens", "weakens", "none")},
        "coder": {"lexicon": frozenset({"lexicon/1.x"}), "Amina K.": frozenset({"Amina K."})},
        "kind": {kind: frozenset({kind}) for kind in STANDING_OF_KIND},
        "standing": {"first-hand": frozenset({"first-hand"})},
        "origin": {"USA": frozenset({"USA"}), "CHN": frozenset({"CHN"})},
        "document": {"documents/first.txt": frozenset({"id-of-first"})},
    },
)


def row(
    within: str,
    sentence: int,
    code: str,
    power: str = "a",
    words: str | None = None,
    *,
    status: str = "suggested",
    coder: str = "lexicon/1.x",
) -> tuple[object, ...]:
    """A coding of a sentence, with the words that moved the coder."""
    start, end = SENTENCES[sentence]
    first = None if words is None else TEXT.index(words)
    last = None if first is None or words is None else first + len(words)
    told = {
        "document": f"id-of-{within}",
        "start": start,
        "end": end,
        "code": code,
        "power": power,
        "direction": "none",
        "coder": coder,
        "score": 0.5,
        "reason": "because",
        "from": first,
        "to": last,
        "status": status,
    }
    return tuple(told.get(name) for name in CODING_SCHEMA)


ROWS = (
    row("first", 0, "trade", "a", "two"),
    row("first", 0, "energy", "b", "five"),
    row("first", 1, "arms", "a", "Seven"),
    row("first", 2, "trade", "b", "sixteen"),
    row("second", 0, "trade", "a", "One", coder="Amina K.", status="accepted"),
    row("second", 0, "trade", "b", "One"),
    row("second", 1, "arms", "b", "twelve", status="rejected"),
    row("third", 2, "energy", "none"),
    row("fourth", 0, "trade", "both", "two"),
    row("fourth", 0, "arms", "both", "six"),
)


def laid_out(rows: tuple[tuple[object, ...], ...] = ROWS) -> Codings:
    """Codings of the few documents."""
    return codings_of(pl.DataFrame(list(rows), schema=CODING_SCHEMA, orient="row"), DOCUMENTS)


def told(codings: Codings, rows: object) -> list[tuple[str, int, str, str]]:
    """Document, sentence, code and power of some codings, in order of place."""
    starts = {start: number for number, (start, _) in enumerate(SENTENCES)}
    table = codings.table.filter(pl.Series(rows))
    return [
        (each["document"].removeprefix("id-of-"), starts[each["start"]], each["code"], each["power"])
        for each in table.iter_rows(named=True)
    ]


Row = Mapping[str, object]


def plainly(tree: Tree, rows: list[Row]) -> list[Row]:
    """The answer to a query, looked for row by row."""
    return list(_plainly(tree, [each for each in rows if each["status"] not in NOT_BORNE_OUT]))


def _plainly(tree: Tree, rows: list[Row]) -> Iterator[Row]:
    match tree:
        case Codes(names):
            yield from (each for each in rows if names is None or each["code"] in names)
        case Near(left, right, distance, unit):
            others = list(_plainly(right, rows))
            for each in _plainly(left, rows):
                if any(not _same(each, other) and _apart(each, other, unit) <= distance for other in others):
                    yield each
        case Either(parts):
            found = [each for part in parts for each in _plainly(part, rows)]
            yield from (each for each in rows if each in found)
        case All(parts, unwanted):
            for part in parts:
                rows = [each for each in rows if _holds(part, each)] if is_filter(part) else rows
            for part in unwanted:
                rows = [each for each in rows if not _holds(part, each)] if is_filter(part) else rows
            wanted = [list(_plainly(part, rows)) for part in parts if not is_filter(part)] or [rows]
            taken = {
                _passage(each) for part in unwanted if not is_filter(part) for each in _plainly(part, rows)
            }
            for each in rows:
                if (
                    any(each in found for found in wanted)
                    and all(_passage(each) in set(map(_passage, found)) for found in wanted)
                    and _passage(each) not in taken
                ):
                    yield each
        case _:
            yield from (each for each in rows if _holds(tree, each))


def _holds(tree: Tree, each: Row) -> bool:
    of = DOCUMENTS[str(each["document"])]
    match tree:
        case Filter("kind", values):
            return of.kind in values
        case Filter(field, values):
            return each[field] in values
        case Dated(since, until):
            return of.year is not None and (since or "0") <= str(of.year) <= (until or "9")
        case Either(parts):
            return any(_holds(part, each) for part in parts)
        case All(parts, unwanted):
            return all(_holds(part, each) for part in parts) and not any(
                _holds(part, each) for part in unwanted
            )
    raise AssertionError(tree)


def _passage(each: Row) -> tuple[object, ...]:
    return each["document"], each["start"], each["end"]


def _span(each: Row) -> tuple[int, int]:
    place = ("start", "end") if each["from"] is None else ("from", "to")
    first, last = (each[name] for name in place)
    assert isinstance(first, int)
    assert isinstance(last, int)
    return first, last


def _same(each: Row, other: Row) -> bool:
    return (each["document"], each["code"], _span(each)) == (other["document"], other["code"], _span(other))


def _apart(each: Row, other: Row, unit: str) -> float:
    """Words between two spans, or the difference of the numbers of their sentences."""
    if each["document"] != other["document"]:
        return float("inf")
    (_, end), (start, _) = sorted((_span(each), _span(other)))
    if unit == "words":
        return len(re.findall(r"\S+", TEXT[end:start])) if end < start else 0
    numbers = [
        next(i for i, (_, last) in enumerate(SENTENCES) if _span(of)[0] < last) for of in (each, other)
    ]
    return abs(numbers[0] - numbers[1])
