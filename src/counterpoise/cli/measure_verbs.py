"""The verbs that measure from what the last run observed: measure constructs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.tables import OutputOption, printed, write_table
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

if TYPE_CHECKING:
    import polars as pl

measure = typer.Typer(
    help="Measure from the observations of the last run: how tied, how balanced, with intervals.",
    no_args_is_help=True,
    add_completion=False,
)


@measure.command()
def constructs(
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="This state, by ISO3 code; may be given several times. Without it: the state under study."
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="This year. Without it: the last one in which each is observed.")
    ] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    json: JsonOption = False,
) -> None:
    """Tell every construct by dimension: median, 90 per cent interval, and how many of its inputs were observed."""
    found = study_of(study)
    import polars as pl

    from counterpoise.datasets.snapshot import observations
    from counterpoise.measurement.scores import measure as measured

    states = state or [found.state]
    unknown = [each for each in states if each not in found.panel]
    if unknown:
        raise CounterpoiseError(
            *(
                Problem(
                    f"--state {each}", f"is not in the study's panel{did_you_mean(each, found.panel) or ''}"
                )
                for each in unknown
            )
        )
    table = measured(found, observations(found.folder).values()).alignment
    if output is not None:
        say({"output": str(output)}, write_table(table, output), json)
        return
    shown = _of(table.filter(pl.col("state").is_in(states)), year)
    say({"constructs": shown.to_dicts()}, printed(shown) if shown.height else "Nothing is observed.", json)


def _of(table: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """The constructs of one year, or of the last year of each; the series that they rest on are left out."""
    import polars as pl

    last = pl.col("year").max().over("state", "dimension", "construct")
    return table.filter(pl.col("year") == (last if year is None else year)).drop("series", "low50", "high50")
