"""The vocabulary of the ledger: every kind of event, what its body must say, and where it stands in the present state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from counterpoise.errors import Problem, did_you_mean

OBJECT_FIELDS = ("original", "record", "object", "boxes")
"""The fields of a body that name an object of the store, or several of them."""

NAMING_FIELDS = (
    *OBJECT_FIELDS,
    "id",
    "ids",
    "path",
    "paths",
    "key",
    "document",
    "documents",
    "passage",
    "coder",
    "coders",
    "action",
    "undoes",
    "codes",
    "into",
    "files",
)
"""The fields of a body that name a thing which the event touches, or several of them."""

PROJECTIONS = MappingProxyType(
    {
        "latest": ("kind", "key"),
        "documents": ("document",),
        "codings": ("document", "coder"),
        "report": (),
        "records": ("document",),
        "appraisals": ("document", "who"),
        "readings": ("document", "who"),
        "frame": ("kind of document", "origin"),
        "reviewed": ("passage", "coder"),
        "decisions": ("thing", "id"),
    }
)
"""The parts of the present state, each with what its keys are made of; at each key stands an event."""

Place = tuple[str, tuple[str, ...]]
"""A place in the present state: the name of a projection and a key in it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: its name, what it means, and the fields that its body must have.

    A kind that needs a reason is refused without one. `change` says what a decision does to the thing that it
    is about: it makes the thing ("new"), gives it another state ("change"), ends it ("end"), or takes back that it was
    ever made ("undo"). A decision names the state before and after, whole; kinds without a `change` tell of work and not of decisions.
    """

    name: str
    meaning: str
    fields: tuple[str, ...] = ()
    needs_reason: bool = False
    change: str | None = None

    @property
    def thing(self) -> str:
        """What events of this kind are about: the word before the dot."""
        return self.name.partition(".")[0]

    @property
    def required(self) -> tuple[str, ...]:
        """Every field that a body of this kind must have."""
        states = {"new": ("after",), "change": ("before", "after"), "end": ("before",), "undo": ("before",)}
        stated = () if self.change is None else states[self.change]
        return (*self.fields, *stated, *(("reason",) if self.needs_reason else ()))


_DECISIONS = (
    ("coding.added", "new", False, ("passage",), "A person coded a passage."),
    ("coding.accepted", "change", False, (), "A person accepted a coding that a machine suggested."),
    ("coding.rejected", "change", False, (), "A person rejected a coding that a machine suggested."),
    ("coding.revised", "change", True, (), "A person gave a coding another code, power or direction."),
    ("coding.deleted", "end", True, (), "A coding was taken back."),
    ("link.added", "new", False, ("passage",), "A person linked a factor to an effect in a passage."),
    ("link.accepted", "change", False, (), "A person accepted a link that a machine suggested."),
    ("link.rejected", "change", False, (), "A person rejected a link that a machine suggested."),
    ("link.revised", "change", True, (), "A person gave a link another factor, effect, power or sign."),
    ("link.deleted", "end", True, (), "A link was taken back."),
    ("code.created", "new", False, (), "A code was added to the codebook."),
    ("code.renamed", "change", False, (), "A code got another name."),
    ("code.redefined", "change", True, (), "A code got another definition."),
    ("code.merged", "change", True, ("codes",), "The codes named in `codes` became part of this one."),
    ("code.split", "end", True, ("into",), "A code was divided into those named in `into`."),
    (
        "code.restored",
        "change",
        True,
        ("undoes",),
        "A change of the codebook was undone; a code is again as it was.",
    ),
    (
        "code.withdrawn",
        "undo",
        True,
        ("undoes",),
        "A change of the codebook was undone, and with it that a code was made.",
    ),
    ("memo.written", "new", False, (), "A person wrote a memo."),
    ("memo.revised", "change", False, (), "A memo was written anew."),
    ("memo.deleted", "end", True, (), "A memo was taken back."),
    ("theme.proposed", "new", False, (), "A person proposed a theme that gathers some codes."),
    (
        "theme.revised",
        "change",
        True,
        (),
        "A theme got another title, definition, codes or place among the others.",
    ),
    (
        "theme.reviewed",
        "change",
        True,
        ("level",),
        "A theme was found to hold, by its coded passages or by all documents.",
    ),
    ("theme.settled", "change", False, (), "The title and definition of a theme are final."),
    ("theme.dropped", "end", True, (), "A theme was given up."),
    ("setting.changed", "change", False, (), "A setting that is kept in the ledger got another value."),
)
"""Decisions of people: name, change, whether a reason is needed, fields of its own, meaning."""

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("study.opened", "The study was run for the first time."),
            Kind("study.changed", "The study file or its theory is not what it was.", ("before", "after")),
            Kind(
                "document.imported",
                "A file or package was read; its bytes and its record are kept as objects.",
                ("id", "path", "record", "key"),
            ),
            Kind("document.rejected", "A file was not read, for the problems named."),
            Kind(
                "document.replaced",
                "Another document stands at a path: the id before and the id after.",
                ("path", "before", "after"),
            ),
            Kind("document.withdrawn", "A document was taken out of the study.", ("document",), True),
            Kind(
                "document.described",
                "The record of a document was corrected by hand; all corrected fields, before and after.",
                ("document", "before", "after"),
            ),
            Kind(
                "document.compared",
                "The documents were compared with each other; those that are nearly the same are an object.",
                ("key", "object"),
            ),
            Kind(
                "document.appraised",
                "A document was rated by one person for what it can be trusted in.",
                ("document", "ratings"),
            ),
            Kind(
                "document.read",
                "One reader reached a state with a document: skimmed, read or interpreted.",
                ("document", "before", "state"),
            ),
            Kind(
                "frame.declared",
                "What exists of a kind and origin of documents, and who says so.",
                ("kind", "origin", "exists", "source"),
            ),
            Kind(
                "values.read",
                "A data file was read; its values are kept as an object.",
                ("key", "source", "paths", "object"),
            ),
            Kind(
                "values.observed",
                "What a run measures from is not what it was; all its observations are one object.",
                ("key", "object", "last_complete_year"),
            ),
            Kind("values.rejected", "A data file was not read, for the problems named."),
            Kind(
                "values.fetched",
                "A data file was downloaded: from where, and the SHA-256 of what came.",
                ("source", "path", "address", "sha256", "size"),
            ),
            Kind(
                "codings.suggested",
                "A coder suggested codings and links of some documents; all of them are one object.",
                ("key", "object", "coder", "documents"),
            ),
            Kind(
                "codings.imported",
                "Codings of people came from a file of another program, whose bytes are kept.",
                ("key", "path", "original"),
            ),
            Kind(
                "answers.received",
                "A language model was asked about passages; its answers, and what went wrong, are one object.",
                ("key", "object", "coder", "documents", "endpoint", "model", "prompt", "codebook", "spent"),
            ),
            Kind(
                "passage.assigned",
                "Passages were given to coders to go through; all of them are one object.",
                ("key", "object", "coders", "share", "by", "seed"),
            ),
            Kind(
                "passage.unassigned",
                "An assignment was taken back; what its coders did stays.",
                ("key", "coders"),
                True,
            ),
            Kind(
                "passage.reviewed",
                "A coder went through a passage: a code that is not given there was not found.",
                ("passage", "coder", "place"),
            ),
            Kind(
                "passage.reopened",
                "A coder is to go through a passage again.",
                ("passage", "coder"),
                True,
            ),
            *(
                Kind(name, meaning, fields, needs_reason, change)
                for name, change, needs_reason, fields, meaning in _DECISIONS
            ),
            Kind(
                "model.estimated",
                "The model of the figure was estimated; its draws are one object, `follows_from` names what they follow from, and `rules` the rules fixed before.",
                ("key", "object", "rules", "reading", "sampling"),
            ),
            Kind(
                "scenario.simulated",
                "A scenario was simulated from the kept estimate: the whole of it, of which state, and how often a choice is forced.",
                ("scenario", "state", "forced"),
            ),
            Kind(
                "report.written",
                "A report was written to the files named; `rules` names the rules that its verdicts hold to.",
                ("key", "files"),
            ),
            Kind(
                "ledger.migrated",
                "The file was brought from one version to the next ones; a backup of it was kept.",
                ("before", "after", "backup"),
            ),
            Kind(
                "ledger.restored",
                "The study was restored from a backup, which held all events before this one.",
                ("backup", "head"),
            ),
        )
    }
)
"""Every kind of event by its name."""


def faults_of(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the body of an event: its kind, a field that it lacks, no reason where one is needed."""
    if kind not in KINDS:
        yield f"unknown kind '{kind}'{did_you_mean(kind, KINDS)}"
        return
    for field in KINDS[kind].required:
        if field not in body:
            yield f"the body has no '{field}'"
    reason = body.get("reason")
    if KINDS[kind].needs_reason and "reason" in body and not (isinstance(reason, str) and reason.strip()):
        yield "the reason is empty; expected why it was done"


