"""A million runs of the model over ten years, and as many of the loop over runs that a first program would have.

    python benchmarks/scenario_speed.py

The bar is 5 s of wall time on two cores with nothing else to do. The model is made up: five filters and 1,000 draws.
"""

from __future__ import annotations

import resource
import time

import numpy as np

from counterpoise.model.outset import Outset
from counterpoise.model.plan import nothing_done
from counterpoise.model.simulation import run_forward

RUNS, YEARS, NAIVE = 1_000_000, 10, 2_000


def made_up(draws: int = 1000, filters: int = 5) -> Outset:
    """A state with plausible parameters."""
    chance = np.random.default_rng(1)
    return Outset(
        state="AAA",
        year=2020,
        filter_names=tuple(f"f{k}" for k in range(filters)),
        exposure=1.2,
        pressure=chance.normal(size=draws),
        pressure_persistence=chance.uniform(0.6, 0.9, draws),
        filters=chance.normal(size=(filters, draws)),
        filter_persistence=chance.uniform(0.5, 0.9, (filters, draws)),
        filter_response=chance.normal(0, 0.2, (filters, draws)),
        filter_sd=chance.uniform(0.3, 0.6, (filters, draws)),
        ties=chance.normal(size=(2, draws)),
        tie_levels=chance.normal(size=(2, draws)),
        tie_persistence=chance.uniform(0.5, 0.9, (2, draws)),
        direct=chance.normal(0, 0.2, (2, draws)),
        mediated=chance.normal(0, 0.2, (2, filters, draws)),
        moderated=chance.normal(0, 0.1, (2, filters, draws)),
        tie_sd=chance.uniform(0.2, 0.4, (2, draws)),
        year_sd=chance.uniform(0.05, 0.1, (2, draws)),
        tie_correlation=chance.uniform(-0.5, 0.5, draws),
        centre=np.array([0.3, 0.3]),
        scale=np.array([0.1, 0.1]),
    )


def one_by_one(outset: Outset, runs: int) -> np.ndarray:
    """The same equations, run by run and year by year."""
    chance = np.random.default_rng(2)
    found = np.empty((2, YEARS, runs))
    for run in range(runs):
        d = run % outset.draws
        pressure, filters, ties = outset.pressure[d], outset.filters[:, d], outset.ties[:, d]
        rho, r = outset.pressure_persistence[d], outset.tie_correlation[d]
        for year in range(YEARS):
            drawn = chance.standard_normal(1 + filters.size + 4)
            pressure = rho * pressure + np.sqrt(1 - rho**2) * drawn[0]
            felt = outset.exposure * pressure
            filters = (
                outset.filter_persistence[:, d] * filters
                + outset.filter_response[:, d] * felt
                + outset.filter_sd[:, d] * drawn[1 : 1 + filters.size]
            )
            own = np.array([drawn[-4], r * drawn[-4] + np.sqrt(1 - r**2) * drawn[-3]])
            ties = (
                outset.tie_persistence[:, d] * ties
                + outset.direct[:, d] * felt
                + (outset.mediated[:, :, d] + outset.moderated[:, :, d] * felt) @ filters
                + outset.tie_sd[:, d] * own
                + outset.year_sd[:, d] * drawn[-2:]
            )
            level = outset.centre + outset.scale * (outset.tie_levels[:, d] + ties)
            found[:, year, run] = np.clip(level, 0, 1)
    return found


def main() -> None:
    """Print the seconds of both, what a run costs in each, and the peak of memory."""
    outset = made_up()
    wall, cpu = time.perf_counter(), time.process_time()
    paths = run_forward(outset, nothing_done(5, YEARS), RUNS, 1)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    start = time.process_time()
    naive = one_by_one(outset, NAIVE)
    slow = (time.process_time() - start) / NAIVE * RUNS
    apart = np.abs(paths.ties.mean(axis=-1) - naive.mean(axis=-1)).max()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{RUNS:,} runs of {YEARS} years: {wall:.1f} s, {cpu:.1f} s of CPU (bar 5 s of wall time on two cores)"
    )
    print(
        f"run by run they would take {slow:.0f} s of CPU, {slow / cpu:.0f} times as much; means {apart:.3f} apart"
    )
    print(f"peak of memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
