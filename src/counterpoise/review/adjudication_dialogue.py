"""The dialogue in which somebody settles what coders read otherwise: passage by passage, code by code."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from counterpoise.coding.decided import HumanCoding
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action
from counterpoise.review.adjudication import (
    Disagreement,
    Parting,
    Verdict,
    adjudicated,
    refuse_outdated,
)
from counterpoise.review.desk import Desk
from counterpoise.review.dialogue import Outcome
from counterpoise.review.entry import Entry, NothingMeant
from counterpoise.review.keyboard import QUIT, Keyboard
from counterpoise.review.patience import persevere
from counterpoise.review.queue import context
from counterpoise.review.terminal import Line, draw
from counterpoise.wording import listed

__all__ = ["settle_in_dialogue"]

_KEYS = {
    "a": "it counts",
    "r": "it does not",
    "c": "it counts otherwise",
    "s": "skip the passage",
    "u": "undo",
}
_PROMPT = ", ".join(f"{key} {told}" for key, told in _KEYS.items()) + ", q quit:"


def settle_in_dialogue(
    desk: Desk, found: Sequence[Disagreement], keyboard: Keyboard, console: Console
) -> Outcome:
    """Ask for each code on which coders part whether it counts; a passage is recorded once all are decided."""
    recorded = back = 0
    place = 0
    settled: list[int] = []
    stopped: Problem | None = None
    while place < len(found):
        try:
            key, verdicts = _of_one(desk, found[place], keyboard, console, f"{place + 1} of {len(found)}")
        except _StoppedError as error:
            stopped = error.problem
            break
        if key == QUIT:
            break
        try:
            if key == "u":
                console.print(str(persevere(desk.undo, keyboard, console)[0].body["told"]))
                back += 1
                place = settled.pop() if settled else place
                continue
            if key == "a":
                console.print(_settled(desk, found[place], verdicts, keyboard, console))
                recorded += 1
                settled.append(place)
        except NothingMeant:
            console.print("nothing was done")
            continue
        except CounterpoiseError as error:
            try:
                _fail("\n".join(str(problem) for problem in error.problems), keyboard, console)
            except _StoppedError as end:
                stopped = end.problem
                break
            if key == "u":
                continue
        console.file.flush()
        place += 1
    else:
        stopped = keyboard.unasked()
    left = len(found) - len(settled)
    return Outcome(min(place + 1, len(found)), recorded, back, left, len(found), stopped=stopped)


def _settled(
    desk: Desk, about: Disagreement, verdicts: Sequence[Verdict], keyboard: Keyboard, console: Console
) -> str:
    """Record what was decided of a passage, and say what it was.

    Raises CounterpoiseError where the coders part otherwise by now, or somebody has settled the passage meanwhile.
    """
    document = desk.document(about.passage)

    def deed(now: Projection) -> Action:
        refuse_outdated(desk.judged, about)
        return adjudicated(now, document, about, verdicts, desk.coder)

    events = persevere(lambda: desk.do(deed), keyboard, console)
    return str(events[0].body["told"])


def _of_one(
    desk: Desk, about: Disagreement, keyboard: Keyboard, console: Console, place: str
) -> tuple[str, list[Verdict]]:
    """The verdicts on one passage under the key `a`; or the key by which it was left."""
    document = desk.document(about.passage)
    entry = Entry(desk, keyboard)
    verdicts: list[Verdict] = []
    for number, parting in enumerate(about.partings, start=1):
        names = [about.passage.id, *(each.id for each in parting.found)]
        names += (
            [desk.frame.codebook.codes[parting.code].id] if parting.code in desk.frame.codebook.codes else []
        )
        draw(
            console,
            document,
            about.passage,
            context(document, about.passage),
            place=place,
            lines=[_line(each) for each in about.partings],
            current=number,
            marked=[each.coding.span for each in parting.found if each.coding.span],
            others=[(f"all found {_what(each)}", "dim") for each in about.agreed],
            memos=desk.memos_on(names),
        )
        while True:
            key = keyboard.key(_PROMPT)
            if key in {QUIT, "s", "u"}:
                return key, []
            if key not in _KEYS:
                _fail(f"{key!r} is no key here", keyboard, console)
                continue
            try:
                verdicts += _verdict(parting, key, entry, desk.coder)
            except NothingMeant:
                _fail("nothing was done", keyboard, console)
                continue
            except CounterpoiseError as error:
                _fail("\n".join(str(problem) for problem in error.problems), keyboard, console)
                continue
            break
    return "a", verdicts


def _fail(told: str, keyboard: Keyboard, console: Console) -> None:
    """Tell what could not be done. Raises _StoppedError where a script cannot answer otherwise."""
    console.print(told)
    if keyboard.place is not None:
        raise _StoppedError(Problem(keyboard.place, f"{told}; nothing after it was read"))


class _StoppedError(Exception):
    """A line of a script could not be done."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _verdict(parting: Parting, key: str, entry: Entry, coder: str) -> list[Verdict]:
    if key == "r":
        return []
    span = parting.found[0].coding.span
    told = Verdict(parting.code, parting.power, parting.direction, "", span)
    if key == "c":
        coding = Coding("", told.code, told.power, told.direction, coder, 1.0, "")
        changes = entry.changes(coding)
        told = Verdict(
            changes.get("code", told.code),
            changes.get("power", told.power),
            changes.get("direction", told.direction),
            "",
            span,
        )
    return [told]


def _line(parting: Parting) -> Line:
    why = "; ".join(f"{each.coder}: {each.coding.reason}" for each in parting.found if each.coding.reason)
    told = f"{_what(parting)}  found by {listed([each.coder for each in parting.found])}, "
    told += f"not by {listed(parting.not_found)}"
    return f"{told}{f' ({why})' if why else ''}", "bold"


def _what(said: Parting | HumanCoding) -> str:
    judged = said.coding if isinstance(said, HumanCoding) else said
    direction = "" if judged.direction == "none" else f", {judged.direction}"
    return f"{judged.code} ({judged.power}{direction})"
