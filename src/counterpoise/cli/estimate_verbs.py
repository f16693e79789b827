"""The verb that estimates the model of the figure on the study's panel: estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, known_ones, say, stoppable, study_of
from counterpoise.cli.tables import OutputOption, printed, write_table

if TYPE_CHECKING:
    from counterpoise.model.fit import ModelFit


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
        int,
        typer.Option(min=10, help="Draws of each chain, 8 steps apart, after as many steps of warming up."),
    ] = 1000,
    chains: Annotated[int, typer.Option(min=1, help="Chains, each begun elsewhere.")] = 2,
    study: StudyOption = None,
    output: OutputOption = None,
    json: JsonOption = False,
) -> None:
    """Estimate the model of the theory's figure: effects with intervals, whether they may be trusted, and what they rest on."""
    from counterpoise.model.mask import READINGS

    known_ones("--reading", [reading], READINGS, "is no reading of the figure")
    found = study_of(study)
    from counterpoise.findings.model_accounts import ModelAccounts
    from counterpoise.findings.names import names_of_state
    from counterpoise.kept_estimates import estimate_and_keep
    from counterpoise.measurement.scores import measure
    from counterpoise.model.sampling import Sampling
    from counterpoise.pipeline import gather
    from counterpoise.report.model_accounts import in_short
    from counterpoise.workspace import open_workspace

    sampling = Sampling(chains, draws, draws, found.declared.settings.seed)
    evidence = gather(found)
    scores = measure(found, evidence.values)
    with stoppable("No estimate is kept."), open_workspace(found.folder) as workspace:
        fit, kept = estimate_and_keep(found, workspace, evidence, scores, reading, sampling, figure_only)
    facts, accounts = _facts(fit, kept), ModelAccounts(found, fit)
    if output is not None:
        say({**facts, "output": str(output)}, write_table(fit.table(), output), json)
        return
    if json:
        say({**facts, **accounts.data(), "parameters": fit.table().to_dicts()}, "", json)
        return
    names = names_of_state(found.state, found.powers)
    say(facts, "\n".join(_told(fit, kept, in_short(accounts, names))), json)


def _facts(fit: ModelFit, kept: bool) -> dict[str, object]:
    panel = fit.panel
    return {
        "reading": fit.reading,
        "without": list(fit.without),
        "states": list(panel.states),
        "years": [panel.years[0], panel.years[-1]],
        "filters": list(panel.filters),
        "sampling": asdict(fit.sampling),
        "kept": kept,
        "r_hat": max(fit.diagnostics.r_hat.values()),
        "effective_draws": min(fit.diagnostics.effective.values()),
        "blocked": list(fit.blocked),
        "evidence": {part: list(names) for part, names in panel.evidence.items()},
        "notes": list(fit.notes),
    }


def _told(fit: ModelFit, kept: bool, accounts: Iterable[str]) -> list[str]:
    """Effects, what else is told, soundness and notes, for people."""
    panel, of = fit.panel, fit.diagnostics
    columns = ("parameter", "median", "low90", "high90", "above_0", "r_hat", "effective_draws", "overlap")
    return [
        printed(fit.effects().select(columns)),
        f"{'Kept from before' if kept else 'Estimated'}: {len(panel.states)} states, {panel.years[0]}-{panel.years[-1]}, "
        f"filters {', '.join(panel.filters)}; reading {fit.reading}"
        + (f", without {', '.join(fit.without)}" if fit.without else "")
        + ". Effects are in standard deviations, in one year.",
        *accounts,
        f"R-hat up to {max(of.r_hat.values()):.3f}, effective draws from {min(of.effective.values()):.0f}.",
        *(f"No verdict: {reason}." for reason in fit.blocked),
        *(f"Note: {note}." for note in fit.notes),
        *(
            ["`counterpoise run` brings it into the report."]
            if fit.reading == "all" and not fit.without
            else []
        ),
    ]
