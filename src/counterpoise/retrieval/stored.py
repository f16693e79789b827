"""Codings as a study keeps them: what machines suggested and people judged, read from the ledger without a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.judgements import judgements_of, table_of
from counterpoise.coding.kept_suggestions import kept_suggestions, kinds_asked
from counterpoise.coding.places import Places
from counterpoise.coding.settling import settle
from counterpoise.coding.suggester import is_machine
from counterpoise.documents.document import Document
from counterpoise.errors import Problem
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import present
from counterpoise.retrieval.codings import CODING_SCHEMA, Codings, codings_of
from counterpoise.retrieval.vocabulary import Vocabulary, vocabulary_of
from counterpoise.review.codebook import codebook_now
from counterpoise.review.frame import holdings_so_far
from counterpoise.review.judged import judged, named_as_in_theory, names_in_theory, table_as_in_theory
from counterpoise.study import Study
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

    Of a machine those of its last version stand. Codes bear their names in the theory file, as in a report, and places
    are those in the documents as they are read now. The ledger is only read, so another process may write. Raises
    CounterpoiseError where no run has been made yet.
    """
    place = study.folder / FOLDER
    documents = holdings_so_far(study).that_count(study)
    with Ledger.read(place) as ledger:
        now = present(ledger)
    objects = ObjectStore(place)
    kept = kept_suggestions(now, objects, documents, kinds_asked(study.declared.coding.suggesters))
    codebook = codebook_now(study.theory, now)
    said = judged(now, objects, documents, codebook)
    table = judged_table(
        table_as_in_theory(kept.table, codebook),
        documents,
        named_as_in_theory(said.codings, codebook),
        said.reviewed,
    )
    codings = codings_of(table, documents)
    vocabulary = vocabulary_of(
        study,
        codings.facts["code"].values,
        codings.facts["coder"].values,
        documents.values(),
        names_in_theory(codebook),
    )
    return StoredCodings(codings, vocabulary, (*kept.problems, *said.problems))


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
    said, gone_through = tuple(by_hand), tuple(reviewed)
    codings = suggested.filter(pl.col("effect").is_null())
    passages = [each.passage for each in said] + [each.passage for each in gone_through]
    touched = {each.document for each in passages}
    plain = codings.filter(~pl.col("document").is_in(sorted(touched)))
    tables = [plain.with_columns(status=pl.lit("suggested", pl.String)).select(*CODING_SCHEMA)]
    if touched:
        machine = judgements_of(codings.filter(pl.col("document").is_in(sorted(touched))), documents)
        settled = settle(machine.passages, machine.codings, said, gone_through)
        told = [(settled.passages[each.passage], each) for each in settled.codings if is_machine(each.coder)]
        units = {**machine.passages, **{each.passage.id: each.passage for each in gone_through}}
        told += _own(said, Places(units.values()))
        status = pl.Series("status", [coding.status for _, coding in told], dtype=pl.String)
        tables.append(table_of(told).with_columns(status).select(*CODING_SCHEMA))
    return pl.concat(tables)


def _own(said: Iterable[HumanCoding], places: Places) -> Iterator[tuple[Passage, Coding]]:
    """Each person's judgement on the passage that it belongs to."""
    for each in said:
        unit = places.unit_of(each.passage)
        span = each.coding.span or (each.passage.start, each.passage.end)
        yield unit, replace(each.coding, passage=unit.id, span=span)
