"""The verb that tells how series moved and when they broke: measure breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counterpoise.cli.application import JsonOption, StudyOption, known_ones, say, study_of
from counterpoise.cli.measure_verbs import StatesOption, states_meant
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.datasets.chronology import DatedEvent
    from counterpoise.errors import Problem
    from counterpoise.study import Study

WORTH_SHOWING = 0.1
"""Of dates and events those are printed at which a break is at least so probable, of events those of the series'
dimension; files and JSON have all."""

SHOWN = {
    "series": ["state", "power", "indicator", "word", "probability", "slope_per_decade", "slope_low90", "slope_high90",
               "volatility", "volatility_low90", "volatility_high90", "any_break", "breaks", "dates"],
    "dates": ["state", "power", "indicator", "year", "probability", "prior"],
    "events": ["state", "power", "indicator", "event", "probability", "prior", "odds", "size", "what"],
}  # fmt: skip
"""The columns that are printed of each table, where not all; `probability` of a series is that of its word."""


def breaks(
    show: Annotated[
        Literal["series", "dates", "events", "volatility"],
        typer.Option(
            help="What to tell: each series, each date, each event of the study, or volatility by power."
        ),
    ] = "series",
    state: StatesOption = None,
    series: Annotated[
        list[str] | None,
        typer.Option(help="Only this indicator; may be given several times. Without it: all."),
    ] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Tell how each tie moved over the window, how volatile it is, and when it broke, with probabilities."""
    writable(output, replace)
    found = study_of(study)
    from counterpoise.datasets.snapshot import observations
    from counterpoise.measurement.change_tables import CHANGE_TABLES
    from counterpoise.measurement.panel import panel_ties
    from counterpoise.measurement.series_changes import series_changes

    states = states_meant(found, state)
    panel = panel_ties(found, observations(found.folder).values())
    ties, inputs = panel.ties, panel.inputs
    if series:
        there = ties["indicator"].unique().sort().to_list()
        named = known_ones("--series", series, there, "the study has no such series")
        inputs = tuple(entry for entry in inputs if entry.series in named)
    events, problems = _events(found)
    changes = [
        change
        for each in states
        for change in series_changes(ties, inputs, each, found.window, events, found.declared.settings.seed)
    ]
    table = CHANGE_TABLES[show](changes, found.powers)
    facts: dict[str, object] = {"problems": [str(each) for each in problems], show: table.to_dicts()}
    if output is not None:
        say({**facts, "output": str(output)}, write_table(table, output), json)
        return
    say(facts, _told(table, show), json)


def _events(study: Study) -> tuple[tuple[DatedEvent, ...], tuple[Problem, ...]]:
    """The study's dated events and what is wrong with the others; none where it declares none."""
    from counterpoise.datasets.chronology import read_chronology

    if study.declared.events is None:
        return (), ()
    return read_chronology(study.folder, study.declared.events, tuple(study.theory.dimensions))


def _told(table: pl.DataFrame, show: str) -> str:
    import polars as pl

    from counterpoise.measurement.movement_draws import WORDS

    notes: list[str] = []
    if show == "series":
        of_note = table.filter(pl.col("note").is_not_null()).group_by("note", maintain_order=True)
        notes = ["", *(f"{note}: {_names(rows)}" for (note,), rows in of_note)]
        table = table.with_columns(
            pl.coalesce(pl.when(pl.col("word") == word).then(pl.col(word)) for word in WORDS).alias(
                "probability"
            )
        )
    elif show in SHOWN:
        table = table.filter(pl.col("probability") >= WORTH_SHOWING)
    if show == "events":
        table = table.filter(pl.col("event_dimension") == pl.col("dimension"))
    if table.is_empty():
        return f"Nothing is observed, or no break has a probability of {WORTH_SHOWING} or more."
    plain = [name for name in ("year", "odds") if name in table.columns]
    shown = table.with_columns(pl.col(name).map_elements("{:.4g}".format, pl.String) for name in plain)
    return "\n".join([printed(shown.select(SHOWN.get(show, shown.columns))), *notes]).rstrip()


def _names(rows: pl.DataFrame) -> str:
    return "; ".join(" ".join(row) for row in rows.select("state", "power", "indicator").iter_rows())
