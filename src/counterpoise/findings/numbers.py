"""Numbers that stand beside passages: the latest observation of each tie, and its movement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl

from counterpoise.datasets.indicators import in_titles, titles_in_sentences
from counterpoise.evidence import Value, covering, ids_of_table, values_of_table
from counterpoise.findings.basis import Basis
from counterpoise.findings.names import PowerNames
from counterpoise.measurement.draws import has_width, quantiles, quantity_draws
from counterpoise.measurement.movement import MovementResult
from counterpoise.measurement.scores import IndicatorMovement, Scores
from counterpoise.measurement.ties import observed_ties
from counterpoise.study import Study
from counterpoise.theory.elements import Side
from counterpoise.wording import within_a_sentence

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands beside passages: observed by a source, or computed from observed values.

    `evidence` holds the ids of the values that it is, or is computed from; what it shares with many others is its `basis`.
    """

    label: str
    text: str
    unit: str
    years: str
    source: str
    release: str
    row: str
    evidence: tuple[str, ...]
    interval: str | None = None
    basis: Basis | None = None


def years_of(start: int, end: int) -> str:
    """Years as a reader writes them: `2010` or `2010-14`."""
    if start == end:
        return str(start)
    return f"{start}-{end % 100:02d}" if start // 100 == end // 100 else f"{start}-{end}"


def interval90(low: str, high: str) -> str:
    """An interval as it stands beside every number, in brackets or in a column of its own: `90 % interval 0.16 to 0.83`."""
    return f"90 % interval {low} to {high}"


def shown(value: float) -> str:
    """A number with as many digits as help a reader: four significant ones, and thousands marked."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def first_and_last(rows: Sequence[Row]) -> list[Row]:
    """The first and the last of some rows; the only one once."""
    return [*rows[:1], *rows[1:][-1:]]


def latest_ties(
    scores: Scores, state: str, names: PowerNames, seed: int, *, side: Side | None = None, **where: str
) -> tuple[Number, ...]:
    """The first and latest observation behind each tie that fits `where` (dimension, construct).

    They go by the name of the quantity observed, which of a distance is not that of the tie; intervals are those
    of draws from `seed`.
    """
    observed = scores.ties.filter(pl.col("state") == state)
    for column, value in where.items():
        observed = observed.filter(pl.col(column) == value)
    if side is not None:
        observed = observed.filter(pl.col("side") == side)
    return tuple(
        number
        for _, series in observed.sort("start").group_by("quantity", "side", maintain_order=True)
        for number in tie_numbers(series[first_and_last(range(len(series)))], names, seed)
    )


def tie_numbers(rows: pl.DataFrame, names: PowerNames, seed: int) -> Iterator[Number]:
    """What stands behind some ties, rows of `TIE_SCHEMA`: each observation in its own unit, with its interval."""
    for row, tie in zip(rows.iter_rows(named=True), observed_ties(rows), strict=True):
        power = names.sides["a" if row["side"] == "a" else "b"]
        drawn = quantiles(quantity_draws([tie], [row["value"]], seed, distance=row["distance"])[0])
        low, high = drawn["low90"], drawn["high90"]
        interval = None
        if low is not None and high is not None and low < high:
            interval = interval90(shown(low), shown(high))
        yield Number(
            label=f"{row['quantity']}, {power}",
            text=shown(row["value"]),
            unit=row["unit"],
            years=years_of(row["start"], row["end"]),
            source=row["source"],
            release=row["release"],
            row=row["row"],
            evidence=(row["observation"],),
            interval=interval,
        )


def series_numbers(values: pl.DataFrame, state: str, indicator: str, label: str) -> tuple[Number, ...]:
    """The first and the latest observation of an indicator of the state itself."""
    observed = values_of_table(
        values.filter(
            (pl.col("state") == state) & (pl.col("indicator") == indicator) & pl.col("partner").is_null()
        ).sort("start")
    )
    return tuple(value_number(value, label) for value in first_and_last(observed))


def value_number(value: Value, label: str) -> Number:
    """An observation as its source gives it."""
    return Number(
        label=label,
        text=shown(value.value),
        unit=value.unit,
        years=years_of(value.start, value.end),
        source=value.source,
        release=value.release,
        row=value.row,
        evidence=(value.id,),
    )


def computed_numbers(
    study: Study,
    scores: Scores,
    construct: str,
    label: str,
    dimension: str = "all",
    values: pl.DataFrame | None = None,
    partner: str | None = None,
) -> tuple[Number, ...]:
    """The first and latest value of a construct among the years in which all its inputs are observed.

    It stands on the state's ties of the dimension; with `values`, on those of the indicators that it names, with `partner` on
    those with one power and of the state itself.
    """
    rows = (
        scores.alignment.filter(
            (pl.col("state") == study.state)
            & (pl.col("construct") == construct)
            & (pl.col("dimension") == dimension)
            & (pl.col("observed") == pl.col("inputs"))
            & pl.col("median").is_not_null()
        )
        .sort("year")
        .rows(named=True)
    )
    return tuple(score_number(study, scores, row, label, values, partner) for row in first_and_last(rows))


def score_number(
    study: Study,
    scores: Scores,
    row: Mapping[str, Any],
    label: str,
    values: pl.DataFrame | None = None,
    partner: str | None = None,
) -> Number:
    """A score of a state in one year, a row of `SCORE_SCHEMA`, as a number that stands on what `computed_numbers` says."""
    state = row["state"]
    return Number(
        label=label,
        text=f"{row['median']:.2f}",
        unit="on a scale of 0 to 1",
        years=str(row["year"]),
        source=f"computed from {in_titles(row['series'], titles_in_sentences(study.theory))}",
        release="this study",
        row=f"{state} {row['year']}, {row['observed']} of {row['inputs']} inputs",
        evidence=_covering(scores, state, row["dimension"], row["year"])
        if values is None
        else values_named(values, state, row["series"].split(", "), row["year"], partner),
        interval=interval90(f"{row['low90']:.2f}", f"{row['high90']:.2f}")
        if has_width(row["low90"], row["high90"])
        else None,
    )


def _covering(scores: Scores, state: str, dimension: str, year: int) -> tuple[str, ...]:
    """Ids of the values of a state's ties in a year, in one dimension or `all`."""
    ties = scores.ties.filter(
        (pl.col("state") == state) & (pl.col("start") <= year) & (pl.col("end") >= year)
    )
    if dimension != "all":
        ties = ties.filter(dimension=dimension)
    return tuple(ties["observation"])


