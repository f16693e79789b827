"""Coders side by side: how far they agree on each code, each group of codes and all, and what they take for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from counterpoise.agreement.ac1 import agreement_counts
from counterpoise.agreement.alpha import nominal_pairings, pairings, pairings_of_sets
from counterpoise.agreement.bootstrap import Estimate, estimate
from counterpoise.agreement.coefficient import ByDocument, Pooled
from counterpoise.agreement.comparison import DIRECTIONS, POWERS, Comparison
from counterpoise.agreement.continuum import Ints
from counterpoise.agreement.kappa import Contingencies, apart_by, tabulated
from counterpoise.agreement.ratings import MISSING

Scope = Literal["all codes", "group", "code"]

ALL = "all codes"

ORDER_OF_DIRECTIONS = np.array([0.0, 1.0, -1.0, 0.0])
"""The places of `DIRECTIONS` on a scale from weaker to stronger; who says both stands where who says none does."""


@dataclass(frozen=True, slots=True)
class Line:
    """How far coders agree on whether a code, or any code of several, is there.

    `codes` is how many codes they are, `units` how many passages two or more judged; `given` how often each coder gave the code in these. `estimates`
    holds alpha, AC1 and the percentage, and kappa where there are two coders; those of several codes are pooled.
    `power` and `direction` are the shares that agree where coders gave the same code.
    """

    name: str
    scope: Scope
    codes: int
    units: int
    given: tuple[int, ...]
    estimates: Mapping[str, Estimate]
    power: Estimate
    direction: Estimate

    @property
    def prevalence(self) -> float:
        """The share of judgements by which a code was given, over coders and codes."""
        return sum(self.given) / max(self.codes * self.units * len(self.given), 1)


@dataclass(frozen=True, slots=True)
class Instead:
    """How often the first coder gave a code and the second gave another, or none, where the first's was not given."""

    first: str | None
    second: str | None
    passages: int


@dataclass(frozen=True, slots=True)
class Section:
    """Some coders on the passages that two of them or more went through.

    `lines` are of all codes, of each group and of each code that one of them gave; `unused` are the codes that none
    did. `sets` is alpha of the sets of codes of passages (`masi`). `power` and `direction` hold the coefficients of
    what was said with a code that both gave: alpha, percentage and kappa; of directions also by their order. `confusion`
    is of two coders.
    """

    coders: tuple[str, ...]
    documents: int
    passages: int
    lines: tuple[Line, ...]
    unused: tuple[str, ...]
    sets: Estimate
    power: Mapping[str, Estimate]
    direction: Mapping[str, Estimate]
    confusion: tuple[Instead, ...] = field(default=())


def section_of(comparison: Comparison, group_of: Mapping[str, str], seed: int) -> Section:
    """Compare coders code by code; `group_of` says in which group each code of the frame stands."""
    codes = comparison.frame.codes
    presence = {code: comparison.presence(code) for code in codes}
    used = [code for code in codes if (presence[code] > 0).any()]
    groups = dict.fromkeys(group_of[code] for code in used)
    lines = [_line(comparison, presence, ALL, "all codes", codes, seed)]
    lines += [
        _line(comparison, presence, group, "group", [code for code in codes if group_of[code] == group], seed)
        for group in groups
    ]
    lines += [_line(comparison, presence, code, "code", [code], seed) for code in used]
    return Section(
        coders=comparison.coders,
        documents=len(comparison.documents),
        passages=len(comparison.units),
        lines=tuple(lines),
        unused=tuple(code for code in codes if code not in used),
        sets=estimate(
            pairings_of_sets(comparison.sets(used), comparison.places, len(comparison.documents)), seed
        ),
        power=_of_powers(comparison, codes, seed),
        direction=_of_directions(comparison, codes, seed),
        confusion=tuple(_confusion(presence, used)) if len(comparison.coders) == 2 else (),
    )


def overall_line(comparison: Comparison, seed: int) -> Line:
    """How far coders agree over all codes of the frame."""
    codes = comparison.frame.codes
    presence = {code: comparison.presence(code) for code in codes}
    return _line(comparison, presence, ALL, "all codes", codes, seed)


def _line(
    comparison: Comparison,
    presence: Mapping[str, Ints],
    name: str,
    scope: Scope,
    codes: Sequence[str],
    seed: int,
) -> Line:
    estimates = {
        measure: estimate(_pooled([counts(presence[code]) for code in codes]), seed)
        for measure, counts in _measures(comparison).items()
    }
    given = sum((presence[code] > 0).sum(axis=1) for code in codes)
    return Line(
        name,
        scope,
        len(codes),
        len(comparison.units),
        tuple(np.broadcast_to(given, len(comparison.coders)).tolist()),
        estimates,
        _share_alike(comparison, codes, comparison.powers, len(POWERS), seed),
        _share_alike(comparison, codes, comparison.directions, len(DIRECTIONS), seed),
    )


