"""The command line: one function for each verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import several

if TYPE_CHECKING:
    from counterpoise.pipeline import RunResult
    from counterpoise.study import Study
    from counterpoise.workspace import Step

JSON = "counterpoise.json"
"""Under this name the context of a call keeps whether it is to be answered in JSON."""


class Verbs(TyperGroup):
    """The verbs; what they raise for the user is told, and ends in the exit code that it stands for."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the verb that was called."""
        try:
            return super().invoke(ctx)
        except CounterpoiseError as error:
            _tell(ctx, [str(problem) for problem in error.problems])
            raise typer.Exit(error.exit_code) from error
        except OSError as error:  # a disk that is full, a folder that may not be written
            _tell(ctx, [f"{error.filename or 'counterpoise'}: {error.strerror or error}"])
            raise typer.Exit(1) from error


def _keep(context: typer.Context, asked: bool) -> bool:
    context.meta[JSON] = asked
    return asked


app = typer.Typer(
    cls=Verbs,
    help="How a state stands between two rival powers: documents and public data as evidence, measured and reported.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

StudyOption = Annotated[
    Path | None,
    typer.Option(
        "--study", help="The folder of the study. Without it: this folder, or the one study inside it."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.", callback=_keep)]


def _version(asked: bool) -> None:
    if asked:
        from counterpoise.workspace import PROGRAM

        typer.echo(PROGRAM)
        raise typer.Exit


@app.callback()
def counterpoise(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Bring the options that belong to no verb."""


@app.command()
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


@app.command()
def check(study: StudyOption = None, json: JsonOption = False) -> None:
    """Read the study file and its theory and name every problem; run nothing."""
    found = _study(study)
    told = f"{found.declared.study}: the study file and the theory '{found.theory.theory}' hold together."
    _answer({"study": found.declared.study, "theory": found.theory.theory, "problems": []}, told, json)


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of documents and data files.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Copy documents and data files into the study. What cannot be read is named and left out."""
    found = _study(study)  # before the readers are loaded, so that a wrong study file is told at once
    from counterpoise.founding import add_files

    added = add_files(found.folder, paths)
    for problem in added.problems:
        typer.echo(str(problem), err=True)
    told = (
        f"{several(len(added.documents), 'document')} and {several(len(added.data), 'data file')} added, "
        f"{len(added.present)} already there, {len(added.problems)} left out."
    )
    _answer(
        {
            "documents": [str(path) for path in added.documents],
            "data": [str(path) for path in added.data],
            "already_there": [str(path) for path in added.present],
            "problems": [str(problem) for problem in added.problems],
        },
        told,
        json,
    )
    if not (added.documents or added.data or added.present):
        raise typer.Exit(1)


@app.command()
def run(study: StudyOption = None, json: JsonOption = False) -> None:
    """Gather, code, measure and report. What has not changed is not done again."""
    found = _study(study)
    from counterpoise.pipeline import run as run_study

    try:
        with _progress() as step:
            result = run_study(found, step)
    except KeyboardInterrupt:
        typer.echo(
            "Stopped. What was read and coded so far is kept; the next run goes on from there.",
            err=True,
        )
        raise typer.Exit(130) from None
    for problem in result.problems:
        typer.echo(str(problem), err=True)
    _answer(
        {
            "report": str(result.report),
            "changed": result.work is not None,
            "problems": [str(problem) for problem in result.problems],
        },
        _told(result),
        json,
    )
    if result.problems:
        raise typer.Exit(1)


@app.command()
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
    found = _study(study)
    from counterpoise.documents.concordance import concordance, facts_of
    from counterpoise.documents.search import search_pattern, search_words
    from counterpoise.documents.search_index import Filter

    ask = search_pattern if regex else search_words
    with _progress() as step:
        answer = ask(found, query, Filter(kind, origin, since, until), limit, step)
    for problem in answer.problems:
        typer.echo(str(problem), err=True)
    _answer(facts_of(answer), concordance(answer), json)


@app.command()
def verify(study: StudyOption = None, json: JsonOption = False) -> None:
    """Check that nothing stored was lost or altered: the chain of events, every object, and the replay."""
    from counterpoise.ledger.verification import missing_files
    from counterpoise.ledger.verification import verify as verify_ledger
    from counterpoise.workspace import FOLDER

    folder = _folder(study) / FOLDER
    problems = verify_ledger(folder)
    if problems:
        raise CounterpoiseError(*problems)
    missing = [str(problem) for problem in missing_files(folder)]
    for line in missing:
        typer.echo(line, err=True)
    told = f"{folder}: every event, object and file of the report is as it was recorded."
    _answer({"problems": [], "missing": missing}, told, json)


def main() -> None:
    """Run the command line; a problem of the user's is printed, not traced. Exit 0 done, 1 failed, 2 usage, 3 study file."""
    app()


def _tell(context: typer.Context, problems: list[str]) -> None:
    """Say what is wrong on standard error, and on standard output too where a machine reads it."""
    for problem in problems:
        typer.echo(problem, err=True)
    if context.meta.get(JSON):
        _answer({"problems": problems}, "", as_json=True)


def _folder(named: Path | None) -> Path:
    """The folder of the study meant: the one named, this one, or the only one inside this one."""
    from counterpoise.study import no_study_here

    if named is not None:
        return named.parent if named.name == "study.yaml" else named
    here = Path()
    if (here / "study.yaml").is_file():
        return here
    inside = sorted(path.parent for path in here.glob("*/study.yaml"))
    if len(inside) > 1:
        listed = ", ".join(str(path) for path in inside)
        raise CounterpoiseError(Problem("--study", f"there are several studies here ({listed}); name one"))
    if not inside:
        raise no_study_here(here.resolve())
    return inside[0]


def _study(named: Path | None) -> Study:
    from counterpoise.study import no_study_here, read_study

    folder = _folder(named)
    if not (folder / "study.yaml").is_file():
        raise no_study_here(folder)
    return read_study(folder)


def _answer(facts: dict[str, object], told: str, as_json: bool) -> None:
    if as_json:
        from json import dumps

        told = dumps(facts, ensure_ascii=False)
    typer.echo(told)


def _told(result: RunResult) -> str:
    work = result.work
    if work is None:
        return f"Nothing has changed; nothing was done again.\nThe report is at {result.report}"
    return (
        f"{several(work.imported, 'document')} imported ({work.documents_kept} unchanged), {work.coded} coded "
        f"({work.codings_kept} unchanged), {several(work.read, 'data source')} read ({work.readings_kept} unchanged).\n"
        f"The report is at {result.report}"
    )


@contextmanager
def _progress() -> Iterator[Step]:
    """A progress bar on standard error, for people only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, object] = {}

        def step(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done, total=of)  # type: ignore[arg-type]

        yield step


if __name__ == "__main__":
    main()
