"""Readings of data files as the ledger keeps them: which files, when, of which release, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import polars as pl

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE
from counterpoise.workspace import FOLDER


@dataclass(frozen=True, slots=True)
class KeptReading:
    """One reading of a source's files.

    `at` is UTC in ISO 8601. `files` gives the SHA-256 of each file by its bare name, "" where a reading of an older
    version kept none. `asked` holds the states and the powers that the study wanted then; None where it was not kept.
    `object` names the values in the store, `key` all that they depend on.
    """

    at: str
    source: str
    release: str
    files: Mapping[str, str]
    object: str
    key: str
    last_complete_year: Mapping[str, int]
    asked: tuple[frozenset[str], frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says of data files: readings and refusals in order, and when each file came by download.

    `refused` has why, by key; `fetched` the time in UTC by SHA-256.
    """

    readings: tuple[KeptReading, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    fetched: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def record_of(folder: Path) -> Record:
    """What the ledger of the study in a folder says; nothing where the study was never run."""
    if not (folder / FOLDER / FILE).is_file():
        return Record()
    with Ledger.read(folder / FOLDER) as ledger:
        return Record(
            tuple(_of_event(event) for event in ledger.events("values.read")),
            {
                event.key: tuple(": ".join(told) for told in event.body["problems"])
                for event in ledger.events("values.rejected")
            },
            {str(event.body["sha256"]): event.at for event in ledger.events("values.fetched")},
        )


def _of_event(event: Event) -> KeptReading:
    body = event.body
    paths = [str(path) for path in body["paths"]]
    asked = body.get("asked")
    return KeptReading(
        at=event.at,
        source=str(body["source"]),
        release=str(body.get("release", "")),
        files=dict(zip(paths, body.get("hashes") or [""] * len(paths), strict=True)),
        object=str(body["object"]),
        key=event.key,
        last_complete_year=dict(body.get("last_complete_year", {})),
        asked=None if asked is None else (frozenset(asked[0]), frozenset(asked[1])),
    )


def values_kept(folder: Path, readings: Iterable[KeptReading]) -> pl.DataFrame:
    """The values of some readings in `evidence.VALUE_SCHEMA`, one after the other.

    Raises CounterpoiseError where an object is lost or damaged.
    """
    store = ObjectStore(folder / FOLDER)
    tables = [
        pl.read_parquet(BytesIO(store.get(reading.object))).select(list(VALUE_SCHEMA)) for reading in readings
    ]
    return pl.concat([pl.DataFrame(schema=VALUE_SCHEMA), *tables])


def asked_in_both(values: pl.DataFrame, one: KeptReading, other: KeptReading) -> pl.DataFrame:
    """The values of states and partners that the study wanted at the time of both readings.

    A state that came into the panel later is no news of the source.
    """
    asked = [each.asked for each in (one, other) if each.asked is not None]
    if not asked:
        return values
    everyone = frozenset.intersection(*(states | powers for states, powers in asked))
    partners = frozenset.intersection(*(powers for _, powers in asked))
    return values.filter(
        pl.col("state").is_in(sorted(everyone)),
        pl.col("partner").is_null() | pl.col("partner").is_in(sorted(partners)),
    )
