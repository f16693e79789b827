"""The verb that sets several states side by side: compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, say, stoppable, study_of
from counterpoise.cli.measure_verbs import StatesOption, states_meant
from counterpoise.cli.tables import ReplaceOption
from counterpoise.errors import CounterpoiseError, Problem, StudyFileError, UsageError

if TYPE_CHECKING:
    from counterpoise.study import Study


def compare(
    studies: Annotated[
        list[Path] | None,
        typer.Argument(
            help="The folders of the studies, each of another state, that were run. One alone, or none: the panel of that study is compared."
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            help="Where to write the comparison; the ending says how: .html, .pdf, .docx or .md. May be given several times.",
        ),
    ] = None,
    state: StatesOption = None,
    tables: Annotated[
        Path | None,
        typer.Option(help="A folder for every table of the comparison, as CSV, Parquet and JSON."),
    ] = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Compare several states side by side: studies that were run, or the panel of one, measured between goalposts of all of them."""
    found = _studies(studies)
    if not output and tables is None:
        raise UsageError(Problem("compare", "name a file to write by --output, or a folder by --tables"))
    if len(found) > 1 and state:
        one = "chooses among the panel of one study; of several the states are their own"
        raise UsageError(Problem("--state", one))
    from counterpoise.findings.comparison import cases_of_panel, refuse_unlike
    from counterpoise.findings.comparison import compare as compare_cases
    from counterpoise.pipeline import gather
    from counterpoise.report.comparison.contents import comparison_outline, comparison_tables
    from counterpoise.report.comparison.movement import moved
    from counterpoise.report.table_files import write_tables
    from counterpoise.report.writers import unwritten, writer_of
    from counterpoise.workspace import PROGRAM

    writers = [(writer_of(file), file) for file in output or ()]
    unwritten([*(output or ()), *([] if tables is None else [tables])], replace)
    refuse_unlike(found, _not_run(found))
    with stoppable("What was read and coded so far is kept."):
        if len(found) == 1:
            study = found[0]
            states = states_meant(study, state or list(study.panel))
            comparison = compare_cases(cases_of_panel(study, states, gather(study)), {study.state})
        else:
            comparison = compare_cases([(study, gather(study)) for study in found])
        outline = comparison_outline(comparison, moved(comparison), PROGRAM)
        for writer, file in writers:
            writer(outline, file)
        if tables is not None:
            write_tables(comparison_tables(comparison, outline), tables)
    told = [f"The comparison is at {file}" for file in output or ()]
    told += [] if tables is None else [f"Its tables are in {tables}"]
    say(
        {
            "states": list(comparison.states),
            "reports": [str(file) for file in output or ()],
            "tables": None if tables is None else str(tables),
        },
        "\n".join(told),
        json,
    )


def _studies(named: list[Path] | None) -> list[Study]:
    """The studies meant. Raises CounterpoiseError with every problem of all their files, each under its folder."""
    if not named:
        return [study_of(None)]
    found, problems = [], []
    for folder in named:
        try:
            found.append(study_of(folder))
        except CounterpoiseError as error:
            problems += [
                Problem(each.place if str(folder) in each.place else f"{folder}/{each.place}", each.what)
                for each in error.problems
            ]
    if problems:
        raise StudyFileError(*problems)
    return found


def _not_run(studies: list[Study]) -> list[Problem]:
    """Each study that was not run yet."""
    from counterpoise.datasets.snapshot import observations

    problems = []
    for study in studies:
        try:
            observations(study.folder)
        except CounterpoiseError as error:
            problems += [Problem(str(study.folder), each.what) for each in error.problems]
    return problems
