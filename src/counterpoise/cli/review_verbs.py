"""The verbs by which people code: code, assign and adjudicate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, stoppable, study_of
from counterpoise.errors import Problem, UsageError
from counterpoise.wording import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from rich.console import Console

    from counterpoise.evidence import Passage
    from counterpoise.review.adjudication import Disagreement
    from counterpoise.review.desk import Desk
    from counterpoise.study import Study
    from counterpoise.workspace import Workspace

CoderOption = Annotated[str, typer.Option("--coder", help="Your name, as your codings shall bear it.")]
KEPT = "Everything that was confirmed is recorded."


def code(
    coder: CoderOption,
    blind: Annotated[
        bool | None,
        typer.Option(
            "--blind/--open",
            help="Hide or show what other people said. Without it: blind where the study declares coding reliability.",
        ),
    ] = None,
    suggestions: Annotated[
        bool,
        typer.Option(
            "--with-suggestions/--without-suggestions",
            help="Show what machines suggest, or every passage without it.",
        ),
    ] = True,
    document: Annotated[
        str | None, typer.Option(help="Only this document, by its id, its path or words of its title.")
    ] = None,
    with_code: Annotated[
        str | None, typer.Option("--code", help="Only passages for which this code is suggested.")
    ] = None,
    only: Annotated[
        Literal["all", "assigned", "recoding"],
        typer.Option(help="All passages, those assigned to you, or those to go through again."),
    ] = "all",
    order: Annotated[
        Literal["place", "uncertainty"],
        typer.Option(help="In the order of the texts, or what machines are least sure of first."),
    ] = "place",
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Go through passages and answer what is suggested, key by key; every key is told by ?."""
    found = study_of(study)
    from counterpoise.coding.decided import coder_name
    from counterpoise.documents.register import document_meant
    from counterpoise.review.assignment import assigned, assigned_to
    from counterpoise.review.dialogue import Dialogue
    from counterpoise.review.frame import held
    from counterpoise.review.keyboard import keyboard_of
    from counterpoise.review.queue import Choice, queue
    from counterpoise.review.recoding import recoding_list

    name = coder_name(coder)
    documents = held(found)
    meant = document_meant(documents, document) if document is not None else None
    hidden = found.declared.coding.variant == "coding reliability" if blind is None else blind
    console = _console(json)
    with stoppable(KEPT), _desk(found, name, documents, blind=hidden, sits=True) as (workspace, desk):
        choice = Choice(
            document=meant.id if meant is not None else None,
            code=desk.frame.codebook.meant(with_code, "--code").name if with_code is not None else None,
            only=only,
            order=order,
            suggestions=suggestions,
        )

        def still() -> tuple[Passage, ...]:
            return queue(
                desk.frame,
                choice,
                gone_through=desk.gone_through(),
                assigned=assigned_to(assigned(workspace.now, workspace.objects), name),
                recoding=[each.passage for each in recoding_list(workspace.now) if each.coder == name],
            )

        passages = still()
        _note((*desk.frame.problems, *desk.judged.problems))
        dialogue = Dialogue(
            desk, passages, keyboard_of(console), console, suggestions=suggestions, still=still
        )
        outcome = dialogue.run()
    told = (
        f"{several(outcome.recorded, 'action')} recorded, {outcome.undone} undone; "
        f"{several(outcome.left, 'passage')} of {outcome.passages} still to go through."
    )
    if not passages:
        told = "There is nothing to go through."
    facts = {
        "coder": name,
        "blind": hidden,
        "passages": outcome.passages,
        "looked_at": outcome.looked_at,
        "recorded": outcome.recorded,
        "undone": outcome.undone,
        "left": outcome.left,
        "told": list(outcome.told),
    }
    _say_outcome(facts, told, outcome.stopped, json)


