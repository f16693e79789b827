"""Coders side by side on the text itself: how far they agree on where a code begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from counterpoise.agreement.alpha_u import unitizing
from counterpoise.agreement.bootstrap import Estimate, Interval, estimate
from counterpoise.agreement.coefficient import Coefficient, Pooled
from counterpoise.agreement.comparison import Comparison
from counterpoise.agreement.continuum import NO_UNITS, marked_units
from counterpoise.agreement.valued_units import Member, valued_units
from counterpoise.errors import CounterpoiseError
from counterpoise.wording import several

FAMILY: Mapping[str, Member] = {"u": "u", "|u": "relevance", "cu": "cu"}
"""The members of the family by their names in the paper: Krippendorff et al. (2016)."""


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """Coefficients of the spans that coders marked on the text that all of them went through.

    `length` is that text in code points, `spans` how many spans each coder marked there. `alpha_u` is of all codes,
    `of_code` of each; `family` holds u, |u and cu of the continuum, which have no value where one coder gave two codes
    to the same text.
    """

    length: int
    spans: tuple[int, ...]
    alpha_u: Estimate
    of_code: Mapping[str, Estimate]
    family: Mapping[str, Estimate]


def span_agreement(comparison: Comparison, seed: int) -> SpanAgreement:
    """Compare the spans of coders; each coder who marked nothing is a coder all the same."""
    line = comparison.continuum()
    coders = comparison.coders
    marked = marked_units([span for span in comparison.frame.spans if span.coder in coders], line)
    codes = [
        code
        for code in comparison.frame.codes
        if any(len(marked.get((coder, code), NO_UNITS).start) for coder in coders)
    ]
    of_code = {
        code: unitizing([marked.get((coder, code), NO_UNITS) for coder in coders], line) for code in codes
    }
    overall = Pooled(tuple(of_code.values()) or (unitizing([NO_UNITS for _ in coders], line),))
    try:
        counts = valued_units(marked, line, coders, codes)
        family = {name: estimate(replace(counts, member=member), seed) for name, member in FAMILY.items()}
    except CounterpoiseError as error:
        where = several(len(error.problems), "place")
        told = f"not defined: a coder gave two codes to the same text in {where}, first {error.problems[0]}"
        family = dict.fromkeys(FAMILY, _without_value(told))
    return SpanAgreement(
        length=line.length,
        spans=tuple(
            sum(len(units.start) for (who, _), units in marked.items() if who == coder) for coder in coders
        ),
        alpha_u=estimate(overall, seed),
        of_code={code: estimate(counts, seed) for code, counts in of_code.items()},
        family=family,
    )


def withheld(spans: SpanAgreement, reason: str) -> SpanAgreement:
    """The same text and spans without any coefficient, for a reason."""
    none = _without_value(reason)
    return replace(
        spans,
        alpha_u=none,
        of_code=dict.fromkeys(spans.of_code, none),
        family=dict.fromkeys(spans.family, none),
    )


def _without_value(reason: str) -> Estimate:
    return Estimate(Coefficient(None, None, None, 0, reason), Interval(None, None, 0, reason=reason))
