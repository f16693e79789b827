"""What machines suggested for a study's documents in the last run, taken up from the ledger; nothing is coded anew."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from counterpoise.coding.judgements import JUDGEMENT_SCHEMA, Judgements, judgements_of
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.ledger.events import Event
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection

__all__ = ["Suggested", "suggested"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions that stand, the documents by id in which machines looked for any, and what could not be read."""

    judgements: Judgements
    documents: Mapping[str, Document]
    problems: tuple[Problem, ...] = ()


def suggested(
    now: Projection,
    objects: ObjectStore,
    documents: Iterable[Document],
    sorts: Collection[str] | None = None,
) -> Suggested:
    """What the coders of the last run suggest: of each sort of coder (lexicon, bm25) the one that spoke last.

    Without `sorts` of all. An older codebook's suggestions give way to those of the one after it, and stay in the ledger.
    """
    by_id = {document.id: document for document in documents}
    tables: list[pl.DataFrame] = []
    problems: list[Problem] = []
    looked: set[str] = set()
    for event, named in _events(now, by_id):
        if sorts is not None and _sort(event.body["coder"]) not in sorts:
            continue
        looked |= named or set()
        try:
            table = pl.read_parquet(io.BytesIO(objects.get(str(event.body["object"]))))
        except (CounterpoiseError, pl.exceptions.PolarsError):
            told = f"what {event.body['coder']} suggested is lost; the next run makes it again"
            problems.append(Problem(f"event {event.seq}", told))
            continue
        tables.append(table.filter(pl.col("document").is_in(list(named or by_id))))
    sizes = pl.DataFrame(
        {"document": list(by_id), "length": [len(document.text) for document in by_id.values()]},
        schema={"document": pl.String, "length": pl.Int64},
    )
    # A reading that was recorded after the suggestions may be shorter than they reach; the next run codes it.
    table = (
        pl.concat([pl.DataFrame(schema=JUDGEMENT_SCHEMA), *tables])
        .join(sizes, on="document", maintain_order="left")
        .filter(pl.col("end") <= pl.col("length"))
        .select(list(JUDGEMENT_SCHEMA))
    )
    found = judgements_of(table, by_id)
    return Suggested(found, {name: by_id[name] for name in by_id if name in looked}, tuple(problems))


def _events(
    now: Projection, documents: Mapping[str, Document]
) -> Iterator[tuple[Event, frozenset[str] | None]]:
    """The events that hold, each with the documents for which it does; None for all of them."""
    last: dict[tuple[str, str], Event] = {}
    for (document, coder), event in now.codings.items():
        if document in documents:
            _keep_later(last, (document, _sort(coder)), event)
    of_event: dict[int, set[str]] = {}
    for (document, _), event in last.items():
        of_event.setdefault(event.seq, set()).add(document)
    by_seq = {event.seq: event for event in last.values()}
    together: dict[tuple[str, str], Event] = {}
    for (kind, _), event in now.latest.items():
        if kind == "codings.suggested" and not event.body["documents"]:
            _keep_later(together, ("", _sort(event.body["coder"])), event)
    for seq, named in sorted(of_event.items()):
        yield by_seq[seq], frozenset(named)
    for event in sorted(together.values(), key=lambda each: each.seq):
        yield event, None


def _keep_later(last: dict[tuple[str, str], Event], key: tuple[str, str], event: Event) -> None:
    if key not in last or last[key].seq < event.seq:
        last[key] = event


def _sort(coder: str) -> str:
    """What sort of machine a coder is: `lexicon` of `lexicon/2.1a2b`."""
    return coder.partition("/")[0]
