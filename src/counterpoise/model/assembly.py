"""A study's evidence as the panel of its theory's model: what is measured of pressure, filters and ties, each with its error."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.measurement.ties import series_name
from counterpoise.model.fitness import LEAST_OBSERVED, PLACE, constant, covered, panel_problems
from counterpoise.model.joint_ties import JointTies, joint_ties
from counterpoise.model.measured import Measured, index_of
from counterpoise.model.own_measures import by_state, measured_title, of_powers
from counterpoise.model.panel import SIDES, ModelPanel
from counterpoise.model.texts import Spoken
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.theory.elements import Construct, Side
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.titles import block_titles
from counterpoise.wording import listed, several, within_a_sentence, words_of

Array = NDArray[np.float64]

NOTABLE = 0.01
"""Errors of pressure are told of where they are more than this share of its variance."""

EXPOSURE_STEP = 0.5
"""By how much the logarithm of exposure goes up with a standard deviation of what it is measured by."""


def assemble(study: Study, evidence: Evidence, scores: Scores) -> ModelPanel:
    """Put the panel of the model together. Nothing is carried forward, and nan stands where nothing is observed.

    Raises CounterpoiseError with every problem at once: where the theory has no model, one indicator or code stands on two
    sides, too little is observed, something does not vary, or two inputs cannot be told apart.
    """
    part = study.theory.model
    if part is None:
        raise CounterpoiseError(
            Problem(
                study.declared.theory, "says nothing of a model of its figure; add `model:` to the theory"
            )
        )
    spoken = Spoken(evidence, (study.state, *study.powers.values()))
    years = range(study.start, study.end + 1)
    modelled = scores.ties.filter(~pl.col("dimension").is_in(part.held_out))
    ties = joint_ties(modelled, study.panel, years, study.declared.settings.seed)
    pressure = [each for each in _pressure(study, evidence, spoken, years) if not np.isnan(each.values).all()]
    measures = [
        each for each in _measures(study, part, evidence, spoken, years) if not np.isnan(each.values).all()
    ]
    titles = block_titles(study.theory)
    notes = list(_of_ties(study, part, ties))
    exposure, fed, told = _exposure(study, part, evidence, years)
    notes += told
    pressure, out = _usable(pressure)
    measures, also = _usable(measures)
    notes += [*out, *also, *_heard(study, part, evidence, spoken), *_disagreements(study, part, spoken)]
    kept = tuple(name for name in part.filters if any(each.part == name for each in measures))
    notes += [
        f"the filter {titles[name]} is not measured by anything and is left out: {_would_measure(study, part.filters[name])}"
        for name in part.filters
        if name not in kept
    ]
    notes += [
        f"{told} is taken for more {titles[name]}"
        for name in kept
        for told in _less(study, part, name, measures)
    ]
    sides = {"ties": _sources_of_ties(study, ties, left_out=False), "exposure": fed}
    all_of_pressure = tuple(source for each in pressure for source in each.sources)
    sides |= {name: tuple(s for each in measures if each.part == name for s in each.sources) for name in kept}
    with_left_out = {
        **sides,
        "pressure": all_of_pressure,
        "ties": _sources_of_ties(study, ties, left_out=True),
    }
    problems = panel_problems(study, ties, pressure, measures, with_left_out)
    if problems:
        raise CounterpoiseError(*problems)
    index, left_out = index_of(pressure, "Index of pressure")
    if constant(index.values) or covered(index.values) < LEAST_OBSERVED:
        why = "the index of pressure, the mean of its series, varies in too few years; a theory may name fewer series"
        raise CounterpoiseError(Problem(PLACE, why))
    sides |= {"pressure": index.sources}
    notes += [*_of_pressure(pressure, left_out), *_of_its_errors(index)]
    window = _observed_years(years, ties, index, measures)
    panel = _panel(study, kept, ties, index, measures, exposure, window, sides, notes)
    return replace(panel, passages=spoken.passages)


def _pressure(study: Study, evidence: Evidence, spoken: Spoken, years: range) -> Iterator[Measured]:
    powers = (study.powers["a"], study.powers["b"])
    roll_calls = study.declared.settings.roll_calls
    for construct in study.theory.constructs.values():
        if construct.role != "pressure":
            continue
        for indicator in construct.indicators:
            values, errors = of_powers(evidence.values, indicator, roll_calls, powers, years)
            title, source = measured_title(indicator), series_name(indicator, roll_calls)
            yield Measured(title, "pressure", values, errors, (source,))
        if construct.observed == "texts":
            codes, groups = _codes(study, construct)
            values, errors = spoken.together(powers, years, codes, spoken.disagreement(groups) or 0.0)
            yield Measured(_spoken_of(construct), "pressure", values, errors, codes)


def _of_pressure(pressure: list[Measured], left_out: Collection[str]) -> Iterator[str]:
    """What pressure is made of, and whether its series go together."""
    kept = [each for each in pressure if each.title not in left_out]
    titles = [within_a_sentence(each.title) for each in kept]
    if len(kept) == 1:
        yield f"pressure is {titles[0]}"
        return
    yield f"pressure is an index, the mean of {listed(titles)} in standard deviations, in years that have all of them"
    if left_out:
        rest = listed([within_a_sentence(title) for title in left_out])
        yield f"of pressure fewer years would be complete with {rest}, which are left out"
    apart = [
        (float(np.corrcoef(one.values[seen], other.values[seen])[0, 1]), one.title, other.title)
        for one, other in combinations(kept, 2)
        if (seen := ~np.isnan(one.values) & ~np.isnan(other.values)).sum() > 2
    ]
    if apart and min(apart)[0] < 0:
        least, one, other = min(apart)
        yield (
            f"the series of pressure do not all go together ({within_a_sentence(one)} and {within_a_sentence(other)}: correlation "
            f"{least:.2f}): that their mean is pressure is the theory's definition"
        )


def _of_its_errors(index: Measured) -> Iterator[str]:
    """By how much effects of pressure are told too small, since the model takes pressure as its index has it."""
    share = float(np.nanmean(index.errors**2))
    if share > NOTABLE:
        yield (
            f"errors of the sources are {share:.0%} of the variance of pressure; the model takes pressure as its index has it, so "
            "that effects of pressure are told too small by about as much"
        )


def _measures(
    study: Study, part: ModelPart, evidence: Evidence, spoken: Spoken, years: range
) -> Iterator[Measured]:
    for name, measured_by in part.filters.items():
        construct = study.theory.constructs[measured_by]
        roll_calls = study.declared.settings.roll_calls
        for indicator in construct.indicators:
            values, errors = by_state(evidence.values, indicator, roll_calls, study.panel, years)
            title, source = measured_title(indicator), series_name(indicator, roll_calls)
            yield Measured(title, name, values, errors, (source,))
        if construct.observed == "texts":
            codes, groups = _codes(study, construct)
            values, errors = spoken.shares(study.panel, years, codes, spoken.disagreement(groups) or 0.0)
            yield Measured(_spoken_of(construct), name, values, errors, codes)


def _less(study: Study, part: ModelPart, name: str, measures: Collection[Measured]) -> Iterator[str]:
    """Of which indicators less is taken for more of a filter."""
    known = {each.title for each in measures if each.part == name}
    for indicator in study.theory.constructs[part.filters[name]].indicators:
        if indicator.more_is == "less" and measured_title(indicator) in known:
            yield within_a_sentence(measured_title(indicator))


def _codes(study: Study, construct: Construct) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of a construct, and its groups of codes with the groups of those that it names alone."""
    codes = study.theory.codes_of(construct.codes)
    return codes, tuple(dict.fromkeys(study.theory.group_of[code] for code in codes))


