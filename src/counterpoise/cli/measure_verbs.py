"""The verbs that measure from what the last run observed: measure constructs, measure scales."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, known_ones, say, study_of
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table
from counterpoise.errors import CounterpoiseError, Problem, UsageError

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.measurement.scores import Scores
    from counterpoise.study import Study

measure = typer.Typer(
    help="Measure from the observations of the last run: how tied, how balanced, with intervals.",
    no_args_is_help=True,
    add_completion=False,
)


StatesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        help="This state, by ISO3 code; may be given several times. Without it: the state under study.",
    ),
]


def states_meant(study: Study, named: list[str] | None) -> Sequence[str]:
    """The states named, or the state under study. Raises CounterpoiseError with all that are not in the panel."""
    return known_ones("--state", named or [study.state], study.panel, "is not in the study's panel")


@measure.command()
def constructs(
    state: StatesOption = None,
    year: Annotated[
        int | None,
        typer.Option(
            help="This year. Without it: the last one in which most of the inputs of each are observed."
        ),
    ] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Tell every construct by dimension: median, 90 per cent interval, and how many of its inputs were observed."""
    writable(output, replace)
    found = study_of(study)
    import polars as pl

    states = states_meant(found, state)
    table = _scores(found).told()
    _tell("constructs", table, _of(table.filter(pl.col("state").is_in(states)), year), output, json)


@measure.command()
def scales(
    state: StatesOption = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Tell the scales that others publish, to compare: AOCAI, influence capacity, agreement in votes."""
    writable(output, replace)
    found = study_of(study)
    import polars as pl

    from counterpoise.measurement.published_scales import published_scales

    states = states_meant(found, state)
    scores = _scores(found)
    table = published_scales(
        scores.alignment, scores.in_band, scores.ties, found.powers, found.declared.settings.roll_calls
    )
    _tell("scales", table, table.filter(pl.col("state").is_in(states)).drop("series"), output, json)


def _tell(name: str, table: pl.DataFrame, shown: pl.DataFrame, output: Path | None, json: bool) -> None:
    """Write the whole table where a file is named, else tell what of it is meant."""
    if output is not None:
        say({"output": str(output)}, write_table(table, output), json)
        return
    say({name: shown.to_dicts()}, printed(shown) if shown.height else "Nothing is observed.", json)


def _scores(study: Study) -> Scores:
    """What the last run observed, measured."""
    from counterpoise.datasets.snapshot import observations
    from counterpoise.measurement.scores import measure as measured

    return measured(study, observations(study.folder).values())


def _of(table: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """The constructs of one year, or of the last in which most of the inputs of each are observed.

    The series that they rest on are left out. Raises CounterpoiseError where nothing is observed of the year.
    """
    import polars as pl

    if year is not None and year not in table["year"]:
        place, found = f"--year {year}", "nothing is observed in it"
        if table.is_empty():
            raise CounterpoiseError(Problem(place, f"{found}; nothing is observed at all"))
        there = f"there is something from {min(table['year'])} to {max(table['year'])}"
        raise UsageError(Problem(place, f"{found}; {there}"))
    each = ("state", "dimension", "construct")
    fullest = pl.col("observed") == pl.col("observed").max().over(each)
    last = pl.col("year").filter(fullest).max().over(each)
    return table.filter(pl.col("year") == (last if year is None else year)).drop("series", "low50", "high50")
