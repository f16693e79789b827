"""The verbs that work on a study: new, check, add, run and search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import (
    JsonOption,
    StudyOption,
    progress,
    say,
    stoppable,
    study_of,
)
from counterpoise.cli.tables import ReplaceOption
from counterpoise.errors import Problem, UsageError
from counterpoise.wording import several

if TYPE_CHECKING:
    from counterpoise.pipeline import RunResult


def new(
    name: Annotated[str, typer.Argument(help="The name of the study's folder, such as viet-nam.")],
    state: Annotated[str, typer.Option(help="The state under study, by ISO3 code.")],
    powers: Annotated[tuple[str, str], typer.Option(help="The two powers, a and b, by ISO3 code.")],
    period: Annotated[str, typer.Option(help="First and last year.")] = "1990-2025",
    theory: Annotated[
        str, typer.Option(help="A theory of the library, or a path from the study.")
    ] = "neoclassical-realism",
) -> None:
    """Make a study: a folder with a study file that `check` accepts."""
    from counterpoise.founding import found_study

    folder = found_study(Path(name), state=state, powers=powers, period=period, theory=theory)
    typer.echo(f"{folder / 'study.yaml'} is made. Next: counterpoise add FOLDER, then counterpoise run.")


def check(study: StudyOption = None, json: JsonOption = False) -> None:
    """Read the study file and its theory and name every problem; run nothing."""
    found = study_of(study)
    lacking: tuple[Problem, ...] = ()
    if found.declared.data:  # what reads tables is loaded where there are some
        from counterpoise.datasets.observations import lacking as lacking_of

        lacking = lacking_of(found)
    for notice in lacking:
        typer.echo(f"Note: {notice}", err=True)
    told = f"{found.declared.study}: the study file and the theory '{found.theory.theory}' hold together."
    say(
        {
            "study": found.declared.study,
            "theory": found.theory.theory,
            "problems": [],
            "notices": [str(each) for each in lacking],
        },
        told,
        json,
    )


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of documents and data files.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Copy documents and data files into the study. What cannot be read is named and left out."""
    found = study_of(study)  # before the readers are loaded, so that a wrong study file is told at once
    from counterpoise.founding import add_files

    with stoppable("What was added so far stays; the same command adds the rest."):
        added = add_files(found.folder, paths)
    for notice in added.notices:
        typer.echo(f"Note: {notice}", err=True)
    for problem in added.problems:
        typer.echo(str(problem), err=True)
    told = (
        f"{several(len(added.documents), 'document')} and {several(len(added.data), 'data file')} added, "
        f"{len(added.present)} already there, {len(added.problems)} left out."
    )
    say(
        {
            "documents": [str(path) for path in added.documents],
            "data": [str(path) for path in added.data],
            "already_there": [str(path) for path in added.present],
            "problems": [str(problem) for problem in added.problems],
            "notices": [str(notice) for notice in added.notices],
        },
        told,
        json,
    )
    if not (added.documents or added.data or added.present):
        raise typer.Exit(1)


def run(study: StudyOption = None, json: JsonOption = False) -> None:
    """Gather, code, measure and report. What has not changed is not done again."""
    found = study_of(study)
    from counterpoise.datasets.unplaced import in_brief
    from counterpoise.pipeline import run as run_study

    kept = "What was read and coded so far is kept; the next run goes on from there."
    with stoppable(kept), progress() as step:
        result = run_study(found, step)
    for notice in result.notices if json else in_brief(result.notices):
        typer.echo(f"Note: {notice}", err=True)
    for problem in result.problems:
        typer.echo(str(problem), err=True)
    say(
        {
            "report": str(result.report),
            "changed": result.work is not None,
            "problems": [str(problem) for problem in result.problems],
            "notices": [str(notice) for notice in result.notices],
        },
        _told(result),
        json,
    )
    if result.problems:
        raise typer.Exit(1)


