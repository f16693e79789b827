"""The verb that simulates a scenario from the kept estimate of the model: scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, stoppable, study_of
from counterpoise.cli.tables import ReplaceOption
from counterpoise.errors import CounterpoiseError, Problem, StudyFileError

if TYPE_CHECKING:
    from counterpoise.findings.names import PowerNames
    from counterpoise.model.futures import Futures
    from counterpoise.study import Study
    from counterpoise.theory.modelled import ModelPart


def scenario(
    file: Annotated[Path, typer.Argument(help="The scenario: a YAML file of shocks, levers and strategies.")],
    study: StudyOption = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Write a report on it; the ending says how: .html, .pdf, .docx or .md."),
    ] = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Simulate a scenario from the estimated model: futures of the ties, forced choices, regret of strategies, what levers do, and why."""
    found = study_of(study)
    from counterpoise.findings.names import names_of_state
    from counterpoise.findings.refusals import Refusals
    from counterpoise.kept_estimates import NoEstimate, kept_estimate
    from counterpoise.ledger.events import NewEvent
    from counterpoise.measurement.scores import measure
    from counterpoise.model.outset import outset
    from counterpoise.model.scenariofile import read_scenario
    from counterpoise.model.scenarios import simulate
    from counterpoise.pipeline import gather
    from counterpoise.report.futures import futures_outline
    from counterpoise.report.writers import unwritten, writer_of
    from counterpoise.theory.titles import block_titles
    from counterpoise.workspace import PROGRAM, open_workspace

    part = found.theory.model
    if part is None:
        raise CounterpoiseError(
            Problem(found.declared.theory, "says nothing of a model, so that nothing can be simulated")
        )
    writer = None if output is None else writer_of(output)
    unwritten([] if output is None else [output], replace)
    _look_through(file, found, part)
    with stoppable("What was read and coded so far is kept."):
        evidence = gather(found)
        scores = measure(found, evidence.values)
        with open_workspace(found.folder) as workspace:
            fit = kept_estimate(found, workspace, evidence, scores)
            if isinstance(fit, NoEstimate):
                raise CounterpoiseError(Problem("scenario", fit.why))
            panel = fit.panel
            asked = read_scenario(file, part, panel.states, panel.filters, panel.years[-1])
            workspace.rest()
            start = outset(panel, fit.posterior, asked.state or found.state)
            futures = simulate(start, part.policies, asked)
            body = {
                "scenario": asked.model_dump(mode="json"),
                "state": start.state,
                "forced": _forced(futures),
            }
            with workspace.turn():
                workspace.record([NewEvent("scenario.simulated", asked.scenario, body)])
    names, titles = names_of_state(start.state, found.powers), block_titles(found.theory)
    refusals = Refusals(fit, part.decision, names, titles)
    refused = refusals.sentences_on_futures()
    if writer is not None and output is not None:
        writer(futures_outline(futures, names, PROGRAM, refused, titles), output)
    written = [] if output is None else [f"The report is at {output}"]
    facts = {
        **_facts(futures),
        "blocked": list(refusals.of_draws),
        "blocked_of_pressure": list(refusals.of_pressure),
        "taken": fit.taken or None,
        "output": None if output is None else str(output),
    }
    taken = [f"Note: {fit.taken}."] if fit.taken else []
    say(facts, "\n".join([*refused, *taken, *_told(futures, names, titles), *written]), json)


def _look_through(file: Path, found: Study, part: ModelPart) -> None:
    """Tell what is wrong with the file before anything else is done, with all that is known of years and filters by then.

    What only the estimate of the present evidence can tell is told once there is that.
    """
    from counterpoise.kept_estimates import last_panel
    from counterpoise.model.scenariofile import read_scenario
    from counterpoise.workspace import FOLDER, open_workspace

    known = None
    try:
        read_scenario(file, part, found.panel, period=(found.start, found.end))
    except StudyFileError:
        if (found.folder / FOLDER).is_dir():
            with open_workspace(found.folder) as workspace:
                known = last_panel(workspace)
        if known is None:
            raise
        # The last estimate may be of other evidence by now, but there is something to mend in any case.
        read_scenario(file, part, found.panel, known.filters, known.last_year)
        raise


def _forced(futures: Futures) -> dict[str, float]:
    """How probable a forced choice is within the horizon, by strategy, where the powers reply."""
    return {
        strategy: float(found.by_year[-1])
        for (strategy, replies), found in futures.choices.items()
        if replies
    }


def _facts(futures: Futures) -> dict[str, object]:
    from counterpoise.model.panel import SIDES

    return {
        "scenario": futures.scenario.scenario,
        "state": futures.state,
        "years": list(futures.years),
        "futures": futures.table().to_dicts(),
        "at_ends": futures.at_ends,
        "forced_choice": [
            {"strategy": strategy, "replies": replies, **asdict(found), "by_year": found.by_year.tolist()}
            for (strategy, replies), found in futures.choices.items()
        ],
        "forced_by_one_reply": dict(futures.forced_by_one),
        "regret": {f"{weight:g}": [asdict(each) for each in of] for weight, of in futures.regrets.items()},
        "levers": [
            {
                "lever": each.effect.name,
                "worth": asdict(each.effect.worth),
                "forced": each.forced,
                "forced_over_draws": asdict(each.forced_over_draws),
                "box": asdict(each.box),
            }
            for each in futures.levers
        ],
        "shocks": {row: asdict(each.worth) for row, each in futures.shocks.items()},
        "unmeasured": asdict(futures.unmeasured),
        "ties_observed_until": dict(zip(SIDES, futures.ties_until, strict=True)),
    }


def _told(futures: Futures, names: PowerNames, titles: Mapping[str, str]) -> list[str]:
    """The headlines, the tables of what was compared with what their columns are, and why, for people."""
    import polars as pl

    from counterpoise.cli.tables import printed
    from counterpoise.report.futures import futures_section, headlines
    from counterpoise.report.outline import Bullets, DataTable, Paragraph

    lines = [
        f"{futures.scenario.scenario}: {names.state}, {futures.years[0]} to {futures.years[-1]}",
        *headlines(futures, names),
    ]
    for block in futures_section(futures, names, titles).blocks:
        if isinstance(block, DataTable):
            rows = pl.DataFrame(block.rows, schema=list(block.columns), orient="row", strict=False)
            # As many places as a report has, so that a number is not rounded twice.
            lines += ["", block.caption, printed(rows, decimals=3), *([block.note] if block.note else [])]
        elif isinstance(block, Bullets):
            lines += ["", *block.items]
        elif isinstance(block, Paragraph):
            lines += ["", block.text]
    return lines