def _spoken_of(construct: Construct) -> str:
    return f"passages on {listed([words_of(code).lower() for code in construct.codes])}"


def _exposure(
    study: Study, part: ModelPart, evidence: Evidence, years: range
) -> tuple[Array, tuple[str, ...], list[str]]:
    """The exposure of each state (N,), mean 1, the indicators that it rests on, and what is to be told of it."""
    equal = np.ones(len(study.panel))
    alike = "the effect of pressure cannot be told from that of the years, since every state is taken to feel it alike"
    if part.exposure is None:
        return equal, (), [f"the theory says nothing of exposure: {alike}"]
    construct = study.theory.constructs[part.exposure.measured_by]
    for indicator in construct.indicators:
        name = series_name(indicator, study.declared.settings.roll_calls)
        values, _ = by_state(
            evidence.values, indicator, study.declared.settings.roll_calls, study.panel, years
        )
        seen: NDArray[np.bool_] = np.any(~np.isnan(values), axis=1)
        if seen.sum() < 2:
            continue
        means = np.array(
            [np.nanmean(row) if any_ else np.nan for row, any_ in zip(values, seen, strict=True)]
        )
        spread = float(np.nanstd(means))
        if spread == 0:
            continue
        title = within_a_sentence(measured_title(indicator))
        sign = 1 if part.exposure.more_is == "more" else -1
        weights = np.exp(sign * EXPOSURE_STEP * np.nan_to_num((means - np.nanmean(means)) / spread))
        told = [
            f"exposure to pressure goes {'up' if sign > 0 else 'down'} with {title}, by a factor of "
            f"{np.exp(EXPOSURE_STEP):.2f} for each standard deviation of its mean over the years; this is a choice"
        ]
        without = [each for each, any_ in zip(study.panel, seen, strict=True) if not any_]
        if without:
            told.append(f"nothing is observed of {title} in {_named(without)}: taken as of the mean")
        return weights / weights.mean(), (name,), told
    of = within_a_sentence(construct.title or words_of(part.exposure.measured_by))
    by = _would_measure(study, part.exposure.measured_by, texts=False)
    return equal, (), [f"nothing is observed that tells exposure, by {of}; {by}: {alike}"]