def problems_of(kind: str, subject: str, body: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The faults of an event that is to be appended, each with its place."""
    return tuple(Problem(f"event {kind} of {subject}", what) for what in faults_of(kind, body))


def places_of(kind: str, subject: str, who: str, body: Mapping[str, Any]) -> tuple[Place, ...]:
    """Where an event stands from then on in the present state, in place of the one before it."""
    found: list[Place] = [("latest", (kind, str(body.get("key", subject))))]
    match kind:
        case "document.imported":
            found += [("documents", (str(name),)) for name in body.get("ids") or [body["id"]]]
        case "document.replaced":
            found.append(("documents", (str(body["before"]),)))
        case "document.withdrawn":
            found.append(("documents", (str(body["document"]),)))
        case "document.described":
            found.append(("records", (str(body["document"]),)))
        case "document.appraised":
            found.append(("appraisals", (str(body["document"]), who)))
        case "document.read":
            found.append(("readings", (str(body["document"]), who)))
        case "frame.declared":
            found.append(("frame", (str(body["kind"]), str(body["origin"] or ""))))
        case "passage.reviewed" | "passage.reopened":
            # Who settles what others said keeps what they said themselves as one of the coders.
            as_what = ("adjudicates",) if body.get("adjudicates") else ()
            found.append(("reviewed", (str(body["passage"]), str(body["coder"]), *as_what)))
        case "codings.suggested":
            coder = str(body["coder"])
            found += [("codings", (str(document), coder)) for document in body["documents"]]
        case "report.written":
            found.append(("report", ()))
        case _ if kind in KINDS and KINDS[kind].change is not None:
            thing = KINDS[kind].thing
            found += [("decisions", (thing, str(name))) for name in (*body.get("codes", ()), subject)]
    return tuple(found)


def objects_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The hashes of the objects that the body of an event names."""
    return tuple(name for field in OBJECT_FIELDS for name in _names(body.get(field)))


def names_of(subject: str, body: Mapping[str, Any]) -> Iterator[str]:
    """Everything that an event touches, by name: what it is about and what its body names."""
    yield subject
    for field in NAMING_FIELDS:
        yield from _names(body.get(field))


def _names(value: object) -> Iterable[str]:
    match value:
        case str():
            return (value,)
        case list() | tuple() | dict():
            return (name for name in value if isinstance(name, str))
    return ()
