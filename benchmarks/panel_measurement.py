"""Measurement of a large panel: 200 states, 75 years, two powers; seconds of the processor and peak memory.

Usage: python benchmarks/panel_measurement.py

The states are numbered and the values drawn at random, so that nothing has to be downloaded.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.measurement.alignment import measure_alignment
from counterpoise.measurement.ties import measure_ties, tie_inputs
from counterpoise.measurement.votes import measure_votes
from counterpoise.theory.reading import read_theory

STATES = tuple(f"S{number:03}" for number in range(200))
POWERS = {"a": "A", "b": "B"}
YEARS = range(1950, 2025)
MEBIBYTES = 768
"""The bar: as much as measuring may take at its peak."""

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


def main() -> int:
    """Measure once and print what it took; gives the number of bars missed."""
    inputs = tie_inputs(read_theory("neoclassical-realism", Path()), "all")
    values = pl.DataFrame(list(rows()), schema=VALUE_SCHEMA, orient="row")
    before, begun = peak(), time.process_time()
    ties = measure_ties(values, inputs, STATES, POWERS)
    scores = measure_alignment(ties, inputs, 1, YEARS[0], YEARS[-1])
    votes = measure_votes(ties, inputs, 1)
    seconds = time.process_time() - begun
    print(f"{ties.height:,} ties, {scores.height:,} scores, {votes.height:,} shares of votes")
    print(
        f"{seconds:.1f} s of the processor; peak {peak():.0f} MiB (bar {MEBIBYTES}), {before:.0f} before measuring"
    )
    return int(peak() > MEBIBYTES)


if __name__ == "__main__":
    raise SystemExit(main())
