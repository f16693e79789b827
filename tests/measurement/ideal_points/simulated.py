"""Votes drawn from the model with points that are known."""

import numpy as np
import polars as pl

from counterpoise.measurement.ideal_points.cleaning import Cleaned


def simulated(
    states: int = 50, sessions: int = 12, roll_calls: int = 40, seed: int = 1
) -> tuple[Cleaned, pl.DataFrame]:
    """Votes of states that walk from session to session, and the points (session, country, truth), standardised.

    Every fifth vote is missing. Slopes are from N(0, 1) times 1.5, so that votes tell about as much as those of the Assembly.
    """
    random = np.random.default_rng(seed)
    walk = random.normal(0, 1, (1, states)) + np.cumsum(random.normal(0, 0.15, (sessions, states)), axis=0)
    theta = (walk - walk.mean()) / walk.std()
    slope = random.normal(0, 1.5, (sessions, roll_calls))
    low = random.normal(-0.3, 0.8, (sessions, roll_calls))
    high = low + random.gamma(2.0, 0.4, (sessions, roll_calls))
    z = slope[:, :, None] * theta[:, None, :] + random.normal(size=(sessions, roll_calls, states))
    vote = 1 + (z > low[:, :, None]) + (z > high[:, :, None])
    there = random.random(vote.shape) > 0.2
    session, roll_call, state = np.nonzero(there)
    names = np.array([f"S{each:03d}" for each in range(states)])
    votes = pl.DataFrame(
        {
            "roll_call": (session * roll_calls + roll_call).astype(np.int32),
            "session": (session + 1).astype(np.int32),
            "country": names[state],
            "state": names[state],
            "vote": vote[there].astype(np.int8),
        }
    ).filter(pl.col("vote").n_unique().over("roll_call") > 1)
    where = np.indices(theta.shape)
    truth = pl.DataFrame(
        {
            "session": (where[0].ravel() + 1).astype(np.int32),
            "country": names[where[1].ravel()],
            "truth": theta.ravel(),
        }
    )
    return Cleaned(votes, {}), truth