def report(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Where to write it; the ending says how: .html, .pdf, .docx or .md; .jsonld for annotations, .bib or .json for the sources."
        ),
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option(help="A folder for every table of the report, as CSV, Parquet and JSON."),
    ] = None,
    replace: ReplaceOption = False,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Write the report to files of your own, as a page, a PDF, a Word document or Markdown, and its tables to a folder; the study's own report stays as it is."""
    found = study_of(study)
    from counterpoise.measurement.scores import measure
    from counterpoise.pipeline import concluded, gather
    from counterpoise.report.annex import annex_of, write_with_annex
    from counterpoise.report.contents import outline_of
    from counterpoise.report.spreadsheet import tables_beside
    from counterpoise.report.table_files import write_tables
    from counterpoise.report.tables import tables_of
    from counterpoise.report.writers import unwritten, writer_of
    from counterpoise.workspace import PROGRAM, open_workspace

    if not files and tables is None:
        raise UsageError(Problem("report", "name a file to write, or a folder with --tables"))
    writers = [(writer_of(file), file) for file in files or ()]
    unwritten([*(files or ()), *([] if tables is None else [tables])], replace)
    with stoppable("What was read and coded so far is kept."):
        evidence = gather(found)
        scores = measure(found, evidence.values)
        with open_workspace(found.folder) as workspace:
            findings = concluded(found, workspace, evidence, scores)
        outline = outline_of(findings, PROGRAM)
        annex = annex_of(outline, findings)
        annexes = [write_with_annex(writer, outline, annex, file) for writer, file in writers]
        if tables is not None:
            write_tables(tables_of(outline, **tables_beside(findings)), tables)
    told = [
        line
        for file, place in zip(files or (), annexes, strict=True)
        for line in (f"The report is at {file}", *([f"Its annex is at {place}"] if place else []))
    ]
    told += [] if tables is None else [f"Its tables are in {tables}"]
    say(
        {
            "reports": [str(file) for file in files or ()],
            "annexes": [str(place) for place in annexes if place is not None],
            "tables": None if tables is None else str(tables),
        },
        "\n".join(told),
        json,
    )


def search(
    query: Annotated[
        str,
        typer.Argument(help='Words, "phrases", NEAR(two words, 5), begin*, AND, OR, NOT and parentheses.'),
    ],
    study: StudyOption = None,
    kind: Annotated[str | None, typer.Option(help="Only documents of this kind, such as speech.")] = None,
    origin: Annotated[str | None, typer.Option(help="Only documents of this origin, by ISO3 code.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", help="Only documents of this date (YYYY, YYYY-MM, YYYY-MM-DD) or later."),
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help="Only documents of this date or earlier.")] = None,
    regex: Annotated[bool, typer.Option("--regex", help="The query is a regular expression.")] = False,
    limit: Annotated[int, typer.Option(help="As many passages are shown at most.")] = 20,
    json: JsonOption = False,
) -> None:
    """Find passages in the documents that the runs so far have read."""
    found = study_of(study)
    from counterpoise.search.concordance import concordance, facts_of
    from counterpoise.search.index import Filter
    from counterpoise.search.searching import search_pattern, search_words

    ask = search_pattern if regex else search_words
    with progress() as step:
        answer = ask(found, query, Filter(kind, origin, since, until), limit, step)
    for problem in answer.problems:
        typer.echo(str(problem), err=True)
    say(facts_of(answer), concordance(answer), json)


def _told(result: RunResult) -> str:
    work = result.work
    if work is None:
        return f"Nothing has changed; nothing was done again.\nThe report is at {result.report}"
    return (
        f"{several(work.imported, 'document')} imported ({work.documents_kept} unchanged), {work.coded} coded "
        f"({work.codings_kept} unchanged), {several(work.read, 'data source')} read ({work.readings_kept} unchanged).\n"
        f"The report is at {result.report}"
    )
