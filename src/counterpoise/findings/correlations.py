"""How alignment in one dimension goes with that in another: told in words, and weighed for claims that keep them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.evidence import covering
from counterpoise.findings.claim import Weighing
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.measurement.draws import has_width
from counterpoise.wording import words_of

TOGETHER = 0.3
"""From this correlation on two dimensions go together: a medium effect of Cohen (1988), *Statistical Power Analysis*."""

APART, JOINED, OPEN = "weaker than .3", "stronger than .3", "on both sides of .3"
"""A correlation is as strong as its absolute value: what moves in opposite ways is not kept apart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two dimensions and the correlation of their alignment shares over some years: median and 90 per cent intervals.

    `low` to `high` is the interval of measurement, `low_years` to `high_years` that over years and measurement.
    `years` is how many there are with both, from `first` to `last`, which amount to `independent` ones. All but the names is None
    where `why` says why nothing can be told.
    """

    one: str
    other: str
    years: int
    first: int | None
    last: int | None
    median: float | None
    low: float | None
    high: float | None
    independent: float | None
    low_years: float | None
    high_years: float | None
    why: str | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of measurement where it has a width: sources that publish no errors give none."""
        if self.low is None or self.high is None or not has_width(self.low, self.high):
            return None
        return self.low, self.high


def pairs_of(correlations: pl.DataFrame, state: str) -> tuple[Pair, ...]:
    """Every pair of dimensions of a state, from `CORRELATION_SCHEMA`."""
    over_years = ("independent", "low_years", "high_years")
    columns = ("one", "other", "years", "first", "last", "median", "low90", "high90", *over_years, "why")
    return tuple(Pair(*row) for row in correlations.filter(state=state).select(columns).iter_rows())


def pairs_with(correlations: pl.DataFrame, state: str, dimension: str) -> tuple[Pair, ...]:
    """The pairs of a state that hold a dimension, which stands first in each."""
    return tuple(
        pair if pair.one == dimension else replace(pair, one=dimension, other=pair.one)
        for pair in pairs_of(correlations, state)
        if dimension in (pair.one, pair.other)
    )


def weighed_apart(told: Iterable[Pair]) -> Weighing:
    """Count the pairs that are apart, together, and neither, by `word_of`."""
    words = [word_of(pair) for pair in told]
    apart, together, between = (words.count(word) for word in (APART, JOINED, OPEN))
    return Weighing(
        claimed=((APART, apart),),
        contrary=((JOINED, together),) if together else (),
        neither=((OPEN, between),) if between else (),
        judged="correlation",
        uncertain=True,
    )


def word_of(pair: Pair) -> str:
    """Where the 90 per cent interval over years of a correlation lies: within the bound of 0, beyond it, or on both sides.

    The interval holds the choice of years as well as measurement, so that none is without width. Zero in an
    interval does not suffice to call a pair apart: a wide one may hold a strong correlation too.
    """
    if pair.low_years is None or pair.high_years is None:
        raise ValueError(f"{pair.one} with {pair.other}: nothing is told, so that it has no word")
    if pair.low_years > -TOGETHER and pair.high_years < TOGETHER:
        return APART
    return JOINED if pair.low_years >= TOGETHER or pair.high_years <= -TOGETHER else OPEN


def rule_in_words(dimension: str) -> str:
    """By what a claim is judged that keeps a dimension apart."""
    return (
        f"{words_of(dimension)} ties count as apart from those of another dimension where the 90 % interval of the "
        "correlation of both alignment shares over the years lies within -.3 to .3, and as going together, or in opposite ways, "
        "where it lies wholly above .3 or below -.3. The interval holds how few years there are, and that they follow each other."
    )


def sentence_on(pair: Pair) -> str:
    """A correlation with its interval and years, or why there is none."""
    between = f"{words_of(pair.one)} with {words_of(pair.other).lower()}"
    if pair.median is None or pair.low_years is None or pair.high_years is None:
        return f"{between}: {pair.why}."
    measured = "no error of measurement, as the sources publish none"
    if pair.interval is not None:
        measured = f"of measurement alone {pair.interval[0]:z.2f} to {pair.interval[1]:z.2f}"
    over_years = interval90(f"{pair.low_years:z.2f}", f"{pair.high_years:z.2f}")
    interval = f"{over_years}; {measured}"
    amount = f"{pair.years} years that amount to {pair.independent:.1f} independent ones"
    opposed = ", so that they move in opposite ways" if pair.high_years <= -TOGETHER else ""
    return f"{between}: {pair.median:z.2f} ({interval}), {amount}, {span(pair)}{opposed}."


def correlation_number(pair: Pair, evidence: tuple[str, ...]) -> Number:
    """A correlation as a number beside passages, with the interval over years; `evidence` are the values behind it."""
    if pair.median is None or pair.low_years is None or pair.high_years is None or pair.independent is None:
        raise ValueError(f"{pair.one} with {pair.other}: nothing is told, so that there is no number")
    return Number(
        label=f"{words_of(pair.one)} with {words_of(pair.other).lower()}",
        text=f"{pair.median:z.2f}",
        unit="correlation of alignment shares",
        years=span(pair),
        source="computed from the alignment shares",
        release="this study",
        row=f"{pair.years} years that amount to {pair.independent:.1f} independent ones",
        evidence=evidence,
        interval=interval90(f"{pair.low_years:z.2f}", f"{pair.high_years:z.2f}"),
    )


def span(pair: Pair) -> str:
    """The first and last year of a correlation; a dash where there is none."""
    return "–" if pair.first is None or pair.last is None else years_of(pair.first, pair.last)


def values_behind(told: Sequence[Pair], ties: pl.DataFrame, state: str) -> tuple[str, ...]:
    """Ids of the values that the shares of some pairs are made of, each over the years of its pair."""
    found = []
    for pair in told:
        if pair.first is not None and pair.last is not None:
            rows = covering(ties, pair.first, pair.last).filter(
                pl.col("in_share"), pl.col("dimension").is_in([pair.one, pair.other]), state=state
            )
            found += rows["observation"].to_list()
    return tuple(dict.fromkeys(found))
