"""The ties of a panel with their missing years drawn, dimension by dimension, and the years marked that were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from counterpoise.identity import identifier
from counterpoise.measurement.draws import DRAWS
from counterpoise.measurement.imputation import Imputation, impute
from counterpoise.measurement.tie_series import TieSeries

Panel = Mapping[str, Sequence[TieSeries]]


def completed_ties(panel: Panel, dimension: str, seed: int) -> dict[str, list[TieSeries]]:
    """The series of one dimension, of every state of a panel (`tie_series`, all over the same years), completed.

    Each indicator with each power is one of the indicators of `impute`; a state has a series for each of those that is
    observed of it, or drawn. Ties are cut to 0..1. Nothing is drawn of a state of which the dimension has nothing,
    nor past the last year in which an indicator is observed with a power. Draws belong to the dimension's name, so that
    those of one dimension say nothing of another's.
    """
    of_state = {
        state: {(each.indicator, each.side): each for each in series if each.dimension == dimension}
        for state, series in panel.items()
    }
    names = list(dict.fromkeys(name for series in of_state.values() for name in series))
    if not names:
        return {state: [] for state in panel}
    examples = {name: each for series in of_state.values() for name, each in series.items()}
    years = len(next(iter(examples.values())).observed)
    values = np.full((len(panel), years, len(names)), np.nan)
    for i, series in enumerate(of_state.values()):
        for name, each in series.items():
            values[i, each.observed, names.index(name)] = each.draws[each.observed].mean(axis=1)
    found = impute(values, int(identifier(seed=seed, dimension=dimension), 16), draws=DRAWS)
    return {
        state: [
            completed
            for m, name in enumerate(names)
            if (completed := _completed(found, i, m, series.get(name), examples[name])) is not None
        ]
        for i, (state, series) in enumerate(of_state.items())
    }


def _completed(
    found: Imputation, state: int, indicator: int, series: TieSeries | None, example: TieSeries
) -> TieSeries | None:
    """One series with the drawn years in it; `example` stands in where the state has none of its own."""
    years = len(example.observed)
    if series is None:
        series = replace(example, draws=np.zeros((years, 1)), observed=np.zeros(years, dtype=bool))
    here = (found.cells[:, 0] == state) & (found.cells[:, 2] == indicator)
    imputed = np.zeros(years, dtype=bool)
    imputed[found.cells[here, 1]] = True
    if imputed.any():
        whole = np.broadcast_to(series.draws, (years, found.draws.shape[1])).copy()
        whole[imputed] = np.clip(found.draws[here], 0.0, 1.0)
        series = replace(series, draws=whole, observed=series.observed | imputed, imputed=imputed)
    return series if series.observed.any() else None
