"""The catalogue: which reference is the record of which file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from counterpoise.documents.references.author_names import folded
from counterpoise.documents.references.csl import Reference

By = Literal["DOI", "file name", "title"]

_HEAD = 3000
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>\\{}|^`]+", re.IGNORECASE)
_SLASH_IN_NAME = re.compile(r"(10\.\d{4,9})[_-]")
_WORD = re.compile(r"\w+")
_AUTHOR_YEAR_TITLE = re.compile(r".+ - (?:\d{4}|n\.d\.) - (?P<title>.+)")
"""How reference managers name the files that they keep."""

_SAME_TITLE = 0.92
_SHORTEST_CUT = 60
_SHARED_WORDS = 0.7
_FEWEST_WORDS = 4
"""A title of fewer words is looked for only where it is the whole title: Diplomacy stands on many first pages."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A file of the study: its place, the title that it gives itself, if any, and its text or the head of it."""

    place: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A file, the reference that is its record, and what tells so."""

    place: str
    reference: Reference
    by: By


@dataclass(frozen=True, slots=True)
class Undecided:
    """A file that several references may be the record of, or on which DOI, name and title do not agree.

    `candidates` holds the ids of references under what speaks for each.
    """

    place: str
    candidates: tuple[tuple[By, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every file under one of three heads, and the references that are the record of none."""

    joined: tuple[Joined, ...]
    undecided: tuple[Undecided, ...]
    files_without: tuple[str, ...]
    references_without: tuple[Reference, ...]


def catalogue(references: Sequence[Reference], holdings: Iterable[Holding]) -> Catalogue:
    """Join references to files by DOI, by file name, by title; nothing is guessed.

    A file is joined where all that speaks at all has one reference in common, and the strongest witness that
    names it alone is told. One reference may be the record of several files, as of an article and its appendix.
    """
    index = _Index(references)
    joined: list[Joined] = []
    undecided: list[Undecided] = []
    without: list[str] = []
    for holding in holdings:
        found = index.candidates(holding)
        shared = set.intersection(*map(set, found.values())) if found else set()
        if len(shared) == 1:
            (number,) = shared
            by = min(found, key=lambda witness: len(found[witness]))
            joined.append(Joined(holding.place, references[number], by))
        elif found:
            named = tuple((by, tuple(references[n].id for n in sorted(ns))) for by, ns in found.items())
            undecided.append(Undecided(holding.place, named))
        else:
            without.append(holding.place)
    records = {each.reference.id for each in joined}
    return Catalogue(
        tuple(joined),
        tuple(undecided),
        tuple(without),
        tuple(reference for reference in references if reference.id not in records),
    )


