"""The part of what was counted that bears a claim out, as a number with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from counterpoise.documents.document import Document
from counterpoise.findings.claim import Weighing
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.measurement.draws import Z90


def wilson(some: int, of: int) -> tuple[float, float]:
    """The 90 per cent score interval of a share, some `of` so many, 1 at least (Wilson 1927).

    Of the intervals for a share it is among those that hold what they promise where few are counted (Brown, Cai and DasGupta
    2001, *Statistical Science* 16(2): 101-133).
    """
    share, spread = some / of, Z90**2 / of
    centre = (share + spread / 2) / (1 + spread)
    half = Z90 / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, centre - half), min(1.0, centre + half)


def share_number(weighing: Weighing, documents: Iterable[Document], evidence: tuple[str, ...]) -> Number:
    """The share of what a weighing judged that bears the claim out, of documents of some years.

    The interval is that of counts of independent cases; passages of one document are less than that.
    """
    low, high = wilson(weighing.supporting, weighing.of)
    dated = sorted(
        {int(each.date[:4]) for each in documents if each.date is not None and each.date[:4].isdecimal()}
    )
    words = " or ".join(word for word, _ in weighing.claimed)
    return Number(
        label=f"Share {words}",
        text=f"{weighing.supporting / weighing.of:.2f}",
        unit=f"of {weighing.of} judged, each a {weighing.judged}",
        years=years_of(dated[0], dated[-1]) if dated else "–",
        source="counted in the documents",
        release="this study",
        row=str(weighing),
        evidence=evidence,
        interval=interval90(f"{low:.2f}", f"{high:.2f}"),
    )
