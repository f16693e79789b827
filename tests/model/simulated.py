"""Worlds in which the model is true: simulated from the equations above `Posterior`, with parameters that are known."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import ModelPanel
from counterpoise.model.posterior import Posterior

Array = NDArray[np.float64]
FILTERS = ("economic", "security", "leadership", "institutions")


def _tie(value: float) -> Array:
    return np.full(2, value)


@dataclass(frozen=True)
class World:
    """Parameters of one world, in the words of `Posterior`: what is set here is true in it."""

    states: int = 8
    years: int = 30
    filters: tuple[str, ...] = FILTERS
    pressure_persistence: float = 0.6
    filter_persistence: Array = field(default_factory=lambda: np.array([0.5, 0.7, 0.3, 0.8]))
    filter_response: Array = field(default_factory=lambda: np.array([0.3, 0.5, 0.2, -0.2]))
    filter_sd: Array = field(default_factory=lambda: np.full(4, 0.8))
    tie_persistence: Array = field(default_factory=lambda: np.array([0.7, 0.5]))
    direct: Array = field(default_factory=lambda: np.array([-0.3, 0.2]))
    response_sd: Array = field(default_factory=lambda: _tie(0.15))
    mediated: Array = field(default_factory=lambda: np.array([[0.2, 0.3, 0.0, 0.1], [-0.1, 0.2, 0.1, 0.0]]))
    moderated: Array = field(default_factory=lambda: np.array([[0.1, 0.0, 0.0, 0.1], [0.0, -0.1, 0.0, 0.0]]))
    year_sd: float = 0.1
    tie_sd: Array = field(default_factory=lambda: _tie(0.4))
    tie_correlation: float = 0.3
    tie_centre: Array = field(default_factory=lambda: np.array([0.4, 0.3]))
    tie_scale: Array = field(default_factory=lambda: np.array([0.15, 0.1]))

    def without_filters(self) -> World:
        """The same world in which the filters do nothing to the ties."""
        nothing = np.zeros((2, len(self.filters)))
        return replace(self, mediated=nothing, moderated=nothing)


def simulated(world: World, seed: int, burn_in: int = 40) -> Posterior:
    """The truth of one world as a posterior of a single draw: its parameters, and its states after a burn-in."""
    rng = np.random.default_rng(seed)
    n, t, k = world.states, world.years + burn_in, len(world.filters)
    exposure = exposures(n)
    rho, phi, tau = world.pressure_persistence, world.filter_persistence, world.tie_persistence
    pressure, filters, ties = np.zeros(t), np.zeros((k, n, t)), np.zeros((2, n, t))
    own = rng.normal(0, world.response_sd[:, None], (2, n))
    year = rng.normal(0, world.year_sd, (2, t))
    rho_ties = np.array([[1, world.tie_correlation], [world.tie_correlation, 1]])
    shocks = np.einsum("pq,qnt->pnt", np.linalg.cholesky(rho_ties), rng.standard_normal((2, n, t)))
    for now in range(t):
        before = slice(now - 1, now) if now else slice(0, 0)
        felt = np.sqrt(1 - rho**2) * rng.standard_normal() + rho * pressure[before].sum()
        pressure[now] = felt
        filters[..., now] = (
            phi[:, None] * filters[..., before].sum(axis=-1)
            + world.filter_response[:, None] * exposure * felt
            + world.filter_sd[:, None] * rng.standard_normal((k, n))
        )
        ties[..., now] = (
            tau[:, None] * ties[..., before].sum(axis=-1)
            + (world.direct[:, None] + own) * exposure * felt
            + world.mediated @ filters[..., now]
            + world.moderated @ filters[..., now] * exposure * felt
            + year[:, now, None]
            + world.tie_sd[:, None] * shocks[..., now]
        )
    kept = slice(burn_in, None)
    return Posterior(
        pressure=pressure[None, kept],
        pressure_persistence=np.array([rho]),
        filter_states=filters[None, ..., kept],
        filter_levels=np.zeros((1, k, n)),
        filter_persistence=phi[None],
        filter_response=world.filter_response[None],
        filter_sd=world.filter_sd[None],
        tie_states=ties[None, ..., kept],
        tie_levels=rng.normal(0, 0.8, (1, 2, n)),
        tie_persistence=tau[None],
        direct=world.direct[None],
        direct_of_state=own[None],
        response_sd=world.response_sd[None],
        mediated=world.mediated[None],
        moderated=world.moderated[None],
        year=year[None, :, kept],
        tie_sd=world.tie_sd[None],
        tie_correlation=np.array([world.tie_correlation]),
    )


def exposures(n: int) -> Array:
    """Who feels how much: from half a unit to one and a half, the mean is 1."""
    return np.linspace(0.5, 1.5, n) if n > 1 else np.ones(1)


def panel_of(world: World, truth: Posterior) -> ModelPanel:
    """What is observed of a world: everything, without error; each filter by one measure."""
    levels = truth.filter_levels[0, ..., None] + truth.filter_states[0]
    ties = truth.tie_levels[0, ..., None] + truth.tie_states[0]
    k = len(world.filters)
    return ModelPanel(
        states=tuple(f"S{number}" for number in range(world.states)),
        years=tuple(range(1990, 1990 + world.years)),
        filters=world.filters,
        pressure=truth.pressure,
        pressure_titles=("Pressure",),
        exposure=exposures(world.states),
        measures=levels,
        measure_errors=np.zeros_like(levels),
        measure_titles=world.filters,
        filter_of=tuple(range(k)),
        ties=ties,
        tie_errors=np.zeros_like(ties),
        tie_centre=world.tie_centre,
        tie_scale=world.tie_scale,
    )


def repeated(truth: Posterior, draws: int, spread: float = 0.0, seed: int = 0) -> Posterior:
    """As many draws of the effects about the truth, normal with a standard deviation; all else is as it is."""
    rng = np.random.default_rng(seed)
    drawn = {}
    for each in fields(Posterior):
        value = np.repeat(getattr(truth, each.name), draws, axis=0)
        if each.name in {"direct", "mediated", "moderated", "filter_response"}:
            value = value + rng.normal(0, spread, value.shape)
        drawn[each.name] = value
    return Posterior(**drawn)


def regressed(truth: Posterior, draws: int, seed: int, prior_sd: float = 0.5) -> Posterior:
    """The exact posterior of the ties' equation where pressure, filters and ties are observed without error.

    Each tie is regressed on the tie of the year before, felt pressure, the filters, their products with it, and years, with
    normal priors N(0, `prior_sd`^2 s^2) on the effects and N(0, s^2) on years, s^2 the variance of the shock with prior 1/s^2:
    normal-inverse-gamma, so that draws are exact (Gelman et al. 2013, *Bayesian Data Analysis*, ch. 14). States respond alike.
    """
    rng = np.random.default_rng(seed)
    _, k, n, t = truth.filter_states.shape
    felt = exposures(n)[:, None] * truth.pressure[0]
    filters = truth.filter_states[0]
    effects = np.concatenate([felt[None], filters, filters * felt])[..., 1:].reshape(2 * k + 1, -1)
    years = np.tile(np.eye(t - 1), (1, n))
    found = {name: [] for name in ("tau", "direct", "mediated", "moderated", "year", "sd")}
    for side in range(2):
        tie = truth.tie_states[0, side]
        x = np.vstack([tie[:, :-1].reshape(1, -1), effects, years]).T
        y = tie[:, 1:].reshape(-1)
        prior = np.concatenate([np.full(2 * k + 2, prior_sd**-2), np.ones(t - 1)])
        root = np.linalg.cholesky(x.T @ x + np.diag(prior))
        mean = np.linalg.solve(root.T, np.linalg.solve(root, x.T @ y))
        rest = y @ y - mean @ (x.T @ y)
        sd = np.sqrt(rest / 2 / rng.gamma(len(y) / 2, size=draws))
        drawn = mean[:, None] + np.linalg.solve(root.T, rng.standard_normal((len(mean), draws))) * sd
        # A persistence of 1 or more is no tie of this model: as in the model itself, such draws have no weight.
        found["tau"].append(np.clip(drawn[0], -0.99, 0.99))
        found["direct"].append(drawn[1])
        found["mediated"].append(drawn[2 : 2 + k].T)
        found["moderated"].append(drawn[2 + k : 2 + 2 * k].T)
        found["year"].append(np.vstack([np.zeros(draws), drawn[2 + 2 * k :]]).T)
        found["sd"].append(sd)
    each = {name: np.stack(values, axis=1) for name, values in found.items()}
    return replace(
        repeated(truth, draws),
        tie_persistence=each["tau"],
        direct=each["direct"],
        direct_of_state=np.zeros((draws, 2, n)),
        mediated=each["mediated"],
        moderated=each["moderated"],
        year=each["year"],
        tie_sd=each["sd"],
    )
