"""Layouts of published corpora: which columns they have, and what these mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.corpora.rows import Row
from counterpoise.documents.corpora.ungdc import speaker, speech_record
from counterpoise.documents.formats.text import plain_blocks
from counterpoise.studyfile import Columns

PRESS_CONFERENCES = (
    "Ministry of Foreign Affairs Press Conferences Corpus (Mochtak and Turcsanyi 2021), "
    "doi 10.1007/s11366-021-09762-3"
)

_QUESTION = re.compile(r"QUESTION\b[^:\n]{0,40}:")
_SPEAKER = re.compile(r"[A-Z][A-Z.'’ -]{2,60}:")


def _nothing(_cells: Row, _own: Record) -> Record:
    return Record()


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is read: its columns, what they say together, who speaks in a row, and the blocks of a text.

    The columns in `numbers` hold whole numbers, without which a row says nothing.
    """

    columns: Columns
    record: Callable[[Row, Record], Record] = _nothing
    origin: Callable[[Row], str | None] | None = None
    blocks: Callable[[str], list[Block]] = plain_blocks
    numbers: tuple[str, ...] = ()


def _general_debate(cells: Row, own: Record) -> Record:
    return speech_record(cells["iso3"], own.origin, int(cells["session"]), cells["year"])


def _press_conference(cells: Row, own: Record) -> Record:
    held = f"Press conference, {own.date}" if own.date else "Press conference"
    title = f"{held}, {cells['spokesperson']}" if cells["spokesperson"] else held
    return Record(title=title, kind="speech", source=", ".join(filter(None, (PRESS_CONFERENCES, own.source))))


def _briefing(_cells: Row, _own: Record) -> Record:
    return Record(kind="speech")


def _transcript(text: str) -> list[Block]:
    """Paragraphs of a transcript, in which what journalists ask is no word of the speaker's."""
    # In the table form of the corpus a line end is written as a backslash and an n.
    lined = text if "\n" in text else text.replace("\\n", "\n")
    blocks: list[Block] = []
    role: Role = "paragraph"
    for block in plain_blocks(lined):
        if _QUESTION.match(block.text):
            role = "comment"
        elif _SPEAKER.match(block.text):
            role = "paragraph"
        blocks.append(Block(block.text, role))
    return blocks


TABLE_LAYOUTS: Mapping[str, TableLayout] = MappingProxyType(
    {
        "ungdc": TableLayout(
            Columns(text=("text",), date=("year",), origin="iso3", id=("iso3", "session", "year")),
            record=_general_debate,
            origin=lambda cells: speaker(cells["iso3"], int(cells["year"])),
            numbers=("session", "year"),
        ),
        "cmfa-press-conferences": TableLayout(
            Columns(
                text=("answer",),
                asked=("question",),
                date=("year", "month", "day"),
                id=("id",),
                source=("link",),
                title=("spokesperson",),
            ),
            record=_press_conference,
        ),
        "state-briefings": TableLayout(
            Columns(text=("content",), title=("title",), date=("date",), source=("url",), id=("url",)),
            record=_briefing,
            blocks=_transcript,
        ),
    }
)
"""Layouts of tables by name.

`ungdc` is the United Nations General Debate Corpus as one table; `cmfa-press-conferences` the corpus of Mochtak and
Turcsanyi, version 3 or 4, a question and its answer a row; `state-briefings` the press briefings in the US-China
Official Diplomatic and Defense Corpus (doi 10.5281/zenodo.18383270).
"""
