"""The verbs that work on the record of a study: history, verify, backup and restore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_folder
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import several

if TYPE_CHECKING:
    from counterpoise.ledger.backup import Backup
    from counterpoise.ledger.history import Told


def history(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A document, passage, coding, link, code, memo or theme by its id, a path, or 'study'. "
            "Without it: the last events."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Only what had happened by this date, or date and time (UTC)."),
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what happened to a thing: when, by whom, before and after, and why."""
    from counterpoise.coding.provenance import provenance
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.history import told
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import moment_of
    from counterpoise.workspace import FOLDER

    folder = study_folder(study) / FOLDER
    moment = moment_of(as_of, "--as-of") if as_of is not None else None
    with Ledger.read(folder) as ledger:
        events = [told(event) for event in provenance(ledger, ObjectStore(folder), name, moment)]
    lines = [line for event in events for line in _lines(event)] or ["Nothing had happened to it."]
    say({"events": [event.facts() for event in events]}, "\n".join(lines), json)


def verify(study: StudyOption = None, json: JsonOption = False) -> None:
    """Check that nothing stored was lost or altered: the chain of events, every object, and the replay."""
    from counterpoise.ledger.schema import FILE
    from counterpoise.ledger.verification import missing_files
    from counterpoise.ledger.verification import verify as verify_ledger
    from counterpoise.workspace import FOLDER

    folder = study_folder(study) / FOLDER
    problems = verify_ledger(folder)
    if any(problem.place.startswith(str(folder / FILE)) for problem in problems):
        problems += (Problem(str(folder), "events come back from a backup only: counterpoise restore"),)
    if problems:
        raise CounterpoiseError(*problems)
    missing = [str(problem) for problem in missing_files(folder)]
    for line in missing:
        typer.echo(line, err=True)
    files = "and every file of the report that is there is" if missing else "and file of the report is"
    told = f"{folder}: every event, object {files} as it was recorded."
    say({"problems": [], "missing": missing}, told, json)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it may not be there yet.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Write the whole study into one file, also while it is run."""
    from counterpoise.ledger.backup import back_up
    from counterpoise.workspace import FOLDER

    _tell_backup(back_up(study_folder(study), FOLDER, file), f"{file} holds", json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
    folder: Annotated[Path, typer.Argument(help="The folder to make the study in; new, or empty.")],
    json: JsonOption = False,
) -> None:
    """Make a study again from its backup, and verify it."""
    from counterpoise.ledger.restoration import restore as restore_study
    from counterpoise.workspace import FOLDER, PROGRAM, now, user

    restored = restore_study(file, folder, FOLDER, user(), PROGRAM, now)
    _tell_backup(restored, f"{folder} is restored and verified:", json)


def _tell_backup(backup: Backup, told: str, json: bool) -> None:
    problems = [str(problem) for problem in backup.problems]
    for line in problems:
        typer.echo(line, err=True)
    facts = {"files": backup.files, "bytes": backup.size, "head": backup.head, "problems": problems}
    say(facts, f"{told} {several(backup.files, 'file')}, {backup.size:,} bytes.", json)
    if problems:
        raise typer.Exit(1)


def _lines(event: Told) -> Iterator[str]:
    from counterpoise.identity import canonical_json

    yield f"{event.seq}  {event.at[:19]}Z  {event.who} ({event.tool})  {event.kind}: {event.subject}"
    for name, value in (("before", event.before), ("after", event.after), ("reason", event.reason)):
        if value is not None:
            said = value if isinstance(value, str) else canonical_json(value).decode()
            yield f"      {name}: {said}"
