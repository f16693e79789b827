"""Draws from a density by its gradient: the No-U-Turn sampler, with a step and a metric that are learned while warming up.

Hoffman and Gelman (2014), The No-U-Turn sampler (Journal of Machine Learning Research 15), with points of a trajectory drawn by
their weight and the criterion of Betancourt (2017), A conceptual introduction to Hamiltonian Monte Carlo (arXiv 1701.02434).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.sampler.metric import metric, pulled, stretched

Array = NDArray[np.float64]
Density = Callable[[Array], tuple[float, Array]]

ACCEPTED = 0.8
"""The step is such that a point of a trajectory is as likely as this to be accepted."""

DEEPEST = 8
"""A trajectory is doubled so many times at most."""

FARTHEST = 1000.0
"""A trajectory along which the energy falls by more than this is lost (a divergence)."""

FIRST_STEP = 0.1

LEARNED = (0.04, 0.1, 0.16, 0.3, 0.5, 0.85)
"""After these parts of the warming up the metric is learned anew, from the later draws."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws (D, C), and where the trajectory that led to one was lost (D,)."""

    vectors: Array
    lost: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Leaps:
    """Where the density may be about as high, with little in between that a trajectory could cross.

    Leap m from a vector u (C,) leads to signs[m] * u[orders[m]]; `orders` and `signs` are (M, C). Of leaps that are `tried` one after the other
    each leads back where it began; where one is tried `by_lot`, with each there is one that leads back.
    """

    orders: NDArray[np.int64]
    signs: Array
    by_lot: bool = False

    def tried(self, rng: np.random.Generator) -> Iterable[int]:
        """Which leaps are tried after a trajectory."""
        many = len(self.orders)
        return [int(rng.integers(many))] if self.by_lot and many else range(many)

    def __call__(self, of: int, u: Array) -> Array:
        """Where a leap leads from a vector (C,)."""
        return np.asarray(self.signs[of] * u[self.orders[of]])


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a trajectory: a vector and its momentum, the log density, and its gradient there and in units of the metric."""

    u: Array
    momentum: Array
    log: float
    gradient: Array
    along: Array

    @property
    def energy(self) -> float:
        """The log density of the vector with its momentum."""
        return self.log - 0.5 * float(self.momentum @ self.momentum)


@dataclass(frozen=True, slots=True)
class Flow:
    """How a point moves: a density, a metric (C, C) and a step."""

    density: Density
    metric: Array
    step: float

    def pushed(self, u: Array, log: float, gradient: Array, rng: np.random.Generator) -> Point:
        """A vector with a momentum."""
        return Point(u, rng.standard_normal(len(u)), log, gradient, pulled(self.metric, gradient))

    def next(self, point: Point, way: int) -> Point:
        """The point one step on, or back if `way` is -1 (leapfrog)."""
        step = way * self.step
        half = point.momentum + 0.5 * step * point.along
        u = point.u + step * stretched(self.metric, half)
        log, gradient = self.density(u)
        along = pulled(self.metric, gradient)
        return Point(u, half + 0.5 * step * along, log, gradient, along)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Part of a path: its ends, the sum of its momenta, a point of it drawn by weight, that weight, and how it went.

    `goes_on` where it has not turned back, `accepted` is what the chances of its points add up to.
    """

    first: Point
    last: Point
    momenta: Array
    chosen: Point
    weight: float
    goes_on: bool = True
    accepted: float = 0.0
    points: int = 0
    lost: bool = False


def trajectory(flow: Flow, begin: Point, rng: np.random.Generator) -> Trajectory:
    """A path from a point, doubled to either side until it turns back, with a draw from it."""
    found = Trajectory(begin, begin, begin.momentum, begin, 0.0)
    for depth in range(DEEPEST):
        way = 1 if rng.random() < 0.5 else -1
        other = _grown(flow, found.last if way > 0 else found.first, way, depth, begin.energy, rng)
        if not other.goes_on:
            return _with(found, other)
        # The newer half is preferred, so that draws go far.
        moves = np.log(1 - rng.random()) < other.weight - found.weight
        found = _joined(found, other, way, other.chosen if moves else found.chosen)
        if not found.goes_on:
            break
    return found


