"""Benefit of the doubt: each unit weighed as suits it best, as far as no other unit would pass 1 with such weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BenefitOfTheDoubt:
    """Scores (units,) in 0 to 1 and the weights (units, indicators) that gave them; 1 is the frontier.

    `shares` (units, indicators) says what part of each unit's score comes from each indicator; they sum to 1.
    """

    scores: Floats
    weights: Floats
    shares: Floats


def benefit_of_the_doubt(table: Floats, least: float = 0.0, most: float = 1.0) -> BenefitOfTheDoubt:
    """The score of unit i is max over w of sum_j w_j x_ij, such that no unit's sum of w_j x_kj is above 1, w >= 0.

    `table` (units, indicators) holds normalised values of 0 or more, none missing. `least` and `most` bound the part
    of a unit's score that may come from one indicator. One linear programme for each unit, by HiGHS. Source:
    Melyn & Moesen (1991); Cherchye, Moesen, Rogge & Van Puyenbroeck (2007), doi 10.1007/s11205-006-9029-7, equations 2
    and 5. Raises CounterpoiseError for missing or negative values, a unit that has nothing, or bounds that no weights meet.
    """
    from scipy.optimize import linprog

    units, indicators = table.shape
    problems = [
        *(["a value is missing; impute it before"] if np.isnan(table).any() else []),
        *([f"the least value is {np.nanmin(table):g}; expected 0 or more"] if np.nanmin(table) < 0 else []),
        *(
            f"unit {place + 1} is 0 in every indicator, so that no weights suit it"
            for place in np.flatnonzero((table == 0).all(axis=1))
        ),
    ]
    if not 0 <= least <= 1 / indicators <= most <= 1:
        problems.append(f"bounds {least:g} and {most:g}; expected 0 <= least <= 1/{indicators} <= most <= 1")
    if problems:
        raise CounterpoiseError(*(Problem("benefit of the doubt", found) for found in problems))
    weights = np.empty((units, indicators))
    for place, own in enumerate(table):
        # w_j x_ij - most sum_k w_k x_ik <= 0, and the same from below: what no bound cuts need not be asked.
        within = np.diag(own)
        bounds = [
            *([within - most * own] if most < 1 else []),
            *([least * own - within] if least > 0 else []),
        ]
        rows = np.vstack([table, *bounds])
        limits = np.concatenate([np.ones(units), np.zeros(len(rows) - units)])
        found = linprog(-own, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs")
        if not found.success or -found.fun <= 0:
            raise CounterpoiseError(
                Problem("benefit of the doubt", f"no weights within the bounds suit unit {place + 1}")
            )
        weights[place] = found.x
    parts = weights * table
    scores = parts.sum(axis=1)
    return BenefitOfTheDoubt(np.minimum(scores, 1.0), weights, parts / scores[:, None])
