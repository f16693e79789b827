"""The model estimated on a panel: draws, how far they may be trusted, and tables of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.model.diagnostics import Diagnostics, effective_draws, effective_in_tails, overlap, r_hat
from counterpoise.model.generative import prior_parameters, prior_predictive
from counterpoise.model.mask import Mask
from counterpoise.model.panel import FELT_ALIKE, SIDES, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.sampling import Sampling, draw, posterior_of
from counterpoise.model.statespace import inputs_of
from counterpoise.theory.modelled import Priors, Soundness

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]

PRIOR_DRAWS = 2000

EFFECTS = ("direct", "mediated", "moderated")

_SAMPLED = (
    *(
        "pressure_persistence",
        "filter_persistence",
        "filter_response",
        "filter_sd",
        "loading",
        "extra_error",
        "measure_level_sd",
    ),
    *("tie_persistence", "tie_sd", "tie_level_sd", "tie_correlation", "response_sd", "year_sd"),
    *EFFECTS,
)
"""The parameters that are told of; states and years have too many of their own."""

_UNNAMED = ("pressure", "tie_levels", "year")
"""What has a number of its own for each year or state, none of which is told of by itself."""

FIT_SCHEMA: dict[str, type[pl.DataType]] = {
    "parameter": pl.String,
    **dict.fromkeys(("mean", "sd", "low90", "median", "high90", "above_0"), pl.Float64),
    **dict.fromkeys(("r_hat", "effective_draws", "overlap"), pl.Float64),
}
"""`above_0` is the probability of a value above 0, `overlap` how much of the posterior lies within the prior."""


@dataclass(frozen=True)
class ModelFit:
    """The model of a theory's figure estimated on a panel under one mask.

    `values` holds draws (chains, draws, ...) of all parameters and states by name, `prior` draws (P, ...) of the parameters.
    `reading` and `without` say what the mask is: the reading of the figure, and the filters of which no effect is kept.
    `taken` says why it was taken where several are kept that follow from the same.
    """

    panel: ModelPanel
    mask: Mask
    priors: Priors
    soundness: Soundness
    sampling: Sampling
    values: Mapping[str, Array]
    prior: Mapping[str, Array]
    sane: float
    reading: str = "all"
    without: tuple[str, ...] = ()
    taken: str = ""

    @cached_property
    def posterior(self) -> Posterior:
        """The draws as the questions asked of the model read them."""
        return posterior_of(self.values)

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """R-hat, effective draws and overlap of each parameter; of pressure, the levels of ties and effects of years the largest R-hat too."""
        hats: dict[str, float] = {}
        effective: dict[str, float] = {}
        tails: dict[str, float] = {}
        shared: dict[str, float] = {}
        for name, label, place in self._parameters():
            drawn = _column(self.values[name], 2, place)
            hats[label] = float(r_hat(drawn))
            effective[label] = float(effective_draws(drawn))
            tails[label] = float(effective_in_tails(drawn))
            shared[label] = overlap(_column(self.prior[name], 1, place), drawn.ravel())
        hats |= {name: float(r_hat(self.values[name]).max()) for name in _UNNAMED}
        lost = float(np.mean(self.values["lost"]))
        return Diagnostics(
            hats, effective, tails, shared, self.sane, len(self.panel.states), lost, self.sampling.chains
        )

    @cached_property
    def blocked(self) -> tuple[str, ...]:
        """Why no verdict may rest on the fit, each reason as a sentence; none where one may."""
        return self.diagnostics.against(self.soundness)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know: of the panel, of priors and of what the data hardly tell."""
        weak = self.diagnostics.weakly_told
        told = [
            f"before any data, {self.sane:.0%} of the worlds that the priors hold possible have ties that vary about as much as ties can"
        ]
        if not self.panel.varied_exposure:
            told.append(FELT_ALIKE)
        if weak:
            told.append(
                f"the data hardly add to the priors of {len(weak)} of {len(self.diagnostics.overlap)} parameters: {', '.join(weak)}"
            )
        return (*([self.taken] if self.taken else []), *self.panel.notes, *told)

    def table(self) -> pl.DataFrame:
        """Every parameter with its interval, how well it was sampled and how much of it is prior (`FIT_SCHEMA`)."""
        rows = []
        for name, label, place in self._parameters():
            drawn = _column(self.values[name], 2, place).ravel()
            low, median, high = np.quantile(drawn, (0.05, 0.5, 0.95))
            of = self.diagnostics
            rows.append(
                (
                    *(label, drawn.mean(), drawn.std(), low, median, high, (drawn > 0).mean()),
                    *(of.r_hat[label], of.least_effective[label], of.overlap[label]),
                )
            )
        return pl.DataFrame(rows, schema=FIT_SCHEMA, orient="row")

    def effects(self) -> pl.DataFrame:
        """The rows of `table` that are effects on ties."""
        return self.table().filter(pl.col("parameter").str.split("[").list.first().is_in(EFFECTS))

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()

    def inference_data(self) -> xr.DataTree:
        """Prior, posterior, sampler statistics and data as a tree in the schema of ArviZ."""
        from counterpoise.model.inference import tree_of

        return tree_of(self)

    def _parameters(self) -> Iterator[tuple[str, str, int]]:
        """Each number of each parameter that was sampled: its name, its label and its place among those of its name."""
        for name in _SAMPLED:
            if name not in self.values:
                continue
            labels = [", ".join(of) for of in product(*labels_of(name, self.panel))]
            for place, label in enumerate(labels):
                if np.ptp(_column(self.values[name], 2, place)) > 0:
                    yield name, f"{name}[{label}]" if label else name, place


def _column(values: Array, ahead: int, place: int) -> Array:
    """One number of a parameter: values (..., of the parameter) to (...), `ahead` being how many axes come before it."""
    found: Array = values.reshape(*values.shape[:ahead], -1)[..., place]
    return found


def labels_of(name: str, panel: ModelPanel) -> tuple[tuple[str, ...], ...]:
    """The names along each axis of a parameter."""
    if name in ("filter_persistence", "filter_response", "filter_sd", "extra_error"):
        return (panel.filters,)
    if name in ("loading", "measure_level_sd"):
        return (panel.measure_titles,)
    if name in ("mediated", "moderated"):
        return SIDES, panel.filters
    if name in ("tie_correlation", "pressure_persistence"):
        return ()
    return (SIDES,)


def fit_panel(
    panel: ModelPanel,
    mask: Mask | None = None,
    sampling: Sampling | None = None,
    priors: Priors | None = None,
    soundness: Soundness | None = None,
    reading: str = "all",
    without: tuple[str, ...] = (),
) -> ModelFit:
    """Estimate the model on a panel. Without a mask every effect is kept.

    Raises CounterpoiseError where the mask names what the panel does not have.
    """
    mask, sampling, priors = mask or Mask(), sampling or Sampling(), priors or Priors()
    arrays = mask.arrays(panel.filters)
    return ModelFit(
        panel=panel,
        mask=mask,
        priors=priors,
        soundness=soundness or Soundness(),
        sampling=sampling,
        values=draw(inputs_of(panel, arrays, priors), sampling),
        prior=prior_parameters(panel, arrays, priors, sampling.seed, PRIOR_DRAWS),
        sane=prior_predictive(panel, arrays, priors, sampling.seed),
        reading=reading,
        without=without,
    )
