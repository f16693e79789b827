"""What a coder types in answer to a question: codes, powers, directions, words of the text, reasons and memos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast, get_args

from counterpoise.coding.decided import HumanCoding
from counterpoise.coding.linked import HumanLink
from counterpoise.documents.sentences import Span
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import Coding, Direction, Link, Passage, Power
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action, Deed, add, add_link
from counterpoise.review.desk import Desk
from counterpoise.review.keyboard import Keyboard
from counterpoise.review.memos import Subject, memo_written
from counterpoise.review.spans import chosen

__all__ = ["Entry", "NothingMeant"]


class NothingMeant(Exception):  # noqa: N818
    """The coder left a question without an answer, or there is nothing that a key could be about."""


_SIGNS: Mapping[str, Literal[1, -1]] = {"affirmed": 1, "denied": -1}


class Entry:
    """Asks a coder for what an action needs. An empty answer takes what is offered, or ends the action."""

    def __init__(self, desk: Desk, keyboard: Keyboard) -> None:
        self._desk, self._keyboard = desk, keyboard

    def reason(self) -> str:
        """Why something is changed or taken back; without it nothing is."""
        return self._demanded("Why?")

    def changes(self, judged: Coding | Link) -> dict[str, Any]:
        """What of a coding or link is to be otherwise; what is left empty stays as it is."""
        if isinstance(judged, Coding):
            told: dict[str, Any] = {
                "code": self._code("Code", judged.code),
                "power": self._power(judged.power),
                "direction": self._direction(judged.direction),
            }
        else:
            told = {
                "factor": self._code("Factor", judged.factor),
                "effect": self._effect(judged.effect),
                "power": self._power(judged.power),
                "sign": self._sign(judged.sign),
            }
        changed = {name: value for name, value in told.items() if value != getattr(judged, name)}
        if not changed:
            raise NothingMeant
        return changed

    def coding(self, unit: Passage) -> Deed:
        """A code that the coder gives by hand."""
        desk = self._desk
        code = self._code("Code", None)
        power = self._power("none")
        direction = self._direction("none")
        span = self._span(unit)
        why = self._keyboard.line("Why, if you like:")
        told = Coding(unit.id, code, power, direction, desk.coder, 1.0, why)
        return lambda now: add(now, desk.document(unit), unit, told, span=span)

    def link(self, unit: Passage) -> Deed:
        """A link that the coder finds by hand."""
        factor = self._code("Factor", None)
        effect = self._effect(None)
        power = self._power("none")
        sign = self._sign(1)
        why = self._keyboard.line("Why, if you like:")
        told = Link(unit.id, factor, effect, power, sign, self._desk.coder, why)
        return lambda now: add_link(now, unit, told)

    def cut(self, within: Passage) -> int:
        """Where a coding is to be cut: before words that the coder types."""
        document = self._desk.document(within)
        return chosen(document, within, self._demanded("Cut before which words?"))[0]

    def numbers(self, most: int) -> list[int]:
        """The numbers of lines; all of them where none is typed."""
        typed = self._keyboard.line(f"Which lines, such as 1 2 (all: {most})?").replace(",", " ").split()
        wrong = [each for each in typed if not each.isdigit() or not 1 <= int(each) <= most]
        if wrong:
            raise CounterpoiseError(Problem(" ".join(wrong), f"no such line; there are 1 to {most}"))
        return [int(each) for each in typed] or list(range(1, most + 1))

    def memo(self, unit: Passage, said: HumanCoding | HumanLink | None) -> Deed:
        """A memo on the passage, or on the coding that is chosen, its code, or the document."""
        on = self._one_of("On (p)assage, (c)oding, co(d)e or d(o)cument?", {"p", "c", "d", "o"}, "p")
        subject: Subject = "passage"
        name = unit.id
        if on == "o":
            subject, name = "document", unit.document
        elif on == "d":
            own = said.coding.code if isinstance(said, HumanCoding) else None
            subject, name = "code", self._desk.frame.codebook.meant(self._code("Code", own)).id
        elif on == "c":
            if said is None:
                raise CounterpoiseError(
                    Problem(
                        "memo", "there is no coding of yours on the line with >; choose one by its number"
                    )
                )
            subject, name = "coding" if isinstance(said, HumanCoding) else "link", said.id
        place = unit if subject in ("passage", "coding", "link") else None
        text = self._demanded("Memo:")
        coder = self._desk.coder

        def written(now: Projection) -> Action:
            return Action(f"memo on the {subject}", (memo_written(now, coder, subject, name, text, place),))

        return written

    def _span(self, unit: Passage) -> Span | None:
        typed = self._keyboard.line("On which words (first ... last; empty: the whole passage)?")
        return chosen(self._desk.document(unit), unit, typed) if typed else None

    def _code(self, what: str, offered: str | None) -> str:
        typed = self._keyboard.line(f"{what}{f' [{offered}]' if offered else ''}:") or offered
        if not typed:
            raise NothingMeant
        return typed if typed == offered else self._desk.frame.codebook.meant(typed).name

    def _effect(self, offered: str | None) -> str:
        effects = self._desk.frame.effects
        return self._one_of("Effect", set(effects), offered)

    def _power(self, offered: Power) -> Power:
        a, b = self._desk.frame.powers
        what = f"Power (a: {a}, b: {b}, both, none)"
        return cast(Power, self._one_of(what, set(get_args(Power)), offered))

    def _direction(self, offered: Direction) -> Direction:
        names = set(get_args(Direction))
        return cast(Direction, self._one_of("Direction (strengthens, weakens, none)", names, offered))

    def _sign(self, offered: Literal[1, -1]) -> Literal[1, -1]:
        told = "affirmed" if offered > 0 else "denied"
        return _SIGNS[self._one_of("Effect affirmed or denied", set(_SIGNS), told)]

    def _one_of(self, what: str, names: set[str], offered: str | None) -> str:
        typed = self._keyboard.line(f"{what}{f' [{offered}]' if offered else ''}:") or offered
        if not typed:
            raise NothingMeant
        begin = sorted(name for name in names if name.startswith(typed))
        if typed in names or len(begin) == 1:
            return typed if typed in names else begin[0]
        near = did_you_mean(typed, names) or f"; expected one of {', '.join(sorted(names))}"
        raise CounterpoiseError(Problem(what, f"there is no '{typed}'{near}"))

    def _demanded(self, prompt: str) -> str:
        typed = self._keyboard.line(prompt)
        if not typed:
            raise NothingMeant
        return typed
