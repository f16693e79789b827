"""The desk of one coder: what lies on it, what the coder has said of it, and the recording of what the coder does."""

from __future__ import annotations

from collections.abc import Iterable

from counterpoise.coding.decided import HumanCoding, coder_name
from counterpoise.coding.linked import HumanLink
from counterpoise.coding.places import Places
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action, signed
from counterpoise.review.frame import Frame
from counterpoise.review.judged import Judged, Reading
from counterpoise.review.memos import Memo
from counterpoise.review.queue import Suggestion, suggestions_of
from counterpoise.review.undo import last_action, undone
from counterpoise.workspace import Workspace

__all__ = ["Desk"]


class Desk:
    """A coder at work in an open workspace. Blind, the coder sees nobody else's judgements.

    Each action is on the disk when `do` returns. What was said is read once, and goes on with each action; it is read
    anew where somebody else recorded something in the workspace.
    """

    def __init__(self, workspace: Workspace, frame: Frame, coder: str, *, blind: bool = False) -> None:
        self.frame = frame
        self.coder = coder_name(coder)
        self.blind = blind
        self._workspace = workspace
        self._read: tuple[str, Reading] | None = None
        self._own: tuple[str, list[Event]] | None = None
        self._said_of: dict[str, tuple[HumanCoding | HumanLink, ...]] = {}

    @property
    def now(self) -> Projection:
        """The state of the study."""
        return self._workspace.now

    @property
    def judged(self) -> Judged:
        """What everybody has said so far."""
        return self._reading.judged

    @property
    def _reading(self) -> Reading:
        if self._read is None or self._read[0] != self.now.head:
            found = Reading(self.now, self._workspace.objects, self.frame.documents, self.frame.codebook)
            self._read = (self.now.head, found)
            self._said_of.clear()
        return self._read[1]

    def do(self, *actions: Action | None) -> tuple[Event, ...]:
        """Record actions as one, all of it or nothing."""
        done = [each for each in actions if each is not None]
        events = tuple(event for each in done for event in each.events)
        told = "; ".join(each.told for each in done)
        before = self.now.head
        done_now = self._workspace.record(signed(Action(told, events), self.now, self.coder), self.coder)
        if self._read is not None and self._read[0] == before:
            self._read[1].take(done_now)
            self._read = (self.now.head, self._read[1])
            self._said_of.clear()
        if self._own is not None and self._own[0] == before:
            self._own = (self.now.head, [*self._own[1], *done_now])
        return done_now

    def undo(self) -> tuple[Event, ...]:
        """Undo the coder's last action; the events say what was undone. Raises CounterpoiseError where there is none."""
        if self._own is None or self._own[0] != self.now.head:
            self._own = (self.now.head, list(self._workspace.naming(self.coder)))
        return self.do(undone(self.now, last_action(self._own[1], self.coder)))

    def document(self, passage: Passage) -> Document:
        """The document that a passage is of."""
        return self.frame.documents[passage.document]

    def gone_through(self) -> frozenset[str]:
        """The passages by id that the coder went through."""
        return frozenset(
            each.passage.id
            for each in self.judged.reviewed
            if each.coder == self.coder and not each.adjudicates
        )

    def mine(self, unit: Passage) -> tuple[HumanCoding | HumanLink, ...]:
        """What the coder said of a passage, in the order in which it was said."""
        return tuple(each for each in self._of(unit) if each.coder == self.coder)

    def others(self, unit: Passage) -> tuple[HumanCoding | HumanLink, ...]:
        """What others said of a passage; nothing where the coder works blind."""
        return () if self.blind else tuple(each for each in self._of(unit) if each.coder != self.coder)

    def suggestions(self, unit: Passage) -> tuple[Suggestion, ...]:
        """What machines suggest for a passage."""
        return suggestions_of(self.frame, unit)

    def answer_to(self, unit: Passage, suggestion: Suggestion) -> HumanCoding | HumanLink | None:
        """What the coder said to a suggestion: an answer to it, or the same code given to the passage by hand."""
        said = self.mine(unit)
        for each in said:
            if each.suggestion in suggestion.ids:
                return each
        first = suggestion.first
        for each in said:
            if isinstance(each, HumanCoding) and isinstance(first, Coding):
                if (each.coding.code, each.coding.power) == (first.code, first.power):
                    return each
            elif isinstance(each, HumanLink) and not isinstance(first, Coding):
                same = (each.link.factor, each.link.effect, each.link.power)
                if same == (first.factor, first.effect, first.power):
                    return each
        return None

    def open_suggestions(self, unit: Passage) -> tuple[Suggestion, ...]:
        """The suggestions for a passage that the coder has not answered."""
        return tuple(each for each in self.suggestions(unit) if self.answer_to(unit, each) is None)

    def memos_on(self, names: Iterable[str]) -> tuple[Memo, ...]:
        """The memos on some things by id; blind, the coder's own only."""
        wanted = frozenset(names)
        return tuple(
            each
            for each in self._reading.memos
            if each.name in wanted and (not self.blind or each.coder == self.coder)
        )

    def _of(self, unit: Passage) -> tuple[HumanCoding | HumanLink, ...]:
        reading = self._reading
        if unit.id not in self._said_of:
            place = Places([unit])
            self._said_of[unit.id] = tuple(
                each
                for each in reading.of_document(unit.document)
                if not each.adjudicates
                and each.passage.start < unit.end
                and each.passage.end > unit.start
                and place.unit_of(each.passage) == unit
            )
        return self._said_of[unit.id]
