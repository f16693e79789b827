"""Searching a study's documents: words in full text, or a pattern; what is found are passages."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import regex

from counterpoise.documents.bibliography import is_date
from counterpoise.documents.collection import records_known
from counterpoise.documents.sentences import Span
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.evidence import Passage, passage_of
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import present
from counterpoise.search.index import Entry, Filter, Hit, SearchIndex
from counterpoise.search.indexing import INDEX, brought_up_to, loading
from counterpoise.search.query import match_expression
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study
from counterpoise.workspace import FOLDER, Step

EVERYTHING = Filter()

SECONDS_A_DOCUMENT = 2.0
"""As long may a pattern be sought in one document."""

TOO_SLOW = 3
"""In so many documents a pattern may run out of time before the search is given up."""

_LONGEST_PATTERN = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """The hits in order, how many there are in all (None: more than these, uncounted), and what could not be searched."""

    hits: tuple[Hit, ...]
    total: int | None
    problems: tuple[Problem, ...] = ()


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def search_words(
    study: Study, query: str, within: Filter = EVERYTHING, limit: int = 20, step: Step = _silent
) -> Found:
    """The passages of a study's documents that answer a query, the best first.

    Searches what the runs so far have read; `step` is told of documents that are new to the index. Raises CounterpoiseError for a query or filter that cannot be
    understood, and where no run has read anything yet.
    """
    _check(within, limit)
    expression = match_expression(query)

    def ask(index: SearchIndex) -> Found:
        _check_origin(within, index)
        return Found(*index.search(expression, within, limit))

    return _answer(study, ask, step)


def search_pattern(
    study: Study, pattern: str, within: Filter = EVERYTHING, limit: int = 20, step: Step = _silent
) -> Found:
    """The passages in which a regular expression matches, in the order of the documents' dates.

    It is sought in canonical text, where `^` and `$` stand at the ends of each line; a match may cross them.
    A document that takes too long is named and left out. Raises CounterpoiseError for a pattern or filter that
    cannot be understood, and for a pattern that takes too long in several documents.
    """
    _check(within, limit)
    sought = _compiled(pattern)

    def ask(index: SearchIndex) -> Found:
        _check_origin(within, index)
        hits: list[Hit] = []
        problems: list[Problem] = []
        for entry, text in index.documents(within):
            try:
                # The limit holds for all matches of a document together.
                spans = [match.span() for match in sought.finditer(text, timeout=SECONDS_A_DOCUMENT)]
            except (TimeoutError, MemoryError):
                told = f"the pattern was sought for {SECONDS_A_DOCUMENT:g} seconds; the document was left out"
                problems.append(Problem(entry.path, told))
                if len(problems) == TOO_SLOW:
                    advice = "takes too long; write it without repetitions of repetitions, such as (a+)+"
                    raise UsageError(*problems, Problem("pattern", advice)) from None
                continue
            spans = [(start, end) for start, end in spans if start < end]
            if spans:
                hits += _hits(entry, text, spans, index.passages_of(entry, text))
            if len(hits) > limit:
                return Found(tuple(hits[:limit]), None, tuple(problems))
        return Found(tuple(hits), len(hits), tuple(problems))

    return _answer(study, ask, step)


def _answer(study: Study, ask: Callable[[SearchIndex], Found], step: Step) -> Found:
    """Ask the index of all that the runs so far have read of what a study declares.

    The ledger is only read, so another process may write meanwhile. An index that turns out to be damaged is
    taken away and made again.
    """
    place = study.folder / FOLDER
    with Ledger.read(place) as ledger:
        wanted = records_known(study, present(ledger, "latest"))
    load = loading(ObjectStore(place))

    def answer() -> Found:
        index = brought_up_to(place / INDEX, wanted, load, step)
        with closing(index):
            return ask(index)

    try:
        return answer()
    except CounterpoiseError:
        raise
    except Exception:
        # Damage shows itself in many ways; what is no damage is raised again by a sound index.
        (place / INDEX).unlink(missing_ok=True)
        return answer()


def _hits(entry: Entry, text: str, spans: list[Span], passages: tuple[Passage, ...]) -> Iterator[Hit]:
    """The matches of a document, those of one passage together; one that goes beyond its passage has a longer one."""
    starts, ends = [each.start for each in passages], [each.end for each in passages]
    held: dict[tuple[int, int], list[Span]] = {}
    for start, end in spans:
        first = min(bisect_right(ends, start), len(passages) - 1)
        last = max(bisect_left(starts, end) - 1, first)
        held.setdefault((first, last), []).append((start, end))
    for (first, last), matches in held.items():
        start, end = min(starts[first], matches[0][0]), max(ends[last], matches[-1][1])
        page, heading = passages[first].page, passages[first].heading
        yield Hit(entry, passage_of(entry.id, text, start, end, page, heading), tuple(matches), None)


def _compiled(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > _LONGEST_PATTERN:
        raise _wrong("pattern", f"has {len(pattern):,} characters; at most {_LONGEST_PATTERN:,} are read")
    if not pattern:
        raise _wrong("pattern", "is empty; expected a regular expression, such as debt.{0,20}relief")
    try:
        # Canonical text is composed, so what is sought in it must be.
        return regex.compile(unicodedata.normalize("NFC", pattern), regex.MULTILINE)
    except regex.error as error:
        place = "pattern" if error.pos is None else f"pattern, character {error.pos + 1}"
        raise _wrong(place, f"is no regular expression: {error.msg}") from error
    except (RecursionError, OverflowError, ValueError) as error:
        raise _wrong("pattern", f"is no regular expression that can be sought: {error}") from error


def _check(within: Filter, limit: int) -> None:
    problems = []
    if limit < 1:
        problems.append(Problem("limit", f"is {limit}; expected at least 1"))
    if within.kind is not None and within.kind not in STANDING_OF_KIND:
        told = did_you_mean(within.kind, STANDING_OF_KIND) or f"; there are {', '.join(STANDING_OF_KIND)}"
        problems.append(Problem("kind", f"unknown kind '{within.kind}'{told}"))
    for name, date in (("from", within.since), ("to", within.until)):
        if date is not None and not is_date(date):
            problems.append(Problem(name, f"'{date}' is no date; expected YYYY, YYYY-MM or YYYY-MM-DD"))
    if problems:
        raise UsageError(*problems)


def _check_origin(within: Filter, index: SearchIndex) -> None:
    origins = index.origins()
    if within.origin is not None and within.origin not in origins:
        told = did_you_mean(within.origin.upper(), origins) or f"; there are {', '.join(origins) or 'none'}"
        raise _wrong("origin", f"no document is of origin '{within.origin}'{told}")


def _wrong(place: str, what: str) -> UsageError:
    return UsageError(Problem(place, what))