def _grown(
    flow: Flow, edge: Point, way: int, depth: int, begin: float, rng: np.random.Generator
) -> Trajectory:
    """2^depth points on from an edge; fewer where part of them turns back or is lost."""
    if depth == 0:
        point = flow.next(edge, way)
        rise = point.energy - begin
        if not rise > -FARTHEST:
            return Trajectory(point, point, point.momentum, point, -np.inf, False, 0.0, 1, True)
        chance = float(np.exp(min(rise, 0.0)))
        return Trajectory(point, point, point.momentum, point, rise, True, chance, 1)
    one = _grown(flow, edge, way, depth - 1, begin, rng)
    if not one.goes_on:
        return one
    other = _grown(flow, one.last if way > 0 else one.first, way, depth - 1, begin, rng)
    if not other.goes_on:
        return _with(one, other)
    moves = np.log(1 - rng.random()) < other.weight - np.logaddexp(one.weight, other.weight)
    return _joined(one, other, way, other.chosen if moves else one.chosen)


def _with(one: Trajectory, other: Trajectory) -> Trajectory:
    """A path that ends, as the part that would follow turns back or is lost."""
    return replace(
        one,
        goes_on=False,
        accepted=one.accepted + other.accepted,
        points=one.points + other.points,
        lost=other.lost,
    )


def _joined(one: Trajectory, other: Trajectory, way: int, chosen: Point) -> Trajectory:
    """Two neighbouring parts as one, which goes on unless it, or either part with the next point of the other, turns back."""
    left, right = (one, other) if way > 0 else (other, one)
    momenta = left.momenta + right.momenta
    return Trajectory(
        left.first,
        right.last,
        momenta,
        chosen,
        float(np.logaddexp(one.weight, other.weight)),
        _onward(momenta, left.first, right.last)
        and _onward(left.momenta + right.first.momentum, left.first, right.first)
        and _onward(right.momenta + left.last.momentum, left.last, right.last),
        one.accepted + other.accepted,
        one.points + other.points,
    )


def _onward(momenta: Array, first: Point, last: Point) -> bool:
    return bool(momenta @ first.momentum > 0 and momenta @ last.momentum > 0)


class Step:
    """The step by dual averaging (Nesterov 2009, as Hoffman and Gelman 2014 use it)."""

    def __init__(self, step: float) -> None:
        self.now = step
        self._centre, self._error, self._mean, self._count = float(np.log(10 * step)), 0.0, 0.0, 0

    def learn(self, accepted: float) -> None:
        """Take in how likely the points of the last trajectory were accepted."""
        self._count += 1
        weight = 1 / (self._count + 10)
        self._error = (1 - weight) * self._error + weight * (ACCEPTED - accepted)
        log = self._centre - self._count**0.5 / 0.05 * self._error
        fresh = self._count**-0.75
        self._mean = fresh * log + (1 - fresh) * self._mean
        self.now = float(np.exp(log))

    @property
    def settled(self) -> float:
        """The step that was learned, an average of late ones."""
        return float(np.exp(self._mean)) if self._count else self.now


def draws_of(
    density: Density,
    u: Array,
    warmup: int,
    draws: int,
    rng: np.random.Generator,
    leaps: Sequence[Leaps] = (),
) -> Drawn:
    """Draws (draws, C) from a log density with its gradient, begun at a vector (C,), after as many as are said to warm up.

    After each trajectory `leaps` are tried (Metropolis).
    """
    log, gradient = density(u)
    step, of = Step(FIRST_STEP), np.eye(len(u))
    vectors, gradients = np.empty((warmup + draws, len(u))), np.empty((warmup, len(u)))
    marks, lost = {round(part * warmup) for part in LEARNED}, np.zeros(draws, bool)
    for row in range(warmup + draws):
        warming = row < warmup
        flow = Flow(density, of, step.now if warming else step.settled)
        path = trajectory(flow, flow.pushed(u, log, gradient, rng), rng)
        u, log, gradient = path.chosen.u, path.chosen.log, path.chosen.gradient
        for leap, of_kind in ((leap, each) for each in leaps for leap in each.tried(rng)):
            landed = of_kind(leap, u)
            there, slope = density(landed)
            if np.log(1 - rng.random()) < there - log:
                u, log, gradient = landed, there, slope
        vectors[row] = u
        if not warming:
            lost[row - warmup] = path.lost
            continue
        gradients[row] = gradient
        step.learn(path.accepted / path.points)
        if row + 1 in marks and row >= 4:
            late = slice((row + 1) // 2 if row < 0.2 * warmup else (row + 1) // 3, row + 1)
            of, step = metric(vectors[late], gradients[late]), Step(min(step.settled, FIRST_STEP))
    return Drawn(vectors[warmup:], lost)
