"""Sensitivity: how far each choice that somebody made moves a result, one at a time and all together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.index.sobol import SobolIndices, sobol_design, sobol_indices

Floats = NDArray[np.float64]
Points = NDArray[np.int_]

Evaluate = Callable[[Points], Floats]
"""From points (points, choices + 1), the place of an alternative of each choice and of a draw, to outputs (points, outputs)."""

DATA = "data draw"
"""The name of the last input: which draw of the data, from their standard errors."""

RUNS = 512
TOLERATED = 0.005
"""So far below 0 or above 1 an estimated share may lie without a remark."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that could have been done otherwise; the first alternative is what was done."""

    name: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one choice does to one output.

    `least` and `greatest` are the ends of the medians over draws when this choice alone is changed, with the alternatives
    that give them; of the data draw, the ends of 90 per cent of the draws. `first` and `total` are Sobol indices
    with their intervals (index, low, high), None where they cannot be given.
    """

    choice: str
    least: float
    least_at: str
    greatest: float
    greatest_at: str
    first: tuple[float, float, float] | None
    total: tuple[float, float, float] | None

    @property
    def swing(self) -> float:
        """How far the choice alone can move the output."""
        return self.greatest - self.least


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far an output rests on choices: its value as chosen, the spread over all choices, what each one does.

    `default` is the median over draws under the choices made. `low90`, `median` and `high90` are over all alternatives and
    draws, each as likely as the other. `remark` says why there are no Sobol indices, or is empty.
    """

    output: str
    default: float
    median: float
    low90: float
    high90: float
    influences: tuple[Influence, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SensitivityRun:
    """The sensitivity of each output that is defined under the choices made, and all outputs at the sampled points.

    `sampled` is (points, outputs): independent points only, those of the design's samples A and B.
    """

    of_outputs: tuple[Sensitivity, ...]
    sampled: Floats


def sensitivity(
    evaluate: Evaluate,
    outputs: Sequence[str],
    choices: Sequence[Choice],
    draws: int,
    runs: int = RUNS,
    seed: int = 1,
) -> SensitivityRun:
    """Run a model under other choices and draws of its data, and tell what each answers for.

    Alternatives of a choice are equally likely, as are the `draws`; choices with one alternative are left alone. The
    named outputs come first among those that `evaluate` gives; an output that is nan under the choices made is left out.
    Source: Saisana, Saltelli & Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x.
    """
    every = (*choices, Choice(DATA, ()))
    levels = np.array([*(len(choice.alternatives) for choice in choices), draws])
    free = [int(place) for place in np.flatnonzero(levels > 1)]
    one_at_a_time = _one_at_a_time(evaluate, levels)
    defaults = _median(one_at_a_time[0])
    design = sobol_design(max(len(free), 1), runs, seed)
    points = np.zeros((len(design.points), len(levels)), dtype=np.int_)
    points[:, free] = np.floor(design.points[:, : len(free)] * levels[free])
    results = evaluate(points)
    sampled = results[: 2 * design.runs]
    found = []
    for place, output in enumerate(outputs):
        if np.isnan(defaults[place]):
            continue
        undefined = np.isnan(results[:, place]).mean()
        indices = None
        if free and not undefined:
            indices = sobol_indices(results[:, place], design.runs, seed)
        influences = [
            _influence(
                every[input_],
                [each[:, place] for each in _of_choice(one_at_a_time, levels, input_)],
                indices,
                order,
            )
            for order, input_ in enumerate(free)
        ]
        remark = "no choice moves it, as far as was sampled" if indices is None else ""
        if indices is not None and not _within(indices.first, indices.total):
            remark = f"shares below 0 or above 1 are errors of sampling: {design.runs} runs are few for it"
        if undefined:
            remark = f"not defined in {undefined:.1%} of the runs, so that no shares can be given"
        low, median, high = np.nanquantile(sampled[:, place], [0.05, 0.5, 0.95])
        spread = (float(defaults[place]), float(median), float(low), float(high))
        found.append(Sensitivity(output, *spread, tuple(influences), remark))
    return SensitivityRun(tuple(found), sampled)


def _one_at_a_time(evaluate: Evaluate, levels: Points) -> list[Floats]:
    """Outputs (draws, outputs) under the choices made, and then with each other alternative of each choice in turn."""
    draws = int(levels[-1])
    changed = [(place, level) for place, of in enumerate(levels[:-1]) for level in range(1, of)]
    points = np.zeros((len(changed) + 1, draws, len(levels)), dtype=np.int_)
    points[:, :, -1] = np.arange(draws)
    for row, (place, level) in enumerate(changed, start=1):
        points[row, :, place] = level
    results = evaluate(points.reshape(-1, len(levels)))
    return list(results.reshape(len(changed) + 1, draws, -1))


def _of_choice(one_at_a_time: list[Floats], levels: Points, place: int) -> list[Floats]:
    """The outputs under each alternative of a choice, the one made first; of the data draw, those as chosen."""
    if place == len(levels) - 1:
        return one_at_a_time[:1]
    before = 1 + int((levels[:place] - 1).sum())
    return [one_at_a_time[0], *one_at_a_time[before : before + int(levels[place]) - 1]]


def _influence(choice: Choice, found: list[Floats], indices: SobolIndices | None, order: int) -> Influence:
    if choice.alternatives:
        medians = _median(np.stack(found, axis=1))
        ends = (int(np.nanargmin(medians)), int(np.nanargmax(medians)))
        least, greatest = (float(medians[end]) for end in ends)
        least_at, greatest_at = (choice.alternatives[end] for end in ends)
    else:
        least, greatest = (float(end) for end in np.nanquantile(found[0], [0.05, 0.95]))
        least_at, greatest_at = "5th percentile", "95th percentile"
    first = total = None
    if indices is not None:
        first = _with_interval(indices.first, indices.first_low, indices.first_high, order)
        total = _with_interval(indices.total, indices.total_low, indices.total_high, order)
    return Influence(choice.name, least, least_at, greatest, greatest_at, first, total)


def _within(first: Floats, total: Floats) -> bool:
    """Whether estimated shares are such as true ones can be, but for the third decimal."""
    every = np.concatenate([first, total, [first.sum()]])
    return bool((every > -TOLERATED).all() and (every < 1 + TOLERATED).all())


def _with_interval(index: Floats, low: Floats, high: Floats, order: int) -> tuple[float, float, float]:
    return float(index[order]), float(low[order]), float(high[order])


def _median(drawn: Floats) -> Floats:
    """Medians (outputs,) of draws (draws, outputs) that are defined; nan where none is."""
    return np.array(
        [np.median(column[~np.isnan(column)]) if not np.isnan(column).all() else np.nan for column in drawn.T]
    )
