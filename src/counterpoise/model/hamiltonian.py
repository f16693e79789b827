"""Draws from a density by its gradient: the No-U-Turn sampler, with a step and a metric that are learned while warming up.

Hoffman and Gelman (2014), The No-U-Turn sampler (Journal of Machine Learning Research 15), with points of a trajectory drawn by
their weight and the criterion of Betancourt (2017), A conceptual introduction to Hamiltonian Monte Carlo (arXiv 1701.02434). The
metric is the covariance of what was drawn, its correlations shrunk towards 0 as there are fewer draws than coordinates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

Array = NDArray[np.float64]
Density = Callable[[Array], tuple[float, Array]]

ACCEPTED = 0.8
"""The step is such that a point of a trajectory is as likely as this to be accepted."""

DEEPEST = 8
"""A trajectory is doubled so many times at most."""

FARTHEST = 1000.0
"""Where the energy rises by more than this the path is lost (a divergence)."""


@dataclass
class Metric:
    """A linear map (C, C), of which the lower half is read, from coordinates in which draws are about uncorrelated and of variance 1."""

    factor: Array

    @classmethod
    def of(cls, draws: Array, gradients: Array) -> Metric:
        """The metric from draws (D, C) and their gradients, the scales from both (Seyboldt, Carlson and Carpenter 2026)."""
        d, c = draws.shape
        sd = draws.std(axis=0)
        scale = np.sqrt(np.maximum(sd, 1e-8) / np.maximum(gradients.std(axis=0), 1e-8))
        if d < 50:
            return cls(np.diag(scale))
        share = d / (d + c)
        between = share * np.corrcoef(draws.T)
        between[np.diag_indices(c)] = 1.0
        return cls(np.linalg.cholesky(between) * sd[:, None])


@dataclass
class Point:
    """A place on a trajectory: coordinates and momentum as the metric maps them, log density and its gradient."""

    u: Array
    momentum: Array
    log: float
    gradient: Array
    along: Array

    @property
    def energy(self) -> float:
        return self.log - 0.5 * float(self.momentum @ self.momentum)


class Trajectory:
    """Builds trajectories of a density under a metric, with a step."""

    def __init__(self, density: Density, metric: Metric, step: float) -> None:
        self.density, self.metric, self.step = density, metric, step

    def at(self, u: Array, log: float, gradient: Array, rng: np.random.Generator) -> Point:
        return Point(u, rng.standard_normal(len(u)), log, gradient, self.metric.factor.T @ gradient)

    def leap(self, point: Point, step: float) -> Point:
        half = point.momentum + 0.5 * step * point.along
        u = point.u + step * (self.metric.factor @ half)
        log, gradient = self.density(u)
        along = self.metric.factor.T @ gradient
        return Point(u, half + 0.5 * step * along, log, gradient, along)


@dataclass
class Tree:
    """Part of a trajectory: its ends, the sum of its momenta, a point drawn by weight, and how it went."""

    first: Point
    last: Point
    momenta: Array
    chosen: Point
    weight: float
    goes_on: bool
    accepted: float
    points: int
    lost: bool


def transition(
    path: Trajectory, start: Point, rng: np.random.Generator, deepest: int = DEEPEST
) -> tuple[Point, Tree]:
    """A draw after one trajectory from a point, and the trajectory."""
    begin = start.energy
    tree = Tree(start, start, start.momentum, start, 0.0, True, 0.0, 0, False)
    chosen = start
    for depth in range(deepest):
        way = 1 if rng.random() < 0.5 else -1
        other = _grown(path, tree.last if way > 0 else tree.first, way, depth, begin, rng)
        accepted, points = tree.accepted + other.accepted, tree.points + other.points
        if not other.goes_on:
            tree.accepted, tree.points, tree.lost = accepted, points, other.lost
            break
        if np.log(1 - rng.random()) < other.weight - tree.weight:
            chosen = other.chosen
        tree = _joined(tree, other, way, chosen)
        if not tree.goes_on:
            break
    return chosen, tree


def _grown(
    path: Trajectory, edge: Point, way: int, depth: int, begin: float, rng: np.random.Generator
) -> Tree:
    if depth == 0:
        point = path.leap(edge, way * path.step)
        rise = point.energy - begin
        if not np.isfinite(rise) or -rise > FARTHEST:
            return Tree(point, point, point.momentum, point, -np.inf, False, 0.0, 1, True)
        return Tree(point, point, point.momentum, point, rise, True, min(1.0, float(np.exp(min(rise, 0.0)))), 1, False)
    one = _grown(path, edge, way, depth - 1, begin, rng)
    if not one.goes_on:
        return one
    other = _grown(path, one.last if way > 0 else one.first, way, depth - 1, begin, rng)
    weight = np.logaddexp(one.weight, other.weight)
    if not other.goes_on:
        one.accepted += other.accepted
        one.points += other.points
        one.goes_on, one.lost = False, other.lost
        return one
    chosen = other.chosen if np.log(1 - rng.random()) < other.weight - weight else one.chosen
    return _joined(one, other, way, chosen)


def _joined(one: Tree, other: Tree, way: int, chosen: Point) -> Tree:
    """Two neighbouring parts as one, which goes on unless it, or either part with the next point of the other, turns back."""
    left, right = (one, other) if way > 0 else (other, one)
    momenta = left.momenta + right.momenta
    goes_on = (
        _straight(momenta, left.first, right.last)
        and _straight(left.momenta + right.first.momentum, left.first, right.first)
        and _straight(right.momenta + left.last.momentum, left.last, right.last)
    )
    return Tree(
        left.first,
        right.last,
        momenta,
        chosen,
        float(np.logaddexp(one.weight, other.weight)),
        goes_on,
        one.accepted + other.accepted,
        one.points + other.points,
        one.lost or other.lost,
    )


def _straight(momenta: Array, first: Point, last: Point) -> bool:
    return bool(momenta @ first.momentum > 0 and momenta @ last.momentum > 0)


class Step:
    """The step by dual averaging (Nesterov 2009, as Hoffman and Gelman 2014 use it)."""

    def __init__(self, step: float) -> None:
        self.centre, self.error, self.mean, self.count = np.log(10 * step), 0.0, np.log(step), 0
        self.now = step

    def learn(self, accepted: float) -> None:
        """Take in how likely the points of the last trajectory were accepted."""
        self.count += 1
        weight = 1 / (self.count + 10)
        self.error = (1 - weight) * self.error + weight * (ACCEPTED - accepted)
        log = self.centre - np.sqrt(self.count) / 0.05 * self.error
        fades = self.count**-0.75
        self.mean = fades * log + (1 - fades) * self.mean
        self.now = float(np.exp(log))

    @property
    def settled(self) -> float:
        """The step that warming up ends with."""
        return float(np.exp(self.mean))
