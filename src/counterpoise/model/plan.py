"""What is done to the model in each simulated year: shocks, levels held, levers pulled, what is steered, how powers reply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens over H years to the pressure, K filters and the ties with two powers.

    Shapes: `pressure`, `exposure`, `evens` (H,), `filters`, `raised` (K, H), `ties` (2, H). `pressure`, `filters` and `ties` are
    shocks in standard deviations, which last as long as each series does; `raised` stands above a filter while it is
    there and leaves nothing behind. `exposure` is the part of the pressure that is felt, `evens` the part of the tilt that
    is taken away in a year. `held_pressure` (H,), `held_filters` (K, H) and `held_ties` (2, H), in deviations from their levels, are
    what is set whatever the model says, nan where nothing is. `inducement` and `punishment` are the parts of
    `theory.policies.Replies`, 0 where the powers do not reply.

    Raises CounterpoiseError where the shapes do not fit each other.
    """

    pressure: Array
    filters: Array
    ties: Array
    raised: Array
    exposure: Array
    evens: Array
    held_pressure: Array
    held_filters: Array
    held_ties: Array
    inducement: float = 0.0
    punishment: float = 0.0

    def __post_init__(self) -> None:
        (h,), k = self.pressure.shape, self.filters.shape[0]
        expected = {
            "exposure": (h,),
            "evens": (h,),
            "held_pressure": (h,),
            "filters": (k, h),
            "raised": (k, h),
            "held_filters": (k, h),
            "ties": (2, h),
            "held_ties": (2, h),
        }
        wrong = [
            Problem("plan", f"{name} has the shape {getattr(self, name).shape}; expected {shape}")
            for name, shape in expected.items()
            if getattr(self, name).shape != shape
        ]
        if wrong:
            raise CounterpoiseError(*wrong)

    @property
    def years(self) -> int:
        """How many years it goes over."""
        return int(self.pressure.size)


def nothing_done(filters: int, years: int) -> Plan:
    """The plan by which nothing happens that the model does not do itself."""
    return Plan(
        pressure=np.zeros(years),
        filters=np.zeros((filters, years)),
        ties=np.zeros((2, years)),
        raised=np.zeros((filters, years)),
        exposure=np.ones(years),
        evens=np.zeros(years),
        held_pressure=np.full(years, np.nan),
        held_filters=np.full((filters, years), np.nan),
        held_ties=np.full((2, years), np.nan),
    )