def values_named(
    values: pl.DataFrame, state: str, indicators: Sequence[str], year: int, partner: str | None
) -> tuple[str, ...]:
    """Ids of the values of some indicators of a state that cover a year; with `partner` of no other power."""
    observed = covering(values, year, year).filter(
        pl.col("state") == state, pl.col("indicator").is_in(indicators)
    )
    if partner is not None:
        observed = observed.filter(pl.col("partner").is_null() | (pl.col("partner") == partner))
    return tuple(ids_of_table(observed))


def crossing(moved: IndicatorMovement) -> tuple[str, ...]:
    """The intervals that a movement leaves out because their middle lies outside its window."""
    return tuple(years_of(start, end) for start, end in moved.left_out)


def movement_number(
    label: str, result: MovementResult, evidence: tuple[str, ...], left_out: tuple[str, ...] = ()
) -> Number:
    """A movement word with the numbers that it follows from, the ids of the values that moved, and what did not enter."""
    ends = dict.fromkeys((f"{result.first:g}", f"{result.last:g}"))
    years = "-".join(ends) if result.points else "no years"
    if result.change is None:
        told = f"{result.points} points; the rule asks for 8"
    else:
        told = (
            f"change {result.change:+.2f}, Kendall p {_p(result.p)}, "
            f"residual sd {result.residual_sd:.2f}, {result.points} points"
        )
    if left_out:
        told += f"; left out: {', '.join(left_out)}"
    return Number(
        label=label,
        text=result.word,
        unit="movement of the tie",
        years=years,
        source="computed by the movement rule",
        release="this study",
        row=told,
        evidence=evidence,
    )


def movement_words(
    movements: Iterable[IndicatorMovement], side: Side, dimension: str | None = None
) -> dict[str, str]:
    """The movement word of each indicator of one power, by the indicator's title."""
    return {
        each.title: each.result.word
        for each in movements
        if each.side == side and (dimension is None or each.dimension == dimension)
    }


def by_word(words: Mapping[str, str]) -> str:
    """Indicators gathered under their movement word: `contracting: share of trade; steady: ...`."""
    titles: dict[str, list[str]] = defaultdict(list)
    for title, word in words.items():
        titles[word].append(within_a_sentence(title))
    return "; ".join(f"{word}: {', '.join(named)}" for word, named in sorted(titles.items()))


def _p(p: float | None) -> str:
    """A p-value to three decimals, or that it is below the last of them."""
    return "not defined" if p is None else f"{p:.3f}" if p >= 0.001 else "below .001"