def _would_measure(study: Study, name: str, texts: bool = True) -> str:
    """What a construct would be measured by, of what the theory names, and where that stands; `texts` where passages count too."""
    construct = study.theory.constructs[name]
    found = []
    if construct.indicators:
        titles = " or ".join(within_a_sentence(each.title) for each in construct.indicators)
        found.append(f"{titles}, from sources under `data` of the study file")
    if texts and construct.observed == "texts":
        found.append(f"{_spoken_of(construct)}, from documents {_where_documents(study)}")
    return (
        f"it would be measured by {', or by '.join(found)}"
        if found
        else "the theory names nothing that measures it"
    )


def _where_documents(study: Study) -> str:
    """Where documents stand in which states speak for themselves."""
    others = " and under `voices` for the others" if len(study.panel) > 1 else ""
    return f"under `documents` of the study file for {state(study.state).in_a_sentence}{others}"


def _usable(measured: list[Measured]) -> tuple[list[Measured], list[str]]:
    """What varies and is observed often enough, in standard deviations, and what is said of the others."""
    kept, told = [], []
    for each in measured:
        if constant(each.values):
            told.append(f"{each.title} is the same in every year of every state and is left out")
        elif covered(each.values) < LEAST_OBSERVED:
            told.append(
                f"{each.title} is observed in {covered(each.values):.0%} of the years of states and is left out"
            )
        else:
            kept.append(each.standardised())
    return kept, told


def _heard(study: Study, part: ModelPart, evidence: Evidence, spoken: Spoken) -> Iterator[str]:
    """Which states of a panel are heard in their own words, where filters are measured by these."""
    by_texts = any(study.theory.constructs[name].observed == "texts" for name in part.filters.values())
    if not by_texts or len(study.panel) == 1:
        return
    heard = [each for each in study.panel if each in spoken.voices]
    rest = [each for each in study.panel if each not in spoken.voices]
    voices = several(len(evidence.voices.documents), "document")
    own = state(study.state).in_a_sentence
    of_others = f", the others than {own} by {voices} under `voices`" if heard[1:] else ""
    if not rest:
        yield f"all {len(heard)} states of the panel are heard in their own words{of_others}"
    elif heard:
        yield (
            f"heard in their own words: {_named(heard)}{of_others}; not heard: {_named(rest)}, of whom nothing that is "
            "measured by passages is observed; their documents stand under `voices` of the study file"
        )
    else:
        yield (
            "no state of the panel is heard in its own words, so nothing that is measured by passages is observed: its documents "
            f"stand {_where_documents(study)}"
        )


def _named(states: Collection[str]) -> str:
    """States in a sentence."""
    return listed([state(each).in_a_sentence for each in states])


def _disagreements(study: Study, part: ModelPart, spoken: Spoken) -> list[str]:
    """What is known of how far the coders of texts agree."""
    named = (study.theory.constructs[name] for name in part.filters.values())
    groups = {group for each in named if each.observed == "texts" for group in _codes(study, each)[1]}
    if spoken.passages and groups and spoken.disagreement(groups) is None:
        return [
            "how far people agree on the codes is not known, so that shares of passages are taken to err by the number of passages alone, "
            "and not by how they were coded"
        ]
    return []


