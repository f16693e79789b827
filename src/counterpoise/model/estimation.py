"""The model of a study's figure estimated from its evidence, and the estimates that a study keeps."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.gathering import Evidence
from counterpoise.identity import code_digest, identifier, reader_versions, sha256
from counterpoise.ledger.events import NewEvent
from counterpoise.measurement.scores import Scores
from counterpoise.model.assembly import assemble
from counterpoise.model.fit import PRIOR_DRAWS, ModelFit, fit_panel
from counterpoise.model.generative import prior_parameters, prior_predictive
from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampling import Sampling
from counterpoise.study import Study
from counterpoise.theory.modelled import ModelPart

if TYPE_CHECKING:
    from counterpoise.workspace import Workspace

ESTIMATED = "model.estimated"

_CODE = ("model", "theory/modelled")


def estimate(
    study: Study,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
) -> ModelFit:
    """Estimate the model of a study's figure. `figure_only` leaves out the filters that the text has and the figure has not.

    `reading` is one of `mask.READINGS`. Without `sampling` there are two chains of 1,000 draws from the study's seed.

    Raises CounterpoiseError, before any sampling, with everything that speaks against the panel (`assembly.assemble`), and
    for an unknown reading.
    """
    panel = assemble(study, evidence, scores)
    return _fit(study, panel, reading, sampling or _sampling(study), figure_only)


def estimate_and_keep(
    study: Study,
    workspace: Workspace,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
) -> tuple[ModelFit, bool]:
    """The estimate, and whether it was kept from before: sampled and recorded where the last of this panel was another.

    While it is sampled others may write. Raises CounterpoiseError as `estimate` does, and where draws are not finite.
    """
    panel = assemble(study, evidence, scores)
    sampling = sampling or _sampling(study)
    kept = _kept(study, workspace, panel, reading, figure_only)
    if kept is not None and kept.sampling == sampling:
        return kept, True
    workspace.rest()
    fit = _fit(study, panel, reading, sampling, figure_only)
    _finite(fit)
    body = {
        "key": _key(study, panel, reading, figure_only),
        "rules": study.theory.rules_id,
        "reading": reading,
        "figure_only": figure_only,
        "sampling": asdict(sampling),
        "states": list(panel.states),
        "years": [panel.years[0], panel.years[-1]],
        "blocked": list(fit.blocked),
    }
    with workspace.turn():
        drawn = {"object": workspace.objects.put(_content(fit))}
        workspace.record([NewEvent(ESTIMATED, study.declared.study, {**body, **drawn})])
    return fit, False


def _finite(fit: ModelFit) -> None:
    """Raise CounterpoiseError where a draw is not finite, so that none such is kept."""
    wrong = [name for name, drawn in fit.values.items() if not np.isfinite(drawn).all()]
    if wrong:
        told = f"draws of {', '.join(sorted(wrong))} are not finite; nothing is kept"
        raise CounterpoiseError(Problem("estimate", told))


def kept_fit(
    study: Study,
    workspace: Workspace,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    figure_only: bool = False,
) -> ModelFit | None:
    """The last estimate of the model from just this evidence, whatever its sampling; None where there is none, or no panel.

    Nothing is sampled.
    """
    try:
        panel = assemble(study, evidence, scores)
    except CounterpoiseError:
        return None
    return _kept(study, workspace, panel, reading, figure_only)


def _part(study: Study) -> ModelPart:
    if study.theory.model is None:
        raise CounterpoiseError(
            Problem(
                study.declared.theory, "says nothing of a model of its figure; add `model:` to the theory"
            )
        )
    return study.theory.model


def _sampling(study: Study) -> Sampling:
    return Sampling(seed=study.declared.settings.seed)


def _mask(study: Study, panel: ModelPanel, reading: str, figure_only: bool) -> tuple[Mask, tuple[str, ...]]:
    without = (
        tuple(name for name in _part(study).beyond_figure if name in panel.filters) if figure_only else ()
    )
    return mask_of(reading, panel.filters, without), without


def _fit(study: Study, panel: ModelPanel, reading: str, sampling: Sampling, figure_only: bool) -> ModelFit:
    mask, without = _mask(study, panel, reading, figure_only)
    part = _part(study)
    return fit_panel(panel, mask, sampling, part.priors, part.soundness, reading, without)


def _key(study: Study, panel: ModelPanel, reading: str, figure_only: bool) -> str:
    """Name everything that an estimate follows from but its sampling: the panel, the rules and the program."""
    arrays = ("pressure", "exposure", "measures", "measure_errors", "ties", "tie_errors", "pressure_errors")
    return identifier(
        panel={name: sha256(np.ascontiguousarray(getattr(panel, name)).tobytes()) for name in arrays},
        names=[*panel.states, *map(str, panel.years), *panel.filters, *map(str, panel.filter_of)],
        rules=_part(study).estimate_id,
        reading=reading,
        figure_only=figure_only,
        code=code_digest(*_CODE),
        libraries=reader_versions("numba", "numpy"),
    )


def _kept(
    study: Study, workspace: Workspace, panel: ModelPanel, reading: str, figure_only: bool
) -> ModelFit | None:
    event = workspace.find(ESTIMATED, _key(study, panel, reading, figure_only))
    content = workspace.kept(str(event.body["object"])) if event is not None else None
    if event is None or content is None:
        return None
    mask, without = _mask(study, panel, reading, figure_only)
    part, sampling = _part(study), Sampling(**event.body["sampling"])
    arrays = mask.arrays(panel.filters)
    with np.load(io.BytesIO(content)) as stored:
        values = {name: stored[name].astype(np.float64) for name in stored.files}
    return ModelFit(
        panel=panel,
        mask=mask,
        priors=part.priors,
        soundness=part.soundness,
        sampling=sampling,
        values=values,
        prior=prior_parameters(panel, arrays, part.priors, sampling.seed, PRIOR_DRAWS),
        sane=prior_predictive(panel, arrays, part.priors, sampling.seed),
        reading=reading,
        without=without,
    )


def _content(fit: ModelFit) -> bytes:
    """The draws as one file of arrays, the same bytes for the same draws."""
    place = io.BytesIO()
    drawn: dict[str, Any] = {name: np.float32(fit.values[name]) for name in sorted(fit.values)}
    np.savez_compressed(place, **drawn)
    return place.getvalue()