def assign(
    coders: Annotated[
        list[str] | None,
        typer.Argument(help="Who is to go through the passages; without any, progress is told."),
    ] = None,
    share: Annotated[float, typer.Option(help="The share of each stratum's passages, such as 0.1.")] = 0.1,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="What makes a stratum: kind, origin, period or coded; may be given several times. "
            "Without it: kind and coded."
        ),
    ] = None,
    each: Annotated[
        int | None, typer.Option(help="How many of the coders go through each passage. Without it: all.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Draws other passages. Without it: the seed of the study's settings.")
    ] = None,
    overlap: Annotated[
        bool, typer.Option("--overlap", help="Draw also passages that were given out before.")
    ] = False,
    undo: Annotated[
        str | None, typer.Option(help="Take back the last assignment, and why; what was done of it stays.")
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Draw passages by stratum for several coders to go through, coded ones and others alike; or tell their progress."""
    found = study_of(study)
    from counterpoise.review.assignment import (
        assigned,
        assignment,
        assignment_undone,
        drawn,
        progress,
        strata_meant,
    )
    from counterpoise.review.frame import held

    if coders and undo is not None:
        raise UsageError(Problem("assign", "either draws passages for coders or takes an assignment back"))
    documents = held(found)
    with _desk(found, None, documents) as (workspace, desk):
        if undo is not None:
            workspace.record([assignment_undone(workspace.now, undo)])
        if coders:
            strata = strata_meant(by or ("kind", "coded"))
            number = found.declared.settings.seed if seed is None else seed
            before = () if overlap else assigned(workspace.now, workspace.objects)
            given = drawn(desk.frame, coders, share=share, by=strata, each=each, seed=number, before=before)
            event = assignment(workspace.objects, given, share=share, by=strata, seed=number)
            workspace.record([event])
            for stratum, size in event.body["strata"].items():
                if not json:
                    typer.echo(f"{size:6}  {stratum}")
        so_far = progress(assigned(workspace.now, workspace.objects), desk.judged.reviewed)
    lines = [f"{one.coder}: {one.done} of {several(one.assigned, 'passage')} gone through" for one in so_far]
    facts = {"coders": [{"coder": one.coder, "assigned": one.assigned, "done": one.done} for one in so_far]}
    say(dict(facts), "\n".join(lines) or "Nothing has been assigned yet.", json)


def adjudicate(
    coder: Annotated[
        str | None, typer.Option("--coder", help="Your name. Without it the disagreements are listed only.")
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Settle what coders read otherwise: your decision counts in place of theirs, which stay as they are."""
    found = study_of(study)
    from counterpoise.coding.decided import coder_name
    from counterpoise.review.adjudication import disagreements
    from counterpoise.review.adjudication_dialogue import settle_in_dialogue
    from counterpoise.review.frame import held
    from counterpoise.review.keyboard import keyboard_of

    name = coder_name(coder) if coder is not None else None
    console = _console(json)
    stopped: Problem | None = None
    with stoppable(KEPT), _desk(found, name, held(found), sits=True) as (_, desk):
        _note((*desk.frame.problems, *desk.judged.problems))
        parted = [
            each for each in disagreements(desk.judged) if each.passage.document in desk.frame.documents
        ]
        facts: dict[str, object] = {"disagreements": [_facts(desk, each) for each in parted]}
        told = f"{several(len(parted), 'passage')} on which coders part."
        if name is not None:
            outcome = settle_in_dialogue(desk, parted, keyboard_of(console), console)
            facts |= {"settled": outcome.recorded - outcome.undone, "left": outcome.left}
            stopped = outcome.stopped
            told = f"{outcome.recorded} settled, {outcome.undone} undone; {outcome.left} left."
        elif not json:
            for each in parted:
                typer.echo(_listed(desk, each))
    _say_outcome(facts, told, stopped, json)


def _say_outcome(facts: dict[str, object], told: str, stopped: Problem | None, json: bool) -> None:
    """Say what came of a sitting; one that a line of a script ended has failed."""
    say({**facts, "problems": [] if stopped is None else [str(stopped)]}, told, json)
    if stopped is not None:
        typer.echo(str(stopped), err=True)
        raise typer.Exit(1)


def _console(json: bool) -> Console:
    from io import StringIO

    from rich.console import Console

    from counterpoise.review.terminal import new_console

    return Console(file=StringIO()) if json else new_console()


def _desk(
    study: Study,
    coder: str | None,
    documents: Iterable[object],
    *,
    blind: bool = False,
    sits: bool = False,
) -> AbstractContextManager[tuple[Workspace, Desk]]:
    """The study's workspace, and the desk of a coder in it; of whoever uses the machine where none is named.

    Where the coder `sits` at it for long, others may write between two actions.
    """
    from contextlib import contextmanager
    from functools import partial

    from counterpoise.review.desk import Desk
    from counterpoise.review.frame import frame_of, renamed
    from counterpoise.workspace import open_workspace, user

    @contextmanager
    def opened() -> Iterator[tuple[Workspace, Desk]]:
        with open_workspace(study.folder) as workspace:
            if sits:
                workspace.rest()
            frame = frame_of(study, workspace, documents)  # type: ignore[arg-type]
            yield (
                workspace,
                Desk(workspace, frame, coder or user(), blind=blind, renew=partial(renamed, study)),
            )

    return opened()


def _note(problems: Iterable[Problem]) -> None:
    for problem in problems:
        typer.echo(f"Note: {problem}", err=True)


def _facts(desk: Desk, parted: Disagreement) -> dict[str, object]:
    return {
        "passage": parted.passage.id,
        "path": desk.document(parted.passage).path,
        "quotation": parted.passage.quotation,
        "coders": list(parted.coders),
        "partings": [
            {
                "code": each.code,
                "power": each.power,
                "direction": each.direction,
                "found": [said.coder for said in each.found],
                "not_found": list(each.not_found),
                "reasons": {said.coder: said.coding.reason for said in each.found if said.coding.reason},
            }
            for each in parted.partings
        ],
        "agreed": [
            {"code": each.coding.code, "power": each.coding.power, "direction": each.coding.direction}
            for each in parted.agreed
        ],
        "memos": [
            {"coder": memo.coder, "on": memo.on, "text": memo.text}
            for memo in desk.memos_on(_named_in(parted))
        ],
    }


def _named_in(parted: Disagreement) -> list[str]:
    return [parted.passage.id, *(said.id for each in parted.partings for said in each.found)]


def _listed(desk: Desk, parted: Disagreement) -> str:
    document = desk.document(parted.passage)
    place = f"page {parted.passage.page}" if parted.passage.page is not None else f"at {parted.passage.start}"
    lines = [f"{document.path}, {place}: “{' '.join(parted.passage.quotation.split())[:80]}”"]
    lines += [
        f"    {each.code} ({each.power}, {each.direction}): "
        f"yes {', '.join(said.coder for said in each.found)}; no {', '.join(each.not_found)}"
        for each in parted.partings
    ]
    lines += [f"    memo of {memo.coder}: {memo.text}" for memo in desk.memos_on(_named_in(parted))]
    return "\n".join(lines)
