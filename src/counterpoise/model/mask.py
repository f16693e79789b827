"""Which effects the model has: a reading of the figure, a theory that leaves some out, or one that fixes their signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean

READINGS = ("all", "direct", "mediated", "moderated")
"""The readings of a figure: every effect, that of pressure alone, through the filters, or through what they do to it."""

Sign = int


@dataclass(frozen=True, slots=True)
class Mask:
    """The effects on ties that are not fixed at 0, and the signs that some must have.

    `mediated` and `moderated` name filters, None standing for all. `signs` gives for "direct", "mediated:FILTER" or
    "moderated:FILTER" the sign of the effect on the tie with each power, in the order of `panel.SIDES`: 1, -1, or 0 for either.
    """

    direct: bool = True
    mediated: tuple[str, ...] | None = None
    moderated: tuple[str, ...] | None = None
    signs: Mapping[str, tuple[Sign, Sign]] = field(default_factory=lambda: MappingProxyType({}))

    def arrays(self, filters: tuple[str, ...]) -> MaskArrays:
        """The mask for the filters of a panel. Raises CounterpoiseError for filters and effects that there are not."""
        effects = ["direct", *(f"{way}:{name}" for way in ("mediated", "moderated") for name in filters)]
        named = [*(self.mediated or ()), *(self.moderated or ())]
        wrong = [
            Problem("mask of the model", f"unknown filter '{name}'{_near(name, filters)}")
            for name in named
            if name not in filters
        ]
        wrong += [
            Problem("mask of the model", f"unknown effect '{name}'{_near(name, effects)}")
            for name in self.signs
            if name not in effects
        ]
        if wrong:
            raise CounterpoiseError(*wrong)
        signs = {name: np.array(self.signs.get(name, (0, 0)), np.float64) for name in effects}
        return MaskArrays(
            direct=np.full(2, float(self.direct)),
            mediated=_kept(self.mediated, filters),
            moderated=_kept(self.moderated, filters),
            direct_sign=signs["direct"],
            mediated_sign=_stacked(signs, "mediated", filters),
            moderated_sign=_stacked(signs, "moderated", filters),
        )


@dataclass(frozen=True, slots=True)
class MaskArrays:
    """A mask as arrays: `direct` (2,), the others (2, K), 1 where an effect is kept; the signs alike."""

    direct: NDArray[np.float64]
    mediated: NDArray[np.float64]
    moderated: NDArray[np.float64]
    direct_sign: NDArray[np.float64]
    mediated_sign: NDArray[np.float64]
    moderated_sign: NDArray[np.float64]


def check_reading(reading: str) -> None:
    """Raise CounterpoiseError for a reading that there is not."""
    if reading not in READINGS:
        raise UsageError(Problem("reading", f"unknown reading '{reading}'{_near(reading, READINGS)}"))


def mask_of(reading: str, filters: tuple[str, ...], without: tuple[str, ...] = ()) -> Mask:
    """The mask of a reading, with no effect of some filters. Raises CounterpoiseError for a reading that there is not."""
    check_reading(reading)
    kept = tuple(name for name in filters if name not in without)
    return Mask(
        direct=reading in ("all", "direct", "moderated"),
        mediated=kept if reading in ("all", "mediated") else (),
        moderated=kept if reading in ("all", "moderated") else (),
    )


def _near(name: str, known: tuple[str, ...] | list[str]) -> str:
    return did_you_mean(name, known) or f"; there are {', '.join(known)}"


def _kept(named: tuple[str, ...] | None, filters: tuple[str, ...]) -> NDArray[np.float64]:
    kept = [float(named is None or name in named) for name in filters]
    return np.tile(np.array(kept, np.float64), (2, 1))


def _stacked(
    signs: Mapping[str, NDArray[np.float64]], way: str, filters: tuple[str, ...]
) -> NDArray[np.float64]:
    found = [signs[f"{way}:{name}"] for name in filters]
    return np.stack(found, axis=1) if found else np.zeros((2, 0))
