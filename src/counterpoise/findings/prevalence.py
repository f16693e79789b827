"""Prevalence: how many documents of each kind, origin and span of years speak of a theme, of all that were coded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.documents.document import Document
from counterpoise.evidence import COUNTED, STANDING_OF_KIND, Direction, Standing
from counterpoise.findings.coded_passages import CodedPassage, one_for_each_passage
from counterpoise.findings.vintages import named_span, span_of

Grouping = Literal["kind", "origin", "period"]

NO_ORIGIN = "not told"


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How many of the documents of a group speak of a theme, in how many passages of which direction.

    `of` counts all coded documents of the group, whether they speak of the theme or not. A group is of one kind of source
    only, since kinds are never added up.
    """

    by: Grouping
    standing: Standing
    group: str
    documents: int
    of: int
    passages: Mapping[Direction, int]

    @property
    def share(self) -> float:
        """The share of the group's documents that speak of the theme."""
        return self.documents / self.of


def decades(start: int, end: int) -> tuple[int, ...]:
    """The years between start and end with which a decade begins."""
    return tuple(year for year in range(start + 1, end + 1) if year % 10 == 0)


def prevalence(
    coded: Iterable[CodedPassage], documents: Iterable[Document], periods: Sequence[tuple[int, int]]
) -> tuple[Prevalence, ...]:
    """The prevalence of what some passages speak of, among the documents that were coded.

    Groups stand in order of grouping, kind of source and, of kinds and origins, of how many documents they hold; periods
    stand in order of time. A passage counts once, however many codings it has. Groups without a document are left out.
    """
    held = [each for each in documents if STANDING_OF_KIND[each.kind] in COUNTED]
    spoken = [each for each in one_for_each_passage(coded) if each.counted]
    told = [
        found
        for by, group_of in _groupings(periods).items()
        for found in _grouped(by, group_of, held, spoken)
    ]
    order = [*(named_span(span) for span in periods)]

    def rank(each: Prevalence) -> tuple[object, ...]:
        when = order.index(each.group) if each.by == "period" and each.group in order else len(order)
        return (
            ("kind", "origin", "period").index(each.by),
            COUNTED.index(each.standing),
            when,
            -each.of,
            each.group,
        )

    return tuple(sorted(told, key=rank))


def _groupings(periods: Sequence[tuple[int, int]]) -> dict[Grouping, Callable[[Document], str]]:
    return {
        "kind": lambda document: document.kind,
        "origin": lambda document: document.voice or NO_ORIGIN,
        "period": lambda document: span_of(document.date, periods),
    }


def _grouped(
    by: Grouping,
    group_of: Callable[[Document], str],
    held: Sequence[Document],
    spoken: Sequence[CodedPassage],
) -> Iterable[Prevalence]:
    group = {each.id: (STANDING_OF_KIND[each.kind], group_of(each)) for each in held}
    of = Counter(group.values())
    documents: defaultdict[tuple[Standing, str], set[str]] = defaultdict(set)
    passages: defaultdict[tuple[Standing, str], Counter[Direction]] = defaultdict(Counter)
    for each in spoken:
        if each.document.id in group:
            documents[group[each.document.id]].add(each.document.id)
            passages[group[each.document.id]][each.coding.direction] += 1
    for key, total in of.items():
        yield Prevalence(by, *key, len(documents[key]), total, passages[key])
