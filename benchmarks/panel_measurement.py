"""Measurement of a large panel: 200 states, 75 and 35 years, two powers, 1,000 draws; seconds of the processor and peak memory.

Usage: python benchmarks/panel_measurement.py

The states are numbered and the values drawn at random, so that nothing has to be downloaded. Beside it stands the naive way,
a loop over states, years and draws in plain Python, for one state, from which the time of all is told.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.measurement.draws import tie_draws
from counterpoise.measurement.state_years import measure_state_years
from counterpoise.measurement.ties import (
    TIE_SCHEMA,
    TieInput,
    by_year,
    measure_ties,
    observed_ties,
    tie_inputs,
)
from counterpoise.measurement.votes import measure_votes
from counterpoise.theory.reading import read_theory

STATES = tuple(f"S{number:03}" for number in range(200))
POWERS = {"a": "A", "b": "B"}
YEARS = range(1950, 2025)
MEBIBYTES = 768
"""The bar: as much as measuring may take at its peak."""
SECONDS = 5.0
"""The bar: seconds of the processor for every construct of 35 years."""

Row = tuple[str, str | None, int, int, str, float, str, str, str, str, float | None, None]


def rows(seed: int = 1) -> Iterator[Row]:
    """A value a year of four indicators and a distance, a share every five years, and the ideal points."""
    rng = np.random.default_rng(seed)
    places = {(state, year): rng.normal() for state in (*STATES, *POWERS.values()) for year in YEARS}
    for (state, year), place in places.items():
        yield state, None, year, year, "ideal_point:all", place, "", "made up", "1", "", 0.07, None
        for power in POWERS.values() if state in STATES else ():
            distance = abs(place - places[power, year])
            named = "ideal_point_distance:all"
            yield state, power, year, year, named, distance, "", "made up", "1", "", 0.1, None
            for indicator in ("trade_share", "atop_obligations", "vote_agreement:all", "shared_igos"):
                yield (
                    state,
                    power,
                    year,
                    year,
                    indicator,
                    30 * rng.random(),
                    "",
                    "made up",
                    "1",
                    "",
                    None,
                    None,
                )
            if year % 5 == 0:
                share = 80 * rng.random()
                yield (
                    state,
                    power,
                    year,
                    year + 4,
                    "arms_import_share",
                    share,
                    "",
                    "made up",
                    "1",
                    "",
                    None,
                    None,
                )


def peak() -> float:
    """Mebibytes that this process has held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def naive(ties: pl.DataFrame, start: int, end: int) -> float:
    """Seconds that shares, engagement, balance and contradiction take draw by draw, for the first state alone."""
    of_state = ties.filter(state=STATES[0])
    begun = time.process_time()
    drawn = tie_draws(observed_ties(of_state), 1)
    for year in range(start, end + 1):
        rows = by_year(of_state).filter(year=year).select("dimension", "indicator", "side", "draw").rows()
        for draw in range(1000):
            shares, weights, whole = [], [], 0.0
            for dimension in ("security", "economic", "diplomatic"):
                mean = {}
                for side in "ab":
                    found = [drawn[place] for of, _, with_, place in rows if (of, with_) == (dimension, side)]
                    mean[side] = sum(float(each[min(draw, each.size - 1)]) for each in found) / max(
                        len(found), 1
                    )
                total = mean["a"] + mean["b"]
                if total:
                    shares.append(mean["a"] / total)
                    weights.append(total / 2)
                    whole += 4 * shares[-1] * (1 - shares[-1]) * weights[-1]
            middle = sum(shares) / max(len(shares), 1)
            _ = (
                (sum((each - middle) ** 2 for each in shares) / max(len(shares), 1)) ** 0.5,
                whole / max(sum(weights), 1e-9),
            )
    return time.process_time() - begun


def measured(
    ties: pl.DataFrame, inputs: tuple[TieInput, ...], values: pl.DataFrame, start: int, end: int
) -> float:
    """Seconds of the processor for every construct of some years."""
    theory = read_theory("neoclassical-realism", Path())
    begun = time.process_time()
    found = measure_state_years(ties, inputs, values, theory, POWERS, 1, start, end)
    seconds = time.process_time() - begun
    print(
        f"{start}-{end}: {found.scores.height:,} scores of {found.scores['construct'].n_unique()} constructs, "
        f"{found.types.height:,} probabilities of types: {seconds:.1f} s of the processor"
    )
    return seconds


def main() -> int:
    """Measure once and print what it took; gives the number of bars missed."""
    inputs = tie_inputs(read_theory("neoclassical-realism", Path()), "all")
    values = pl.DataFrame(list(rows()), schema=VALUE_SCHEMA, orient="row")
    before, begun = peak(), time.process_time()
    ties = measure_ties(values, inputs, STATES, POWERS)
    votes = measure_votes(ties, inputs, 1)
    print(
        f"{ties.height:,} ties, {votes.height:,} shares of votes: {time.process_time() - begun:.1f} s of the processor"
    )
    seconds = measured(ties, inputs, values, 1990, 2024)
    measured(ties, inputs, values, YEARS[0], YEARS[-1])
    one = naive(ties.select(list(TIE_SCHEMA)), 1990, 2024)
    print(
        f"35 years: {seconds:.1f} s (bar {SECONDS:.0f}); draw by draw {one:.1f} s for one state, so "
        f"{one * len(STATES) / seconds:.0f} times as long for {len(STATES)}"
    )
    print(f"peak {peak():.0f} MiB (bar {MEBIBYTES}), {before:.0f} before measuring")
    return int(peak() > MEBIBYTES) + int(seconds > SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