def _of_ties(study: Study, part: ModelPart, ties: Mapping[Side, JointTies]) -> Iterator[str]:
    """What each tie is made of and what was left out of it, by the titles that readers know."""
    if part.held_out:
        names = listed([words_of(name).lower() for name in part.held_out])
        yield f"the {names} ties are held out of the model, as the theory says"
    roll_calls = study.declared.settings.roll_calls
    titles = {
        series_name(each, roll_calls): within_a_sentence(each.title)
        for construct in study.theory.constructs.values()
        for each in construct.indicators
    }
    for side, of in ties.items():
        power = state(study.powers[side]).in_a_sentence
        if of.kept:
            names = listed([titles.get(indicator, indicator) for _, indicator in of.kept])
            yield f"the tie with {power} is a mean of {names}, in years in which a state has all of them"
        if of.left_out:
            names = listed([titles.get(indicator, indicator) for _, indicator in of.left_out])
            yield f"of the tie with {power} fewer years would be complete with {names}, which are left out"


def _sources_of_ties(study: Study, ties: Mapping[Side, JointTies], *, left_out: bool) -> tuple[str, ...]:
    """The indicators that ties are made of; with those that were `left_out` also the codes of behaviour, which no tie is made of yet."""
    series = [indicator for of in ties.values() for _, indicator in of.kept]
    if left_out:
        series += [indicator for of in ties.values() for _, indicator in of.left_out]
        series += [
            code
            for each in study.theory.constructs.values()
            if each.role == "behaviour" and each.observed == "texts"
            for code in study.theory.codes_of(each.codes)
        ]
    return tuple(dict.fromkeys(series))


def _observed_years(
    years: range, ties: Mapping[Side, JointTies], pressure: Measured, measures: list[Measured]
) -> slice:
    """The years from the first to the last in which anything is observed."""
    seen = np.zeros(len(years), bool)
    for values in (
        *(of.tie for of in ties.values()),
        *(each.values for each in measures),
        pressure.values[None],
    ):
        seen |= ~np.isnan(values).all(axis=0)
    where = np.flatnonzero(seen)
    return slice(int(where[0]), int(where[-1]) + 1)


def _panel(
    study: Study,
    filters: tuple[str, ...],
    ties: Mapping[Side, JointTies],
    pressure: Measured,
    measures: list[Measured],
    exposure: Array,
    window: slice,
    sides: Mapping[str, tuple[str, ...]],
    notes: list[str],
) -> ModelPanel:
    n = len(study.panel)
    years = range(study.start, study.end + 1)[window]
    tie = np.stack([ties[side].tie for side in SIDES])[:, :, window]
    error = np.stack([ties[side].error for side in SIDES])[:, :, window]
    centre, scale = np.nanmean(tie, axis=(1, 2)), np.nanstd(tie, axis=(1, 2))
    if n == 1:
        notes = [
            "one state alone: its ties say little of the parameters, which rest on their priors; no verdict follows",
            *notes,
        ]
    ends = int(years[np.flatnonzero(~np.isnan(tie).all(axis=(0, 1)))[-1]])
    if ends < years[-1]:
        notes = [*notes, f"no tie is observed after {ends}: the years to {years[-1]} rest on the model alone"]
    shape = n, len(years)
    return ModelPanel(
        states=study.panel,
        years=tuple(years),
        filters=filters,
        pressure=pressure.values[None, window],
        pressure_errors=pressure.errors[None, window],
        pressure_titles=(pressure.title,),
        exposure=exposure,
        measures=np.array([each.values[:, window] for each in measures]).reshape(-1, *shape),
        measure_errors=np.array([each.errors[:, window] for each in measures]).reshape(-1, *shape),
        measure_titles=tuple(each.title for each in measures),
        filter_of=tuple(filters.index(each.part) for each in measures),
        ties=(tie - centre[:, None, None]) / scale[:, None, None],
        tie_errors=error / scale[:, None, None],
        tie_centre=centre,
        tie_scale=scale,
        evidence=MappingProxyType(dict(sides)),
        notes=tuple(notes),
    )
