"""Portfolios made from lists of positions, for the tests of similarity."""

from collections.abc import Sequence

import numpy as np

from counterpoise.measurement.similarity.portfolios import NONE, Portfolios


def portfolios(positions: Sequence[Sequence[int | None]], categories: int = 3) -> Portfolios:
    """States A, B, ... with these positions; None where a state took none."""
    taken = [[NONE if each is None else each for each in row] for row in positions]
    names = tuple(chr(ord("A") + at) for at in range(len(taken)))
    return Portfolios(1, names, np.array(taken, np.int8), categories)
