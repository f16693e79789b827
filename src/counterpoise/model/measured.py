"""One series that the model is given: what was measured, with its error, and what feeds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
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
        """The series in standard deviations about its mean, over all that is observed; about its mean alone where it never varies."""
        centre, scale = float(np.nanmean(self.values)), float(np.nanstd(self.values)) or 1.0
        return Measured(
            self.title, self.part, (self.values - centre) / scale, self.errors / scale, self.sources
        )


def index_of(series: Sequence[Measured], title: str) -> tuple[Measured, tuple[str, ...]]:
    """Series (T,) in standard deviations as one of that title, their mean in standard deviations, and the titles of those left out.

    A mean of what happens to be observed moves when a series ends. So those are taken, by how many years each covers, with
    which the complete years hold most numbers, and a year counts where all of them are observed. Errors are taken to be
    independent.
    """
    order = sorted(series, key=lambda each: -int((~np.isnan(each.values)).sum()))
    complete = [
        np.all([~np.isnan(each.values) for each in order[:size]], axis=0) for size in range(1, len(order) + 1)
    ]
    size = 1 + int(np.argmax([(place + 1) * int(seen.sum()) for place, seen in enumerate(complete)]))
    kept = [each for each in series if each in order[:size]]
    seen = complete[size - 1]
    values = np.where(seen, np.mean([each.values for each in kept], axis=0), np.nan)
    errors = np.where(seen, np.sqrt(np.sum([each.errors**2 for each in kept], axis=0)) / size, np.nan)
    sources = tuple(source for each in kept for source in each.sources)
    title = title if size > 1 else kept[0].title
    found = Measured(title, kept[0].part, values, errors, sources).standardised()
    return found, tuple(each.title for each in series if each not in kept)
