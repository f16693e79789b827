"""What ideal points cost in CPU seconds, compiling apart, beside the same steps written with numpy.

    python benchmarks/ideal_points.py FOLDER

FOLDER holds un_votes and un_roll_calls, R or Parquet, as downloaded. One step and one draw are timed with numpy on the
same votes, and the votes of one session with girth (MIT), where it is installed: its graded response model is the one that has three
answers and takes votes that are missing, but it knows no time. py-irt is not run: it has no model of three answers, and brings PyTorch. Set NUMBA_NUM_THREADS, OMP_NUM_THREADS and OPENBLAS_NUM_THREADS to 1.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import log_ndtr, ndtr, ndtri

from counterpoise.datasets.voting_record import read_voting_record
from counterpoise.measurement.ideal_points.chain import chain_of
from counterpoise.measurement.ideal_points.cleaning import Cleaned, clean
from counterpoise.measurement.ideal_points.estimation import Prepared, estimate, prepared
from counterpoise.measurement.ideal_points.gibbs import Sampler
from counterpoise.measurement.ideal_points.variational import fit, start
from counterpoise.measurement.ideal_points.votes import Floats, Votes

ANCHORS = ("USA", "RUS")
SINCE = 1991
DRAWS = 30
TIMES = 3

COMPILE = """
import time
started = time.process_time()
import xarray
from counterpoise.measurement.ideal_points.estimation import estimate, prepared
from tests.measurement.ideal_points.simulated import simulated
imported = time.process_time()
estimate(prepared(simulated(states=12, sessions=3, roll_calls=20)[0]), ("S001", "S002"), "gibbs", draws=20, burn_in=0)
print(f"{imported - started:.2f} {time.process_time() - imported:.2f}")
"""


def spent(work: Callable[[], object], times: int = TIMES) -> float:
    """The least CPU seconds of some runs."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def processes() -> list[str]:
    """CPU seconds to import, and to estimate from a handful of votes, in two processes with an empty cache at first."""
    with tempfile.TemporaryDirectory() as cache:
        here = Path(__file__).parents[1]
        environment = os.environ | {"XDG_CACHE_HOME": cache, "PYTHONPATH": str(here), "NUMBA_CACHE_DIR": ""}
        command = [sys.executable, "-c", COMPILE]
        return [
            subprocess.run(
                command, env=environment, capture_output=True, text=True, check=True
            ).stdout.strip()
            for _ in range(2)
        ]


def by_vote(votes: Votes) -> tuple[np.ndarray, np.ndarray]:
    """Of each vote the roll call and the category (0 to 2)."""
    sizes = np.diff(votes.starts, axis=1)
    return np.repeat(np.arange(len(sizes)), sizes.sum(axis=1)), np.repeat(
        np.tile(np.arange(3), len(sizes)), sizes.ravel()
    )


def cuts_of(votes: Votes, rolls: Floats) -> Floats:
    """Cuts (roll calls, 4), with those at infinity."""
    edges = np.full((len(rolls), 4), np.inf)
    edges[:, 0] = -np.inf
    edges[:, 1] = edges[:, 2] = rolls[:, 1]
    three = votes.observed == 7
    edges[three, 2] += np.exp(rolls[three, 2])
    edges[votes.observed == 3, 2] = np.inf
    edges[votes.observed == 6, 1] = -np.inf
    return edges


def numpy_expected(votes: Votes, theta: Floats, rolls: Floats) -> Floats:
    """What z is expected to be of each vote, the heart of a step."""
    roll, category = by_vote(votes)
    edges = cuts_of(votes, rolls)
    mean = rolls[roll, 0] * theta[votes.units]
    low, high = edges[roll, category] - mean, edges[roll, category + 1] - mean
    turned = low + high > 0
    low, high = np.where(turned, -high, low), np.where(turned, -low, high)
    log_high = log_ndtr(high)
    share = -np.expm1(log_ndtr(low) - log_high)
    scaled = [np.exp(-np.square(x) / 2 - log_high) / np.sqrt(2 * np.pi) / share for x in (low, high)]
    found: Floats = mean + np.where(turned, -1, 1) * (scaled[0] - scaled[1])
    return found


def numpy_step(votes: Votes, theta: Floats, rolls: Floats) -> None:
    """The passes over all votes of one variational step: z for the roll calls, sums, z again for the points, sums."""
    roll, _ = by_vote(votes)
    for owner, other in ((roll, theta[votes.units]), (votes.units, rolls[roll, 0])):
        z = numpy_expected(votes, theta, rolls)
        np.bincount(owner, np.square(other))
        np.bincount(owner, other * z)


