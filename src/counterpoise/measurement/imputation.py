"""Missing cells of a dimension's indicators: which may be drawn, and draws of them; nothing is invented elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.dynamic_factor import draw_missing

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

STANDINGS = (
    "observed",
    "imputed",
    "not observed: the state has nothing in this dimension",
    "not observed: outside the years in which the state has anything in this dimension",
    "not observed: before the indicator's first year",
    "not observed: after the indicator's last complete year",
    "not observed: the indicator is observed nowhere",
)
"""What may be said of a cell. `Imputation.standing` holds places in this list."""

OBSERVED, IMPUTED, STATE_EMPTY, STATE_OUTSIDE, BEFORE, AFTER, EMPTY = range(len(STANDINGS))


@dataclass(frozen=True, slots=True)
class Imputation:
    """The indicators of a dimension with draws of their missing cells.

    `values` and `standing` are (states, years, indicators); `values` is nan where `standing` is not `OBSERVED`. `cells`
    (cells, 3) are the imputed ones by state, year and indicator, and `draws` (cells, draws) what was drawn of them.
    """

    values: Floats
    standing: NDArray[np.int8]
    cells: Places
    draws: NDArray[np.float32]

    @property
    def observed(self) -> Flags:
        """Which cells are observed, (states, years, indicators)."""
        found: Flags = self.standing == OBSERVED
        return found

    def completed(self, draw: int) -> np.ma.MaskedArray[tuple[int, int, int], np.dtype[np.float64]]:
        """One draw of the whole, (states, years, indicators); what is neither observed nor imputed is masked."""
        whole = self.values.copy()
        whole[tuple(self.cells.T)] = self.draws[:, draw]
        return np.ma.masked_array(whole, mask=self.standing > IMPUTED)

    def coverage(self) -> dict[str, int]:
        """How many cells have each standing that occurs."""
        counts = np.bincount(self.standing.ravel(), minlength=len(STANDINGS)).tolist()
        return {word: count for word, count in zip(STANDINGS, counts, strict=True) if count}


def impute(
    values: Floats,
    seed: int,
    *,
    last: Places | None = None,
    draws: int = 500,
    burn_in: int = 200,
) -> Imputation:
    """Draw the missing cells of the indicators of one dimension, (states, years, indicators), nan where missing.

    `last` (indicators,) is the place of each indicator's last complete year; without it, the last one observed. A
    cell is drawn if its state has something observed in this dimension both in its year or before and in its year
    or after, and if its year lies between the indicator's first and its last complete one.

    An indicator that is the same wherever it is observed is filled in as that, and takes no part in the factor. The
    model is that of `draw_missing`, on indicators standardised over all that is observed.

    Raises ValueError where the shapes do not fit or a value is infinite.
    """
    if values.ndim != 3 or np.isinf(values).any():
        raise ValueError("expected finite values or nan, by state, year and indicator")
    if last is not None and last.shape != values.shape[2:]:
        raise ValueError(
            f"found {len(last)} last years of {values.shape[2]} indicators; expected one of each"
        )
    standing = _standing(values, last)
    cells = np.argwhere(standing == IMPUTED)
    centre, spread = _centre_and_spread(values)
    varies = spread > 0
    standard = (values - centre) / np.where(varies, spread, 1.0)
    standard[:, :, ~varies] = np.nan
    found = np.zeros((len(cells), draws), dtype=np.float32)
    if len(cells) and varies.any():
        found = draw_missing(standard, cells, seed, draws=draws, burn_in=burn_in)
    found *= spread[cells[:, 2], None].astype(np.float32)
    found += centre[cells[:, 2], None].astype(np.float32)
    return Imputation(np.where(standing == OBSERVED, values, np.nan), standing, cells, found)


def _centre_and_spread(values: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of what is observed of each indicator, (indicators,); 0 of one that never varies."""
    seen = np.isfinite(values)
    count = np.maximum(seen.sum(axis=(0, 1)), 1)
    centre = np.where(seen, values, 0.0).sum(axis=(0, 1)) / count
    spread = np.sqrt((np.where(seen, values - centre, 0.0) ** 2).sum(axis=(0, 1)) / count)
    return centre, np.where(spread > 1e-9 * np.maximum(1.0, np.abs(centre)), spread, 0.0)


def _standing(values: Floats, last: Places | None) -> NDArray[np.int8]:
    """What may be said of each cell, as places in `STANDINGS`."""
    seen: Flags = np.isfinite(values)
    place = np.arange(values.shape[1])
    of_state: Flags = np.any(seen, axis=2)
    begun = np.maximum.accumulate(of_state, axis=1)
    goes_on = np.maximum.accumulate(of_state[:, ::-1], axis=1)[:, ::-1]
    of_indicator: Flags = np.any(seen, axis=0)
    first = of_indicator.argmax(axis=0)
    ends = values.shape[1] - 1 - of_indicator[::-1].argmax(axis=0) if last is None else last
    standing = np.full(values.shape, IMPUTED, dtype=np.int8)
    standing[np.broadcast_to(~(begun & goes_on)[:, :, None], values.shape)] = STATE_OUTSIDE
    standing[np.broadcast_to(place[:, None] < first, values.shape)] = BEFORE
    standing[np.broadcast_to(place[:, None] > ends, values.shape)] = AFTER
    standing[~np.any(of_state, axis=1)] = STATE_EMPTY
    standing[:, :, ~np.any(of_indicator, axis=0)] = EMPTY
    standing[seen] = OBSERVED
    return standing
