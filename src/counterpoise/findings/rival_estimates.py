"""What predictions say of a theory: whether it predicts better than its rivals, and whether it forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

import numpy as np

from counterpoise.findings.basis import Basis
from counterpoise.findings.estimate import Estimate
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.measurement.draws import Z90
from counterpoise.model.forecasts import LAST, MEAN
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import PERSISTENCE, THEORY, Comparison
from counterpoise.model.stacking import Difference, better_than_all, difference
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed, several, words_of


def against_rivals(
    found: Comparison,
    panel: ModelPanel,
    decision: Decision,
    evidence: ModelEvidence,
    rival: str | None = None,
) -> Estimate:
    """Whether the main theory predicts later years better than every rival, or than one, and than mere persistence.

    That it is better than every one is told from the same years left out, jointly (`better_than_all`). The contrary is that some one
    of them, the same throughout, predicts better than it: that any of many does is probable before anything is observed. A rival whose
    difference tells nothing is none of these, however small the error of that difference.
    """
    names = [rival] if rival is not None else [each.name for each in found.rivals()]
    if not names:
        return Estimate("", silent=("observations of what any rival looks at",))
    others = [*names, PERSISTENCE] if rival is None else names
    if lacking := _lacking(found, (THEORY, *others), decision):
        return Estimate("", silent=lacking)
    apart = {name: _between(found, THEORY, name) for name in others}
    nearest = min(apart, key=lambda name: apart[name].value)
    enough = [name for name in others if abs(apart[name].value) >= decision.told_apart]
    says = (
        f"the theory predicts later years better than {_called(rival)}"
        if rival is not None
        else "the theory predicts later years better than every rival and than mere persistence"
    )
    reasons = [
        f"By expected log predictive density of years from {found.first_year} on, each told from those before it; a difference "
        f"below {decision.told_apart:g} tells nothing.",
        f"Nearest is {_called(nearest)}, {_in_words(apart[nearest])}.",
    ]
    if alike := [name for name in others if name not in enough and len(others) > 1]:
        reasons.append(f"By less than that it differs from {listed([_called(name) for name in alike])}.")
    if found.untestable and rival is None:
        left = listed([_called(name) for name in found.untestable])
        reasons.append(f"Not testable with this evidence, and not among them: {left}.")
    return Estimate(
        says=says,
        probability=_together(found, others, apart),
        contrary=max(1.0 - apart[name].probability for name in enough or others),
        contrary_says="" if len(apart) == 1 else "some one of them predicts better than it",
        numbers=tuple(
            _number(name, each, panel, found, evidence.of_candidates(found, (THEORY, name)))
            for name, each in apart.items()
        ),
        reasons=tuple(reasons),
        told_apart=nearest in enough,
    )


def of_rival(
    name: str, found: Comparison, panel: ModelPanel, decision: Decision, evidence: ModelEvidence
) -> Estimate:
    """Whether a rival predicts later years better than that ties merely persist."""
    says = "it predicts later years better than that ties persist"
    if lacking := _lacking(found, (name, PERSISTENCE), decision):
        return Estimate(says, silent=lacking)
    apart = _between(found, name, PERSISTENCE)
    return Estimate(
        says=says,
        probability=apart.probability,
        contrary=1.0 - apart.probability,
        numbers=(
            _number(PERSISTENCE, apart, panel, found, evidence.of_candidates(found, (name, PERSISTENCE))),
        ),
        told_apart=abs(apart.value) >= decision.told_apart,
    )


def forecast(found: Comparison, panel: ModelPanel, decision: Decision, evidence: ModelEvidence) -> Estimate:
    """Whether the main theory forecasts a year ahead better than the better of the tie of the year before and the mean.

    A difference in the mean score that is less than `negligible` of the baseline's tells nothing.
    """
    of = {each.name: each for each in found.forecasts}
    baselines = [of[LAST], of[MEAN]]
    best = min(baselines, key=lambda each: float(each.crps.mean()))
    theory = of[THEORY]
    if short := _too_few_years(len(theory.crps), decision):
        return Estimate("", silent=short)
    apart = difference(-theory.crps, -best.crps)
    gained = apart.value / float(best.crps.sum())
    years = years_of(found.first_year, _last_year(panel))
    numbers = tuple(
        Number(
            label=f"Miss of forecasts by {'the theory' if each is theory else each.name}",
            text=f"{each.crps.mean():.3f}",
            unit="mean ranked probability score, in standard deviations of a tie; less is better",
            years=years,
            source="computed from forecasts of years left out",
            release="this study",
            row=f"root mean squared miss {each.rmse:.3f} over {several(len(each.crps), 'year')}",
            evidence=(),
            basis=evidence.of_candidates(found, (THEORY if each is theory else PERSISTENCE,)),
        )
        for each in (theory, *baselines)
    )
    skill = Number(
        label=f"Miss that the theory saves on {best.name}",
        text=f"{gained:+.0%}",
        unit="of the baseline's miss",
        years=years,
        source="computed from forecasts of years left out",
        release="this study",
        row=f"over {several(len(theory.crps), 'year')}, which count as independent",
        evidence=(),
        basis=evidence.of_candidates(found, (THEORY,)),
        interval=_interval(apart, 1 / float(best.crps.sum()), "+.0%"),
    )
    return Estimate(
        says=f"the theory forecasts a year ahead better than {best.name}",
        probability=apart.probability,
        contrary=1.0 - apart.probability,
        numbers=(skill, *numbers),
        reasons=(
            "Forecasts use what was known the year before, of inputs as of ties.",
            f"The theory misses by {abs(gained):.0%} {'less' if gained > 0 else 'more'}; less than {decision.negligible:.0%} tells nothing.",
        ),
        told_apart=abs(gained) >= decision.negligible,
    )


def apart_in_words(apart: Difference | None, decision: Decision, states: int) -> str | None:
    """Whether a difference over so many states tells two candidates apart, and else which rule says that it does not; None of no difference."""
    if apart is None:
        return None
    if states < decision.fewest_states:
        return f"no: fewer than {several(decision.fewest_states, 'state')}"
    if abs(apart.value) < decision.told_apart:
        return f"no: a difference below {decision.told_apart:g}"
    surer = max(apart.probability, 1.0 - apart.probability)
    return "yes" if surer >= decision.supported else f"no: by its standard error only P = {surer:.2f}"


def _lacking(found: Comparison, names: Sequence[str], decision: Decision) -> tuple[str, ...]:
    """Why candidates cannot be told apart: one that looks at nothing or was never tested, or too few years that were forecast."""
    for name in names:
        if name in found.untestable:
            nothing = f"quantities that {_called(name)} looks at: the theory names nothing that it looks at"
            return tuple(found.untestable[name]) or (nothing,)
        if found.of(name) is None:
            return (f"a test of {_called(name)}, which is not among the theories compared",)
    return _too_few_years(min(len(each.years) for each in found.predicted), decision)


def _too_few_years(years: int, decision: Decision) -> tuple[str, ...]:
    """Why a difference between so many years left out has no verdict: its error is not known."""
    fewest = decision.fewest_years
    return () if years >= fewest else (f"more years to forecast: {fewest} at least; there are {years}",)


def _between(found: Comparison, one: str, other: str) -> Difference:
    """How two candidates differ that were both tested, as `_lacking` has made sure."""
    apart = found.by_years(one, other)
    if apart is None:
        raise ValueError(f"{one} and {other} were not both tested")
    return apart


def _together(found: Comparison, others: Sequence[str], apart: Mapping[str, Difference]) -> float:
    """How probable it is that the theory predicts better than all of others, which were all tested on the same years."""
    if len(others) == 1:
        return apart[others[0]].probability
    years = {each.name: each.years for each in found.predicted}
    return better_than_all(np.stack([years[THEORY] - years[name] for name in others], axis=1))


def _last_year(panel: ModelPanel) -> int:
    """The last year in which a tie is observed: none after it can be forecast and held to anything."""
    return panel.years[int(np.flatnonzero(panel.observed_ties.any(axis=(0, 1)))[-1])]


def _number(name: str, apart: Difference, panel: ModelPanel, found: Comparison, basis: Basis) -> Number:
    return Number(
        label=f"Difference in predictive density to {_called(name)}",
        text=f"{apart.value:+.1f}",
        unit="log density of years left out",
        years=years_of(found.first_year, _last_year(panel)),
        source="computed from predictions of years left out",
        release="this study",
        row=f"standard error {apart.error:.1f}, over years",
        evidence=(),
        basis=basis,
        interval=_interval(apart, 1.0, "+.1f"),
    )


def _interval(apart: Difference, scale: float, form: str) -> str | None:
    """The 90 per cent interval of a difference by its standard error, None where that is not known."""
    if not isfinite(apart.error):
        return None
    ends = [scale * (apart.value + sign * Z90 * apart.error) for sign in (-1, 1)]
    return interval90(*(f"{each:{form}}" for each in ends))


def _in_words(apart: Difference) -> str:
    way = "behind" if apart.value > 0 else "ahead"
    return f"{abs(apart.value):.1f} {way} (standard error {apart.error:.1f})"


def _called(name: str | None) -> str:
    if name == PERSISTENCE:
        return "mere persistence"
    return words_of(name or "").lower()
