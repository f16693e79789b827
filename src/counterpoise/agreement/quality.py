"""The quality of machine coders, by passages that readers coded: beside simple machines, and beside the readers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from counterpoise.agreement.accuracy import (
    FEWEST,
    Calibration,
    Found,
    Qualified,
    Tallies,
    calibration_of,
    directions_of,
    found_of,
    links_found,
    mean_f1,
    powers_of,
    recall_first,
    tallied,
)
from counterpoise.agreement.baselines import NO_SKLEARN, TFIDF, baselines
from counterpoise.agreement.bootstrap import Estimate
from counterpoise.agreement.comparison import (
    DIRECTIONS,
    POWERS,
    CodedText,
    Comparison,
    Frame,
    ReviewedPassage,
    compare,
    frame_of,
)
from counterpoise.agreement.continuum import Ints
from counterpoise.agreement.gold import GOLD, Gold
from counterpoise.agreement.judged import (
    Judged,
    SuggesterOf,
    judged_by_reader,
    judged_by_suggester,
    units_of,
)
from counterpoise.agreement.sections import Line, overall_line
from counterpoise.coding.case import Case, case_of_state
from counterpoise.coding.combination import combined
from counterpoise.coding.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Scored:
    """One machine against what was settled.

    `overall` pools all codes, `macro` is the mean F1 of codes with at least `accuracy.FEWEST` labels, `of_kind` and
    `of_code` are of the kinds of sources and of the codes that have a label or were given. `first` is recall among the
    first three. `power` and `direction` are None of machines that tell codes only. `links` counts those settled, those
    found, and those made beside.
    """

    coder: str
    baseline: bool
    overall: Found
    macro: Estimate
    of_kind: Mapping[str, Found]
    of_code: Mapping[str, Found]
    first: Estimate
    calibration: Calibration | None
    chances: bool
    power: Qualified | None
    direction: Qualified | None
    links: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two coders of the passages: agreement over all codes, and F1, the same whichever of the two is held for true."""

    coders: tuple[str, str]
    line: Line
    f1: Estimate


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What machines reach on passages coded beforehand.

    `kinds` holds passages, documents and labels of each kind of source. `beside` holds readers beside each other first, then
    each suggester beside each reader.
    """

    passages: int
    documents: int
    labels: int
    kinds: Mapping[str, tuple[int, int, int]]
    scored: tuple[Scored, ...]
    beside: tuple[Beside, ...]
    notices: tuple[str, ...]


def lexicon_of(case: Case, of_any_state: Collection[str]) -> SuggesterOf:
    """The lexicon coder for the case of each state, compiled once."""
    return cache(lambda state: case_of_state(case, state, of_any_state).lexicon)


def combined_of(
    case: Case, of_any_state: Collection[str], embedder: Embedder | None, error_rate: float
) -> SuggesterOf:
    """The combination for the case of each state, without what it would learn from people."""
    return cache(
        lambda state: combined(case_of_state(case, state, of_any_state), embedder, error_rate=error_rate)
    )


def quality_report(gold: Gold, case: Case, suggesters: Iterable[SuggesterOf], seed: int) -> QualityReport:
    """Measure suggesters by the passages of a file, with simple machines in the same run.

    Intervals are of whole documents (`GoldPassage.unit`). Nothing is learned from a passage by which it is measured.
    """
    codes = tuple(case.codebook.codes)
    places, documents = units_of(gold)
    settled = judged_by_reader(gold, codes)
    measured = [judged_by_suggester(gold, codes, each, case.actors) for each in suggesters]
    simple = list(baselines(gold, case, settled, places))
    kinds = _kinds(gold)
    scored = [
        _scored(settled, made, codes, kinds, places, len(documents), seed, baseline=at >= len(measured))
        for at, made in enumerate([*measured, *simple])
    ]
    readers = [judged_by_reader(gold, codes, reader) for reader in gold.readers]
    pairs = [
        *combinations(readers, 2),
        *((settled, reader) for reader in readers),
        *((made, other) for made in measured for other in (*readers, settled)),
    ]
    frame = _frame(gold, codes, [settled, *readers, *measured])
    return QualityReport(
        passages=len(gold.passages),
        documents=len(documents),
        labels=int(settled.given.sum()),
        kinds={
            kind: (
                len(rows),
                len(np.unique(places[rows])),
                int(settled.given[rows].sum()),
            )
            for kind, rows in kinds.items()
        },
        scored=tuple(scored),
        beside=tuple(
            _beside(one, other, compare(frame, (one.coder, other.coder)), places, len(documents), seed)
            for one, other in pairs
        ),
        notices=tuple(_notices(gold, codes, settled, [each.coder for each in simple])),
    )


def _kinds(gold: Gold) -> dict[str, Ints]:
    kinds = dict.fromkeys(passage.kind for passage in gold.passages)
    return {
        kind: np.array([at for at, each in enumerate(gold.passages) if each.kind == kind], dtype=np.int64)
        for kind in kinds
    }


def _scored(
    settled: Judged,
    made: Judged,
    codes: Sequence[str],
    kinds: Mapping[str, Ints],
    places: Ints,
    documents: int,
    seed: int,
    *,
    baseline: bool,
) -> Scored:
    tallies = tallied(settled, made, places, documents)
    seen = np.flatnonzero((settled.given | made.given).any(axis=0)).tolist()
    return Scored(
        coder=made.coder,
        baseline=baseline,
        overall=found_of(tallies, seed),
        macro=mean_f1(tallies, seed),
        of_kind={
            kind: found_of(_of_passages(settled, made, places, documents, rows), seed)
            for kind, rows in kinds.items()
        },
        of_code={codes[at]: found_of(tallies.of([at]), seed) for at in seen},
        first=recall_first(settled, made, places, documents, seed),
        calibration=calibration_of(settled, made),
        chances=made.chances,
        power=powers_of(settled, made, places, documents, seed) if made.says_power else None,
        direction=directions_of(settled, made, places, documents, seed) if made.says_power else None,
        links=links_found(settled, made),
    )


def _of_passages(settled: Judged, made: Judged, places: Ints, documents: int, rows: Ints) -> Tallies:
    return tallied(settled.rows(rows), made.rows(rows), places[rows], documents)


def _frame(gold: Gold, codes: Sequence[str], coders: Sequence[Judged]) -> Frame:
    """Coders on the passages, which are laid end to end within their documents."""
    place_of: dict[int, tuple[str, int, int]] = {}
    reach: dict[str, int] = {}
    for row, passage in enumerate(gold.passages):
        start = reach.get(passage.unit, 0)
        reach[passage.unit] = start + len(passage.text)
        place_of[row] = (passage.unit, start, reach[passage.unit])
    reviewed = [
        ReviewedPassage(*place_of[row], each.coder)
        for each in coders
        for row in np.flatnonzero(each.read).tolist()
    ]
    codings = [
        CodedText(
            *place_of[row],
            codes[at],
            POWERS[max(each.powers[row, at], 0)],
            DIRECTIONS[each.directions[row, at]],
            each.coder,
        )
        for each in coders
        for row, at in np.argwhere(each.given & each.read[:, None]).tolist()
    ]
    return frame_of(codings, reviewed, codes)


def _beside(
    one: Judged, other: Judged, comparison: Comparison, places: Ints, documents: int, seed: int
) -> Beside:
    both = np.flatnonzero(one.read & other.read)
    tallies = _of_passages(one, other, places, documents, both)
    return Beside((one.coder, other.coder), overall_line(comparison, seed), found_of(tallies, seed).f1)


def _notices(gold: Gold, codes: Sequence[str], settled: Judged, simple: Sequence[str]) -> Iterable[str]:
    if TFIDF not in simple:
        yield NO_SKLEARN
    if not gold.readers:
        yield f"The file holds no readings beside '{GOLD}', so how far readers agree cannot be told."
    labels = settled.given.sum(axis=0)
    few = [code for code, number in zip(codes, labels.tolist(), strict=True) if 0 < number < FEWEST]
    none = int((labels == 0).sum())
    if few:
        yield (
            f"Codes with fewer than {FEWEST} labels say nothing alone ({len(few)} of them: {', '.join(few)})."
        )
    if none:
        yield f"{none} of {len(codes)} codes have no label here, so nothing is known of how they are found."
