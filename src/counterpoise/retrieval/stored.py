"""Codings as a study keeps them: what machines suggested and people judged, read from the ledger without a run."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.coding.decided import HumanCoding, Reviewed, human_codings, reviewed_passages
from counterpoise.coding.judgements import JUDGEMENT_SCHEMA, judgements_of, table_of
from counterpoise.coding.places import Places
from counterpoise.coding.settling import settle, still_standing
from counterpoise.coding.suggester import is_machine
from counterpoise.coding.suggestions import seen_digest
from counterpoise.documents.collection import is_outside
from counterpoise.documents.comparison import copies
from counterpoise.documents.document import Document
from counterpoise.documents.register import holdings
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection, present
from counterpoise.retrieval.codings import CODING_SCHEMA, Codings, codings_of
from counterpoise.retrieval.vocabulary import Vocabulary, vocabulary_of
from counterpoise.study import Study
from counterpoise.wording import several
from counterpoise.workspace import FOLDER

__all__ = ["StoredCodings", "judged_table", "stored_codings"]


@dataclass(frozen=True, slots=True)
class StoredCodings:
    """The codings that a study keeps, what may be named of them, and what of them could not be used."""

    codings: Codings
    vocabulary: Vocabulary
    notices: tuple[Problem, ...]


def stored_codings(study: Study) -> StoredCodings:
    """Every coding of every coder of the documents that count, as the runs so far and people's decisions left them.

    Of a machine those of its last version stand. The ledger is only read, so another process may write. Raises
    CounterpoiseError where no run has been made yet.
    """
    place = study.folder / FOLDER
    with Ledger.read(place) as ledger:
        now = present(ledger)
    held = holdings(study)
    by_id = {each.id: each for each in held.documents}
    left_out = {each.id for each in held.documents if is_outside(study, each)}
    if study.declared.settings.near_duplicates == "first" and held.compared is not None:
        left_out |= set(copies(held.compared, by_id))
    documents = {name: each for name, each in by_id.items() if name not in left_out}
    suggested, notices = _suggested(now, ObjectStore(place), documents, study.declared.coding.suggesters)
    by_hand, moved = still_standing(human_codings(now), documents)
    gone_through = [each for each in reviewed_passages(now) if each.passage.document in documents]
    table = judged_table(suggested, documents, by_hand, gone_through)
    codings = codings_of(table, documents)
    vocabulary = vocabulary_of(
        study, codings.facts["code"].values, codings.facts["coder"].values, documents.values()
    )
    return StoredCodings(codings, vocabulary, (*notices, *moved))


def judged_table(
    suggested: pl.DataFrame,
    documents: Mapping[str, Document],
    by_hand: Iterable[HumanCoding],
    reviewed: Iterable[Reviewed],
) -> pl.DataFrame:
    """Suggestions, a table in `JUDGEMENT_SCHEMA`, with what people made of them, and people's own; in `CODING_SCHEMA`.

    A suggestion has the status that it was settled to. A person's judgement has its own, on the passage that it
    belongs to, with the text of the person's choice as its span.
    """
    judged, gone_through = tuple(by_hand), tuple(reviewed)
    codings = suggested.filter(pl.col("effect").is_null())
    passages = [each.passage for each in judged] + [each.passage for each in gone_through]
    touched = {each.document for each in passages}
    plain = codings.filter(~pl.col("document").is_in(sorted(touched)))
    tables = [plain.with_columns(status=pl.lit("suggested", pl.String)).select(*CODING_SCHEMA)]
    if touched:
        machine = judgements_of(codings.filter(pl.col("document").is_in(sorted(touched))), documents)
        settled = settle(machine.passages, machine.codings, judged, gone_through)
        told = [(settled.passages[each.passage], each) for each in settled.codings if is_machine(each.coder)]
        units = {**machine.passages, **{each.passage.id: each.passage for each in gone_through}}
        told += _own(judged, Places(units.values()))
        status = pl.Series("status", [coding.status for _, coding in told], dtype=pl.String)
        tables.append(table_of(told).with_columns(status).select(*CODING_SCHEMA))
    return pl.concat(tables)


def _own(judged: Iterable[HumanCoding], places: Places) -> Iterator[tuple[Passage, Coding]]:
    """Each person's judgement on the passage that it belongs to."""
    for each in judged:
        unit = places.unit_of(each.passage)
        span = each.coding.span or (each.passage.start, each.passage.end)
        yield unit, replace(each.coding, passage=unit.id, span=span)


def _suggested(
    now: Projection, objects: ObjectStore, documents: Mapping[str, Document], kinds: Iterable[str]
) -> tuple[pl.DataFrame, list[Problem]]:
    """What machines of some kinds suggest of some documents, the last version of each, as a table; and what is unusable."""
    wanted = set(kinds)
    last: dict[tuple[str, str], Event] = {}
    whole: dict[str, Event] = {}
    for (document, coder), event in now.codings.items():
        kind = coder.partition("/")[0]
        if document in documents and kind in wanted and _later(event, last.get((document, kind))):
            last[document, kind] = event
    for (name, _), event in now.latest.items():
        if name == "codings.suggested" and not event.body["documents"]:
            kind = str(event.body["coder"]).partition("/")[0]
            if kind in wanted and _later(event, whole.get(kind)):
                whole[kind] = event
    digests = {name: seen_digest(each) for name, each in documents.items()}
    of_object: dict[str, list[str]] = {}
    unusable: Counter[tuple[str, str]] = Counter()
    for (document, kind), event in last.items():
        if event.body.get("seen", {}).get(document) == digests[document]:
            of_object.setdefault(str(event.body["object"]), []).append(document)
        else:
            unusable[kind, "were made of other texts than those read last; run the study again"] += 1
    tables = [pl.DataFrame(schema=JUDGEMENT_SCHEMA)]
    for name, of in (*of_object.items(), *((str(event.body["object"]), None) for event in whole.values())):
        try:
            table = pl.read_parquet(io.BytesIO(objects.get(name)))
        except (CounterpoiseError, pl.exceptions.PolarsError):
            unusable["suggestions", "are lost or damaged; run the study again"] += len(of or documents)
            continue
        tables.append(table.filter(pl.col("document").is_in(list(documents) if of is None else of)))
    notices = [
        Problem(kind, f"the suggestions of {several(number, 'document')} {why}")
        for (kind, why), number in unusable.items()
    ]
    return pl.concat(tables), notices


def _later(event: Event, than: Event | None) -> bool:
    return than is None or event.seq > than.seq
