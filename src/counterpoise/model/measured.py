"""One series that the model is given: what was measured, with its error, and what feeds it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """One series as it is measured: values with their errors, (N, T) of states or (T,) of pressure, and the names of what feeds it.

    `sources` are ids of indicators and codes.
    """

    title: str
    part: str
    values: Array
    errors: Array
    sources: tuple[str, ...]

    def standardised(self) -> Measured:
        """The series in standard deviations about its mean, over all that is observed."""
        centre, scale = float(np.nanmean(self.values)), float(np.nanstd(self.values))
        return Measured(
            self.title, self.part, (self.values - centre) / scale, self.errors / scale, self.sources
        )
