"""The verbs by which a study's codebook is shown and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.wording import listed, several

if TYPE_CHECKING:
    from pathlib import Path

    from counterpoise.ledger.events import NewEvent
    from counterpoise.ledger.projections import Projection
    from counterpoise.review.codebook import CodebookVersion

codebook = typer.Typer(
    help="The codes of the study as they are now, version by version.",
    no_args_is_help=True,
    add_completion=False,
)

ReasonOption = Annotated[str, typer.Option(help="Why.")]
Change = Callable[["Projection", "CodebookVersion"], tuple["NewEvent", ...]]


@codebook.command()
def show(study: StudyOption = None, json: JsonOption = False) -> None:
    """List the codes as they are called and defined now, and what is coded with a code that there is not."""
    found = study_of(study)
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import present
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.frame import held
    from counterpoise.review.judged import judged
    from counterpoise.workspace import FOLDER

    documents = {each.id: each for each in held(found)}
    with Ledger.read(found.folder / FOLDER) as ledger:
        now = present(ledger)
    known = codebook_now(found.theory, now)
    said = judged(now, ObjectStore(found.folder / FOLDER), documents, known)
    times = Counter(
        each.coding.code for each in said.codings if each.coding.status == "accepted" and not each.adjudicates
    )
    lines = [f"version {known.version}"]
    for entry in known.codes.values():
        was = f" (formerly {listed(entry.formerly)})" if entry.formerly else ""
        lines.append(f"{entry.name}{was}, {several(times[entry.name], 'coding')} by hand: {entry.definition}")
    for problem in said.problems:
        typer.echo(f"Note: {problem}", err=True)
    codes: list[dict[str, object]] = [
        {
            "name": each.name,
            "group": each.group,
            "definition": each.definition,
            "formerly": list(each.formerly),
            "in_theory": each.in_theory,
            "by_hand": times[each.name],
        }
        for each in known.codes.values()
    ]
    facts = {"version": known.version, "codes": codes, "notes": [str(each) for each in said.problems]}
    say(facts, "\n".join(lines), json)


@codebook.command()
def create(
    name: Annotated[str, typer.Argument(help="The name of the new code, such as arms_sales.")],
    definition: Annotated[str, typer.Argument(help="What it stands for.")],
    group: Annotated[str, typer.Option(help="The group that it belongs to.")] = "added",
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Add a code that people give by hand; machines and tables know the codes of the theory file only."""
    from counterpoise.review.codebook_changes import code_created

    _change(study, lambda now, known: code_created(now, known, name, definition, group), (), json)


@codebook.command()
def rename(
    old: Annotated[str, typer.Argument(help="The code as it is, or was, called.")],
    new: Annotated[str, typer.Argument(help="What it is called from now on.")],
    reason: ReasonOption = "",
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Call a code otherwise; everything coded with it bears the new name."""
    from counterpoise.review.codebook_changes import code_renamed

    _change(study, lambda now, known: code_renamed(now, known, old, new, reason), (), json)


@codebook.command()
def redefine(
    name: Annotated[str, typer.Argument(help="The code.")],
    definition: Annotated[str, typer.Argument(help="What it stands for from now on.")],
    reason: ReasonOption,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Define a code otherwise; who judged it is to go through those passages again."""
    from counterpoise.review.codebook_changes import code_redefined

    _change(study, lambda now, known: code_redefined(now, known, name, definition, reason), (name,), json)


@codebook.command()
def merge(
    names: Annotated[list[str], typer.Argument(help="The codes that become part of another.")],
    into: Annotated[str, typer.Option(help="The code that they become part of.")],
    reason: ReasonOption,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Make codes part of another, which then bears what was coded with them."""
    from counterpoise.review.codebook_changes import codes_merged

    _change(study, lambda now, known: codes_merged(now, known, names, into, reason), (*names, into), json)


@codebook.command()
def split(
    name: Annotated[str, typer.Argument(help="The code.")],
    into: Annotated[
        list[str],
        typer.Option(help='A code that it is divided into, twice or more; a new one as "name: definition".'),
    ],
    reason: ReasonOption,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Divide a code into others; what was coded with it keeps its name until it is gone through again."""
    from counterpoise.review.codebook_changes import code_divided

    _change(study, lambda now, known: code_divided(now, known, name, into, reason), (name,), json)


@codebook.command()
def undo(reason: ReasonOption, study: StudyOption = None, json: JsonOption = False) -> None:
    """Take back the last change of the codebook, and again the one before it; what was coded meanwhile is kept."""
    found = study_of(study)
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.codebook_undo import change_undone
    from counterpoise.workspace import open_workspace

    with open_workspace(found.folder) as workspace:
        events = change_undone(workspace.events(), workspace.now, found.theory, reason)
        workspace.record(events)
        known = codebook_now(found.theory, workspace.now)
    codes = [each for each in events if each.kind.startswith("code.")]
    undone = int(codes[0].body["undoes"])
    lines = [f"Version {undone} is undone; the codebook is version {known.version} now."]
    for each in codes:
        name = each.body["after"]["name"] if "after" in each.body else each.subject
        lines.append(f"{name}: {'as it was before' if 'after' in each.body else 'no code any more'}")
    again = Counter(str(each.body["coder"]) for each in events if each.body.get("again"))
    lines += [_to_go_through(again)] if again else []
    facts = {
        "undone": undone,
        "version": known.version,
        "restored": [each.body["after"]["name"] for each in codes if "after" in each.body],
        "withdrawn": [each.subject for each in codes if "after" not in each.body],
        "to_go_through_again": dict(again),
    }
    say(facts, "\n".join(lines), json)


def _to_go_through(of_coder: Counter[str]) -> str:
    lists = listed([f"{coder} {number}" for coder, number in sorted(of_coder.items())])
    return f"Passages to go through again: {lists} (counterpoise code --only recoding)."


def _change(study: Path | None, change: Change, reopens: Sequence[str], json: bool) -> None:
    """Record a change of the codebook, with the passages that it opens again: all of it or nothing."""
    found = study_of(study)
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.frame import frame_of, held
    from counterpoise.review.judged import judged
    from counterpoise.review.recoding import recoding_events
    from counterpoise.workspace import open_workspace

    documents = held(found) if reopens else ()
    with open_workspace(found.folder) as workspace:
        known = codebook_now(found.theory, workspace.now)
        events = change(workspace.now, known)
        opened: tuple[NewEvent, ...] = ()
        if reopens:
            frame = frame_of(found, workspace, documents)
            said = judged(workspace.now, workspace.objects, frame.documents, known)
            why = f"{events[-1].kind} {', '.join(reopens)}: {events[-1].body['reason']}"
            codes = [known.meant(name).name for name in reopens]
            version = int(events[-1].body["version"])
            opened = recoding_events(said, frame.codings(), codes, why, version)
        workspace.record([*events, *opened])
        version = codebook_now(found.theory, workspace.now).version
    of_coder = Counter(str(each.body["coder"]) for each in opened)
    told = f"The codebook is version {version} now."
    if opened:
        told += f" {_to_go_through(of_coder)}"
    say({"version": version, "to_go_through_again": dict(of_coder)}, told, json)
