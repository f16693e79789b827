"""The command line as a whole: how a verb finds its study, how it answers, and how it fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeVar

import typer
from typer.core import TyperGroup

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    from counterpoise.study import Study
    from counterpoise.workspace import Step

Checked = TypeVar("Checked")

JSON = "counterpoise.json"
"""Under this name the context of a call keeps whether it is to be answered in JSON."""


STOPPED = 130
"""The exit code of a verb that Ctrl-C has stopped."""


class Verbs(TyperGroup):
    """The verbs; what they raise for the user is told, and ends in the exit code that it stands for.

    `follow` says after which other verb help lists one that would come last.
    """

    follow: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The verbs in the order in which help lists them."""
        names = [name for name in super().list_commands(ctx) if name not in self.follow]
        for name, before in self.follow.items():
            names.insert(names.index(before) + 1, name)
        return names

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the verb that was called."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except BrokenPipeError:  # who reads has seen enough, such as `head`
            _say_no_more()
            raise typer.Exit(1) from None
        except CounterpoiseError as error:
            _tell(ctx, [str(problem) for problem in error.problems])
            raise typer.Exit(error.exit_code) from error
        except OSError as error:  # a disk that is full, a folder that may not be written
            _tell(ctx, [f"{error.filename or 'counterpoise'}: {error.strerror or error}"])
            raise typer.Exit(1) from error
        except KeyboardInterrupt:
            typer.echo("Stopped before anything was done.", err=True)
            raise typer.Exit(STOPPED) from None


def _say_no_more() -> None:
    """Lead what is still to be written to nowhere, or Python would complain of it as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


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
JsonOption = Annotated[
    bool,
    # First of all options, so that what is wrong with another is told in JSON too.
    typer.Option("--json", help="Answer in JSON, for machines.", callback=_keep, is_eager=True),
]


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


def main() -> None:
    """Run the command line; a problem of the user's is printed, not traced.

    Exit 0 done, 1 failed, 2 usage, 3 a file that says what is to be done, 130 stopped.
    """
    app()


def _tell(context: typer.Context, problems: list[str]) -> None:
    """Say what is wrong on standard error, and on standard output too where a machine reads it."""
    for problem in problems:
        typer.echo(problem, err=True)
    if context.meta.get(JSON):
        say({"problems": problems}, "", as_json=True)


def study_folder(named: Path | None) -> Path:
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
        raise UsageError(Problem("--study", f"there are several studies here ({listed}); name one"))
    if not inside:
        raise no_study_here(here.resolve())
    return inside[0]


def study_of(named: Path | None) -> Study:
    """The study meant, read. Raises CounterpoiseError where there is none, or where its file is wrong."""
    from counterpoise.study import no_study_here, read_study

    folder = study_folder(named)
    if not (folder / "study.yaml").is_file():
        raise no_study_here(folder)
    return read_study(folder)


def known_ones(option: str, named: Sequence[str], there: Sequence[str], otherwise: str) -> Sequence[str]:
    """What was named by an option. Raises CounterpoiseError with all of it that is not there, and the nearest that is."""
    problems = [
        Problem(
            f"{option} {each}",
            f"{otherwise}{did_you_mean(each, there) or '; there are ' + ', '.join(there)}",
        )
        for each in named
        if each not in there
    ]
    if problems:
        raise UsageError(*problems)
    return named


def all_at_once(*checks: Callable[[], Checked]) -> list[Checked]:
    """What each of several checks gives. Raises one UsageError with the problems of all of them."""
    found: list[Checked] = []
    problems: list[Problem] = []
    for check in checks:
        try:
            found.append(check())
        except CounterpoiseError as error:
            problems += error.problems
    if problems:
        raise UsageError(*problems)
    return found


def say(facts: dict[str, object], told: str, as_json: bool) -> None:
    """Say on standard output what came of a verb, in words or in one line of JSON."""
    if as_json:
        from json import dumps

        told = dumps(facts, ensure_ascii=False)
    typer.echo(told)


@contextmanager
def stoppable(kept: str) -> Iterator[None]:
    """Work that Ctrl-C may stop; `kept` says what then stays of it."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Stopped. {kept}", err=True)
        raise typer.Exit(STOPPED) from None


@contextmanager
def progress() -> Iterator[Step]:
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
