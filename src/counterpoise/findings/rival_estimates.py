"""What predictions say of a theory: whether it predicts better than its rivals, and whether it forecasts."""

from __future__ import annotations

from counterpoise.findings.estimate import Estimate
from counterpoise.findings.numbers import Number, years_of
from counterpoise.model.forecasts import LAST, MEAN
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import PERSISTENCE, THEORY, Comparison
from counterpoise.model.stacking import Difference, difference
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed, several, words_of


def against_rivals(
    found: Comparison,
    panel: ModelPanel,
    decision: Decision,
    evidence: tuple[str, ...],
    rival: str | None = None,
) -> Estimate:
    """Whether the main theory predicts later years better than every rival, or than one, and than mere persistence.

    The contrary is that one of them predicts better than it.
    """
    names = [rival] if rival is not None else [each.name for each in found.rivals()]
    if rival is not None and rival in found.untestable:
        return Estimate("", silent=tuple(found.untestable[rival]))
    if not names:
        return Estimate("", silent=("observations of what any rival looks at",))
    others = [*names, PERSISTENCE] if rival is None else names
    apart = {name: _between(found, THEORY, name) for name in others}
    nearest = min(apart, key=lambda name: apart[name].value)
    told = abs(apart[nearest].value) >= decision.told_apart
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
    if found.untestable and rival is None:
        left = listed([_called(name) for name in found.untestable])
        reasons.append(f"Not testable with this evidence, and not among them: {left}.")
    return Estimate(
        says=says,
        probability=min(each.probability for each in apart.values()),
        contrary=max(1.0 - each.probability for each in apart.values()),
        numbers=tuple(_number(name, each, panel, found, evidence) for name, each in apart.items()),
        reasons=tuple(reasons),
        told_apart=told,
    )


def of_rival(
    name: str, found: Comparison, panel: ModelPanel, decision: Decision, evidence: tuple[str, ...]
) -> Estimate:
    """Whether a rival predicts later years better than that ties merely persist."""
    says = "it predicts later years better than that ties persist"
    if name in found.untestable:
        return Estimate(says, silent=tuple(found.untestable[name]))
    apart = _between(found, name, PERSISTENCE)
    return Estimate(
        says=says,
        probability=apart.probability,
        contrary=1.0 - apart.probability,
        numbers=(_number(PERSISTENCE, apart, panel, found, evidence),),
        told_apart=abs(apart.value) >= decision.told_apart,
    )


def forecast(found: Comparison, panel: ModelPanel, evidence: tuple[str, ...]) -> Estimate:
    """Whether the main theory forecasts a year ahead better than the better of the tie of the year before and the mean."""
    of = {each.name: each for each in found.forecasts}
    baselines = [of[LAST], of[MEAN]]
    best = min(baselines, key=lambda each: float(each.crps.mean()))
    theory = of[THEORY]
    apart = difference(-theory.crps, -best.crps)
    years = years_of(found.first_year, panel.years[-1])
    numbers = tuple(
        Number(
            label=f"Miss of forecasts by {'the theory' if each is theory else each.name}",
            text=f"{each.crps.mean():.3f}",
            unit="mean ranked probability score, in standard deviations of a tie; less is better",
            years=years,
            source="computed from forecasts of years left out",
            release="this study",
            row=f"root mean squared miss {each.rmse:.3f} over {several(len(each.crps), 'year')}",
            evidence=evidence,
        )
        for each in (theory, *baselines)
    )
    return Estimate(
        says=f"the theory forecasts a year ahead better than {best.name}",
        probability=apart.probability,
        contrary=1.0 - apart.probability,
        numbers=numbers,
        reasons=("Forecasts use what was known the year before, of inputs as of ties.",),
    )


def _between(found: Comparison, one: str, other: str) -> Difference:
    apart = found.by_years(one, other)
    return Difference(0.0, 0.0) if apart is None else apart


def _number(
    name: str, apart: Difference, panel: ModelPanel, found: Comparison, evidence: tuple[str, ...]
) -> Number:
    return Number(
        label=f"Difference in predictive density to {_called(name)}",
        text=f"{apart.value:+.1f}",
        unit="log density of years left out",
        years=years_of(found.first_year, panel.years[-1]),
        source="computed from predictions of years left out",
        release="this study",
        row=f"standard error {apart.error:.1f}, over years",
        evidence=evidence,
        interval=f"{apart.value - 1.645 * apart.error:+.1f} to {apart.value + 1.645 * apart.error:+.1f} (90 %)",
    )


def _in_words(apart: Difference) -> str:
    way = "behind" if apart.value > 0 else "ahead"
    return f"{abs(apart.value):.1f} {way} (standard error {apart.error:.1f})"


def _called(name: str | None) -> str:
    if name == PERSISTENCE:
        return "mere persistence"
    return words_of(name or "").lower()
