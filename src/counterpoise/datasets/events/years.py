"""Years of pairs of states from their months: counts, shares and the mean of the scale, of years that are whole.

News grew many times over in the years that event data cover, so a count says as much of the press as of the states: each
count has a share beside it, of all that the state did and met, in which that growth cancels.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.events.crosswalk import DIMENSIONS
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.state_years import dyad_years
from counterpoise.errors import Problem
from counterpoise.wording import several

WHOLE = 0.95
"""A year is whole if events were taken up on this share of its days, and on its first and last."""

FORMER_CODES = {"BUR": "MMR", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD"}
"""Codes that ISO 3166-1 once had for states that exist, and some event data still have (ISO 3166-3)."""

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class DaysTakenUp:
    """The days on which events were taken up, as numbers such as 20240131."""

    days: frozenset[int]

    def whole_years(self) -> tuple[int, ...]:
        """The years that are covered from their first to their last day, with few days amiss."""
        return tuple(year for year in self.years() if self._is_whole(year))

    def years(self) -> tuple[int, ...]:
        """Every year that some day is of."""
        return tuple(sorted({day // 10_000 for day in self.days}))

    def _is_whole(self, year: int) -> bool:
        found = sum(day // 10_000 == year for day in self.days)
        ends = {year * 10_000 + 101, year * 10_000 + 1231}
        return ends <= self.days and found >= WHOLE * (365 + isleap(year))


def between_states(months: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """Months (as `dyads.dyad_months` gives them) with ISO3 codes for actor and recipient, and the events of codes that are no state's.

    A state may be told by its ISO3 code, its name or its number in the Correlates of War. Bodies and regions (`EUR`,
    `AFR`) are no states.
    """
    told = pl.concat([months.select("year", told="actor"), months.select("year", told="recipient")])
    found = (
        told.lazy()
        .unique()
        .with_columns(
            code=pl.col("told").str.to_uppercase().replace(FORMER_CODES),
            number=pl.col("told").cast(pl.Int32, strict=False),
        )
        .pipe(with_iso3, "code", "year", "iso3", "iso3")
        .pipe(with_iso3, "told", "year", "name", "name")
        .pipe(with_iso3, "number", "year", "cow", "cow")
    )
    known = found.select("year", "told", iso3=pl.coalesce("iso3", "name", "cow")).collect()
    keyed = months.with_columns(pl.col("year").cast(pl.Int32))
    for role in ("actor", "recipient"):
        keyed = keyed.join(
            known.rename({"told": role, "iso3": f"_{role}"}),
            on=[role, "year"],
            how="left",
            maintain_order="left",
        )
    strange = pl.concat(
        [
            keyed.filter(pl.col(f"_{role}").is_null()).select("events", code=pl.col(role))
            for role in ("actor", "recipient")
        ]
    )
    unknown = (
        strange.group_by("code").agg(pl.col("events").sum()).sort("events", "code", descending=[True, False])
    )
    good = keyed.drop("actor", "recipient").rename({"_actor": "actor", "_recipient": "recipient"})
    return good.filter(pl.col("actor") != pl.col("recipient")), dict(unknown.iter_rows())


def notice_of_codes(place: str, unknown: dict[str, int]) -> Iterator[Problem]:
    """Which codes are no state's, the most frequent first."""
    if unknown:
        named = ", ".join(f"{code} ({number:,})" for code, number in list(unknown.items())[:MOST_NAMED])
        more = f" and {several(len(unknown) - MOST_NAMED, 'other')}" if len(unknown) > MOST_NAMED else ""
        yield Problem(
            place,
            f"codes of actors that are no state's, with their events, which are not counted: {named}{more}",
        )


def yearly(
    months: pl.DataFrame, wanted: Wanted, years: Sequence[int], prefix: str, scale: str
) -> pl.DataFrame:
    """Values of each state toward each power in each of the years, in both directions together.

    `months` has ISO3 codes (`between_states`). Gives state, partner, year, indicator, value, unit and the number of
    events that a value rests on. A pair of states that exist has a count of 0 in a year without an event; there is no share
    or mean of nothing.
    """
    both = pl.concat(
        [
            months.with_columns(state="actor", partner="recipient"),
            months.with_columns(state="recipient", partner="actor"),
        ]
    ).filter(pl.col("state").is_in(wanted.states), pl.col("year").is_in(list(years)))
    sums = [pl.col(name).sum() for name in ("events", "cooperation", "conflict", "hundredths", "scaled")]
    everyone = both.group_by("state", "year").agg(all_events=pl.col("events").sum())
    pairs = _pairs(wanted, years)
    of_pair = _filled(pairs, both.group_by("state", "partner", "year").agg(sums)).join(
        everyone, on=["state", "year"], how="left"
    )
    parts = [
        _value(of_pair, f"{prefix}_cooperation", pl.col("cooperation"), "events"),
        _value(of_pair, f"{prefix}_conflict", pl.col("conflict"), "events"),
        _value(of_pair, f"{prefix}_share", 100 * pl.col("events") / pl.col("all_events"), "percent"),
        _value(
            of_pair,
            f"{prefix}_cooperation_share",
            100 * pl.col("cooperation") / (pl.col("cooperation") + pl.col("conflict")),
            "percent",
        ),
        _value(
            of_pair,
            f"{prefix}_{scale}",
            pl.col("hundredths") / 100 / pl.col("scaled"),
            "scale from -10 to 10",
        ),
    ]
    for dimension in DIMENSIONS:
        of_dimension = (
            both.filter(pl.col("dimension") == dimension).group_by("state", "partner", "year").agg(sums)
        )
        parts += [
            _value(_filled(pairs, of_dimension), f"{prefix}_{kind}:{dimension}", pl.col(kind), "events")
            for kind in ("cooperation", "conflict")
        ]
    return pl.concat(parts)


def indicators(prefix: str, scale: str, of_what: str) -> dict[str, str]:
    """The indicators of `yearly`, each with its unit at the end."""
    found = {
        f"{prefix}_cooperation": "Cooperative events between a state and a power (events)",
        f"{prefix}_conflict": "Conflictual events between a state and a power (events)",
        f"{prefix}_share": "Share of a power in the events between a state and all others (percent)",
        f"{prefix}_cooperation_share": "Share of cooperation in the events between a state and a power (percent)",
        f"{prefix}_{scale}": f"Mean {of_what} of the events between a state and a power (scale from -10 to 10)",
    }
    for dimension in DIMENSIONS:
        for kind, word in (("cooperation", "Cooperative"), ("conflict", "Conflictual")):
            found[f"{prefix}_{kind}:{dimension}"] = (
                f"{word} {dimension} events between a state and a power (events)"
            )
    return found


def _pairs(wanted: Wanted, years: Sequence[int]) -> pl.DataFrame:
    """Each state with each power in each year in which both exist."""
    there = dyad_years(wanted, wanted.start, wanted.end, "iso3")
    return there.filter(pl.col("year").is_in(list(years))).select("state", "partner", "year")


def _filled(pairs: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    joined = pairs.join(counted, on=["state", "partner", "year"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("events", "cooperation", "conflict", "hundredths", "scaled").fill_null(0)
    )


def _value(table: pl.DataFrame, indicator: str, value: pl.Expr, unit: str) -> pl.DataFrame:
    return table.select(
        "state",
        "partner",
        "year",
        "events",
        indicator=pl.lit(indicator),
        value=value.cast(pl.Float64),
        unit=pl.lit(unit),
    ).filter(pl.col("value").is_finite())
