"""The dialogue in which a coder goes through passages: keys in, actions recorded, and what became of each told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console

from counterpoise.coding.decided import HumanCoding
from counterpoise.coding.linked import HumanLink
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Passage
from counterpoise.review.actions import Deed, answer, change, go_through, merge, split, take_back
from counterpoise.review.desk import Desk
from counterpoise.review.entry import Entry, NothingMeant
from counterpoise.review.frame import Frame
from counterpoise.review.keyboard import QUIT, Keyboard
from counterpoise.review.patience import persevere
from counterpoise.review.queue import Suggestion, context
from counterpoise.review.terminal import (
    Line,
    draw,
    draw_codes,
    draw_help,
    line_of_answer,
    line_of_suggestion,
    status_of,
)
from counterpoise.wording import several

__all__ = ["Dialogue", "Outcome"]

Said = HumanCoding | HumanLink


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sitting ended: passages looked at, actions recorded, undone, and passages still to go through, of how many.

    `told` holds what came of each key, in order. `stopped` says which line of a script could not be done, and why:
    nothing after it was done.
    """

    looked_at: int
    recorded: int
    undone: int
    left: int
    passages: int
    told: tuple[str, ...] = ()
    stopped: Problem | None = None


@dataclass(slots=True)
class _Sitting:
    """Where the coder is: the passage, the line chosen there, the frame as it was drawn, and what was done so far."""

    place: int = 0
    chosen: int | None = None
    seen: set[str] = field(default_factory=set)
    recorded: int = 0
    undone: int = 0
    drawn: Frame | None = None
    failed: bool = False
    told: list[str] = field(default_factory=list)


