"""What people decided of codings, folded from the ledger: whose judgement stands where, and what each went through."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, TypeVar, get_args

from counterpoise.coding.suggester import is_machine
from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.evidence import Coding, Passage
from counterpoise.identity import identifier
from counterpoise.ledger.decisions import State, decision, standing
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.studyfile import SuggesterName

__all__ = [
    "HumanCoding",
    "Reviewed",
    "added",
    "answered",
    "coder_name",
    "decisions_key",
    "deleted",
    "human_coding_of",
    "human_codings",
    "judgement_decided",
    "reopened",
    "reviewed",
    "reviewed_of",
    "reviewed_passages",
    "revised",
    "state_of",
]

LONGEST_NAME = 80


class _Judgement(Protocol):
    """What a person judged of a passage."""

    @property
    def id(self) -> str: ...

    @property
    def passage(self) -> Passage: ...

    @property
    def coder(self) -> str: ...


Judged = TypeVar("Judged", bound=_Judgement)


@dataclass(frozen=True, slots=True)
class HumanCoding:
    """One person's judgement of a code on a passage, or on a stretch of text of the person's own choice.

    `id` is the name under which the ledger keeps it, whatever is revised. The status of `coding` is `accepted` where
    the person found the code there, and `rejected` where the person refused a suggestion. `suggestion` is the id of the
    machine's coding that was answered; `adjudicates` says that it settles what several coders said.
    """

    id: str
    passage: Passage
    coding: Coding
    suggestion: str | None = None
    adjudicates: bool = False

    @property
    def coder(self) -> str:
        """Who judged."""
        return self.coding.coder


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A passage that a coder went through, when (UTC in ISO 8601): a code not given there was not found.

    `adjudicates` says that the coder settled what others said of it.
    """

    passage: Passage
    coder: str
    at: str
    adjudicates: bool = False


def coder_name(name: str) -> str:
    """A person's name as codings bear it: composed, without outer blanks.

    Raises CounterpoiseError for a name that is empty, too long, that shows nothing, or that looks like a machine's.
    """
    told = unicodedata.normalize("NFC", " ".join(name.split()))
    problem = None
    if not any(unicodedata.category(each)[0] in "LN" for each in told):
        problem = "holds no letter or number; expected a name such as Amina"
    elif any(unicodedata.category(each)[0] == "C" for each in told):
        problem = "holds a character that does not show"
    elif is_machine(told):
        problem = "holds '/', which marks the coders that are machines"
    elif told.casefold() in get_args(SuggesterName):
        problem = "is the name of a machine that suggests; expected that of a person"
    elif len(told) > LONGEST_NAME:
        problem = f"has {len(told)} characters; at most {LONGEST_NAME} are taken"
    if problem is not None:
        raise UsageError(Problem(f"coder {name!r}", problem))
    return told


def state_of(judged: HumanCoding) -> State:
    """What the ledger keeps of a judgement, whole."""
    coding = asdict(judged.coding)
    del coding["passage"]
    return {
        "passage": asdict(judged.passage),
        "coding": {**coding, "span": list(judged.coding.span) if judged.coding.span else None},
        "suggestion": judged.suggestion,
        "adjudicates": judged.adjudicates,
    }


def human_coding_of(name: str, state: State) -> HumanCoding:
    """The judgement that the ledger keeps under a name. Raises CounterpoiseError where the state is none."""
    try:
        passage = Passage(**state["passage"])
        told = dict(state["coding"])
        told["span"] = tuple(told["span"]) if told.get("span") else None
        return HumanCoding(
            name,
            passage,
            Coding(passage=passage.id, **told),
            state.get("suggestion"),
            bool(state.get("adjudicates")),
        )
    except (KeyError, TypeError) as error:
        raise CounterpoiseError(
            Problem(f"coding {name}", f"what is kept of it is damaged: {error}")
        ) from error


def human_codings(now: Projection) -> tuple[HumanCoding, ...]:
    """Every judgement of a person that stands, in the order in which each was last decided."""
    events = sorted((event for (thing, _), event in _decisions(now) if thing == "coding"), key=_by_number)
    found = ((event.subject, standing(now, "coding", event.subject)) for event in events)
    return tuple(human_coding_of(name, state) for name, state in found if state is not None)


def reviewed_passages(now: Projection) -> tuple[Reviewed, ...]:
    """Every passage that a coder went through and that was not reopened, in the order in which they were."""
    events = sorted(now.parts["reviewed"].values(), key=_by_number)
    return tuple(reviewed_of(event) for event in events if event.kind == "passage.reviewed")


def reviewed_of(event: Event) -> Reviewed:
    """The passage, coder and time that an event on going through tells of."""
    body = event.body
    return Reviewed(
        Passage(**body["place"]), body["coder"], event.at, adjudicates=bool(body.get("adjudicates"))
    )


