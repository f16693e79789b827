"""The verbs on how an index is made: measure sensitivity, measure goalposts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table
from counterpoise.errors import CounterpoiseError, Problem

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.measurement.robustness import Robustness

PRINTED = ("choice", "least", "least_at", "greatest", "greatest_at", "first", "total")


def sensitivity(
    year: Annotated[
        int | None,
        typer.Option(
            help="This year. Without it: the last one in which most inputs of the state are observed."
        ),
    ] = None,
    dimension: Annotated[
        str | None,
        typer.Option(help="Only this dimension of the theory, or all: what stands over all of them."),
    ] = None,
    runs: Annotated[
        int, typer.Option(min=8, max=16384, help="Runs of each of the samples, brought up to a power of two.")
    ] = 512,
    seed: Annotated[
        int | None, typer.Option(help="Another seed than the study's, for other samples.")
    ] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Tell how far each choice of normalisation, weights, aggregation, imputation or indicator moves the state's scores."""
    writable(output, replace)
    found = study_of(study)
    from counterpoise.datasets.snapshot import observations
    from counterpoise.measurement.robustness import (
        choices_by_dimension,
        fullest_year,
        measure_robustness,
        robustness_table,
    )
    from counterpoise.measurement.tie_consistency import in_words, tie_consistency

    values = observations(found.folder).values()
    when = fullest_year(found, values) if year is None else year
    parts = choices_by_dimension(found, values, when, dimension)
    measured = measure_robustness(found, values, when, dimension, runs, seed, parts)
    table = robustness_table(measured)
    if output is not None:
        say({"output": str(output)}, write_table(table, output), json)
        return
    consistent = [tie_consistency(part) for part in parts.values() if part.indicators] if measured else []
    powers = (found.powers["a"], found.powers["b"])
    told = [*(_told(each, table) for each in measured), *(in_words(each, powers) for each in consistent)]
    facts: dict[str, object] = {
        "sensitivity": table.to_dicts(),
        "rank_intervals": [
            {"dimension": each.dimension, "construct": each.construct, "state": state, **asdict(interval)}
            for each in measured
            for state, interval in each.rank_intervals.items()
        ],
        "left_out": [
            {"dimension": each.dimension, "construct": each.construct, "choice": choice, "alternative": name, "why": why}
            for each in measured
            for choice, name, why in each.left_out
        ],
        "consistency": [each.facts() for each in consistent],
    }  # fmt: skip
    say(facts, "\n\n".join(told) or "Nothing of the state is observed in that year.", json)


def goalposts(
    freeze: Annotated[
        Path | None,
        typer.Option(help="Take the goalposts anew from the panel, and write them to this new .json file."),
    ] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Show the goalposts in force, how many observations lie beyond each, and freeze them as a release."""
    writable(output, replace)
    found = study_of(study)
    import polars as pl

    from counterpoise.datasets.snapshot import observations
    from counterpoise.measurement.index.goalposts import freeze as frozen
    from counterpoise.measurement.index.goalposts import write_goalposts
    from counterpoise.measurement.panel import panel_ties
    from counterpoise.measurement.ties import GOALPOST_QUANTILE

    of_panel = panel_ties(found, observations(found.folder).values(), anew=freeze is not None)
    beyond = of_panel.ties.group_by("indicator").agg(
        observed=pl.len(), beyond=(pl.col("value") > pl.col("goalpost")).sum()
    )
    rows = [
        {
            "indicator": each.indicator,
            "goalpost": each.value,
            "unit": each.unit,
            "first": each.first,
            "last": each.last,
            "observations": each.observations,
            "states": len(each.states),
        }
        for each in of_panel.goalposts
    ]
    if not rows:
        raise CounterpoiseError(
            Problem("goalposts", "no tie of the panel is observed; add data and run the study")
        )
    table = pl.DataFrame(rows).join(beyond, on="indicator", how="left", maintain_order="left")
    release = of_panel.release
    if freeze is not None:
        powers = (found.powers["a"], found.powers["b"])
        made = frozen(of_panel.goalposts, found.declared.study, powers, GOALPOST_QUANTILE)
        write_goalposts(made, freeze)
        release = made.id
    told = "Taken from the panel at hand." if release is None else f"Release {release}."
    if freeze is not None:
        told = (
            f"Release {release} is written to {freeze}; a study uses it by `settings: {{goalposts: FILE}}`."
        )
    if output is not None:
        write_table(table, output)
    shown = table.select(
        "indicator", "goalpost", "unit", pl.format("{}-{}", "first", "last").alias("years"), "observations", "states",
        "observed", "beyond",
    )  # fmt: skip
    say({"release": release, "goalposts": table.to_dicts()}, f"{told}\n\n{printed(shown)}", json)


def _told(measured: Robustness, table: pl.DataFrame) -> str:
    """What moves one construct, the choice that moves it most first; then the ranks, and what could not be tried."""
    import polars as pl

    value = measured.outputs[0]
    lines = [
        f"{measured.dimension}, {measured.construct}, {measured.year}: {value.default:.3f} as chosen; over all choices "
        f"{value.median:.3f}, 90 per cent between {value.low90:.3f} and {value.high90:.3f}"
        + (f" ({value.remark})" if value.remark else "")
    ]
    shown = table.filter(
        pl.col("dimension") == measured.dimension,
        pl.col("construct") == measured.construct,
        pl.col("output") == value.output,
    ).sort("swing", descending=True, maintain_order=True)
    moving = (pl.col("swing") > 0) | (pl.col("total") > 0)
    lines.append(printed(shown.filter(moving).select(PRINTED)))
    if idle := shown.filter(~moving)["choice"].to_list():
        lines.append(f"Without effect: {', '.join(idle)}.")
    if measured.rank_intervals:
        ranked = [
            f"{state} {interval.median:.0f} ({interval.low90:.0f}-{interval.high90:.0f})"
            for state, interval in measured.rank_intervals.items()
            if interval.median is not None
        ]
        lines.append(f"Ranks over all choices, 90 per cent: {', '.join(ranked)}.")
    lines += [f"Not tried: {choice} {name} ({why})." for choice, name, why in measured.left_out]
    return "\n".join(lines)
