"""The theories that are set beside each other: each a mask of terms on one regression of the ties, with the signs it expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.inputs import Inputs, plausible
from counterpoise.model.panel import ModelPanel
from counterpoise.model.quantities import Observed, joined, less_other
from counterpoise.theory.elements import Rival, Theory
from counterpoise.theory.modelled import Quantity

Array = NDArray[np.float64]
Kind = Literal["persistence", "theory", "reading", "rival"]

PERSISTENCE = "persistence"
THEORY = "theory"
READINGS: Mapping[str, str] = {
    "direct": "pressure alone, at once",
    "mediated": "domestic filters alone, which pass pressure on",
    "moderated": "pressure, filters, and what filters do to pressure",
}
"""The readings of a causal figure, and what of the regression each holds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theory as terms (M, 2, N, T, K) of the tie with each power, standardised, and their signs (2, K), 0 where either may be.

    `does_without` says which of its quantities it has not, and why; without `terms` it is not testable, but persistence
    has none and is.
    """

    name: str
    kind: Kind
    terms: Array
    signs: NDArray[np.int8]
    holds: tuple[str, ...]
    does_without: tuple[str, ...] = ()

    @property
    def testable(self) -> bool:
        """Whether it has anything to explain ties by, or claims that nothing does."""
        return self.kind == PERSISTENCE or self.terms.shape[-1] > 0


def candidates(
    theory: Theory, panel: ModelPanel, inputs: Inputs, observed: Observed, seed: int
) -> tuple[Candidate, ...]:
    """The main theory, the readings of its figure, its rivals, and ties that merely persist, on the same plausible inputs.

    The main theory is pressure and filters side by side; its readings are pressure alone, filters alone, and both with their
    products. Quantities of rivals are drawn where they are not observed, as inputs are.
    """
    made = _Terms(panel, inputs, observed, np.random.default_rng(seed))
    felt = made.felt[..., None]
    filters = np.moveaxis(made.filters, 1, -1)[:, None]
    filters = np.broadcast_to(filters, (*felt.shape[:-1], filters.shape[-1]))
    both = np.concatenate([felt, filters], axis=-1)
    products = np.concatenate([both, filters * felt], axis=-1)
    names = inputs.filters
    lacks = tuple(f"{name}: nothing observes it" for name in inputs.unobserved)
    figure: tuple[tuple[str, Kind, Array, tuple[str, ...], tuple[str, ...]], ...] = (
        (PERSISTENCE, "persistence", felt[..., :0], (), ()),
        (THEORY, "theory", both, ("pressure", *names), lacks),
        ("direct", "reading", felt, ("pressure",), ()),
        ("mediated", "reading", filters, names, lacks),
        ("moderated", "reading", products, ("pressure", *names, *(f"pressure x {x}" for x in names)), lacks),
    )
    kept = [
        Candidate(name, kind, _standard(terms), np.zeros((2, terms.shape[-1]), dtype=np.int8), holds, without)
        for name, kind, terms, holds, without in figure
        if name not in READINGS or name in theory.figure.readings
    ]
    return (*kept, *(made.rival(name, rival, theory) for name, rival in theory.rivals.items()))


@dataclass(frozen=True, slots=True)
class _Terms:
    """What terms are made of: all (M, 2, N, T)."""

    panel: ModelPanel
    inputs: Inputs
    observed: Observed
    rng: np.random.Generator

    @property
    def felt(self) -> Array:
        """The pressure that each state feels."""
        one = self.inputs.pressure[:, None, None, :] * self.panel.exposure[None, None, :, None]
        shape = (len(self.inputs.pressure), *self.panel.ties.shape)
        return np.broadcast_to(one, shape)

    @property
    def filters(self) -> Array:
        """The filters (M, K, N, T)."""
        return self.inputs.values

    @property
    def earlier(self) -> Array:
        """The ties of the year before, (2, N, T)."""
        return year_before(self.panel.ties)

    def rival(self, name: str, rival: Rival, theory: Theory) -> Candidate:
        """The terms of a rival; of quantities that are refused it does without."""
        used = {each: theory.quantities[each] for each in rival.uses}
        had = [each for each, what in used.items() if self._has(each, what)]
        without = tuple(
            f"{used[each].title}: {self.observed.refused[each]}" for each in used if each not in had
        )
        terms = list(self._terms(had, used, product=rival.joined is not None))
        of_terms = had[:1] if rival.joined is not None else had
        signs = np.array([[used[each].sign(side) for each in of_terms] for side in ("a", "b")], dtype=np.int8)
        stacked = np.stack(terms, axis=-1) if terms else self.felt[..., None][..., :0]
        holds = tuple(used[each].title for each in had)
        return Candidate(name, "rival", _standard(stacked), signs.reshape(2, len(terms)), holds, without)

    def _has(self, name: str, quantity: Quantity) -> bool:
        return quantity.of in ("pressure", "ties") or name in self.observed.values

    def _terms(self, had: Sequence[str], used: Mapping[str, Quantity], *, product: bool) -> Iterator[Array]:
        if product and had:
            whole = joined([self.observed.values[each] for each in had])
            yield self._multiplied(
                self._drawn(less_other(whole) if used[had[0]].against else whole), used[had[0]]
            )
            return
        for each in had:
            yield self._multiplied(self._of(each, used[each]), used[each])

    def _of(self, name: str, quantity: Quantity) -> Array:
        if quantity.of == "pressure":
            return self.felt
        if quantity.of == "ties":
            apart = (
                self.earlier.mean(axis=0, keepdims=True)
                if quantity.made == "mean"
                else less_other(self.earlier)
            )
            return np.broadcast_to(apart, self.felt.shape)
        found = self.observed.values[name]
        drawn = self._drawn(less_other(found) if quantity.against else found)
        return _standard(drawn[..., None])[..., 0] if quantity.times else drawn

    def _multiplied(self, term: Array, quantity: Quantity) -> Array:
        if "pressure" in quantity.times:
            term = term * self.felt
        return term * less_other(self.earlier) if "tilt" in quantity.times else term

    def _drawn(self, values: Array) -> Array:
        flat = values.reshape(-1, values.shape[-1])
        drawn = plausible(flat, np.zeros_like(flat), len(self.inputs.pressure), self.rng)
        return drawn.reshape(-1, *values.shape)


def year_before(series: Array) -> Array:
    """A series of the years before, nan in the first: (..., T)."""
    return np.concatenate([np.full_like(series[..., :1], np.nan), series[..., :-1]], axis=-1)


def _standard(terms: Array) -> Array:
    """Terms (M, 2, N, T, K) about their mean over states and years, in standard deviations; one that never moves is 0."""
    if not terms.size:
        return terms
    mean = np.nanmean(terms, axis=(2, 3), keepdims=True)
    spread = np.nanstd(terms, axis=(2, 3), keepdims=True)
    standard: Array = (terms - mean) / np.where(spread > 1e-9, spread, np.inf)
    return standard
