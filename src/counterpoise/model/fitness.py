"""What speaks against estimating a model on a panel, told before any sampling, every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import Problem
from counterpoise.model.joint_ties import JointTies
from counterpoise.model.measured import Measured
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.theory.elements import Side

Array = NDArray[np.float64]

LEAST_OBSERVED = 0.1
"""A series of which less is observed than this share of the panel's years is left out, and ties are refused."""

FEWEST_TIES = 8
"""As many years of states must be observed of the tie with each power."""

COLLINEAR = 0.98
"""Two inputs whose correlation is beyond this one cannot be told apart."""

FEWEST_SHARED = 8
"""A correlation over fewer shared years of states than this one says nothing."""

PLACE = "panel of the model"


def covered(values: Array) -> float:
    """The share of a series that is observed."""
    return float(np.mean(~np.isnan(values)))


def constant(values: Array) -> bool:
    """Whether a series, (T,) or of states (N, T), moves in no state: where it stands alone says nothing of what moves ties."""
    rows = np.atleast_2d(values)
    spans = [np.ptp(row[~np.isnan(row)]) for row in rows if not np.isnan(row).all()]
    return not spans or max(spans) <= 1e-9 * max(1.0, float(np.nanmax(np.abs(rows))))


def panel_problems(
    study: Study,
    ties: Mapping[Side, JointTies],
    pressure: list[Measured],
    measures: list[Measured],
    sides: Mapping[str, tuple[str, ...]],
) -> tuple[Problem, ...]:
    """Everything that speaks against estimating on a panel; `sides` names what feeds each part of it."""
    found = list(_short(study, ties))
    if not pressure:
        found.append(
            Problem(PLACE, "no series of pressure varies; a construct with the role `pressure` needs data")
        )
    if not measures:
        found.append(
            Problem(PLACE, "no measure of any filter varies; the constructs of `model.filters` need data")
        )
    return (*found, *_twice(sides), *_collinear(pressure), *_collinear(measures))


def _short(study: Study, ties: Mapping[Side, JointTies]) -> Iterator[Problem]:
    if study.end - study.start + 1 < 2:
        yield Problem("study.yaml", f"the period is {study.declared.period}; a model needs 2 years at least")
    for side, of in ties.items():
        power = state(study.powers[side]).in_a_sentence
        seen = int((~np.isnan(of.tie)).sum())
        if seen == 0:
            yield Problem(
                PLACE, f"no tie of any state with {power} is observed; a model needs ties with both powers"
            )
        elif seen < FEWEST_TIES:
            yield Problem(
                PLACE,
                f"ties with {power} are observed in {seen} years of states; a model needs {FEWEST_TIES} at least",
            )
        elif covered(of.tie) < LEAST_OBSERVED:
            yield Problem(
                PLACE,
                f"ties with {power} are observed in {covered(of.tie):.0%} of the years of states; a model needs {LEAST_OBSERVED:.0%}",
            )
        elif constant(of.tie):
            yield Problem(PLACE, f"the tie with {power} is the same in every year of every state")


def _twice(sides: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Indicators and codes that feed two parts; the effect of one upon the other would be there by definition."""
    for (one, first), (other, second) in combinations(sides.items(), 2):
        for name in sorted(set(first) & set(second)):
            yield Problem(
                PLACE, f"'{name}' feeds both {one} and {other}; what stands on both sides explains itself"
            )


def _collinear(measured: list[Measured]) -> Iterator[Problem]:
    for one, other in combinations(measured, 2):
        if one.part == other.part and one.values.ndim == 2:
            continue  # Two measures of one filter are meant to go together.
        shared = ~np.isnan(one.values) & ~np.isnan(other.values)
        if shared.sum() < FEWEST_SHARED:
            continue
        x, y = (_about_states(each.values, shared) for each in (one, other))
        if min(x.std(), y.std()) > 1e-9 and abs(float(np.corrcoef(x, y)[0, 1])) > COLLINEAR:
            yield Problem(
                PLACE,
                f"{one.title} and {other.title} go together (correlation {np.corrcoef(x, y)[0, 1]:.3f}) and cannot be told "
                "apart; leave one out of the theory's constructs",
            )


def _about_states(values: Array, shared: NDArray[np.bool_]) -> Array:
    """The shared values of a series about the mean of each state, in a row; of a series without states as they are."""
    if values.ndim == 1:
        return values[shared]
    rows = (row[seen] - row[seen].mean() for row, seen in zip(values, shared, strict=True) if seen.any())
    return np.concatenate(list(rows))
