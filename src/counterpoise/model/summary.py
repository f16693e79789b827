"""What draws of a quantity come to: their median, intervals, and on which side of zero they lie."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.draws import QUANTILES, quantiles_of_rows

Array = NDArray[np.float64]

COLUMNS = (*QUANTILES, "positive")
"""The columns of a summary in a table."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The median, the 50 and the 90 per cent interval of draws, and the part of them that is above 0."""

    median: float
    low50: float
    high50: float
    low90: float
    high90: float
    positive: float

    @property
    def sign(self) -> float:
        """The probability of the likelier sign."""
        return max(self.positive, 1.0 - self.positive)

    def row(self) -> dict[str, float]:
        """The summary by the names of `COLUMNS`."""
        return dict(zip(COLUMNS, astuple(self), strict=True))

    def __str__(self) -> str:
        """`.12 (90 % interval .03 to .21)`, with a leading zero."""
        return f"{self.median:z.2f} (90 % interval {self.low90:z.2f} to {self.high90:z.2f})"


def summary(draws: Array) -> Summary:
    """Sum up draws (D,), all of them finite."""
    median, low50, high50, low90, high90 = quantiles_of_rows(draws[None, :])[0].tolist()
    return Summary(median, low50, high50, low90, high90, float(np.mean(draws > 0)))
