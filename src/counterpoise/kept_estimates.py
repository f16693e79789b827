"""Estimates of the model that a study keeps: each found again under all that it follows from, or why none is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.gathering import Evidence
from counterpoise.identity import identifier, reader_versions
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.measurement.scores import Scores
from counterpoise.model.estimation import FOLLOWS_FROM, Specification, specified, usual_sampling
from counterpoise.model.fit import ModelFit
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampling import Sampling
from counterpoise.study import Study
from counterpoise.wording import listed, several
from counterpoise.workspace import Workspace

ESTIMATED = "model.estimated"


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """That no kept estimate is of just this evidence, and why: the reason and what to type, as one sentence without its full stop."""

    why: str


def estimate_and_keep(
    study: Study,
    workspace: Workspace,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
    begins: Callable[[ModelPanel, Sampling], None] | None = None,
) -> tuple[ModelFit, bool]:
    """The estimate, and whether it was kept from before: sampled and recorded where none is kept that follows from the same.

    `begins` is told of what is to be sampled, right before it is. While it is sampled others may write. Raises
    CounterpoiseError as `estimation.estimate` does, and where draws are not finite.
    """
    asked = specified(study, evidence, scores, reading, figure_only)
    sampling = sampling or usual_sampling(study)
    parts = asked.follows_from(sampling)
    key = identifier(**parts)
    event = workspace.find(ESTIMATED, key)
    kept = None if event is None else _drawn(workspace, event, asked)
    if kept is not None:
        return kept, True
    workspace.rest()
    if begins is not None:
        begins(asked.panel, sampling)
    fit = asked.estimated(sampling)
    _finite(fit)
    body = {
        "key": key,
        "follows_from": parts,
        "rules": study.theory.rules_id,
        "reading": reading,
        "figure_only": figure_only,
        "sampling": asdict(sampling),
        "states": list(fit.panel.states),
        "years": [fit.panel.years[0], fit.panel.years[-1]],
        "filters": list(fit.panel.filters),
        "blocked": list(fit.blocked),
        "libraries": reader_versions("numba", "numpy"),
    }
    with workspace.turn():
        drawn = {"object": workspace.objects.put(_content(fit))}
        workspace.record([NewEvent(ESTIMATED, study.declared.study, {**body, **drawn})])
    return fit, False


def kept_estimate(
    study: Study,
    workspace: Workspace,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
) -> ModelFit | NoEstimate:
    """The estimate that is kept from just this evidence, or why there is none. Nothing is sampled.

    Without `sampling` it is the newest on which verdicts may rest, whatever its sampling, or else the newest: a trial with few
    draws does not put one aside that is sound. Where several are kept its `taken` says which it is.
    """
    made = sorted(_made(workspace, reading, figure_only), key=lambda event: event.seq)
    if not made:
        return NoEstimate(f"no estimate of the model is kept; `{_typed(reading, figure_only)}` makes one")
    try:
        asked = specified(study, evidence, scores, reading, figure_only)
    except CounterpoiseError as error:
        told = "; ".join(str(problem) for problem in error.problems)
        return NoEstimate(
            f"an estimate of the model is kept, but this evidence makes no panel for it any longer: {told}"
        )
    parts = asked.follows_from(sampling or usual_sampling(study))
    if sampling is None:
        parts.pop("sampling")
    following = [event for event in reversed(made) if not _differing(event, parts)]
    drawn = ((event, fit) for event in following if (fit := _drawn(workspace, event, asked)) is not None)
    newest = next(drawn, None)
    if newest is not None:
        sound = next((each for each in chain([newest], drawn) if not each[1].blocked), None)
        event, fit = sound or newest
        return replace(fit, taken=_taken(event, len(following), sound is not None))
    if following:
        why = "the draws of the estimate that is kept are lost or damaged"
    else:
        why = f"an estimate of the model is kept, of {made[-1].at[:10]}, but {_told(made[-1], parts)}"
    return NoEstimate(f"{why}; `{_typed(reading, figure_only)}` estimates anew")


@dataclass(frozen=True, slots=True)
class LastPanel:
    """The panel of the last estimate that a study keeps, whatever became of its evidence since: its last year and the filters that it measures."""

    last_year: int
    filters: tuple[str, ...] | None


def last_panel(workspace: Workspace) -> LastPanel | None:
    """That of the last estimate of the whole figure, None without one. Estimates of earlier versions did not record their filters."""
    made = max(_made(workspace, "all", False), key=lambda event: event.seq, default=None)
    if made is None:
        return None
    filters = made.body.get("filters")
    return LastPanel(made.body["years"][-1], None if filters is None else tuple(filters))


def _taken(event: Event, of: int, sound: bool) -> str:
    """Which of several estimates was taken, and why; nothing of one alone."""
    if of == 1:
        return ""
    sampling = Sampling(**event.body["sampling"])
    which = f"of {event.at[:10]}, {several(sampling.chains, 'chain')} of {several(sampling.draws, 'draw')}"
    why = "the newest on which verdicts may rest" if sound else "the newest, for verdicts may rest on none"
    return f"of {of} estimates that are kept of this evidence the one {which}, is taken: {why}"


def _made(workspace: Workspace, reading: str, figure_only: bool) -> Iterator[Event]:
    """The estimates of a reading that were made, whatever they follow from."""
    for (kind, *_), event in workspace.now.latest.items():
        same = event.body.get("reading") == reading and event.body.get("figure_only") == figure_only
        if kind == ESTIMATED and same:
            yield event


def _differing(event: Event, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Which parts of what an estimate follows from are others than those asked for."""
    before = event.body.get("follows_from", {})
    return tuple(name for name, part in parts.items() if before.get(name) != part)


def _told(event: Event, parts: Mapping[str, str]) -> str:
    if "follows_from" not in event.body:
        return "a version of the program made it that did not record what it follows from"
    others = listed([FOLLOWS_FROM[name] for name in _differing(event, parts)])
    return f"since then there was a change in {others}"


def _typed(reading: str, figure_only: bool) -> str:
    """What to type for an estimate of a reading."""
    of = "" if reading == "all" else f" --reading {reading}"
    return f"counterpoise estimate{of}{' --figure-only' if figure_only else ''}"


def _finite(fit: ModelFit) -> None:
    """Raise CounterpoiseError where a draw is not finite, so that none such is kept."""
    wrong = [name for name, drawn in fit.values.items() if not np.isfinite(drawn).all()]
    if wrong:
        told = f"draws of {', '.join(sorted(wrong))} are not finite; nothing is kept"
        raise CounterpoiseError(Problem("estimate", told))


def _drawn(workspace: Workspace, event: Event, asked: Specification) -> ModelFit | None:
    """The estimate whose draws an event names, None where they are lost or damaged."""
    content = workspace.kept(str(event.body["object"]))
    if content is None:
        return None
    with np.load(io.BytesIO(content)) as stored:
        values = {name: stored[name].astype(np.float64) for name in stored.files}
    return asked.of_draws(values, Sampling(**event.body["sampling"]))


def _content(fit: ModelFit) -> bytes:
    """The draws as one file of arrays, the same bytes for the same draws."""
    place = io.BytesIO()
    drawn: dict[str, Any] = {name: np.float32(fit.values[name]) for name in sorted(fit.values)}
    np.savez_compressed(place, **drawn)
    return place.getvalue()
