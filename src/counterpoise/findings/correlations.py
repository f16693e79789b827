"""How alignment in one dimension goes with that in another: told in words, and weighed for claims that keep them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from counterpoise.evidence import covering
from counterpoise.findings.claim import Weighing
from counterpoise.findings.numbers import years_of
from counterpoise.wording import words_of

TOGETHER = 0.3
"""From this correlation on two dimensions go together: a medium effect of Cohen (1988), *Statistical Power Analysis*."""

NO_WIDTH = 0.005
"""An interval narrower than this is none."""

APART, ASTRIDE, JOINED = (f"{where} .3" for where in ("below", "on both sides of", "above"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two dimensions and the correlation of their alignment shares over some years: median and 90 per cent interval.

    `years` is how many there are with both, from `first` to `last`. All but the names is None where `why` says why
    nothing can be told.
    """

    one: str
    other: str
    years: int
    first: int | None
    last: int | None
    median: float | None
    low: float | None
    high: float | None
    why: str | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval where it has a width: sources that publish no errors give none."""
        if self.low is None or self.high is None or self.high - self.low <= NO_WIDTH:
            return None
        return self.low, self.high


def pairs_of(correlations: pl.DataFrame, state: str) -> tuple[Pair, ...]:
    """Every pair of dimensions of a state, from `CORRELATION_SCHEMA`."""
    columns = ("one", "other", "years", "first", "last", "median", "low90", "high90", "why")
    return tuple(Pair(*row) for row in correlations.filter(state=state).select(columns).iter_rows())


def pairs_with(correlations: pl.DataFrame, state: str, dimension: str) -> tuple[Pair, ...]:
    """The pairs of a state that hold a dimension, which stands first in each."""
    return tuple(
        pair
        if pair.one == dimension
        else Pair(
            dimension,
            pair.one,
            pair.years,
            pair.first,
            pair.last,
            pair.median,
            pair.low,
            pair.high,
            pair.why,
        )
        for pair in pairs_of(correlations, state)
        if dimension in (pair.one, pair.other)
    )


def weighed_apart(told: Iterable[Pair]) -> Weighing:
    """Count the pairs that are apart, together, and neither, by `word_of`."""
    words = [word_of(pair) for pair in told]
    apart, together, between = (words.count(word) for word in (APART, JOINED, ASTRIDE))
    return Weighing(
        claimed=((APART, apart),),
        contrary=((JOINED, together),) if together else (),
        neither=((ASTRIDE, between),) if between else (),
        judged="correlation",
    )


def word_of(pair: Pair) -> str:
    """Where the 90 per cent interval of a correlation lies: below the bound, above it, or on both sides.

    Zero in an interval does not suffice to call a pair apart: a wide one may hold a strong correlation too.
    """
    if pair.low is None or pair.high is None:
        raise ValueError(f"{pair.one} with {pair.other}: nothing is told, so that it has no word")
    if pair.high < TOGETHER:
        return APART
    return JOINED if pair.low >= TOGETHER else ASTRIDE


def rule_in_words(dimension: str) -> str:
    """By what a claim is judged that keeps a dimension apart."""
    return (
        f"{words_of(dimension)} ties count as apart from those of another dimension where the 90 % interval of the "
        "correlation of both alignment shares over the years lies below .3, and as going together where it lies above."
    )


def sentence_on(pair: Pair) -> str:
    """A correlation with its interval and years, or why there is none."""
    between = f"{words_of(pair.one)} with {words_of(pair.other).lower()}"
    if pair.median is None or pair.low is None or pair.high is None:
        return f"{between}: {pair.why}."
    interval = "of shares whose sources publish no error"
    if pair.interval is not None:
        interval = f"90 % interval {pair.interval[0]:z.2f} to {pair.interval[1]:z.2f}"
    opposed = ", so that they move in opposite ways" if pair.high < -TOGETHER else ""
    return f"{between}: {pair.median:z.2f} ({interval}), {pair.years} years, {span(pair)}{opposed}."


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
