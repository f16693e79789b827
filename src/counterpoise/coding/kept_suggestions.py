"""What machines suggested and the ledger keeps, read without a run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from counterpoise.coding.judgements import JUDGEMENT_SCHEMA
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import identifier
from counterpoise.ledger.events import Event
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.wording import several

__all__ = [
    "KeptSuggestions",
    "kept_suggestions",
    "kept_table",
    "kind_of_coder",
    "kinds_asked",
    "made_of",
    "seen_digest",
]

AS_VOICE_OF = "@"
"""Stands before the state in the kind of a coder that hears documents as the words of another state of the panel."""


@dataclass(frozen=True, slots=True)
class KeptSuggestions:
    """The suggestions that hold, a table in `JUDGEMENT_SCHEMA`, and of each machine the documents that it read whole.

    `coded` has the documents that some machine read, whatever became of it. `problems` counts for each kind of machine
    the documents whose suggestions are lost, or were made of another text: a run makes them again.
    """

    table: pl.DataFrame
    read: Mapping[str, frozenset[str]]
    coded: frozenset[str]
    problems: tuple[Problem, ...] = ()


def kept_suggestions(
    now: Projection,
    objects: ObjectStore,
    documents: Mapping[str, Document],
    kinds: Collection[str] | None = None,
) -> KeptSuggestions:
    """What machines of some kinds (lexicon, bm25), or of all, suggest of some documents, by id.

    Of each kind the version that spoke last of a document is heard, but none that heard it as another state's words. A machine that weighs passages against each other
    speaks of all documents at once, and has read none whole.
    """
    of_document: dict[tuple[str, str], Event] = {}
    of_all: dict[tuple[str, str], Event] = {}
    for (document, coder), event in now.codings.items():
        if document in documents and AS_VOICE_OF not in kind_of_coder(coder):
            _keep_later(of_document, (document, kind_of_coder(coder)), event)
    for (name, _), event in now.latest.items():
        if name == "codings.suggested" and not event.body["documents"]:
            _keep_later(of_all, ("", kind_of_coder(event.body["coder"])), event)
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    coded: set[str] = set()
    unusable: Counter[tuple[str, str]] = Counter()
    for (document, kind), event in of_document.items():
        if kinds is not None and kind not in kinds:
            continue
        coded.add(document)
        if made_of(event, documents[document]):
            parts[event.body["coder"], event.body["object"]].append(document)
        else:
            unusable[kind, "were made of other texts than those read last"] += 1
    whole = [
        (str(event.body["coder"]), str(event.body["object"]))
        for (_, kind), event in of_all.items()
        if kinds is None or kind in kinds
    ]
    read: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    tables = [pl.DataFrame(schema=JUDGEMENT_SCHEMA)]
    for (coder, name), of in (*parts.items(), *((each, list(documents)) for each in whole)):
        table = kept_table(objects, name, of)
        if table is None:
            unusable[kind_of_coder(coder), "are lost or damaged"] += len(of)
            continue
        tables.append(table)
        if (coder, name) in parts:
            read[coder] |= frozenset(of)
    problems = tuple(
        Problem(kind, f"the suggestions of {several(number, 'document')} {why}; the next run makes them anew")
        for (kind, why), number in unusable.items()
    )
    return KeptSuggestions(_within(pl.concat(tables), documents), dict(read), frozenset(coded), problems)


def kinds_asked(suggesters: Iterable[str]) -> frozenset[str]:
    """The kinds of machines that speak for the suggesters that a study names.

    What is learned from people speaks through the combination of all.
    """
    named = frozenset(suggesters)
    return named | {"combination"} if "learned" in named else named


def kept_table(
    objects: ObjectStore, name: str, documents: Collection[str] | None = None
) -> pl.DataFrame | None:
    """The suggestions of an object, of some documents or of all; None where it is lost or damaged."""
    try:
        table = pl.read_parquet(BytesIO(objects.get(name)))
    except (CounterpoiseError, pl.exceptions.PolarsError):
        return None
    return table if documents is None else table.filter(pl.col("document").is_in(list(documents)))


def made_of(event: Event, document: Document) -> bool:
    """Whether the suggestions of an event were made of a document as it is read now."""
    return bool(event.body.get("seen", {}).get(document.id) == seen_digest(document))


def seen_digest(document: Document) -> str:
    """Name all that a coder sees of a document; its id says only which bytes it was read from."""
    return identifier(
        text=document.text,
        pages=document.pages,
        headings=document.headings,
        origin=document.voice,
        year=document.year,
    )


def _within(table: pl.DataFrame, documents: Mapping[str, Document]) -> pl.DataFrame:
    """The judgements that end within their document: one that was read anew may be shorter than they reach."""
    lengths = {name: len(document.text) for name, document in documents.items()}
    of = pl.col("document").replace_strict(lengths, return_dtype=pl.Int64, default=None)
    return table.filter(pl.col("end") <= of)


def _keep_later(last: dict[tuple[str, str], Event], key: tuple[str, str], event: Event) -> None:
    if key not in last or last[key].seq < event.seq:
        last[key] = event


def kind_of_coder(coder: str) -> str:
    """What kind of machine a coder is: `lexicon` of `lexicon/2.1a2b`."""
    return coder.partition("/")[0]
