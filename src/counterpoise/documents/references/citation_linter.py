"""The citation linter: what a document cites against what it lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, NamedTuple, TypeVar

from counterpoise.documents.document import Document
from counterpoise.documents.references.author_names import folded, is_near, is_same_author, keys_of
from counterpoise.documents.references.citations import Citation, citations_in, numbered_citations
from counterpoise.documents.references.reference_list import ListedWork, list_heading, reference_lists
from counterpoise.states import states_since_1945

Fault = Literal["not listed", "never cited", "spelling", "year", "duplicate", "not linted"]

CITING = ("scholarly", "strategic assessment", "literature digest", "paper under test")
"""The kinds of documents whose citations a study compares with their lists of references."""

_MONTHS_AND_SEASONS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
    ]
)
_NO_AUTHORS = frozenset(
    [
        "ibid",
        "table",
        "figure",
        "fig",
        "section",
        "chapter",
        "resolution",
        "article",
        "act",
        "map",
        "annex",
        "appendix",
        "part",
        "version",
    ]
)
_BODY = re.compile(
    r"\b(?:agency|association|authority|bank|bureau|cent(?:er|re)|commission|committee|congress|council|department|"
    r"division|embassy|fund|government|institute|ministry|nations|office|organi[sz]ation|parliament|press|programme|"
    r"secretariat|senate|union|university)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"[^()\n]{0,20}\)[,;]?\s+(?:\w+ly\s+)?(?:acknowledg|add|admit|affirm|analy[sz]|argu|assert|attribut|believ|caution|challeng|"
    r"cit|claim|conclud|consider|contend|contrast|defin|demonstrat|describ|discuss|emphasi[sz]|establish|examin|explain|explor|"
    r"find|found|held|hold|identif|insist|interpret|maintain|note|observ|offer|point|posit|propos|provid|question|recogni[sz]|"
    r"refer|regard|reject|remark|remind|report|reveal|saw|say|see|show|speak|state|stress|suggest|summari[sz]|support|tell|"
    r"trac|underlin|underscor|view|warn|writ|wrote)\w*\b"
)
"""What follows an author in running text and hardly ever an event."""
_FEWEST = 3
_SHORTEST_IN_LIST = 6
_SAME_TITLE = 0.9


@dataclass(frozen=True, slots=True)
class CitationFinding:
    """One fault of the citations of a document, in words, and the spans in code points of the places that show it.

    "not listed": cited, but not in the reference list; "never cited": the other way round; "spelling": one author
    spelt two ways; "year": one work under two years; "duplicate": two entries for one work; "not linted": the
    citations are of a style that is not compared, and nothing else was looked for.
    """

    kind: Fault
    what: str
    places: tuple[tuple[int, int], ...]


def lint_citations(document: Document) -> tuple[CitationFinding, ...]:
    """Compare the author-year citations of a document with its reference list; findings in order of their places.

    A document that neither cites nor lists has none.
    """
    lists = reference_lists(document)
    if len(lists) > 1:
        told = f"has {len(lists)} reference lists; citations are compared with one list only"
        return (CitationFinding("not linted", told, tuple((each.start, each.start + 1) for each in lists)),)
    listed = lists[0] if lists else None
    citations = _citations(document, (listed.start, listed.end) if listed else None)
    numbered = numbered_citations(document.text)
    if len(numbered) > max(2 * len(citations), _FEWEST):
        told = "cites by number or label; only citations of author and year are compared with a list"
        return (CitationFinding("not linted", told, tuple(numbered[:1])),)
    if listed is None:
        return tuple(_without_list(document, citations))
    comparison = _Comparison(document.text, listed.works, citations)
    if not comparison.cited and listed.works:
        told = (
            "lists works but cites none of them by author and year; notes and other styles are not compared"
        )
        return (CitationFinding("not linted", told, ((listed.works[0].start, listed.works[-1].end),)),)
    findings = [*comparison.findings(), *_duplicates(listed.works), *_spelt_twice(listed.works)]
    return tuple(sorted(findings, key=lambda finding: (finding.places[0], finding.kind)))


def _citations(document: Document, listed: tuple[int, int] | None) -> list[Citation]:
    text = document.text
    start, end = listed or (len(text), len(text))
    remarks = [(part.start, part.end) for part in document.parts if part.role == "comment"]
    return [
        citation
        for citation in (*citations_in(text, 0, start), *citations_in(text, end, len(text)))
        if not any(first <= citation.start < last for first, last in remarks)
    ]


def _without_list(document: Document, citations: Sequence[Citation]) -> Iterator[CitationFinding]:
    heading = list_heading(document)
    sure = [each for each in citations if each.comma and not _is_no_author(each)]
    if heading and sure:
        told = "the list under this heading has no entries of authors and year; it is not compared"
        yield CitationFinding("not linted", told, (heading,))
    elif len(sure) >= _FEWEST:
        told = f"cites {len(sure)} times by author and year, but no reference list was found"
        yield CitationFinding("not linted", told, tuple((each.start, each.end) for each in sure))


class _Explained(NamedTuple):
    """A citation, with the names that are an author's, the listed work that it must mean, and where that shows."""

    citation: Citation
    work: ListedWork
    place: tuple[int, int]


