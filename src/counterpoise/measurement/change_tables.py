"""Tables of how series moved and broke: one row for each series, date, event or pair of powers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import polars as pl

from counterpoise.measurement.movement_draws import WORDS
from counterpoise.measurement.series_changes import SeriesChange, VolatilityComparison, compare_volatility
from counterpoise.theory.elements import Side

Powers = Mapping[Side, str]
Kind = type[pl.DataType]

OF_SERIES: dict[str, Kind] = {
    "state": pl.String,
    "power": pl.String,
    "dimension": pl.String,
    "indicator": pl.String,
}
SERIES_SCHEMA: dict[str, Kind] = {
    **OF_SERIES,
    "points": pl.Int32,
    "first": pl.Float64,
    "last": pl.Float64,
    "word": pl.String,
    **dict.fromkeys(WORDS, pl.Float64),
    "slope_per_decade": pl.Float64,
    "slope_low90": pl.Float64,
    "slope_high90": pl.Float64,
    "volatility": pl.Float64,
    "volatility_low90": pl.Float64,
    "volatility_high90": pl.Float64,
    "breaks": pl.Int32,
    "any_break": pl.Float64,
    "dates": pl.String,
    "date": pl.Float64,
    "date_low90": pl.Float64,
    "date_high90": pl.Float64,
    "noise_correlation": pl.Float64,
    "least_squares_dates": pl.String,
    "note": pl.String,
}
"""`word` is that of the series as observed, and the words that follow have their probabilities. `dates` are those of as
many breaks as are the most probable, each with the ends of its 90 per cent set, "none" where that is none; `date` and its
interval those of a single break, if there is one; `least_squares_dates` those of as many as Liu, Wu and Zidek's criterion takes, with the
90 per cent interval of each."""

DATES_SCHEMA: dict[str, Kind] = {
    **OF_SERIES,
    "year": pl.Float64,
    "probability": pl.Float64,
    "prior": pl.Float64,
    "single": pl.Float64,
}
EVENTS_SCHEMA: dict[str, Kind] = {
    **OF_SERIES,
    "event": pl.String,
    "event_dimension": pl.String,
    "what": pl.String,
    "probability": pl.Float64,
    "prior": pl.Float64,
    "placebo": pl.Float64,
    "odds": pl.Float64,
    "as_probable": pl.Float64,
    "size": pl.Float64,
    "size_low90": pl.Float64,
    "size_high90": pl.Float64,
    "change": pl.Float64,
    "change_low90": pl.Float64,
    "change_high90": pl.Float64,
}
VOLATILITY_SCHEMA: dict[str, Kind] = {
    "state": pl.String,
    "dimension": pl.String,
    "indicator": pl.String,
    **{f"{side}{bound}": pl.Float64 for side in "ab" for bound in ("", "_low90", "_high90")},
    "more_volatile_with_a": pl.Float64,
}


def series_table(changes: Sequence[SeriesChange], powers: Powers) -> pl.DataFrame:
    """One row for each series, in `SERIES_SCHEMA`; what cannot be told is null, and `note` says why."""
    return pl.DataFrame([_of_series(change, powers) for change in changes], schema=SERIES_SCHEMA)


def dates_table(changes: Sequence[SeriesChange], powers: Powers) -> pl.DataFrame:
    """One row for each series and time at which it may have broken, in `DATES_SCHEMA`."""
    rows = [
        {**_named(change, powers), "year": year, "probability": at, "prior": prior, "single": single}
        for change in changes
        if (found := change.breaks) is not None
        for year, at, prior, single in zip(
            found.times.tolist(), found.at.tolist(), found.prior_at.tolist(), found.single.tolist(), strict=True
        )
        if prior > 0
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=DATES_SCHEMA)


def events_table(changes: Sequence[SeriesChange], powers: Powers) -> pl.DataFrame:
    """One row for each series and event on which it bears, in `EVENTS_SCHEMA`."""
    rows = [
        {
            **_named(change, powers),
            "event": event.date,
            "event_dimension": event.dimension,
            "what": event.what,
            "probability": found.probability,
            "prior": found.prior,
            "placebo": found.placebo,
            "odds": found.odds,
            "as_probable": found.as_probable,
            **_with_interval("size", found.size or {}),
            **_with_interval("change", found.change),
        }
        for change in changes
        for event, found in change.events
    ]
    return pl.DataFrame(rows, schema=EVENTS_SCHEMA)


def volatility_table(changes: Sequence[SeriesChange], powers: Powers) -> pl.DataFrame:
    """One row for each indicator observed with both powers, in `VOLATILITY_SCHEMA`, columns named after the powers."""
    rows = [_of_pair(pair) for pair in compare_volatility(changes)]
    return pl.DataFrame(rows, schema=VOLATILITY_SCHEMA).rename(
        lambda name: f"{powers[name[0]]}{name[1:]}" if name[:2] in {"a", "b", "a_", "b_"} else name  # type: ignore[index]
    )


CHANGE_TABLES: Mapping[str, Callable[[Sequence[SeriesChange], Powers], pl.DataFrame]] = MappingProxyType(
    {"series": series_table, "dates": dates_table, "events": events_table, "volatility": volatility_table}
)


def _named(change: SeriesChange, powers: Powers) -> dict[str, object]:
    series = change.series
    return {
        "state": change.state,
        "power": powers[series.side],
        "dimension": series.entry.dimension,
        "indicator": series.entry.series,
    }


def _with_interval(name: str, found: Mapping[str, float | None]) -> dict[str, float | None]:
    return {
        name: found.get("median"),
        f"{name}_low90": found.get("low90"),
        f"{name}_high90": found.get("high90"),
    }


def _of_series(change: SeriesChange, powers: Powers) -> dict[str, object]:
    point, drawn, found, squares = change.point, change.drawn, change.breaks, change.least_squares
    row: dict[str, object] = {
        **_named(change, powers),
        "points": point.points,
        "first": point.first,
        "last": point.last,
        "word": point.word,
        "note": change.note,
    }
    if drawn is not None:
        slope = _with_interval("slope", drawn.slope_per_decade())
        row |= {"slope_per_decade": slope.pop("slope"), **slope}
        row |= _with_interval("volatility", drawn.volatility_interval())
        row |= drawn.probabilities() if change.with_errors else {}
    if found is not None:
        row |= {"breaks": found.most_probable, "any_break": found.any, "noise_correlation": found.correlation}
        row["dates"] = ", ".join(map(str, found.likeliest_breaks())) or "none"
        held = found.credible_dates()
        if len(held):
            likeliest = float(found.times[found.single.argmax()])
            row |= {"date": likeliest, "date_low90": float(held[0]), "date_high90": float(held[-1])}
    if squares is not None:
        number = squares.by_lwz
        row["least_squares_dates"] = (
            ", ".join(
                "{:g} ({:g}-{:g})".format(date, *squares.interval(number, place))
                for place, date in enumerate(squares.dates(number).tolist())
            )
            or "none"
        )
    return row


def _of_pair(pair: VolatilityComparison) -> dict[str, object]:
    entry = pair.a.series.entry
    row: dict[str, object] = {
        "state": pair.state,
        "dimension": entry.dimension,
        "indicator": entry.series,
        "more_volatile_with_a": pair.probability,
    }
    for side, change in (("a", pair.a), ("b", pair.b)):
        if change.drawn is not None:
            row |= _with_interval(side, change.drawn.volatility_interval())
    return row
