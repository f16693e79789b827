"""Whether the estimate of the model is right in worlds that are known: calibration, recovery, and worlds without effects.

Usage: python benchmarks/model_gates.py [WORLDS] [NULLS]

Parameters are drawn from their priors, a panel from the parameters, and the model is estimated on the panel as `counterpoise
estimate` does. Where all is right the rank of the truth among the draws is uniform (Talts, Betancourt, Simpson, Vehtari and
Gelman 2018, Validating Bayesian inference algorithms with simulation-based calibration, arXiv 1804.06788), and an interval holds
the truth as often as it says. Bars: of the numbers in all worlds as many within 50 % and 90 % intervals, up to four standard
errors with worlds as clusters, and no parameter's ranks less uniform than at one in a thousand after Holm's correction.
In worlds in which something is not so, the verdict that it is may be "supported" in a tenth at most. Verdicts are those of the
report, by `EffectEstimates` and `ShareEstimates` under the decision of the theory that comes with the program, whether or not the
few draws would carry one there. Four kinds of worlds:
filters do nothing to ties, and H1, mediation, moderation and what filters explain together are asked about; nothing moves ties but
themselves, and pressure, the spread of responses and shocks that go together are asked about too; one tie tells the other, and
it is asked whether it does not; and so it is where both are seen together in as few years and states as still carry a verdict.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import chisquare

from counterpoise.findings.basis import BASIS_SCHEMA
from counterpoise.findings.effect_estimates import EffectEstimates
from counterpoise.findings.estimate import Estimate
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.names import PowerNames
from counterpoise.findings.share_estimates import ShareEstimates
from counterpoise.model.fit import fit_panel, labels_of
from counterpoise.model.generative import prior_parameters, world
from counterpoise.model.mask import Mask
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampling import Sampling
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Decision, Priors, ShareRule
from counterpoise.theory.reading import read_theory
from counterpoise.theory.titles import block_titles

Array = NDArray[np.float64]

FILTERS = ("economic", "security", "leadership", "institutions")
TOLD = (
    *("pressure_persistence", "filter_persistence", "filter_response", "filter_sd", "loading", "extra_error"),
    *("measure_level_sd", "tie_persistence", "tie_sd", "tie_level_sd", "tie_correlation", "response_sd"),
    *("year_sd", "direct", "mediated", "moderated", "direct_of_state", "pressure", "year"),
)
BINS, KEPT, THIN, HARD = 8, 79, 5, 4.0
"""Ranks among `KEPT` draws fall into `BINS` bins alike, and there are as many of them that half and nine tenths are whole numbers; a share may be as many standard errors as `HARD` from what it should be."""

NAMES = PowerNames("power a", "power b", "the state", {"a": "power a", "b": "power b"})
H1 = ShareRule(largest=("economic", "security"), each=True)
ONE_TIE = 0.75
"""The correlation of what moves both ties, where one of them tells the other: a little more than the half of its variation that would be enough."""
TELLS, HARDLY = "one tie tells the other", "one tie tells the other, and they are hardly seen together"

BY_EFFECTS: Mapping[str, Callable[[EffectEstimates], Estimate]] = {
    "mediated_effect": EffectEstimates.mediated,
    "moderated_effect": EffectEstimates.moderated,
    "pressure_effect": EffectEstimates.pressure,
    "response_variance": EffectEstimates.responses,
    "joint_ties": EffectEstimates.joint,
    "single_tie": EffectEstimates.single,
}
BY_SHARES: Mapping[str, Callable[[ShareEstimates], Estimate]] = {
    "H1": partial(ShareEstimates.decided, name="h1", rule=H1),
    "interaction": ShareEstimates.together,
}
OF_FILTERS = ("H1", "mediated_effect", "moderated_effect", "interaction")
ASKED: Mapping[str, tuple[str, ...]] = {
    "filters do nothing": OF_FILTERS,
    "nothing moves ties": (*OF_FILTERS, "pressure_effect", "response_variance", "joint_ties"),
    TELLS: ("single_tie",),
    HARDLY: ("single_tie",),
}
"""Of each kind of world what is not so, by estimand."""


def frame(filters: tuple[str, ...], states: int, years: int) -> ModelPanel:
    """A panel in which each filter has a measure and the last one two, with gaps, and ties end two years early."""
    of = (*range(len(filters)), len(filters) - 1)
    measures, ties = np.zeros((len(of), states, years)), np.zeros((2, states, years))
    measures[-1, :, : years // 3] = ties[:, :, -2:] = np.nan
    return ModelPanel(
        states=tuple(f"S{n}" for n in range(states)),
        years=tuple(range(2000, 2000 + years)),
        filters=filters,
        pressure=np.zeros((1, years)),
        pressure_titles=("Pressure",),
        exposure=np.linspace(0.4, 1.6, states),
        measures=measures,
        measure_errors=np.full(measures.shape, 0.2),
        measure_titles=tuple(f"M{n}" for n in range(len(of))),
        filter_of=of,
        ties=ties,
        tie_errors=np.full(ties.shape, 0.1),
        tie_centre=np.zeros(2),
        tie_scale=np.ones(2),
    )


def calibrated(seed: int) -> dict[str, list[int]]:
    """The ranks of all numbers of a world among the draws of its estimate, by parameter."""
    panel = frame(FILTERS[:2], 8, 16)
    truth = prior_parameters(panel, Mask().arrays(panel.filters), Priors(), seed, 1)
    observed, paths = world(panel, truth, seed)
    fit = fit_panel(observed, sampling=Sampling(chains=1, warmup=200, draws=THIN * KEPT, seed=seed))
    found: dict[str, list[int]] = defaultdict(list)
    known = {**truth, "pressure": paths["pressure"]}
    for name in TOLD:
        drawn = fit.values[name][0].reshape(THIN * KEPT, -1)[::THIN]
        for place, value in enumerate(known[name][0].reshape(-1)):
            if np.ptp(drawn[:, place]) > 0:
                label = labels_of(name, panel)[0][place] if name == "loading" else ""
                found[f"{name}{label}"].append(int((drawn[:, place] < value).sum()))
    return found


@cache
def theory() -> Theory:
    """The theory that comes with the program."""
    return read_theory("neoclassical-realism", Path())


def without(kind: str, truth: Mapping[str, Array]) -> dict[str, Array]:
    """Parameters (1, ...) of a world of some kind, as far as these are not so in it."""
    silent = ["mediated", "moderated"]
    if kind != "filters do nothing":
        silent += ["direct", "direct_of_state", "response_sd", "tie_correlation"]
    found = dict(truth) | {name: np.zeros_like(truth[name]) for name in silent}
    if kind in (TELLS, HARDLY):
        found["tie_correlation"] = np.full_like(truth["tie_correlation"], ONE_TIE)
        alike = ("tie_persistence", "tie_sd", "year", "year_sd")
        found |= {name: np.repeat(truth[name][:, :1], 2, axis=1) for name in alike}
    return found


def seen(kind: str, panel: ModelPanel) -> ModelPanel:
    """A panel whose ties are observed as in worlds of some kind: where they are hardly seen together, elsewhere one of them each year."""
    if kind != HARDLY:
        return panel
    decision, ties = Decision(), panel.ties.copy()
    apart = np.ones(ties.shape[1:], bool)
    apart[: decision.fewest_states, : decision.fewest_years] = False
    odd = np.arange(ties.shape[2]) % 2 == 1
    ties[0, apart & odd] = ties[1, apart & ~odd] = np.nan
    return replace(panel, ties=ties)


def verdicts(seed: int) -> dict[tuple[str, str], str]:
    """What comes out, in a world of each kind, of each estimand that is not so there."""
    panel, told = frame(FILTERS, 10, 20), {}
    drawn = prior_parameters(panel, Mask().arrays(panel.filters), Priors(), seed, 1)
    model, titles = theory().model, block_titles(theory())
    assert model is not None
    for kind, asked in ASKED.items():
        observed = replace(world(seen(kind, panel), without(kind, drawn), seed)[0], notes=())
        fit = fit_panel(observed, sampling=Sampling(chains=1, warmup=250, draws=300, seed=seed))
        evidence = ModelEvidence(theory(), observed, pl.DataFrame(schema=BASIS_SCHEMA))
        effects = EffectEstimates.of(fit, NAMES, titles, model.decision, evidence)
        shares = ShareEstimates.of(fit, model, titles, theory().rules_id, evidence)
        for estimand in asked:
            by_shares = BY_SHARES.get(estimand)
            found = BY_EFFECTS[estimand](effects) if by_shares is None else by_shares(shares)
            finding = "not told" if found.silent else str(found.judged(model.decision).finding)
            told[kind, estimand] = finding
    return told


def main(worlds: int, nulls: int) -> int:
    """Tell how calibration, recovery and worlds without effects come out; gives how many bars are missed."""
    begun, missed = time.perf_counter(), 0
    with ProcessPoolExecutor() as pool:
        each = list(pool.map(calibrated, range(worlds)))
    ranks = {name: [of[name] for of in each] for name in each[0]}
    low = []
    for name, of in ranks.items():
        flat = np.concatenate([np.array(row) for row in of])
        counts = np.bincount(flat * BINS // (KEPT + 1), minlength=BINS)
        # Numbers of one world go together: with the first of each alone the test counts what is independent.
        single = np.bincount(np.array([row[0] for row in of]) * BINS // (KEPT + 1), minlength=BINS)
        low.append((float(chisquare(single).pvalue), name))
        print(f"  {name}: {' '.join(str(count) for count in counts)}; uniform with p = {low[-1][0]:.3f}")
    low.sort()
    uneven = [name for place, (p, name) in enumerate(low) if p < 0.001 / (len(low) - place)]
    for share in (0.5, 0.9):
        edge = (1 - share) / 2 * (KEPT + 1)
        within = np.array(
            [np.mean([edge <= rank < KEPT + 1 - edge for row in of.values() for rank in row]) for of in each]
        )
        error = within.std(ddof=1) / len(within) ** 0.5
        print(f"{share:.0%} intervals hold {within.mean():.1%} (standard error {error:.1%})")
        missed += abs(within.mean() - share) > HARD * error
    print(f"ranks that are not uniform: {', '.join(uneven) or 'none'} of {len(low)}")
    print(f"{worlds} worlds of 8 states and 16 years: {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        of_worlds = list(pool.map(verdicts, range(1000, 1000 + nulls)))
    for kind, asked in ASKED.items():
        for estimand in asked:
            told = Counter(of[kind, estimand] for of in of_worlds)
            missed += told["supported"] > nulls / 10
            print(f"  {kind}, {estimand}: {', '.join(f'{word} {n}' for word, n in told.most_common())}")
    print(f"{nulls} worlds of each kind, 10 states and 20 years: {time.perf_counter() - begun:.0f} s")
    return missed + len(uneven)


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:], 100, 100)[:2])))
