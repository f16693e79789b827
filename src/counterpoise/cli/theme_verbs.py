"""The verbs by which the themes of a study are shown, proposed, revised, reviewed, settled and given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of

if TYPE_CHECKING:
    from pathlib import Path

    from counterpoise.ledger.events import NewEvent
    from counterpoise.ledger.projections import Projection
    from counterpoise.review.codebook import CodebookVersion
    from counterpoise.review.themes import Status, ThemeEntry

themes = typer.Typer(
    help="The themes of the study: proposed, reviewed at two levels, revised, settled.",
    no_args_is_help=True,
    add_completion=False,
)

NameArgument = Annotated[str, typer.Argument(help="The theme by its short name.")]
CodeOption = Annotated[list[str] | None, typer.Option("--code", help="A code that it gathers; repeat it.")]
ReasonOption = Annotated[str, typer.Option(help="Why.")]
WithinOption = Annotated[str | None, typer.Option(help="The theme that it is part of.")]
Change = Callable[["Projection", "tuple[ThemeEntry, ...]", "CodebookVersion"], "NewEvent"]


@themes.command()
def show(study: StudyOption = None, json: JsonOption = False) -> None:
    """List the themes as they stand, with their status, codes and definition."""
    found = study_of(study)
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.projections import present
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.themes import themes_now
    from counterpoise.workspace import FOLDER

    with Ledger.read(found.folder / FOLDER) as ledger:
        now = present(ledger, "decisions")
    entries = themes_now(found.theory, codebook_now(found.theory, now), now)
    lines = []
    for each in entries:
        within = f", within {each.within}" if each.within else ""
        lines.append(f"{each.id} ({each.status}{within}): {each.title}")
        lines += [f"  {each.definition}"] if each.definition else []
        lines.append(f"  codes: {', '.join(each.codes)}")
    say({"themes": [_facts(each) for each in entries]}, "\n".join(lines), json)


@themes.command()
def propose(
    name: Annotated[str, typer.Argument(help="A short name, such as client_state.")],
    title: Annotated[str, typer.Argument(help="What the theme is called.")],
    definition: Annotated[str, typer.Argument(help="What its passages have in common.")],
    code: CodeOption = None,
    within: WithinOption = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Propose a theme that gathers some codes; the next run shows what they gather."""
    from counterpoise.review.theme_changes import theme_proposed

    _change(
        study,
        lambda now, entries, known: theme_proposed(
            now, entries, known, name, title, definition, code or (), within
        ),
        json,
    )


@themes.command()
def revise(
    name: NameArgument,
    reason: ReasonOption,
    title: Annotated[str | None, typer.Option(help="What it is called from now on.")] = None,
    definition: Annotated[str | None, typer.Option(help="What its passages have in common.")] = None,
    code: CodeOption = None,
    within: Annotated[str | None, typer.Option(help='The theme that it is part of; "" for none.')] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Call, define, make up or place a theme otherwise; with another definition or codes it is a candidate again."""
    from counterpoise.review.theme_changes import theme_revised

    _change(
        study,
        lambda now, entries, known: theme_revised(
            now,
            entries,
            known,
            name,
            reason,
            title=title,
            definition=definition,
            codes=code or (),
            within=within,
        ),
        json,
    )


@themes.command()
def review(
    name: NameArgument,
    level: Annotated[
        str, typer.Option(help="Against what it was found to hold: passages, and after that documents.")
    ],
    reason: Annotated[str, typer.Option(help="What you found.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Record that you reviewed a theme and that it holds: against its passages, then against all documents."""
    from counterpoise.review.theme_changes import theme_reviewed

    _change(study, lambda now, entries, _: theme_reviewed(now, entries, name, level, reason), json)


@themes.command()
def settle(
    name: NameArgument, reason: ReasonOption = "", study: StudyOption = None, json: JsonOption = False
) -> None:
    """Record that the title and definition of a theme are final."""
    from counterpoise.review.theme_changes import theme_settled

    _change(study, lambda now, entries, _: theme_settled(now, entries, name, reason), json)


@themes.command()
def drop(
    name: NameArgument, reason: ReasonOption, study: StudyOption = None, json: JsonOption = False
) -> None:
    """Give a theme up; the ledger keeps what it was."""
    from counterpoise.review.theme_changes import theme_given_up

    _change(study, lambda now, entries, _: theme_given_up(now, entries, name, reason), json)


def _change(study: Path | None, change: Change, json: bool) -> None:
    found = study_of(study)
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.themes import themes_now
    from counterpoise.workspace import open_workspace

    with open_workspace(found.folder) as workspace:
        known = codebook_now(found.theory, workspace.now)
        before = themes_now(found.theory, known, workspace.now)
        event = change(workspace.now, before, known)
        workspace.record([event])
        entries = themes_now(found.theory, known, workspace.now)
    (entry,) = (each for each in entries if each.id == event.subject)
    was = next((each.status for each in before if each.id == entry.id), None)
    say(_facts(entry) | {"status_before": was}, f"{entry.id}: {entry.status}.{_undone(was, entry)}", json)


def _undone(was: Status | None, entry: ThemeEntry) -> str:
    """What a decision takes back of a theme's standing, where it does: a review, or another definition, comes before what followed."""
    from counterpoise.review.themes import STATUSES

    if was is None or entry.status == "given up" or STATUSES.index(was) <= STATUSES.index(entry.status):
        return ""
    again = "; settle it again where it still holds" if was == "settled" else ""
    return f" It was {was}, which this takes back{again}."


def _facts(entry: ThemeEntry) -> dict[str, object]:
    return {
        "name": entry.id,
        "title": entry.title,
        "definition": entry.definition,
        "codes": list(entry.codes),
        "without_findings": [code for code in entry.codes if code not in entry.counted],
        "status": entry.status,
        "within": entry.within,
        "declared": entry.declared,
    }
