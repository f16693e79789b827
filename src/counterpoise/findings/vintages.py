"""Findings by vintage: what sources of each span of years say of a theme, so that old literature is told from new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterpoise.evidence import COUNTED, Direction, Standing
from counterpoise.findings.coded_passages import WORD_OF_DIRECTION, CodedPassage, tally
from counterpoise.findings.leaning import leaning

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Vintage:
    """What the sources of one kind and span of years say: passages by direction, the documents that they stand in."""

    span: str
    standing: Standing
    passages: Mapping[Direction, int]
    documents: int

    @property
    def leaning(self) -> str | None:
        """Strengthening or weakening, where a clear majority of enough passages with a direction says so."""
        way = leaning(self.passages)
        return None if way is None else WORD_OF_DIRECTION[way]


def spans(start: int, end: int, cuts: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The spans of years into which the years of `cuts` divide start..end; a year of `cuts` begins a span.

    A cut outside start+1..end divides nothing.
    """
    begins = [start, *sorted({cut for cut in cuts if start < cut <= end})]
    return tuple(zip(begins, [*(each - 1 for each in begins[1:]), end], strict=True))


def vintages(coded: Iterable[CodedPassage], divided: Sequence[tuple[int, int]]) -> tuple[Vintage, ...]:
    """What counted passages say by kind of source and span of years, first-hand before second-hand before data notes.

    Every span stands there, also where no source speaks; what has no date stands last, where there is any. A date before
    the first span or after the last is counted with the nearest.
    """
    by_span: dict[str, list[CodedPassage]] = {named_span(span): [] for span in divided}
    for each in coded:
        if each.counted:
            by_span.setdefault(span_of(each.document.date, divided), []).append(each)
    tallied = {span: (tally(passages), passages) for span, passages in by_span.items()}
    return tuple(
        Vintage(span, standing, counts[standing], len(_documents(passages, standing)))
        for standing in COUNTED
        if any(counts[standing] for counts, _ in tallied.values())
        for span, (counts, passages) in tallied.items()
        if span != UNDATED or counts[standing]
    )


def turned(found: Sequence[Vintage]) -> tuple[tuple[Vintage, Vintage], ...]:
    """The pairs of vintages of one kind, the later after the earlier that last leaned, that lean to contrary sides."""
    pairs = []
    for standing in COUNTED:
        leaning = [
            each for each in found if each.standing == standing and each.leaning and each.span != UNDATED
        ]
        pairs += [
            (earlier, later) for earlier, later in pairwise(leaning) if earlier.leaning != later.leaning
        ]
    return tuple(pairs)


def silent(found: Sequence[Vintage]) -> Mapping[Standing, tuple[str, ...]]:
    """The spans of years in which a kind of source that speaks of the theme says nothing of it."""
    none: dict[Standing, tuple[str, ...]] = {}
    for standing in COUNTED:
        spoken = Counter(
            {each.span: sum(each.passages.values()) for each in found if each.standing == standing}
        )
        if empty := tuple(span for span, count in spoken.items() if not count):
            none[standing] = empty
    return none


def _documents(passages: Iterable[CodedPassage], standing: Standing) -> set[str]:
    return {each.document.id for each in passages if each.standing == standing}


def named_span(span: tuple[int, int]) -> str:
    """A span of years as a reader writes it: `1990-2012`, or `2013`."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"


def span_of(date: str | None, divided: Sequence[tuple[int, int]]) -> str:
    """The span of years in which a date lies, or the nearest; `undated` for what has no date."""
    if date is None or not date[:4].isdecimal():
        return UNDATED
    year = min(max(int(date[:4]), divided[0][0]), divided[-1][1])
    return next(named_span(span) for span in divided if span[0] <= year <= span[1])
