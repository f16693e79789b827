"""A fit of a world that is known, for the study in miniature: its ties follow the model, and its posterior is exact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from counterpoise.findings import by_model
from counterpoise.findings.basis import BASIS_SCHEMA
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.model import scenarios
from counterpoise.model.generative import prior_parameters
from counterpoise.model.mask import Mask
from counterpoise.model.panel import FELT_ALIKE, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.rivals import compare
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Priors
from tests.model.simulated import World, panel_of, regressed, simulated

STATES = ("PAK", "VNM", "THA", "IDN", "LKA", "BGD", "MYS", "SGP")
EVIDENCE = {"ties": ("trade_share", "arms_import_share"), "pressure": ("cinc_ratio",)}


@dataclass(frozen=True)
class KnownFit:
    """A fit as findings read one; `overlap` is what every one of its `parameters` has with its prior."""

    panel: ModelPanel
    posterior: Posterior
    blocked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ("the panel is made up",)
    overlap: float = 0.2
    parameters: tuple[str, ...] = ("direct[a]", "response_sd[a]")
    reading: str = "all"
    without: tuple[str, ...] = ()
    taken: str = ""

    @cached_property
    def prior(self) -> dict[str, NDArray[np.float64]]:
        """Draws of the parameters from their priors."""
        return prior_parameters(self.panel, Mask().arrays(self.panel.filters), Priors(), 1, 500)

    def table(self) -> pl.DataFrame:
        """The parameters that are told of."""
        row = {"median": 0.1, "low90": 0.0, "high90": 0.2, "r_hat": 1.0, "effective_draws": 900.0}
        return pl.DataFrame([{"parameter": name, **row, "overlap": self.overlap} for name in self.parameters])


@cache
def known_fit(filters: bool = True, draws: int = 300, states: int = len(STATES)) -> KnownFit:
    """A fit of a world in which all that the figure draws is so; without `filters`, of one in which they do nothing."""
    world = World(years=30, states=states)
    world = world if filters else world.without_filters()
    truth = simulated(world, 3)
    panel = replace(panel_of(world, truth), states=STATES[:states], evidence=EVIDENCE)
    return KnownFit(panel, regressed(truth, draws, 5))


def lately(fit: KnownFit, years: int = 6) -> KnownFit:
    """The same fit of a panel whose ties are observed in its last years alone: what goes through them year by year is quicker."""
    seen = np.arange(len(fit.panel.years)) >= len(fit.panel.years) - years
    return replace(fit, panel=replace(fit.panel, ties=np.where(seen, fit.panel.ties, np.nan)))


def made_from(panel: ModelPanel, theory: Theory) -> ModelEvidence:
    """What a panel may have been made from: an observation of each part in each of its states, and a passage of the first filter."""
    parts = ("ties", "pressure", "exposure", *panel.filters)
    first, last = panel.years[0], panel.years[-1]
    rows = [
        (f"{part}-{state}", "observation", part, f"series_of_{part}", state, first, last, "made up, 1")
        for part in parts
        for state in panel.states
    ]
    spoken = (
        "passage",
        "passage",
        panel.filters[0],
        "trade",
        panel.states[0],
        first,
        first,
        "coded passages",
    )
    return ModelEvidence(theory, panel, pl.DataFrame([*rows, spoken], schema=BASIS_SCHEMA, orient="row"))


def told_alone(findings: Findings, fit: KnownFit) -> ByModel:
    """What a fit says of the same study, without reckoning what takes long."""
    model = findings.study.theory.model
    return ByModel(findings.study, findings.evidence.values, findings.scores.ties, findings.names, fit, model)


def felt_alike() -> KnownFit:
    """The fit of a panel whose states all feel pressure alike."""
    fit = known_fit()
    panel = replace(fit.panel, exposure=np.ones(len(fit.panel.states)))
    return replace(fit, panel=panel, notes=(FELT_ALIKE,))


def concluded(findings: Findings, fit: KnownFit | None) -> Findings:
    """The same study, concluded with a fit; theories are compared on one draw of the inputs and futures on 200 runs, which is quicker."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(by_model, "compare", partial(compare, imputations=1))
        patched.setattr(scenarios, "COMPARED", 200)
        found = conclude(findings.study, findings.evidence, findings.scores, fit)
        if found.model is not None:
            assert found.model.comparison
            assert found.model.scenarios
        return found
