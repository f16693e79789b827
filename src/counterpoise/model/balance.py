"""Balance to hold efficiency against: by the ties of the model, or by indicators that are not among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from counterpoise.measurement.alignment import align
from counterpoise.measurement.constructs import alignment_share, balance
from counterpoise.measurement.tie_series import tie_series
from counterpoise.model.losses import DRAWS, ties_in_own_scale
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior


@dataclass(frozen=True, slots=True)
class Balance:
    """How even the ties with both powers are: draws (D, N, T), nan where it is not observed, and the indicators behind."""

    draws: Array
    inputs: frozenset[str]


def behind_ties(panel: ModelPanel) -> frozenset[str]:
    """The indicators behind the ties of a panel, as far as it names them."""
    return frozenset(panel.evidence.get("ties", ("the ties themselves",)))


def balance_of_ties(posterior: Posterior, panel: ModelPanel) -> Balance:
    """Balance by the ties of the model itself, 4 s (1 - s) with s the share of one, on the draws that risk is reckoned on.

    It is nan where both ties are 0.
    """
    ties = ties_in_own_scale(posterior.thinned(DRAWS), panel)
    return Balance(balance(alignment_share(ties[:, 0], ties[:, 1])), behind_ties(panel))


def balance_apart(
    ties: pl.DataFrame,
    panel: ModelPanel,
    dimensions: Collection[str],
    without: Collection[str],
    draws: int,
    seed: int,
) -> Balance:
    """Overall balance as it is measured from observed ties (`TIE_SCHEMA`), without the series of some indicators.

    What is left may be held against what those indicators are behind. Shapes as in `Balance`, for the states and years of
    the panel and so many draws; nan throughout where nothing is left.
    """
    start, end = panel.years[0], panel.years[-1]
    rows = ties.filter(pl.col("state").is_in(panel.states) & ~pl.col("indicator").is_in(list(without)))
    found = np.full((draws, len(panel.states), len(panel.years)), np.nan)
    inputs: set[str] = set()
    for state, series in tie_series(rows, seed, start, end):
        aligned = align(state, start, series, tuple(dimensions))
        if "balance" not in aligned.overall:
            continue
        drawn = aligned.overall["balance"]
        # Series without errors have one draw, which is every draw.
        chosen = drawn[:, np.arange(draws) % drawn.shape[1]].T
        at = [year - start for year in panel.years]
        found[:, panel.states.index(state)] = chosen[:, at]
        inputs.update(
            each.indicator
            for of in aligned.dimensions.values()
            if "balance" in of
            for each in of["balance"].series
        )
    return Balance(found, frozenset(inputs))