def decisions_key(now: Projection) -> str:
    """Name all that people decided of codings, links, codes and memos, and what they went through."""
    events = (*(event for _, event in _decisions(now)), *now.parts["reviewed"].values())
    return identifier(events=sorted(event.hash for event in events))


def answered(
    now: Projection,
    passage: Passage,
    suggestion: Coding,
    coder: str,
    *,
    found: bool,
    reason: str = "",
    adjudicates: bool = False,
    **changes: str,
) -> NewEvent:
    """The event that a person accepted a machine's coding, with changes of code, power or direction, or rejected it.

    Each person's answer is a judgement of its own, so that coders may answer one suggestion apart from each other.
    Raises CounterpoiseError where this person answered it before; `revised` changes an answer.
    """
    told = replace(
        suggestion,
        coder=coder_name(coder),
        status="accepted" if found else "rejected",
        reason=reason,
        score=1.0,
        **changes,  # type: ignore[arg-type]
    )
    name = identifier(coder=told.coder, suggestion=suggestion.id, adjudicates=adjudicates)
    judged = HumanCoding(name, passage, told, suggestion.id, adjudicates)
    was = state_of(HumanCoding(suggestion.id, passage, suggestion))
    if ("coding", name) in now.decisions:
        return _added(now, judged)
    kind = "coding.accepted" if found else "coding.rejected"
    return decision(
        now,
        kind,
        name,
        before=was,
        after=state_of(judged),
        reason=reason,
        passage=passage.id,
        document=passage.document,
        coder=told.coder,
        ids=[suggestion.id],
    )


def added(
    now: Projection,
    passage: Passage,
    told: Coding,
    *,
    adjudicates: bool = False,
) -> NewEvent:
    """The event that a person coded a passage, or a stretch of text of the person's own choice.

    Raises CounterpoiseError where the person gave this code there for this power already, and for a stretch that
    holds no text.
    """
    coding = replace(told, passage=passage.id, coder=coder_name(told.coder), status="accepted")
    name = identifier(coding=coding.id, adjudicates=adjudicates)
    return _added(now, HumanCoding(name, passage, coding, None, adjudicates))


def _added(now: Projection, judged: HumanCoding) -> NewEvent:
    passage = judged.passage
    if not passage.quotation.strip():
        place = f"{passage.document}:{passage.start}-{passage.end}"
        raise CounterpoiseError(Problem(place, "holds no text; a coding stands on some"))
    return _decided(now, "coding.added", judged, after=judged, reason=judged.coding.reason)


def revised(now: Projection, judged: HumanCoding, after: Coding, reason: str) -> NewEvent:
    """The event that a person gave a coding another code, power, direction or status, and why."""
    coding = replace(after, passage=judged.passage.id, coder=judged.coder)
    after_all = replace(judged, coding=coding)
    return _decided(now, "coding.revised", judged, before=judged, after=after_all, reason=reason)


def deleted(now: Projection, judged: HumanCoding, reason: str) -> NewEvent:
    """The event that a person took a coding back, and why."""
    return _decided(now, "coding.deleted", judged, before=judged, reason=reason)


def _decided(now: Projection, kind: str, judged: HumanCoding, **told: Any) -> NewEvent:
    return judgement_decided(now, kind, judged, state_of, **told)


def judgement_decided(
    now: Projection,
    kind: str,
    judged: Judged,
    kept: Callable[[Judged], State],
    *,
    reason: str,
    before: Judged | None = None,
    after: Judged | None = None,
    **fields: str | Sequence[str],
) -> NewEvent:
    """The event that a person decided something of a judgement, of which `kept` gives what the ledger keeps.

    Raises CounterpoiseError as `ledger.decisions.decision` does.
    """
    return decision(
        now,
        kind,
        judged.id,
        before=None if before is None else kept(before),
        after=None if after is None else kept(after),
        reason=reason,
        passage=judged.passage.id,
        document=judged.passage.document,
        coder=judged.coder,
        **fields,
    )


def reviewed(passage: Passage, coder: str, *, adjudicates: bool = False) -> NewEvent:
    """The event that a coder went through a passage."""
    name = coder_name(coder)
    body: Mapping[str, Any] = {
        "passage": passage.id,
        "document": passage.document,
        "coder": name,
        "place": asdict(passage),
        "adjudicates": adjudicates,
    }
    return NewEvent("passage.reviewed", passage.id, body)


def reopened(passage: Passage, coder: str, reason: str, *, adjudicates: bool = False) -> NewEvent:
    """The event that a coder is to go through a passage again, and why."""
    body = {**reviewed(passage, coder, adjudicates=adjudicates).body, "reason": reason}
    return NewEvent("passage.reopened", passage.id, body)


def _decisions(now: Projection) -> Iterable[tuple[tuple[str, ...], Event]]:
    return now.decisions.items()


def _by_number(event: Event) -> int:
    return event.seq
