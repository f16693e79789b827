"""How a passage looks to a coder in a terminal: what stands around it, what is suggested, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from counterpoise.coding.decided import HumanCoding
from counterpoise.coding.linked import HumanLink
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.review.actions import in_words
from counterpoise.review.memos import Memo
from counterpoise.review.queue import Context, Suggestion

__all__ = [
    "KEYS",
    "Line",
    "draw",
    "draw_codes",
    "draw_help",
    "line_of_answer",
    "line_of_suggestion",
    "new_console",
    "status_of",
]

KEYS = {
    "a": "accept the suggestion",
    "r": "reject it",
    "c": "change it, or what you said: code, power, direction (of a link: factor, effect, power, sign)",
    "+": "add a code",
    ">": "add a link from a factor to an effect",
    "x": "take back what you said",
    "/": "split a coding of yours",
    "&": "merge codings of yours",
    "m": "memo on the passage, a coding, a code or the document",
    "u": "undo your last action, again and again",
    "n": "next passage; this one is gone through, so that a code not given was not found",
    "s": "skip this passage for now",
    "b": "back to the passage before",
    "1": "to 9: choose the line of this number; j and k go up and down",
    "l": "list the codes with their definitions",
    "?": "this help",
    "q": "quit; everything confirmed is recorded",
}

Said = HumanCoding | HumanLink
Line = tuple[str, str]
"""A line beneath a passage: what it says, and how it looks."""


def new_console(*, width: int | None = None) -> Console:
    """The console that a coder looks at; plain where nobody looks."""
    console = Console(highlight=False, soft_wrap=False, emoji=False, markup=False)
    if width is not None or not console.is_terminal:
        console = Console(highlight=False, emoji=False, markup=False, width=width or 100)
    return console


def line_of_suggestion(suggestion: Suggestion, answer: Said | None, known: bool) -> Line:
    """A suggestion with who makes it and why, and the coder's answer to it."""
    first = suggestion.first
    by = ", ".join(dict.fromkeys(each.coder.partition("/")[0] for each in suggestion.of))
    score = f" {first.score:.2f}" if isinstance(first, Coding) else ""
    told = f"{_known(first, known)}  {by}{score}: {first.reason}"
    if answer is None:
        return told, "bold"
    said = answer.coding if isinstance(answer, HumanCoding) else answer.link
    if status_of(answer) == "rejected":
        return f"{told}  [you: no]", "dim"
    as_it_was = in_words(said) == in_words(first)
    return f"{told}  [you: {'yes' if as_it_was else in_words(said)}]", "green"


def line_of_answer(said: Said, unit: Passage, *, named: bool) -> Line:
    """What somebody said, with whose words where another's, and the text where it is not the whole passage."""
    judged = said.coding if isinstance(said, HumanCoding) else said.link
    who = said.coder if named else "you"
    where = "" if said.passage.id == unit.id else f" on “{' '.join(said.passage.quotation.split())}”"
    no = "no " if status_of(said) == "rejected" else ""
    why = f": {judged.reason}" if judged.reason else ""
    return f"{who}: {no}{in_words(judged)}{where}{why}", "cyan" if named else "green"


def draw(
    console: Console,
    document: Document,
    unit: Passage,
    around: Context,
    *,
    place: str,
    lines: Sequence[Line],
    current: int | None,
    marked: Iterable[tuple[int, int]] = (),
    others: Sequence[Line] = (),
    memos: Sequence[Memo] = (),
) -> None:
    """Draw a passage: numbered `lines` may be chosen, `others` are what other people said."""
    who = f", {document.voice}" if document.voice else ""
    page = f", page {unit.page}" if unit.page is not None else ""
    console.print(
        Rule(Text(f"{document.title} ({document.kind}{who}, {document.date or 'undated'}{page}) · {place}"))
    )
    if unit.heading:
        console.print(Text(unit.heading, style="italic"))
    body = Text()
    if around.before:
        body.append(f"{' '.join(around.before.split())} ", style="dim")
    begins = len(body)
    body.append(document.text[unit.start : unit.end])
    for start, end in marked:
        first, last = max(start, unit.start), min(end, unit.end)
        if first < last:
            body.stylize("reverse", begins + first - unit.start, begins + last - unit.start)
    if around.after:
        body.append(f" {' '.join(around.after.split())}", style="dim")
    console.print(body)
    console.print()
    for number, (told, style) in enumerate(lines, start=1):
        mark = ">" if number == current else " "
        console.print(Text(f"{mark}{number} {told}", style=style))
    for told, style in others:
        console.print(Text(f"   {told}", style=style))
    for memo in memos:
        console.print(Text(f"   memo of {memo.coder}: {memo.text}", style="yellow"))


def draw_help(console: Console) -> None:
    """Draw what each key does."""
    for key, told in KEYS.items():
        console.print(Text(f"  {key}  {told}"))


def draw_codes(console: Console, codes: Iterable[tuple[str, str]]) -> None:
    """Draw codes with their definitions."""
    for name, definition in codes:
        console.print(Text.assemble((f"  {name}", "bold"), f"  {definition}"))


def _known(suggested: Coding | Link, known: bool) -> str:
    return in_words(suggested) if known else f"{in_words(suggested)} (no code of the codebook now)"


def status_of(said: Said) -> str:
    """Whether a person found it there: `accepted` or `rejected`."""
    return said.coding.status if isinstance(said, HumanCoding) else said.status
