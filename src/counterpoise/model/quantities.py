"""What rival theories look at, as arrays of a panel: made of observed series as the theory file says, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.datasets.indicators import in_titles, titles_in_sentences, titles_of_sources
from counterpoise.model.panel import SIDES, ModelPanel
from counterpoise.theory.elements import Side, Theory
from counterpoise.theory.modelled import Quantity
from counterpoise.theory.rivals import own_series
from counterpoise.wording import listed

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observed:
    """The quantities of a theory that a panel observes, each (2, N, T) as it is for the tie with each power, nan where not.

    What is `of` the model itself, its pressure and ties of the year before, is not among them: it is had at the
    regression. `refused` says of each other why not.
    """

    values: Mapping[str, Array]
    refused: Mapping[str, str]


def observe_quantities(
    theory: Theory, panel: ModelPanel, values: pl.DataFrame, powers: Mapping[Side, str]
) -> Observed:
    """Make every quantity of a theory from a table of observations (`evidence.VALUE_SCHEMA`), in its own units.

    One that rests on a series of the ties is refused, and so is one that is not observed of the states or the powers.
    """
    own, made, refused = own_series(theory), {}, {}
    table = _Table(panel, values, powers)
    titles = {**titles_of_sources(), **titles_in_sentences(theory)}
    for name, quantity in theory.quantities.items():
        if quantity.of in ("pressure", "ties"):
            continue
        if shared := [each for each in quantity.series if each in own]:
            refused[name] = f"ties themselves are made of {_titled(shared, titles)}"
            continue
        found = table.made(quantity)
        if not np.isfinite(found).any():
            refused[name] = f"nothing is observed of {_titled(quantity.series, titles)}"
        elif np.nanstd(found) == 0:
            refused[name] = f"nothing varies in {_titled(quantity.series, titles)}"
        else:
            made[name] = found
    return Observed(made, refused)


def _titled(series: Sequence[str], titles: Mapping[str, str]) -> str:
    """Series by what readers know them by; one that nothing names keeps its id."""
    return listed([in_titles(each, titles) for each in series])


def joined(parts: Sequence[Array]) -> Array:
    """The product of quantities (2, N, T) that are 0 or more, each as 1 and its part of its greatest value."""
    product = np.ones_like(parts[0])
    for part in parts:
        product = product * (1.0 + part / max(float(np.nanmax(np.abs(part))), 1e-12))
    return product


def less_other(values: Array) -> Array:
    """What is so of each power less what is so of the other, (2, N, T)."""
    return values - values[::-1]


@dataclass(frozen=True, slots=True)
class _Table:
    """Observations by state, partner and year, as arrays of a panel."""

    panel: ModelPanel
    values: pl.DataFrame
    powers: Mapping[Side, str]

    def made(self, quantity: Quantity) -> Array:
        """A quantity before it is set against the other power's or multiplied: (2, N, T)."""
        parts = [self._of(quantity, series) for series in quantity.series]
        # A mean of several series is one of standard deviations: their units may differ.
        found = parts[0] if len(parts) == 1 else np.mean([_standard(part) for part in parts], axis=0)
        if quantity.change:
            found = np.concatenate([np.full_like(found[..., :1], np.nan), np.diff(found, axis=-1)], axis=-1)
        return found

    def _of(self, quantity: Quantity, series: str) -> Array:
        states, shape = self.panel.states, (len(SIDES), len(self.panel.states), len(self.panel.years))
        each_power = np.stack([self._series(series, [self.powers[side]])[0] for side in SIDES])
        if quantity.of == "powers":
            a, b = _transformed(each_power, quantity)
            return np.broadcast_to(b - a, shape).copy()
        if quantity.of == "power":
            return np.broadcast_to(_transformed(each_power, quantity)[:, None], shape).copy()
        if quantity.of == "state":
            return np.broadcast_to(_transformed(self._series(series, states), quantity), shape).copy()
        if quantity.transform == "similarity":
            alike: Array = -np.abs(self._series(series, states)[None] - each_power[:, None])
            return alike
        toward = [self._series(series, states, self.powers[side]) for side in SIDES]
        return _transformed(np.stack(toward), quantity)

    def _series(self, series: str, states: Sequence[str], partner: str | None = None) -> Array:
        """A series of some states over the years of the panel, (states, T); the mean where sources give several."""
        years = self.panel.years
        rows = self.values.filter(
            pl.col("indicator") == series,
            pl.col("state").is_in(list(states)),
            pl.col("partner").is_null() if partner is None else pl.col("partner") == partner,
            pl.col("start") <= years[-1],
            pl.col("end") >= years[0],
            pl.col("value").is_not_null(),
        )
        total, count = np.zeros((len(states), len(years))), np.zeros((len(states), len(years)))
        place = {state: i for i, state in enumerate(states)}
        for state, start, end, value in rows.select("state", "start", "end", "value").iter_rows():
            first, last = max(start - years[0], 0), min(end - years[0], len(years) - 1)
            total[place[state], first : last + 1] += value
            count[place[state], first : last + 1] += 1
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _transformed(values: Array, quantity: Quantity) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        match quantity.transform:
            case "log":
                return np.where(values > 0, np.log(values), np.nan)
            case "complement":
                return 1.0 - values
            case "nearness":
                return np.where(values > 0, 1.0 / values, np.where(np.isnan(values), np.nan, 0.0))
    return values


def _standard(values: Array) -> Array:
    spread = np.nanstd(values)
    return (values - np.nanmean(values)) / (spread if spread > 0 else 1.0)
