"""Balance by the model beside balance as it is measured, and why the two differ: one evens out leanings that the other keeps apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.measurement.alignment import OVERALL, Aligned, align
from counterpoise.measurement.constructs import alignment_share, balance, mean_of_defined
from counterpoise.measurement.scores import Scores
from counterpoise.measurement.tie_series import Drawn, tie_series
from counterpoise.model.panel import SIDES, ModelPanel

Array = NDArray[np.float64]

TWO_SCHEMA: dict[str, type[pl.DataType]] = {
    "year": pl.Int64,
    **dict.fromkeys(("by_model", "measured", "evened_out", "other_series", "estimated"), pl.Float64),
}
"""Both balances of a year; the last three add up to `by_model` less `measured`.

`measured` is the mean over dimensions, each weighed by its engagement, of the balance of each: a state that leans to one power in trade and
to the other in arms is out of balance in both. `by_model` is the balance of its ties with both powers, each of which is a mean over dimensions, so that
such leanings even out. `evened_out` is what that makes of the series that balance is measured from, `other_series` what those of the model's ties add, which
need not be observed of both powers alike, and `estimated` what the ties of the model differ by from those observed.
"""


@dataclass(frozen=True, slots=True)
class TwoBalances:
    """Both balances of the state under study by year (`TWO_SCHEMA`), for years in which both of its ties are observed."""

    table: pl.DataFrame

    def of(self, year: int) -> dict[str, float] | None:
        """Both of one year and what they differ by, None where one of them is not told."""
        rows = self.table.filter(year=year).drop("year").to_dicts()
        return rows[0] if rows else None


def two_balances(accounts: ModelAccounts, scores: Scores) -> TwoBalances:
    """Put both side by side. Nothing is told of a year without both ties, or in which balance is not measured."""
    study, panel = accounts.study, accounts.fit.panel
    empty = TwoBalances(pl.DataFrame(schema=TWO_SCHEMA))
    if study.state not in panel.states:
        return empty
    own = scores.ties.filter(state=study.state)
    seed = study.declared.settings.seed
    found = dict(tie_series(own, seed, panel.years[0], panel.years[-1]))
    if study.state not in found:
        return empty
    aligned = align(study.state, panel.years[0], found[study.state], tuple(study.theory.dimensions))
    whole = scores.alignment.filter(state=study.state, dimension=OVERALL, construct="balance")
    measured = dict(whole.select("year", "median").iter_rows())
    by_model = dict(accounts.balance.filter(observed=len(SIDES)).select("year", "median").iter_rows())
    paired, of_panel = _of_pairs(aligned), _of_panel(panel, study.state)
    rows = []
    for t, year in enumerate(panel.years):
        steps = (measured.get(year), paired[t], of_panel[t], by_model.get(year))
        known = [each for each in steps if each is not None and np.isfinite(each)]
        if len(known) == len(steps):
            apart = np.diff(known).tolist()
            rows.append((year, known[-1], known[0], *apart))
    return TwoBalances(pl.DataFrame(rows, schema=TWO_SCHEMA, orient="row"))


def _of_pairs(aligned: Aligned) -> Array:
    """The balance (T,) of the mean over dimensions of those ties that balance is measured from, nan where none is."""
    shares = [
        (of["alignment_share"], years)
        for of, years in zip(aligned.dimensions.values(), aligned.weighed, strict=True)
        if "alignment_share" in of
    ]
    if not shares:
        return np.full(aligned.weighed.shape[1], np.nan)
    a, b = (
        mean_of_defined(np.where(years, _tie(of, side), np.nan) for of, years in shares) for side in SIDES
    )
    return balance(alignment_share(a, b))


def _tie(of: Drawn, side: str) -> Array:
    """The mean (T,) of the series of one power that a construct rests on, nan where none is observed."""
    return mean_of_defined(
        np.where(seen, each.draws.mean(axis=1), np.nan)
        for each, seen in zip(of.series, of.observed, strict=True)
        if each.side == side
    )


def _of_panel(panel: ModelPanel, state: str) -> Array:
    """The balance (T,) of the ties that the panel observes of a state, nan where one of them is not observed."""
    a, b = panel.ties_on_own_scale[:, panel.states.index(state)]
    return balance(alignment_share(a, b))
