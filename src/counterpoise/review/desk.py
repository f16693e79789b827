"""The desk of one coder: what lies on it, what the coder has said of it, and the recording of what the coder does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from counterpoise.coding.decided import HumanCoding, coder_name
from counterpoise.coding.linked import HumanLink
from counterpoise.coding.places import Places
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import Event
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action, Deed, signed
from counterpoise.review.codebook_changes import changes_in_words
from counterpoise.review.frame import Frame
from counterpoise.review.judged import Judged, Reading
from counterpoise.review.memos import Memo
from counterpoise.review.queue import Suggestion, suggestions_of
from counterpoise.review.undo import last_action, undone
from counterpoise.wording import listed
from counterpoise.workspace import PATIENCE, Workspace

__all__ = ["Desk", "Renew"]

Renew = Callable[[Projection, ObjectStore, Frame], Frame]
"""Makes the frame anew for another state of the ledger."""

_OF_RUNS = frozenset({"study", "document", "codings"})


class Desk:
    """A coder at work in an open workspace. Blind, the coder sees nobody else's judgements.

    Each action is on the disk when `do` returns. What was said is read once, and goes on with each action, and with
    those of others where the workspace rests between turns; it is read anew where somebody else recorded something
    through the same workspace. `renew` makes the frame anew where somebody changed the codebook; `patience` is how many
    seconds an action waits for another process that writes.
    """

    def __init__(
        self,
        workspace: Workspace,
        frame: Frame,
        coder: str,
        *,
        blind: bool = False,
        renew: Renew | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.frame = frame
        self.coder = coder_name(coder)
        self.blind = blind
        self._renew, self._patience = renew, patience
        self._heard: list[str] = []
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

    def do(self, *actions: Action | Deed | None) -> tuple[Event, ...]:
        """Record actions as one, all of it or nothing, after what others recorded was taken in.

        A deed becomes an action in the state in which it is recorded. Raises OtherWriterError where another process
        writes for long, and CounterpoiseError where somebody changed the codebook since the last action: then nothing
        is recorded, and the frame has the new one.
        """
        with self._workspace.turn(self._patience) as others:
            self._take(others)
            made = [each(self.now) if callable(each) else each for each in actions]
            done = [each for each in made if each is not None]
            action = Action(
                "; ".join(each.told for each in done), tuple(e for each in done for e in each.events)
            )
            events = self._workspace.record(signed(action, self.now, self.coder), self.coder)
            self._go_on(events)
        return events

    def undo(self) -> tuple[Event, ...]:
        """Undo the coder's last action; the events say what was undone. Raises CounterpoiseError where there is none."""
        with self._workspace.turn(self._patience) as others:
            self._take(others)
            if self._own is None or self._own[0] != self.now.head:
                self._own = (self.now.head, list(self._workspace.naming(self.coder)))
            return self.do(undone(self.now, last_action(self._own[1], self.coder)))

    def heard(self) -> tuple[str, ...]:
        """What others did that changes what lies on the desk, each told once."""
        told = tuple(self._heard)
        self._heard.clear()
        return told

    def _take(self, others: Sequence[Event]) -> None:
        """Take in what others recorded meanwhile."""
        self._go_on(others)
        of_runs = sorted({each.who for each in others if each.kind.partition(".")[0] in _OF_RUNS})
        if of_runs:
            self._heard.append(
                f"{listed(of_runs)} ran the study meanwhile; its documents and suggestions stand here as they "
                "were when you began"
            )
        changes = [each for each in others if each.kind.startswith("code.")]
        if changes and self._renew is not None:
            self.frame = self._renew(self.now, self._workspace.objects, self.frame)
            self._read = None
            told = f"changed meanwhile: {changes_in_words(changes)}; look at the passage again, nothing was recorded"
            raise CounterpoiseError(Problem("codebook", told))

    def _go_on(self, events: Sequence[Event]) -> None:
        """Go on with events where they follow what was read."""
        if not events:
            return
        before, head = events[0].previous, events[-1].hash
        if self._read is not None and self._read[0] == before:
            self._read[1].take(events)
            self._read = (head, self._read[1])
            self._said_of.clear()
        if self._own is not None and self._own[0] == before:
            self._own = (head, [*self._own[1], *events])

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