def numpy_draw(votes: Votes, theta: Floats, rolls: Floats, random: np.random.Generator) -> None:
    """The passes over all votes of one draw: two likelihoods for the cuts, z, and the sums that points and slopes need."""
    roll, category = by_vote(votes)
    edges = cuts_of(votes, rolls)
    mean = rolls[roll, 0] * theta[votes.units]
    low, high = edges[roll, category] - mean, edges[roll, category + 1] - mean
    for _ in range(2):
        np.bincount(roll, np.log(np.maximum(ndtr(high) - ndtr(low), 1e-300)))
    bottom, top = ndtr(low), ndtr(high)
    z = mean + ndtri(np.clip(bottom + random.random(mean.size) * (top - bottom), 1e-300, 1 - 1e-16))
    np.bincount(roll, theta[votes.units] * z)
    np.bincount(roll, np.square(theta[votes.units]))
    np.bincount(votes.units, rolls[roll, 0] * z)
    np.bincount(votes.units, np.square(rolls[roll, 0]))


def report(name: str, found: Prepared) -> None:
    """Print what the votes of some years cost."""
    estimate(found, ANCHORS)
    whole = spent(lambda: estimate(found, ANCHORS))
    chain = chain_of(found.votes, "smoother")
    begin = start(found.votes, found.state, 0, 1)
    fitted = fit(found.votes, chain, *begin)
    print(
        f"{name}: {found.votes.units.size:,} votes, {found.units.height:,} points, {len(fitted.rolls):,} roll calls"
    )
    print(f"  variational: {whole:.3f} CPU s in {fitted.steps} steps, start and all")
    naive = spent(lambda: numpy_step(found.votes, fitted.theta, fitted.rolls))
    one = whole / fitted.steps
    print(f"  a step: {one:.4f} CPU s; its passes with numpy {naive:.4f}, {naive / one:.0f} times as long")
    sampler = Sampler(found.votes, chain, fitted.theta, fitted.rolls, 1)
    sampler.sweep()
    draw = spent(lambda: [sampler.sweep() for _ in range(DRAWS)]) / DRAWS
    random = np.random.default_rng(1)
    naive = spent(lambda: numpy_draw(found.votes, fitted.theta, fitted.rolls, random))
    print(f"  a draw: {draw:.4f} CPU s; its passes with numpy {naive:.4f}, {naive / draw:.1f} times as long")


def beside_girth(cleaned: Cleaned) -> None:
    """Print what the votes of the last session cost here and with girth, and how the two sets of points go together."""
    last = replace(cleaned, votes=cleaned.votes.filter(pl.col("session") == pl.col("session").max()))
    found = prepared(last)
    ours = estimate(found, ANCHORS)
    seconds = spent(lambda: estimate(found, ANCHORS))
    told = f"one session: {found.votes.units.size:,} votes, {seconds:.3f} CPU s, start and all"
    try:
        from girth import INVALID_RESPONSE, grm_mml
    except ImportError:
        print(f"{told}; girth is not installed (pip install girth), so that it was not run beside it")
        return
    wide = last.votes.pivot("country", index="roll_call", values="vote").fill_null(INVALID_RESPONSE)
    answers = wide.select(found.units["country"].to_list()).to_numpy().astype(int)
    began = time.process_time()
    theirs = grm_mml(answers)["Ability"]
    seconds = time.process_time() - began
    print(f"{told}; with girth {seconds:.1f}, |r| {abs(np.corrcoef(theirs, ours.points)[0, 1]):.3f}")


def main() -> None:
    """Print times in CPU seconds."""
    folder = Path(sys.argv[1])
    first, second = processes()
    print(
        f"CPU s to import and to estimate from a handful of votes: {first} compiling, {second} in a second process"
    )
    yardstick = spent(lambda: np.random.default_rng(1).standard_normal(1_000_000))
    print(f"yardstick, a million normal draws with numpy: {yardstick:.4f} CPU s")
    names = ("un_votes", "un_roll_calls")
    record = read_voting_record(
        [next(iter(sorted(folder.glob(f"{name}.*"), reverse=True))) for name in names]
    )
    cleaned = clean(record)
    report("all sessions", prepared(cleaned))
    report(f"from {SINCE} on", prepared(clean(record, since=SINCE)))
    beside_girth(cleaned)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
