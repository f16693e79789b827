"""Memos: what a coder thinks about a passage, coding, code, document or link. One person has one memo on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from counterpoise.coding.decided import coder_name
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Passage
from counterpoise.identity import identifier
from counterpoise.ledger.decisions import State, decision, standing
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection

__all__ = ["Memo", "Subject", "memo_deleted", "memo_of", "memo_written", "memos"]

Subject = Literal["passage", "coding", "link", "code", "document"]


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo by its id, of whom, on what, and what it says; `passage` is where that stands, if it stands somewhere."""

    id: str
    coder: str
    on: Subject
    name: str
    text: str
    passage: Passage | None = None


def memo_written(
    now: Projection, coder: str, on: Subject, name: str, text: str, passage: Passage | None = None
) -> NewEvent:
    """The event that a coder wrote a memo on a thing by its id, or wrote it anew.

    Raises CounterpoiseError for one that says nothing, or nothing new.
    """
    who, said = coder_name(coder), text.strip()
    id_ = identifier(memo=who, on=on, name=name)
    before = standing(now, "memo", id_)
    if not said or (before is not None and before["text"] == said):
        raise CounterpoiseError(Problem("memo", "says nothing new" if said else "says nothing"))
    after = {
        "coder": who,
        "on": on,
        "name": name,
        "text": said,
        "passage": asdict(passage) if passage is not None else None,
    }
    return decision(
        now,
        "memo.written" if before is None else "memo.revised",
        id_,
        before=before,
        after=after,
        coder=who,
        ids=[name],
        **({"passage": passage.id, "document": passage.document} if passage is not None else {}),
    )


def memo_deleted(now: Projection, memo: Memo, reason: str) -> NewEvent:
    """The event that a coder took a memo back, and why; the ledger keeps what it said."""
    return decision(now, "memo.deleted", memo.id, reason=reason, coder=memo.coder, ids=[memo.name])


def memos(now: Projection) -> Iterator[Memo]:
    """Every memo that stands, in the order in which each was last written."""
    for _, name in sorted(
        (event.seq, name) for (thing, name), event in now.decisions.items() if thing == "memo"
    ):
        state = standing(now, "memo", name)
        if state is None:
            continue
        yield memo_of(name, state)


def memo_of(name: str, state: State) -> Memo:
    """The memo that the ledger keeps under a name. Raises CounterpoiseError where the state is none."""
    try:
        place = Passage(**state["passage"]) if state["passage"] else None
        return Memo(name, state["coder"], state["on"], state["name"], state["text"], place)
    except (KeyError, TypeError) as error:
        raise CounterpoiseError(Problem(f"memo {name}", f"what is kept of it is damaged: {error}")) from error
