"""Speeches of the United Nations General Debate as documents, for the benchmarks that read them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from counterpoise.documents.canonical import set_text
from counterpoise.documents.document import Document
from counterpoise.documents.formats.text import plain_blocks

SPEECHES = "corpus/ungdc/ungdc_1946_2023.parquet"
"""Where the corpus lies in the folder of shared data: state, session, year and text."""


def speeches(shared: Path) -> list[Document]:
    """Every speech as a document."""
    table = pl.read_parquet(shared / SPEECHES)
    return [
        speech(number, state, year, text) for number, (state, _, year, text) in enumerate(table.iter_rows())
    ]


def speech(number: int, origin: str, year: int, text: str) -> Document:
    """A document of a text that a state (ISO3) said in a year, by a number of its own."""
    set_ = set_text(plain_blocks(text))
    return Document(
        id=f"{number:016x}",
        title=f"{origin} {year}",
        kind="speech",
        origin=origin,
        date=str(year),
        source="General Debate",
        path=f"{origin}_{year}_{number}",
        sha256=f"{number:064x}",
        text=set_.text,
        parts=set_.parts,
    )
