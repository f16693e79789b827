"""A fit in the schema of ArviZ: one tree of data sets, with the names of states, years, filters and powers along the axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from counterpoise.model.panel import SIDES, ModelPanel

Array = NDArray[np.float64]


class Sampled(Protocol):
    """What the tree is made of: a panel, draws (chains, draws, ...) and prior draws (P, ...) by name."""

    @property
    def panel(self) -> ModelPanel:
        """What was observed."""

    @property
    def values(self) -> Mapping[str, Array]:
        """Draws of the posterior."""

    @property
    def prior(self) -> Mapping[str, Array]:
        """Draws of the prior."""


AXES: Mapping[str, tuple[str, ...]] = {
    "pressure": ("year",),
    "filter_states": ("filter", "state", "year"),
    "ties": ("power", "state", "year"),
    "filter_levels": ("filter", "state"),
    "tie_levels": ("power", "state"),
    "direct_of_state": ("power", "state"),
    "year": ("power", "year"),
    "mediated": ("power", "filter"),
    "moderated": ("power", "filter"),
    **dict.fromkeys(
        ("direct", "response_sd", "tie_persistence", "tie_sd", "tie_level_sd", "year_sd"), ("power",)
    ),
    **dict.fromkeys(("filter_persistence", "filter_response", "filter_sd", "extra_error"), ("filter",)),
    **dict.fromkeys(("loading", "measure_level_sd"), ("measure",)),
    **dict.fromkeys(("pressure_persistence", "tie_correlation"), ()),
}


def tree_of(fit: Sampled) -> xr.DataTree:
    """The tree: posterior (chain, draw, ...), prior, observed_data and constant_data."""
    panel = fit.panel
    prior = {name: value[None] for name, value in fit.prior.items()}
    observed = {
        "pressure": (("series", "year"), panel.pressure),
        "measures": (("measure", "state", "year"), panel.measures),
        "ties": (("power", "state", "year"), panel.ties),
    }
    constant = {
        "exposure": (("state",), panel.exposure),
        "measure_errors": (("measure", "state", "year"), panel.measure_errors),
        "tie_errors": (("power", "state", "year"), panel.tie_errors),
    }
    return xr.DataTree.from_dict(
        {
            "/posterior": _drawn(fit.values, panel),
            "/prior": _drawn(prior, panel),
            "/observed_data": _named(observed, panel),
            "/constant_data": _named(constant, panel),
        }
    )


def _drawn(values: Mapping[str, Array], panel: ModelPanel) -> xr.Dataset:
    """Draws by name, those that have a place in the schema."""
    return _named(
        {name: (("chain", "draw", *AXES[name]), values[name]) for name in AXES if name in values}, panel
    )


def _named(values: Mapping[str, tuple[tuple[str, ...], Array]], panel: ModelPanel) -> xr.Dataset:
    """Arrays with their axes as a data set that names the places along them."""
    names = {
        "year": panel.years,
        "filter": panel.filters,
        "state": panel.states,
        "power": SIDES,
        "measure": panel.measure_titles,
        "series": panel.pressure_titles,
    }
    # A measure and a year both bear the name of an axis; the effects of years get another than the axis has.
    renamed = {("year_effect" if name == "year" else name): value for name, value in values.items()}
    axes = {axis for dims, _ in renamed.values() for axis in dims}
    return xr.Dataset(renamed, coords={axis: list(of) for axis, of in names.items() if axis in axes})
