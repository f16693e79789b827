"""What states say as a measure: the share of their own coded passages of a year that speaks of some codes, with its error."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterpoise.coding.settling import counts
from counterpoise.evidence import STANDING_OF_KIND
from counterpoise.gathering import Evidence

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Spoken:
    """The passages that count of the first-hand documents of each voice and year, each with its codes.

    Of the documents of a study those of the voices `on_the_case` are heard, its state and the powers: any other of them is coded
    where it speaks of that state, and tells nothing of its own. The others speak in `evidence.voices`.
    """

    evidence: Evidence
    on_the_case: Collection[str]

    @cached_property
    def passages(self) -> Mapping[tuple[str, int], Mapping[str, frozenset[str]]]:
        """For each voice and year, every passage with the codes that count in it."""
        found: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for held in (self.evidence, self.evidence.voices):
            for coding in held.codings:
                passage = held.passages[coding.passage]
                document = held.documents[passage.document]
                first_hand = STANDING_OF_KIND[document.kind] == "first-hand"
                heard = (document.voice in self.on_the_case) is (held is self.evidence)
                if counts(coding) and first_hand and heard and document.voice and document.year:
                    found[document.voice, document.year][passage.id].add(coding.code)
        return {
            key: {passage: frozenset(codes) for passage, codes in of.items()} for key, of in found.items()
        }

    @cached_property
    def voices(self) -> frozenset[str]:
        """Those who have a passage that counts in some year."""
        return frozenset(voice for voice, _ in self.passages)

    def shares(
        self, voices: Iterable[str], years: range, codes: Collection[str], disagreement: float = 0.0
    ) -> tuple[Array, Array]:
        """The share (voices, T) of the coded passages of each voice and year that speak of one of some codes, and its error.

        nan where a voice has no coded passage in a year. The standard error is that of a binomial share with half a passage
        added to either side, so that it is not 0 where all or none do; coders who disagree, `disagreement` being 1 less
        their alpha, add as much of the variance of a passage.
        """
        voices = tuple(voices)
        share, error = np.full((2, len(voices), len(years)), np.nan)
        wanted = frozenset(codes)
        for row, voice in enumerate(voices):
            for column, year in enumerate(years):
                of = self.passages.get((voice, year), {})
                if of:
                    share[row, column], error[row, column] = binomial(
                        sum(bool(said & wanted) for said in of.values()), len(of), disagreement
                    )
        return share, error

    def together(
        self, voices: Iterable[str], years: range, codes: Collection[str], disagreement: float = 0.0
    ) -> tuple[Array, Array]:
        """The share (T,) and its error of the coded passages of several voices as one, as `shares` tells it."""
        voices, wanted = tuple(voices), frozenset(codes)
        share, error = np.full((2, len(years)), np.nan)
        for column, year in enumerate(years):
            of = [said for voice in voices for said in self.passages.get((voice, year), {}).values()]
            if of:
                share[column], error[column] = binomial(
                    sum(bool(said & wanted) for said in of), len(of), disagreement
                )
        return share, error

    def disagreement(self, groups: Collection[str]) -> float | None:
        """1 less the alpha of the people who coded, of the least agreed among some groups of codes; None where not known."""
        report = self.evidence.agreement
        if report is None or not report.compared:
            return None
        found = [
            1 - value
            for line in report.compared[0].section.lines
            if line.name in groups and (value := line.estimates["alpha"].value) is not None
        ]
        return min(max(max(found), 0.0), 1.0) if found else None


@dataclass(frozen=True, slots=True)
class Heard:
    """What another state of the panel is heard saying in a year: documents, passages that count, and passages by code."""

    state: str
    year: int
    documents: int
    passages: int
    codes: Mapping[str, int]


def heard(evidence: Evidence) -> tuple[Heard, ...]:
    """What is heard of the voices, as filters are measured by it, by state and year; most frequent codes first."""
    spoken = Spoken(evidence, ()).passages
    documents = Counter((each.voice, each.year) for each in evidence.voices.documents.values())
    found = []
    for (voice, year), number in documents.items():
        if voice is None or year is None:
            continue
        said = spoken.get((voice, year), {})
        codes = Counter(code for of in said.values() for code in of)
        in_order = dict(sorted(codes.items(), key=lambda each: (-each[1], each[0])))
        found.append(Heard(voice, year, number, len(said), in_order))
    return tuple(sorted(found, key=lambda each: (each.state, each.year)))


def binomial(some: int, of: int, disagreement: float) -> tuple[float, float]:
    """A share and its standard error; coders' disagreement adds as much of the variance again."""
    smoothed = (some + 0.5) / (of + 1)
    return some / of, float(np.sqrt(smoothed * (1 - smoothed) * (1 + disagreement) / of))
