"""How many units two coders must judge before a coefficient of agreement says anything."""

from __future__ import annotations

from math import ceil
from statistics import NormalDist

__all__ = ["FEWEST_TO_TELL", "FEWEST_UNITS", "units_needed"]


def units_needed(alpha_min: float, prevalence: float = 0.5, p: float = 0.05) -> int:
    """Units that two coders must both judge, so that a true agreement below `alpha_min` is told from one above it.

    `prevalence` is the share of a value among the judgements, `p` the risk of taking unreliable data for reliable. Bloch &
    Kraemer (1989, Biometrics 45:269-287, formula 3.7), as Krippendorff (2019, Content Analysis, 4th ed., ch. 12)
    uses it, who counts judgements, of which there are two to each unit. An `alpha_min` of 0 asks for what is told from
    chance. Raises ValueError for one that is negative or not below 1, and for others outside (0, 1).
    """
    if not 0 <= alpha_min < 1:
        raise ValueError(f"alpha_min is {alpha_min}; expected 0, or a number between 0 and 1")
    for name, value in (("prevalence", prevalence), ("p", p)):
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; expected a number between 0 and 1")
    z = NormalDist().inv_cdf(1 - p)
    spread = (1 + alpha_min) * (3 - alpha_min) / (4 * (1 - alpha_min) * prevalence * (1 - prevalence))
    return ceil(z**2 * (spread - alpha_min))


FEWEST_UNITS = units_needed(0.667)
"""The fewest for the lower of the two lines that are shown beside alpha, of a code given half of the time."""

FEWEST_TO_TELL = units_needed(0)
"""The fewest on which any agreement is told from that of chance, of a code given half of the time."""