class _Comparison:
    """Citations matched to works: exactly, else by a near spelling, else by authors alone."""

    def __init__(self, text: str, works: Sequence[ListedWork], citations: Sequence[Citation]) -> None:
        self.text = text
        self.works = works
        self.of_year: defaultdict[int | None, list[ListedWork]] = defaultdict(list)
        self.of_name: defaultdict[str, dict[ListedWork, None]] = defaultdict(dict)
        for work in works:
            self.of_year[work.year].append(work)
            for key in (key for family in work.families for key in keys_of(family)):
                self.of_name[key][work] = None
        self.families = frozenset(folded(family) for work in works for family in work.families)
        self.cited: set[ListedWork] = set()
        self.style = True
        self.unmatched = [each for each in citations if not self._match(each)]
        matched = [each for each in citations if each not in self.unmatched and each.comma is not None]
        if matched:
            self.style = sum(bool(each.comma) for each in matched) * 2 >= len(matched)

    def findings(self) -> Iterator[CitationFinding]:
        """Spelling first, then years: a work that either explains counts as cited."""
        yield from self._explained("spelling", self._respelt, "is cited, but the list has")
        yield from self._explained("year", self._redated, "is cited, but the list has")
        for group in _grouped(each for each in self.unmatched if self._is_author(each)):
            told = f"{group[0].cited} is cited but not listed"
            yield CitationFinding("not listed", told, _places(group))
        for work in self.works:
            if work not in self.cited:
                told = f"{work.listed} is listed but never cited"
                yield CitationFinding("never cited", told, ((work.start, work.end),))

    def _match(self, citation: Citation) -> bool:
        """Mark the works that a citation names with their year; a lone name prefers works of one author."""
        for names in _tails(citation.names):
            fitting = [w for w in self._by(names) if _is_of_year(w, citation) and _fits(names, w)]
            whole = [w for w in fitting if citation.others or len(w.families) == len(names)]
            if fitting:
                self.cited.update(whole or fitting)
                return True
        return False

    def _by(self, names: Sequence[str]) -> Iterator[ListedWork]:
        """The works that may be by the first of some names, or by a body whose name their `and` belongs to."""
        keys = (key for name in (names[0], names[-1]) for key in keys_of(name))
        yield from dict.fromkeys(work for key in keys for work in self.of_name.get(key, ()))

    def _explained(
        self, kind: Fault, explain: Callable[[Citation], _Explained | None], told: str
    ) -> Iterator[CitationFinding]:
        explained = [(each, explain(each)) for each in self.unmatched]
        self.unmatched = [each for each, found in explained if found is None]
        meant = {found.citation: found for _, found in explained if found is not None}
        for group in _grouped(iter(meant)):
            _, work, place = meant[group[0]]
            self.cited.add(work)
            yield CitationFinding(kind, f"{group[0].cited} {told} {work.listed}", (*_places(group), place))

    def _respelt(self, citation: Citation) -> _Explained | None:
        for work in self.of_year[citation.year]:
            names = citation.names
            same_number = len(names) == len(work.families) or (citation.others and len(work.families) > 1)
            if not same_number or not _is_of_year(work, citation):
                continue
            pairs = list(zip(names, work.families, strict=False))
            odd = [pair for pair in pairs if not is_same_author(*pair)]
            shortest = 4 if len(odd) == len(pairs) else 3
            if odd and all(is_near(*pair, shortest) and folded(pair[0]) not in self.families for pair in odd):
                return _Explained(citation, work, work.spans[pairs.index(odd[0])])
        return None

    def _redated(self, citation: Citation) -> _Explained | None:
        for names in _tails(citation.names):
            fitting = [
                work
                for work in self._by(names)
                if work not in self.cited
                and _fits(names, work)
                and (len(names) == len(work.families) or (citation.others and len(work.families) > 1))
            ]
            if fitting:
                nearest = min(fitting, key=lambda work: abs((work.year or 0) - (citation.year or 0)))
                return _Explained(replace(citation, names=names), nearest, (nearest.start, nearest.end))
        return None

    def _is_author(self, citation: Citation) -> bool:
        """Whether what no list explains is a citation at all, and no place or event with its year."""
        if _is_no_author(citation):
            return False
        if citation.comma is not None and citation.comma != self.style:
            return False
        last = folded(citation.names[-1]).rpartition(" ")[2]
        if len(citation.names) > 1 or citation.others or last in self.families:
            return True
        name = citation.names[0]
        if _BODY.search(name):
            return True
        words = set(folded(name).split())
        if len(words) == 1 and citation.comma is not None:
            return True
        according = (
            self.text[max(0, citation.start - 20) : citation.start].casefold().endswith("according to ")
        )
        said = according or _SAYS.match(self.text, citation.end) is not None
        return said and not name.isupper() and len(words) == 1


