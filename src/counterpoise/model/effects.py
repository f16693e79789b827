"""The effect of felt pressure on ties, tilt and engagement: how much of it is direct, mediated and moderated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from counterpoise.model.impulse import OUTCOMES, READINGS, YEARS_TOLD, last_told, lasting
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import Summary, summary
from counterpoise.wording import several

AFTER = (0, 5, YEARS_TOLD, None)
"""In the year of the pressure, after some years of pressure that lasts, and where that settles, the long run, of which there is no number of years."""

LONG_RUN = "long run"


@dataclass(frozen=True, slots=True)
class Effects:
    """Draws of the effect of one unit of felt pressure that lasts, in the ties' own scale of 0 to 1.

    `draws` (D, H, 1 + 2K, 4): in the order of `after`, after how many years, None where it settles; direct, then what each filter mediates,
    then what each moderates; in the order of `OUTCOMES`. A moderated effect is that which a filter has by answering the
    pressure itself: its response times the change in the effect of pressure that a unit of it brings.
    """

    filters: tuple[str, ...]
    after: tuple[int | None, ...]
    draws: Array

    @property
    def horizons(self) -> tuple[str, ...]:
        """What the horizons that are told are called."""
        return tuple(map(_called, self.after))

    @property
    def settles(self) -> bool:
        """Whether the last horizon is the long run, which is not told where none is in sight (`last_told`)."""
        return self.after[-1] is None

    @property
    def readings(self) -> Array:
        """The effect by reading, over all filters: (D, H, 3, 4)."""
        filters = len(self.filters)
        through = self.draws[:, :, 1 : 1 + filters], self.draws[:, :, 1 + filters :]
        return np.stack([self.draws[:, :, 0], *(each.sum(axis=2) for each in through)], axis=2)

    def of(self, reading: str, outcome: str, horizon: str | None = None) -> Summary:
        """The summary of one reading, or of their `total`, in one outcome and at one of `horizons`, the last unless told otherwise."""
        at = self.horizons.index(horizon or self.horizons[-1])
        drawn = self.readings[:, at, :, OUTCOMES.index(outcome)]
        return summary(drawn.sum(axis=1) if reading == "total" else drawn[:, READINGS.index(reading)])

    def table(self) -> pl.DataFrame:
        """Every effect: by reading and in total, and by filter, for each outcome and horizon."""
        return pl.DataFrame(list(self._rows()))

    def _rows(self) -> Iterator[dict[str, object]]:
        named: list[tuple[str, str | None]] = [(reading, None) for reading in (*READINGS, "total")]
        parts = [self.readings, self.readings.sum(axis=2, keepdims=True), self.draws[:, :, 1:]]
        named += [(reading, name) for reading in READINGS[1:] for name in self.filters]
        drawn = np.concatenate(parts, axis=2)
        for h, horizon in enumerate(self.horizons):
            for p, (reading, name) in enumerate(named):
                for o, outcome in enumerate(OUTCOMES):
                    named_by = {"horizon": horizon, "reading": reading, "filter": name, "outcome": outcome}
                    yield {**named_by, **summary(drawn[:, h, p, o]).row()}

    def carried(self) -> pl.DataFrame:
        """How much of the effect each reading carries, and how probable it is that it carries the most.

        What is direct, mediated and moderated may cancel out, so `part` is that of their sizes: |effect| over the sum of the
        three sizes, which is 1. With nothing in the data each comes to a third.
        """
        sizes = np.abs(self.readings)
        total = sizes.sum(axis=2, keepdims=True)
        parts = np.divide(sizes, total, out=np.full_like(sizes, 1 / len(READINGS)), where=total > 0)
        most = parts == parts.max(axis=2, keepdims=True)
        return pl.DataFrame(
            [
                {"horizon": horizon, "outcome": outcome, "reading": reading}
                | {f"part_{name}": value for name, value in _part(parts[:, h, r, o]).items()}
                | {"most": float(most[:, h, r, o].mean())}
                for h, horizon in enumerate(self.horizons)
                for o, outcome in enumerate(OUTCOMES)
                for r, reading in enumerate(READINGS)
            ]
        )


def effects(posterior: Posterior, panel: ModelPanel) -> Effects:
    """The effect of one unit of felt pressure in a state with the mean slope: on impact, after years, and in the long run if in sight.

    It is what do(felt pressure = 1), beginning now, adds to do(felt pressure = 0): exactly, the moderated term
    included, since that is linear in the filters while pressure stays where it is put. Pressure is in
    standard deviations of its years, felt by a state of exposure 1. Pearl (2001), *Direct and Indirect Effects*.
    """
    last = last_told(posterior, panel)
    told = (
        AFTER if last is None else (*(years for years in AFTER if years is not None and years < last), last)
    )
    return Effects(
        panel.filters, told, np.stack([lasting(posterior, panel, years) for years in told], axis=1)
    )


def _called(years: int | None) -> str:
    if years is None:
        return LONG_RUN
    return several(years, "year") if years else "impact"


def _part(drawn: Array) -> dict[str, float]:
    found = summary(drawn).row()
    return {name: found[name] for name in ("median", "low90", "high90")}