def _pooled(parts: Sequence[ByDocument]) -> ByDocument:
    return parts[0] if len(parts) == 1 else Pooled(parts)


def _measures(comparison: Comparison) -> dict[str, Callable[[Ints], ByDocument]]:
    """Of each measure the counts that it makes of a code's presence, (coders, units)."""
    places, documents = comparison.places, len(comparison.documents)
    found: dict[str, Callable[[Ints], ByDocument]] = {
        "alpha": lambda codes: nominal_pairings(codes, 2, places, documents),
        "ac1": lambda codes: agreement_counts(codes, 2, places, documents, corrected=True),
        "percentage": lambda codes: agreement_counts(codes, 2, places, documents, corrected=False),
    }
    if len(comparison.coders) == 2:
        found["kappa"] = lambda codes: Contingencies(tabulated(codes, 2, places, documents), 1 - np.eye(2))
    return found


def _stacked(comparison: Comparison, codes: Sequence[str], said: Callable[[str], Ints]) -> tuple[Ints, Ints]:
    """What coders said (coders, n) of each code and passage to which two gave it, and its document, (n,)."""
    found, places = [np.zeros((len(comparison.coders), 0), dtype=np.int64)], [comparison.places[:0]]
    for code in codes:
        values = said(code)
        both = (values != MISSING).sum(axis=0) > 1
        found.append(values[:, both])
        places.append(comparison.places[both])
    return np.concatenate(found, axis=1), np.concatenate(places)


def _share_alike(
    comparison: Comparison, codes: Sequence[str], said: Callable[[str], Ints], values: int, seed: int
) -> Estimate:
    given, places = _stacked(comparison, codes, said)
    documents = len(comparison.documents)
    return estimate(agreement_counts(given, values, places, documents, corrected=False), seed)


def _of_powers(comparison: Comparison, codes: Sequence[str], seed: int) -> dict[str, Estimate]:
    given, places = _stacked(comparison, codes, comparison.powers)
    return _nominal(comparison, given, places, len(POWERS), seed)


def _of_directions(comparison: Comparison, codes: Sequence[str], seed: int) -> dict[str, Estimate]:
    given, places = _stacked(comparison, codes, comparison.directions)
    found = _nominal(comparison, given, places, len(DIRECTIONS), seed)
    scaled = np.where(given == MISSING, np.nan, ORDER_OF_DIRECTIONS[given])
    found["ordinal alpha"] = estimate(pairings(scaled, places, "ordinal", len(comparison.documents)), seed)
    if len(comparison.coders) == 2:
        counts = tabulated(given, len(DIRECTIONS), places, len(comparison.documents))
        found["weighted kappa"] = estimate(
            Contingencies(counts, apart_by(ORDER_OF_DIRECTIONS, "linear")), seed
        )
    return found


def _nominal(
    comparison: Comparison, given: Ints, places: Ints, values: int, seed: int
) -> dict[str, Estimate]:
    documents = len(comparison.documents)
    found = {
        "alpha": estimate(nominal_pairings(given, values, places, documents), seed),
        "percentage": estimate(agreement_counts(given, values, places, documents, corrected=False), seed),
    }
    if len(comparison.coders) == 2:
        counts = tabulated(given, values, places, documents)
        found["kappa"] = estimate(Contingencies(counts, 1 - np.eye(values)), seed)
    return found


def _confusion(presence: Mapping[str, Ints], codes: Sequence[str]) -> Iterator[Instead]:
    """Where two coders part: each code of the one alone with each of the other alone, the most frequent first."""
    if not codes:
        return
    table = np.array([presence[code] for code in codes])
    seen = (table != MISSING).all(axis=(0, 1))
    first, second = table[:, 0, seen] > 0, table[:, 1, seen] > 0
    only_first, only_second = first & ~second, second & ~first
    counts = only_first.astype(np.int64) @ only_second.astype(np.int64).T
    found = [Instead(codes[i], codes[j], int(counts[i, j])) for i, j in np.argwhere(counts).tolist()]
    alone = (only_first & ~only_second.any(axis=0)).sum(axis=1)
    found += [Instead(codes[i], None, int(alone[i])) for i in np.flatnonzero(alone).tolist()]
    alone = (only_second & ~only_first.any(axis=0)).sum(axis=1)
    found += [Instead(None, codes[i], int(alone[i])) for i in np.flatnonzero(alone).tolist()]
    yield from sorted(found, key=lambda each: -each.passages)