class _Index:
    """References, by number, under what may tell them."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = references
        self.by_doi = _numbers(references, lambda each: [doi_of(each.doi)] if each.doi else [])
        self.by_id = _numbers(references, lambda each: [_name_of(each.id)])
        self.by_file = _numbers(
            references, lambda each: [_parts(path)[-1] for path in each.files if _parts(path)]
        )
        self.by_authors = _numbers(
            references, lambda each: [authors] if (authors := _author_year(each)) else []
        )
        self.by_title = _numbers(references, _titles)

    @cached_property
    def by_word(self) -> Mapping[str, list[str]]:
        """Folded titles under their words, for titles that nearly match."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for title in self.by_title:
            for word in set(title.split()):
                found[word].append(title)
        return found

    def candidates(self, holding: Holding) -> dict[By, frozenset[int]]:
        """The references that each witness names, strongest first; a witness that names none is left out."""
        by: dict[By, frozenset[int]] = {
            "DOI": self._of_doi(holding),
            "file name": self._of_name(holding.place),
            "title": self._of_title(holding),
        }
        return {witness: numbers for witness, numbers in by.items() if numbers}

    def _of_doi(self, holding: Holding) -> frozenset[int]:
        """By the DOI in the name, else by those on the first page, which may also be of works that it cites."""
        name = unquote(PurePosixPath(holding.place).stem)
        for text in (_SLASH_IN_NAME.sub(r"\1/", name), holding.text[:_HEAD]):
            dois = {doi_of(found) for found in _DOI.findall(text)}
            if numbers := frozenset(n for doi in dois for n in self.by_doi.get(doi, ())):
                return numbers
        return frozenset()

    def _of_name(self, place: str) -> frozenset[int]:
        """By the path that an entry names, its id, or authors and year, as in `rana-ali-2022.pdf`."""
        path = _parts(place)
        if numbers := self.by_file.get(path[-1]):
            shared = {
                n: max(_shared_tail(path, _parts(f)) for f in self.references[n].files) for n in numbers
            }
            return frozenset(n for n in numbers if shared[n] == max(shared.values()))
        stem = _name_of(PurePosixPath(place).stem)
        return frozenset(self.by_id.get(stem) or self.by_authors.get(stem) or ())

    def _of_title(self, holding: Holding) -> frozenset[int]:
        """By the title of the file or its name, nearly, else by titles that stand on the first page."""
        stem = PurePosixPath(holding.place).stem
        after_year = _AUTHOR_YEAR_TITLE.fullmatch(stem)
        for title in filter(None, (holding.title, stem, after_year and after_year["title"])):
            known = folded(title)
            if numbers := frozenset(self.by_title.get(known) or self._cut(known) or self._near(known)):
                return numbers
        head = f" {folded(holding.text[:_HEAD])} "
        inside = {t for t in self.by_title if len(t.split()) >= _FEWEST_WORDS and f" {t} " in head}
        return frozenset(n for title in inside for n in self.by_title[title])

    def _cut(self, title: str) -> Iterable[int]:
        """Long titles that start so: a file name has room for a part."""
        if len(title) < _SHORTEST_CUT:
            return ()
        return {
            number for known in self.by_title if known.startswith(title) for number in self.by_title[known]
        }

    def _near(self, title: str) -> Iterable[int]:
        words = title.split()
        if len(words) < _FEWEST_WORDS:
            return ()
        shared = Counter(known for word in set(words) for known in self.by_word.get(word, ()))
        return {
            number
            for known, count in shared.items()
            if count >= _SHARED_WORDS * max(len(set(words)), len(set(known.split())))
            # A second volume or a report of another year is another work.
            and re.findall(r"\d+", title) == re.findall(r"\d+", known)
            and SequenceMatcher(None, title, known, autojunk=False).ratio() >= _SAME_TITLE
            for number in self.by_title[known]
        }


def doi_of(text: str) -> str:
    """A DOI in lower case, without the address or the punctuation around it.

    >>> doi_of("https://doi.org/10.1093/IA/iix241).")
    '10.1093/ia/iix241'
    """
    found = _DOI.search(unquote(text))
    doi = (found[0] if found else text).lower().rstrip(".,;:'’”\"")
    while doi.endswith((")", "]")) and doi.count("(") + doi.count("[") < doi.count(")") + doi.count("]"):
        doi = doi[:-1].rstrip(".,;:")
    return doi


def _numbers(
    references: Sequence[Reference], keys: Callable[[Reference], Iterable[str]]
) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for number, reference in enumerate(references):
        for key in keys(reference):
            if key:
                found[key][number] = None
    return {key: tuple(numbers) for key, numbers in found.items()}


def _titles(reference: Reference) -> list[str]:
    """The title, and the part before the colon where that says enough."""
    title = reference.title or ""
    main = folded(title.partition(":")[0])
    return [folded(title), *([main] if len(main.split()) >= _FEWEST_WORDS else [])]


def _author_year(reference: Reference) -> str:
    if not reference.authors or not reference.year:
        return ""
    names = [name.cited for name in reference.authors]
    return _name_of(" ".join([*names, str(reference.year)]))


def _name_of(text: str) -> str:
    return "".join(_WORD.findall(folded(text)))


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path of any system, as they are compared."""
    return tuple(folded(unquote(part)) for part in re.split(r"[/\\]", path) if part)


def _shared_tail(one: Sequence[str], other: Sequence[str]) -> int:
    length = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        length += 1
    return length
