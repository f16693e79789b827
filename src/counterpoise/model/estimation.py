"""The model of a study's figure estimated from its evidence, and what an estimate follows from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.gathering import Evidence
from counterpoise.identity import identifier, reached_digest, sha256
from counterpoise.measurement.scores import Scores
from counterpoise.model.assembly import assemble
from counterpoise.model.fit import PRIOR_DRAWS, ModelFit, fit_panel
from counterpoise.model.generative import prior_parameters, prior_predictive
from counterpoise.model.mask import Mask, check_reading, mask_of
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.sampling import Sampling, draw
from counterpoise.model.statespace import inputs_of
from counterpoise.study import Study
from counterpoise.theory.modelled import ModelPart

SAMPLER = (draw.__module__, inputs_of.__module__)
"""Where draws come from: what these modules reach within the model's room is the equations and the sampler, and nothing else."""

FOLLOWS_FROM: Mapping[str, str] = {
    "states": "its states",
    "years": "its years",
    "measures": "its filters and their measures",
    "observations": "what is observed",
    "effects": "the effects that are kept",
    "theory": "the filters, exposure or priors of the theory",
    "program": "the program's equations and sampler",
    "sampling": "the sampling",
}
"""What an estimate follows from, by name, as a reader meets it."""


@dataclass(frozen=True, slots=True)
class Specification:
    """What is to be estimated: a panel, the effects that are kept, and what the theory says of priors and soundness.

    `reading` and `without` say what the mask is.
    """

    panel: ModelPanel
    mask: Mask
    part: ModelPart
    reading: str
    without: tuple[str, ...]

    def estimated(self, sampling: Sampling) -> ModelFit:
        """The estimate, sampled."""
        part = self.part
        return fit_panel(
            self.panel, self.mask, sampling, part.priors, part.soundness, self.reading, self.without
        )

    def of_draws(self, values: Mapping[str, Array], sampling: Sampling) -> ModelFit:
        """The estimate of draws (chains, draws, ...) by name that were sampled before."""
        part, arrays = self.part, self.mask.arrays(self.panel.filters)
        return ModelFit(
            panel=self.panel,
            mask=self.mask,
            priors=part.priors,
            soundness=part.soundness,
            sampling=sampling,
            values=values,
            prior=prior_parameters(self.panel, arrays, part.priors, sampling.seed, PRIOR_DRAWS),
            sane=prior_predictive(self.panel, arrays, part.priors, sampling.seed),
            reading=self.reading,
            without=self.without,
        )

    def follows_from(self, sampling: Sampling) -> dict[str, str]:
        """What the estimate follows from, each part of `FOLLOWS_FROM` under sixteen hex digits.

        Titles, notes and the rules of verdicts are not among it, nor is the program beside its equations and sampler, nor what the
        sources of pressure say of their errors, in place of which the equations take `Priors.pressure_error`.
        """
        panel = self.panel
        arrays = ("pressure", "exposure", "measures", "measure_errors", "ties", "tie_errors")
        return {
            "states": identifier(states=panel.states),
            "years": identifier(years=panel.years),
            "measures": identifier(filters=panel.filters, of=panel.filter_of),
            "observations": identifier(**{name: _digest(getattr(panel, name)) for name in arrays}),
            "effects": identifier(reading=self.reading, without=self.without),
            "theory": self.part.estimate_id,
            "program": reached_digest(*SAMPLER, within="model"),
            "sampling": identifier(**asdict(sampling)),
        }


def specified(
    study: Study, evidence: Evidence, scores: Scores, reading: str = "all", figure_only: bool = False
) -> Specification:
    """What is to be estimated of a study's figure. `figure_only` leaves out the filters that the text has and the figure has not.

    `reading` is one of `mask.READINGS`. Raises CounterpoiseError with everything that speaks against the panel
    (`assembly.assemble`), and before that for an unknown reading.
    """
    check_reading(reading)
    panel, part = assemble(study, evidence, scores), study.theory.model
    if part is None:
        told = "says nothing of a model of its figure; add `model:` to the theory"
        raise CounterpoiseError(Problem(study.declared.theory, told))
    without = tuple(name for name in part.beyond_figure if name in panel.filters) if figure_only else ()
    return Specification(panel, mask_of(reading, panel.filters, without), part, reading, without)


def usual_sampling(study: Study) -> Sampling:
    """As many chains and draws as are made unless told otherwise, from the study's seed."""
    return Sampling(seed=study.declared.settings.seed)


def estimate(
    study: Study,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
) -> ModelFit:
    """Estimate the model of a study's figure, with its `usual_sampling` where none is named.

    Raises CounterpoiseError, before any sampling, as `specified` does.
    """
    return specified(study, evidence, scores, reading, figure_only).estimated(
        sampling or usual_sampling(study)
    )


def _digest(array: Array | None) -> str | None:
    return None if array is None else sha256(np.ascontiguousarray(array).tobytes())
