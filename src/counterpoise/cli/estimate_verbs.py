"""The verb that estimates the model of the figure on the study's panel: estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from math import ceil
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import (
    JsonOption,
    StudyOption,
    all_at_once,
    known_ones,
    say,
    stoppable,
    study_of,
)
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table
from counterpoise.wording import several

if TYPE_CHECKING:
    from counterpoise.model.panel import ModelPanel
    from counterpoise.model.sampling import Sampling
    from counterpoise.report.effects import EstimateInWords

SECONDS = 0.00013
"""About what a draw takes of each state and year, in one chain on a core of its own: measured on the real panel of docs/model.md."""


def estimate(
    reading: Annotated[
        str,
        typer.Option(
            help="all: every effect. direct, mediated or moderated: the effects of that reading of the figure alone."
        ),
    ] = "all",
    figure_only: Annotated[
        bool, typer.Option("--figure-only", help="Without the filters that the figure does not have.")
    ] = False,
    draws: Annotated[
        int, typer.Option(min=10, help="Draws of each chain, after half as many to warm up, 500 at most.")
    ] = 1400,
    chains: Annotated[int, typer.Option(min=1, help="Chains, each begun elsewhere.")] = 2,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Estimate the model of the theory's figure: effects with intervals, whether they may be trusted, and what they rest on."""
    from counterpoise.model.mask import READINGS

    all_at_once(
        lambda: known_ones("--reading", [reading], READINGS, "is no reading of the figure"),
        lambda: writable(output, replace),
    )
    found = study_of(study)
    from counterpoise.findings.model_accounts import ModelAccounts
    from counterpoise.kept_estimates import estimate_and_keep
    from counterpoise.measurement.scores import measure
    from counterpoise.model.sampling import Sampling
    from counterpoise.pipeline import gather
    from counterpoise.report.effects import EstimateInWords
    from counterpoise.report.model_accounts import in_short
    from counterpoise.workspace import open_workspace

    sampling = Sampling(chains, min(max(draws // 2, 10), 500), draws, found.declared.settings.seed)
    evidence = gather(found)
    scores = measure(found, evidence.values)
    with stoppable("No estimate is kept."), open_workspace(found.folder) as workspace:
        fit, kept = estimate_and_keep(
            found,
            workspace,
            evidence,
            scores,
            reading,
            sampling,
            figure_only,
            begins=lambda panel, of: typer.echo(about_to_sample(panel, of), err=True),
        )
    words = EstimateInWords.of(found, fit)
    facts, accounts = _facts(words, kept), ModelAccounts(found, fit)
    parameters = words.with_meaning(fit.table())
    if output is not None:
        say({**facts, "output": str(output)}, write_table(parameters, output), json)
        return
    if json:
        say({**facts, **accounts.data(), "parameters": parameters.to_dicts()}, "", json)
        return
    say(facts, "\n".join(_told(words, kept, in_short(accounts, words.names))), json)


def about_to_sample(panel: ModelPanel, sampling: Sampling) -> str:
    """What is to be sampled and about how long it takes, as a line for people who wait for it."""
    from counterpoise.cores import cores

    seconds = SECONDS * len(panel.states) * len(panel.years) * (sampling.warmup + sampling.draws)
    used = min(cores(), sampling.chains)
    minutes = seconds * ceil(sampling.chains / used) / 60
    expected = "a minute or less" if minutes <= 1 else f"about {several(ceil(minutes), 'minute')}"
    return (
        f"Sampling {several(sampling.chains, 'chain')} of {sampling.draws:,} draws after {sampling.warmup:,} to warm up, of {several(len(panel.states), 'state')} over "
        f"{several(len(panel.years), 'year')}: expect {expected} on {several(used, 'core')} with nothing else to do, and two to three times as long on a machine that is busy."
    )


def _facts(words: EstimateInWords, kept: bool) -> dict[str, object]:
    fit, panel = words.fit, words.fit.panel
    return {
        "reading": fit.reading,
        "without": list(fit.without),
        "states": list(panel.states),
        "years": [panel.years[0], panel.years[-1]],
        "filters": list(panel.filters),
        "sampling": asdict(fit.sampling),
        "kept": kept,
        "r_hat": max(fit.diagnostics.r_hat.values()),
        "effective_draws": min(fit.diagnostics.least_effective.values()),
        "blocked": list(words.refusals.of_draws),
        "blocked_of_pressure": list(words.refusals.of_pressure),
        "evidence": {part: list(names) for part, names in panel.evidence.items()},
        "notes": list(fit.notes),
    }


def _told(words: EstimateInWords, kept: bool, accounts: Iterable[str]) -> list[str]:
    """Soundness, effects, what else is told and notes, for people."""
    from counterpoise.report.effects import LEGEND, Asking

    asking = Asking(
        draws="`--draws {}`",
        two_chains="`--chains 2`",
        usual="`--draws`",
        part="`--reading` and `--figure-only`",
        all_parameters="`--output` writes them all, with their overlap",
    )
    whole = words.fit.reading == "all" and not words.fit.without
    return [
        words.estimated(kept),
        words.soundness(),
        # What speaks against the numbers comes before them.
        *words.against(asking),
        "",
        printed(words.effects()),
        "",
        LEGEND,
        *accounts,
        *(f"Note: {note}." for note in words.notes(asking)),
        *(["`counterpoise run` brings it into the report."] if whole else []),
    ]