class Dialogue:
    """A sitting of one coder over a queue of passages.

    Lines of a script end it where one cannot be done: what follows was meant for another passage, or for a question that
    is not asked now. `still` gives the queue of a sitting that would begin now: a passage that an undo opens again comes
    up in this one too, whenever it was gone through.
    """

    def __init__(
        self,
        desk: Desk,
        passages: Sequence[Passage],
        keyboard: Keyboard,
        console: Console,
        *,
        suggestions: bool = True,
        still: Callable[[], Sequence[Passage]] = tuple,
    ) -> None:
        self._desk, self._passages, self._still = desk, list(passages), still
        self._keyboard, self._console = keyboard, console
        self._suggestions = suggestions
        self._at = _Sitting()
        self._entry = Entry(desk, keyboard)
        self._does: dict[str, Callable[[Passage], str | None]] = {
            "a": self._accept,
            "r": self._reject,
            "c": self._change,
            "+": self._add,
            ">": self._add_link,
            "x": self._take_back,
            "/": self._split,
            "&": self._merge,
            "m": self._memo,
            "u": self._undo,
            "n": self._next,
            "s": self._skip,
            "b": self._back,
            "j": lambda unit: self._step(unit, 1),
            "k": lambda unit: self._step(unit, -1),
            "l": self._list,
            "?": self._help,
        }

    def run(self) -> Outcome:
        """Go on until the coder quits or every passage has come up."""
        stopped = None
        while self._at.place < len(self._passages):
            unit = self._passages[self._at.place]
            self._at.seen.add(unit.id)
            if self._at.drawn is not self._desk.frame:
                self._draw(unit)
                self._at.drawn = self._desk.frame
            key = self._keyboard.key("a r c + > x / & m u n s b l ? q:")
            if key == QUIT:
                break
            told = self._done(unit, key)
            for each in (*self._desk.heard(), told):
                self._say(each)
            if self._at.failed and self._keyboard.place is not None:
                stopped = Problem(self._keyboard.place, f"{told}; nothing after it was read")
                break
        else:
            stopped = self._keyboard.unasked()
        gone = self._desk.gone_through()
        left = sum(unit.id not in gone for unit in self._passages)
        at = self._at
        return Outcome(
            len(at.seen), at.recorded, at.undone, left, len(self._passages), tuple(at.told), stopped
        )

    def _done(self, unit: Passage, key: str) -> str | None:
        """Do what a key asks for, and say what came of it."""
        self._at.failed = False
        if key.isdigit():
            return self._choose(unit, int(key))
        does = self._does.get("n" if key in {"\n", " "} and not self._open(unit) else key)
        if does is None:
            self._at.failed = key not in {"\n", " "}
            return f"{key!r} is no key here; ? tells the keys" if self._at.failed else None
        try:
            told = does(unit)
        except NothingMeant as error:
            self._at.failed = True
            return str(error) or "nothing was done"
        except CounterpoiseError as error:
            self._at.failed = True
            return "\n".join(str(problem) for problem in error.problems)
        return told

    def _say(self, told: str | None) -> None:
        if told:
            self._at.told.append(told)
            self._console.print(told)
            self._console.file.flush()

    def _record(self, deed: Deed) -> str:
        """Record what is meant, and say what it was."""
        events = persevere(lambda: self._desk.do(deed), self._keyboard, self._console)
        self._at.chosen = self._at.drawn = None
        if not events:
            return "you have said so already"
        self._at.recorded += 1
        return str(events[0].body["told"])

    # What stands beneath a passage.

    def _offered(self, unit: Passage) -> tuple[Suggestion, ...]:
        return self._desk.suggestions(unit) if self._suggestions else ()

    def _open(self, unit: Passage) -> bool:
        return bool(self._suggestions and self._desk.open_suggestions(unit))

    def _lines(self, unit: Passage) -> tuple[list[Suggestion | Said], list[Line]]:
        """What may be chosen: suggestions with their answers, then what the coder added."""
        things: list[Suggestion | Said] = []
        lines: list[Line] = []
        answers = []
        for each in self._offered(unit):
            said = self._desk.answer_to(unit, each)
            answers.append(said)
            things.append(each)
            name = each.first.code if hasattr(each.first, "code") else each.first.factor
            lines.append(line_of_suggestion(each, said, name in self._desk.frame.codebook.codes))
        for mine in self._desk.mine(unit):
            if mine not in answers:
                things.append(mine)
                lines.append(line_of_answer(mine, unit, named=False))
        return things, lines

    def _current(self, unit: Passage) -> int | None:
        """The line that keys are about: the one chosen, or else the first suggestion without an answer."""
        things, _ = self._lines(unit)
        if self._at.chosen is not None and self._at.chosen <= len(things):
            return self._at.chosen
        for number, thing in enumerate(things, start=1):
            if isinstance(thing, Suggestion) and self._desk.answer_to(unit, thing) is None:
                return number
        return None

    def _draw(self, unit: Passage) -> None:
        things, lines = self._lines(unit)
        document = self._desk.document(unit)
        spans = [
            each.span for thing in things if isinstance(thing, Suggestion) for each in thing.of if each.span
        ]
        said = self._desk.others(unit)
        names = (unit.id, document.id, *(each.id for each in (*said, *self._desk.mine(unit))))
        draw(
            self._console,
            document,
            unit,
            context(document, unit),
            place=f"{self._at.place + 1} of {len(self._passages)}",
            lines=lines,
            current=self._current(unit),
            marked=spans,
            others=[line_of_answer(each, unit, named=True) for each in said],
            memos=self._desk.memos_on(names),
        )

    # What keys do.

    def _chosen(self, unit: Passage) -> Suggestion | Said:
        number = self._current(unit)
        things, _ = self._lines(unit)
        if number is None:
            here = (
                "each line here has an answer; its number chooses one" if things else "there is no line here"
            )
            raise NothingMeant(f"{here}; nothing was done")
        return things[number - 1]

    def _of_mine(self, unit: Passage) -> Said:
        thing = self._chosen(unit)
        said = self._desk.answer_to(unit, thing) if isinstance(thing, Suggestion) else thing
        if said is None:
            raise NothingMeant
        return said

    def _accept(self, unit: Passage) -> str:
        return self._answer(unit, found=True)

    def _reject(self, unit: Passage) -> str:
        return self._answer(unit, found=False)

    def _answer(self, unit: Passage, *, found: bool) -> str:
        thing = self._chosen(unit)
        said = self._desk.answer_to(unit, thing) if isinstance(thing, Suggestion) else thing
        if isinstance(thing, Suggestion) and said is None:
            first, coder = thing.first, self._desk.coder
            return self._record(lambda now: answer(now, unit, first, coder, found=found))
        if said is None:
            raise NothingMeant
        if (status_of(said) == "accepted") is found:
            return "you have said so already"
        mine, reason = said, self._entry.reason()
        return self._record(lambda now: change(now, mine, reason, found=found))

    def _change(self, unit: Passage) -> str:
        thing = self._chosen(unit)
        said = self._desk.answer_to(unit, thing) if isinstance(thing, Suggestion) else thing
        if isinstance(thing, Suggestion) and said is None:
            first, coder, changes = thing.first, self._desk.coder, self._entry.changes(thing.first)
            return self._record(lambda now: answer(now, unit, first, coder, found=True, **changes))
        if said is None:
            raise NothingMeant
        mine, changes = said, self._entry.changes(said.coding if isinstance(said, HumanCoding) else said.link)
        reason = self._entry.reason()
        return self._record(lambda now: change(now, mine, reason, **changes))

    def _add(self, unit: Passage) -> str:
        return self._record(self._entry.coding(unit))

    def _add_link(self, unit: Passage) -> str:
        return self._record(self._entry.link(unit))

    def _take_back(self, unit: Passage) -> str:
        mine, reason = self._of_mine(unit), self._entry.reason()
        return self._record(lambda now: take_back(now, mine, reason))

    def _split(self, unit: Passage) -> str:
        mine = self._of_mine(unit)
        if not isinstance(mine, HumanCoding):
            raise NothingMeant
        at = self._entry.cut(mine.passage)
        return self._record(lambda now: split(now, self._desk.document(unit), mine, at))

    def _merge(self, unit: Passage) -> str:
        things, _ = self._lines(unit)
        mine = []
        for number in self._entry.numbers(len(things)):
            thing = things[number - 1]
            said = self._desk.answer_to(unit, thing) if isinstance(thing, Suggestion) else thing
            if isinstance(said, HumanCoding):
                mine.append(said)
        return self._record(lambda now: merge(now, self._desk.document(unit), mine))

    def _memo(self, unit: Passage) -> str:
        number = self._current(unit)
        thing = self._lines(unit)[0][number - 1] if number is not None else None
        said = self._desk.answer_to(unit, thing) if isinstance(thing, Suggestion) else thing
        return self._record(self._entry.memo(unit, said))

    def _undo(self, unit: Passage) -> str:
        del unit
        before = self._desk.gone_through()
        event, *_ = persevere(self._desk.undo, self._keyboard, self._console)
        self._at.undone += 1
        if before - self._desk.gone_through() - {each.id for each in self._passages}:
            known = {each.id for each in self._passages}
            again = [each for each in self._still() if each.id not in known]
            self._passages[self._at.place : self._at.place] = again
        of = (number for number, each in enumerate(self._passages) if each.id == event.body.get("passage"))
        self._move(next(of, self._at.place) - self._at.place)
        return str(event.body["told"])

    def _next(self, unit: Passage) -> str:
        coder = self._desk.coder
        if go_through(self._desk.now, unit, coder) is not None:
            self._record(lambda now: go_through(now, unit, coder))
        unanswered = len(self._desk.open_suggestions(unit)) if self._suggestions else 0
        self._move(1)
        told = (
            f"; {several(unanswered, 'suggestion')} without an answer count as not found"
            if unanswered
            else ""
        )
        return f"gone through{told}"

    def _skip(self, unit: Passage) -> str:
        del unit
        self._move(1)
        return "skipped"

    def _back(self, unit: Passage) -> str | None:
        del unit
        if self._at.place == 0:
            self._at.failed = True
            return "this is the first passage"
        self._move(-1)
        return None

    def _move(self, by: int) -> None:
        self._at.place += by
        self._at.chosen = self._at.drawn = None

    def _step(self, unit: Passage, by: int) -> str | None:
        things, _ = self._lines(unit)
        return self._choose(unit, ((self._current(unit) or 0) - 1 + by) % len(things) + 1) if things else None

    def _choose(self, unit: Passage, number: int) -> str | None:
        things, lines = self._lines(unit)
        if not 1 <= number <= len(things):
            self._at.failed = True
            return f"there is no line {number}"
        self._at.chosen = number
        return f">{number} {lines[number - 1][0]}"

    def _list(self, unit: Passage) -> None:
        del unit
        draw_codes(
            self._console, ((each.name, each.definition) for each in self._desk.frame.codebook.codes.values())
        )

    def _help(self, unit: Passage) -> None:
        del unit
        draw_help(self._console)
