"""Indicators: which of those in the data a theory names, and which values and years they can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import polars as pl

from counterpoise.datasets.source import MOST_SHOWN, all_sources
from counterpoise.errors import Problem, did_you_mean
from counterpoise.theory.elements import Indicator, Theory
from counterpoise.wording import several, within_a_sentence

ROUNDING = 1e-9
"""As far beyond its range a value may lie, as a share of the range's end."""


def indicators_of(theory: Theory) -> Mapping[str, Indicator]:
    """The indicators that a theory names, each once."""
    return {each.id: each for construct in theory.constructs.values() for each in construct.indicators}


def titles_in_sentences(theory: Theory) -> Mapping[str, str]:
    """What each indicator of a theory goes by within a sentence, by its id."""
    return {name: within_a_sentence(each.title) for name, each in indicators_of(theory).items()}


@cache
def titles_of_sources() -> Mapping[str, str]:
    """What each series of a public source goes by within a sentence, by its id: as its source says it, without the unit."""
    return {
        name: within_a_sentence(says.partition(" (")[0].partition(":")[0])
        for source in all_sources()
        for name, says in source.indicators.items()
    }


def in_titles(series: str, titles: Mapping[str, str]) -> str:
    """Ids of series, with commas between, as a reader's words; a variant has its indicator's, and one without a title keeps its id."""
    told = (titles.get(each, titles.get(each.partition(":")[0], each)) for each in series.split(", "))
    return "; ".join(dict.fromkeys(told))


def possible(values: pl.DataFrame, theory: Theory, present: int) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """The values that lie in the range of their indicator and in years that have come, and what is wrong with the others.

    `values` are in `evidence.VALUE_SCHEMA`; `present` is the present year. Indicators without a range in the theory
    may have any value.
    """
    ranges = {name: each.limits for name, each in indicators_of(theory).items() if each.limits is not None}
    low, high = ({name: limits[i] for name, limits in ranges.items()} for i in (0, 1))
    name = pl.col("indicator").str.split(":").list.first()
    ends = [name.replace_strict(end, default=None, return_dtype=pl.Float64) for end in (low, high)]
    below, above = (pl.col("value") - ends[0], ends[1] - pl.col("value"))
    slack = [-ROUNDING * end.abs().clip(lower_bound=1) for end in ends]
    wrong = ((below < slack[0]) | (above < slack[1])).fill_null(False) | (pl.col("end") > present)
    refused = values.filter(wrong)
    if refused.is_empty():
        return values, ()
    return values.filter(~wrong), tuple(_impossible(refused, ranges, present))


def _impossible(
    refused: pl.DataFrame, ranges: Mapping[str, tuple[float | None, float | None]], present: int
) -> Iterator[Problem]:
    for row in refused.head(MOST_SHOWN).iter_rows(named=True):
        if row["end"] > present:
            what = f"{row['indicator']} of {row['end']}; expected no year after {present}"
        else:
            limits = in_words(ranges[row["indicator"].partition(":")[0]])
            what = f"{row['indicator']} is {row['value']:g} {row['unit']}; expected {limits}"
        yield Problem(row["row"], f"{what}. Row left out")
    if (more := refused.height - MOST_SHOWN) > 0:
        yield Problem("data", f"{several(more, 'further row')} left out for values or years that cannot be")


def in_words(limits: tuple[float | None, float | None]) -> str:
    """The range of an indicator as a message says it.

    >>> in_words((0, 100)), in_words((0, None)), in_words((None, 1))
    ('0 to 100', '0 or more', '1 or less')
    """
    low, high = limits
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"{low:g} or more" if low is not None else f"{high:g} or less"


def unknown_indicators(values: pl.DataFrame, theory: Theory) -> tuple[Problem, ...]:
    """A notice for each indicator that neither the theory nor a public source names, at its first row."""
    named = indicators_of(theory)
    of_theory = {*named, *(each.positions for each in named.values() if each.positions is not None)}
    known = of_theory | {name.partition(":")[0] for source in all_sources() for name in source.indicators}
    unknown = values.filter(~pl.col("indicator").str.split(":").list.first().is_in(list(known)))
    return tuple(
        Problem(
            rows["row"][0],
            f"the theory names no indicator '{name}'{did_you_mean(str(name), of_theory)}; "
            f"{several(rows.height, 'row')} of it {'is' if rows.height == 1 else 'are'} kept and measure"
            f"{'s' * (rows.height == 1)} nothing",
        )
        for (name,), rows in unknown.group_by("indicator", maintain_order=True)
    )
