"""What machines suggested and the ledger keeps, read without a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from counterpoise.coding.judgements import JUDGEMENT_SCHEMA
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection

__all__ = ["KeptSuggestions", "kept_suggestions"]


@dataclass(frozen=True, slots=True)
class KeptSuggestions:
    """The suggestions that hold, a table in `JUDGEMENT_SCHEMA`, and of each machine the documents that it read.

    `problems` names objects that are lost: a run makes them again.
    """

    table: pl.DataFrame
    read: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def kept_suggestions(now: Projection, objects: ObjectStore) -> KeptSuggestions:
    """The suggestions of the machines that went through whole documents, of each kind the one that spoke last."""
    newest: dict[str, tuple[int, str]] = {}
    for (_, coder), event in now.codings.items():
        kind = coder.partition("/")[0]
        newest[kind] = max(newest.get(kind, (0, "")), (event.seq, coder))
    last = {coder for _, coder in newest.values()}
    held: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (document, coder), event in now.codings.items():
        if coder in last:
            held[coder, str(event.body["object"])].add(document)
    read: dict[str, set[str]] = {coder: set() for coder in last}
    tables = [pl.DataFrame(schema=JUDGEMENT_SCHEMA)]
    problems: list[Problem] = []
    for (coder, name), documents in sorted(held.items()):
        try:
            table = pl.read_parquet(BytesIO(objects.get(name)))
        except CounterpoiseError as error:
            problems += error.problems
        else:
            read[coder] |= documents
            tables.append(table.filter(pl.col("document").is_in(sorted(documents))))
    return KeptSuggestions(
        pl.concat(tables), {coder: frozenset(documents) for coder, documents in read.items()}, tuple(problems)
    )
