"""Panels of a world that is known: ties drawn by one theory alone, beside every other's inputs."""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.model.panel import ModelPanel
from counterpoise.theory.elements import Theory
from counterpoise.theory.reading import read_theory

STATES = ("BGD", "IDN", "KHM", "LKA", "MYS", "NPL", "PAK", "PHL", "SGP", "THA")
YEARS = tuple(range(1990, 2015))
POWERS = {"a": "USA", "b": "CHN"}
Array = np.ndarray


@cache
def theory_of_library() -> Theory:
    """The theory that comes with the program, read once."""
    return read_theory("neoclassical-realism", Path())


def simulated(
    truth: str = "nothing", *, effect: float = 0.5, states: tuple[str, ...] = STATES, seed: int = 1
) -> tuple[ModelPanel, pl.DataFrame]:
    """A panel whose ties follow one of `nothing`, `filters`, `pressure`, `ideology`, `power`, and the observations beside it."""
    rng = np.random.default_rng(seed)
    n, t = len(states), len(YEARS)
    pressure = _persistent(rng, (t,))
    filters = np.stack([_persistent(rng, (n, t)) for _ in range(2)])
    exposure = np.linspace(0.5, 1.5, n)
    regimes = np.clip(0.5 + 0.2 * _persistent(rng, (n, t)), 0, 1)
    of_powers = {"USA": np.full(t, 0.9), "CHN": np.full(t, 0.1)}
    capability = {"USA": np.full(t, 0.15), "CHN": 0.15 * np.exp(0.4 * np.cumsum(rng.normal(0, 0.3, t)))}
    moved = np.zeros((2, n, t))
    for p, side in enumerate(POWERS.values()):
        if truth == "filters":
            moved[p] = (filters[0] - filters[1]) * (1 if p == 0 else -1)
        elif truth == "pressure":
            moved[p] = exposure[:, None] * pressure * (1 if p == 0 else -1)
        elif truth == "ideology":
            moved[p] = -5 * (np.abs(regimes - of_powers[side]) - 0.4)
        elif truth == "power":
            ratio = np.log(capability["CHN"] / capability["USA"])
            moved[p] = (ratio - ratio.mean()) / ratio.std() * (1 if p == 0 else -1)
    ties = np.zeros((2, n, t))
    level = rng.normal(0, 0.3, (2, n))
    for year in range(t):
        before = ties[..., year - 1] if year else level
        ties[..., year] = 0.5 * before + 0.5 * level + effect * moved[..., year] + rng.normal(0, 0.5, (2, n))
    centre, scale = ties.mean(axis=(1, 2)), ties.std(axis=(1, 2))
    ties = (ties - centre[:, None, None]) / scale[:, None, None]
    panel = ModelPanel(
        states=states,
        years=YEARS,
        filters=("economic", "security"),
        pressure=pressure[None] + rng.normal(0, 0.1, (3, t)),
        pressure_titles=("Ratio", "Votes", "Risk"),
        exposure=exposure,
        measures=filters + rng.normal(0, 0.1, filters.shape),
        measure_errors=np.full(filters.shape, 0.1),
        measure_titles=("Need", "Threat"),
        filter_of=(0, 1),
        ties=ties,
        tie_errors=np.zeros_like(ties),
        tie_centre=centre,
        tie_scale=scale,
    )
    rows = [
        *(
            (state, "polyarchy", year, regimes[i, j])
            for i, state in enumerate(states)
            for j, year in enumerate(YEARS)
        ),
        *(
            (power, "polyarchy", year, of[j])
            for power, of in of_powers.items()
            for j, year in enumerate(YEARS)
        ),
        *((power, "cinc", year, of[j]) for power, of in capability.items() for j, year in enumerate(YEARS)),
    ]
    return panel, observations(rows)


def observations(rows: list[tuple[str, str, int, float]], partner: str | None = None) -> pl.DataFrame:
    """Rows of state, indicator, year and value as a table of observations."""
    found = [
        dict.fromkeys(VALUE_SCHEMA)
        | {"state": state, "partner": partner, "start": year, "end": year, "indicator": name, "value": value}
        for state, name, year, value in rows
    ]
    return pl.DataFrame(found, schema=VALUE_SCHEMA)


def _persistent(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """A series of standard deviation 1 that persists, along the last axis."""
    shocks = rng.normal(0, 1, shape)
    found = np.empty(shape)
    found[..., 0] = shocks[..., 0]
    for year in range(1, shape[-1]):
        found[..., year] = 0.6 * found[..., year - 1] + 0.8 * shocks[..., year]
    return found
