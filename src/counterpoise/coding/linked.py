"""What people decided of links: whether a passage says that a factor leads to an effect, folded from the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from counterpoise.coding.decided import coder_name, judgement_decided
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Link, Passage, Status
from counterpoise.identity import identifier
from counterpoise.ledger.decisions import State, standing
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection

__all__ = [
    "HumanLink",
    "human_link_of",
    "human_links",
    "link_added",
    "link_answered",
    "link_deleted",
    "link_revised",
    "state_of_link",
]


@dataclass(frozen=True, slots=True)
class HumanLink:
    """One person's judgement of a link in a passage; `id`, `suggestion` and `adjudicates` are as in `HumanCoding`.

    `status` is `accepted` where the person found the link there, and `rejected` where a suggestion was refused.
    """

    id: str
    passage: Passage
    link: Link
    status: Status = "accepted"
    suggestion: str | None = None
    adjudicates: bool = False

    @property
    def coder(self) -> str:
        """Who judged."""
        return self.link.coder


def state_of_link(judged: HumanLink) -> State:
    """What the ledger keeps of a judgement of a link, whole."""
    link = asdict(judged.link)
    del link["passage"]
    return {
        "passage": asdict(judged.passage),
        "link": {**link, "span": list(judged.link.span) if judged.link.span else None},
        "status": judged.status,
        "suggestion": judged.suggestion,
        "adjudicates": judged.adjudicates,
    }


def human_link_of(name: str, state: State) -> HumanLink:
    """The judgement that the ledger keeps under a name. Raises CounterpoiseError where the state is none."""
    try:
        passage = Passage(**state["passage"])
        told: dict[str, Any] = dict(state["link"])
        told["span"] = tuple(told["span"]) if told.get("span") else None
        rest = {key: state[key] for key in ("status", "suggestion", "adjudicates")}
        return HumanLink(name, passage, Link(passage=passage.id, **told), **rest)
    except (KeyError, TypeError) as error:
        raise CounterpoiseError(Problem(f"link {name}", f"what is kept of it is damaged: {error}")) from error


def human_links(now: Projection) -> tuple[HumanLink, ...]:
    """Every judgement of a link that stands, in the order in which each was last decided."""
    decided = ((event.seq, name) for (thing, name), event in now.decisions.items() if thing == "link")
    found = ((name, standing(now, "link", name)) for _, name in sorted(decided))
    return tuple(human_link_of(name, state) for name, state in found if state is not None)


def link_answered(
    now: Projection,
    passage: Passage,
    suggestion: Link,
    coder: str,
    *,
    found: bool,
    reason: str = "",
    **changes: Any,
) -> NewEvent:
    """The event that a person accepted a machine's link, with changes of factor, effect, power or sign, or rejected it.

    Raises CounterpoiseError where this person answered it before; `link_revised` changes an answer.
    """
    told = replace(suggestion, coder=coder_name(coder), reason=reason, **changes)
    name = identifier(coder=told.coder, link=suggestion.id)
    judged = HumanLink(name, passage, told, "accepted" if found else "rejected", suggestion.id)
    if ("link", name) in now.decisions:
        return _decided(now, "link.added", judged, after=judged, reason=reason)
    was = HumanLink(suggestion.id, passage, suggestion, "suggested")
    kind = "link.accepted" if found else "link.rejected"
    return _decided(now, kind, judged, before=was, after=judged, reason=reason)


def link_added(now: Projection, passage: Passage, told: Link) -> NewEvent:
    """The event that a person found a link in a passage. Raises CounterpoiseError where it was said already."""
    link = replace(told, passage=passage.id, coder=coder_name(told.coder))
    judged = HumanLink(identifier(link=link.id), passage, link)
    return _decided(now, "link.added", judged, after=judged, reason=link.reason)


def link_revised(
    now: Projection, judged: HumanLink, after: Link, reason: str, *, status: Status = "accepted"
) -> NewEvent:
    """The event that a person gave a link another factor, effect, power, sign or status, and why."""
    link = replace(after, passage=judged.passage.id, coder=judged.coder)
    then = replace(judged, link=link, status=status)
    return _decided(now, "link.revised", judged, before=judged, after=then, reason=reason)


def link_deleted(now: Projection, judged: HumanLink, reason: str) -> NewEvent:
    """The event that a person took a link back, and why."""
    return _decided(now, "link.deleted", judged, before=judged, reason=reason)


def _decided(now: Projection, kind: str, judged: HumanLink, **told: Any) -> NewEvent:
    ids = [judged.suggestion] if judged.suggestion is not None else []
    return judgement_decided(now, kind, judged, state_of_link, ids=ids, **told)