@cache
def _no_authors() -> frozenset[str]:
    places = {
        folded(name)
        for state in states_since_1945()
        for name in (state.name, state.adjective, state.capital, *state.names)
    }
    return frozenset(places | _MONTHS_AND_SEASONS | _NO_AUTHORS)


def _is_no_author(citation: Citation) -> bool:
    return any(
        folded(name) in _no_authors() or folded(name).split(" ")[0] in _NO_AUTHORS for name in citation.names
    )


def _tails(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names, and what is left of them when what stands before was no author: a corpus, as in (UNSCon, Stede 2024)."""
    for start in range(len(names)):
        yield names[start:]


def _is_of_year(work: ListedWork, citation: Citation) -> bool:
    """Whether a work is of the year that a citation names, and of its letter where both have one."""
    return work.year == citation.year and len({citation.letter, work.letter} - {""}) < 2


def _fits(names: Sequence[str], work: ListedWork) -> bool:
    if len(work.families) == 1 and len(names) > 1:
        return folded(" and ".join(names)) == folded(work.families[0].replace("&", "and"))
    if len(names) > len(work.families):
        return False
    in_order = all(is_same_author(*pair) for pair in zip(names, work.families, strict=False))
    same_set = sorted(map(folded, names)) == sorted(map(folded, work.families))
    return in_order or same_set


def _grouped(citations: Iterator[Citation]) -> list[list[Citation]]:
    """Citations of one work together."""
    groups: dict[tuple[object, ...], list[Citation]] = {}
    for each in citations:
        key = (*map(folded, each.names), each.year, each.letter)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _places(citations: Sequence[Citation]) -> tuple[tuple[int, int], ...]:
    return tuple((each.start, each.end) for each in citations)


def _duplicates(works: Sequence[ListedWork]) -> Iterator[CitationFinding]:
    """Entries of one DOI, or of the same authors, year and nearly the same title."""
    for group in _clusters(works, lambda work: work.doi, lambda *_: True):
        yield CitationFinding("duplicate", f"{group[0].listed} is listed twice under one DOI", _spans(group))
    for group in _clusters(works, lambda work: (work.year, *map(folded, work.families)), _is_same_work):
        if len({work.doi for work in group}) == len(group) or None in {work.doi for work in group}:
            yield CitationFinding("duplicate", f"{group[0].listed} is listed twice", _spans(group))


def _spans(works: Sequence[ListedWork]) -> tuple[tuple[int, int], ...]:
    return tuple((work.start, work.end) for work in works)


def _is_same_work(one: ListedWork, other: ListedWork) -> bool:
    first, second = (folded(work.rest.split(". ")[0])[:200] for work in (one, other))
    # Volumes and yearly reports differ in a number alone.
    if not first or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _SAME_TITLE


class _Spelling(NamedTuple):
    family: str
    initials: str
    span: tuple[int, int]


def _spelt_twice(works: Sequence[ListedWork]) -> Iterator[CitationFinding]:
    """Names in the list that are a letter apart and have the same initials."""
    spelt: dict[tuple[str, str], _Spelling] = {}
    for work in works:
        for family, initials, span in zip(work.families, work.initials, work.spans, strict=True):
            if initials and len(folded(family)) >= _SHORTEST_IN_LIST:
                spelt.setdefault((folded(family), initials), _Spelling(family, initials, span))
    for group in _clusters(
        list(spelt.values()), lambda each: folded(each.family)[0] + each.initials[0], _is_same_person
    ):
        named = " and ".join(each.family for each in group)
        told = f"{named} in the list may be one author"
        yield CitationFinding("spelling", told, tuple(each.span for each in group))


def _is_same_person(one: _Spelling, other: _Spelling) -> bool:
    first, second = one.initials, other.initials
    return (first.startswith(second) or second.startswith(first)) and is_near(one.family, other.family)


T = TypeVar("T")


def _clusters(
    things: Sequence[T], key: Callable[[T], object], alike: Callable[[T, T], bool]
) -> Iterator[list[T]]:
    """Things under one key that are like the first of their cluster, where there are several; None is no key."""
    found: defaultdict[object, list[list[T]]] = defaultdict(list)
    for thing in things:
        clusters = found[key(thing)]
        cluster = next((each for each in clusters if alike(each[0], thing)), None)
        if cluster is None:
            clusters.append([thing])
        else:
            cluster.append(thing)
    found.pop(None, None)
    yield from (cluster for clusters in found.values() for cluster in clusters if len(cluster) > 1)
