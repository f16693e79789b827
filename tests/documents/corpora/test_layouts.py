import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.corpora.corpus import CORPUS_LAYOUTS, CorpusPart, corpus_parts
from counterpoise.documents.corpora.layouts import PRESS_CONFERENCES, TABLE_LAYOUTS
from counterpoise.studyfile import Columns
from tests.workbook import workbook


def parts(path: Path, layout: str) -> list[CorpusPart]:
    return [part for part in corpus_parts(path, path.name, layout) if isinstance(part, CorpusPart)]


# The columns as the corpus's own codebook lists them (version 3, 2023, pp. 2-3).
DYAD = {
    "id_orig": 12,
    "id_split": "12_1",
    "id": 15,
    "link": "https://example.org/12",
    "spokesperson": "A. Speaker",
    "day": 3,
    "month": 4,
    "year": 2015,
    "date": "2015-04-03",
    "question": "What of the corridor?",
    "answer": "It goes on.\n\nIt is open to all.",
    "question_lem": "",
    "answer_lem": "",
    "who_asked": "A paper",
}


@pytest.mark.parametrize("suffix", ["parquet", "csv", "xlsx"])
def test_a_question_is_no_word_of_the_ministry(tmp_path: Path, suffix: str) -> None:
    path, table = tmp_path / f"c.{suffix}", pl.DataFrame([DYAD])
    match suffix:
        case "parquet":
            table.write_parquet(path)
        case "csv":
            table.write_csv(path)
        case _:
            path.write_bytes(workbook([table.columns, *table.rows()]))
    (part,) = parts(path, "cmfa-press-conferences")
    assert part.part == "15"
    assert part.blocks == (
        Block("What of the corridor?", "comment"),
        Block("It goes on."),
        Block("It is open to all."),
    )
    assert (part.record.title, part.record.date) == ("Press conference, 2015-04-03, A. Speaker", "2015-04-03")
    assert part.record.source == f"{PRESS_CONFERENCES}, https://example.org/12"
    assert (part.record.kind, part.record.origin) == ("speech", None)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_briefing_without_what_journalists_ask(tmp_path: Path, form: str) -> None:
    # The columns that the script which made the corpus writes; in its CSV, line ends are escaped.
    paragraphs = [
        "2:10 p.m. EST",
        "MR. SPEAKER: Good afternoon.",
        "We begin.",
        "QUESTION: On ties?",
        "And aid?",
        "MR. SPEAKER: Yes.",
    ]
    content = "\n\n".join(paragraphs)
    row = {
        "source": "https://www.example.gov",
        "type": "Press Briefing",
        "title": "Briefing of a day",
        "date": "November 14, 2022",
        "url": "https://www.example.gov/briefing",
        "content": content if form == "jsonl" else content.replace("\n", "\\n"),
    }
    path = tmp_path / f"b.{form}"
    if form == "jsonl":
        path.write_text(json.dumps(row) + "\n")
    else:
        pl.DataFrame([row]).write_csv(path, include_bom=True, quote_style="always")
    (part,) = parts(path, "state-briefings")
    assert [block.text for block in part.blocks if block.role == "comment"] == [
        "QUESTION: On ties?",
        "And aid?",
    ]
    assert [block.text for block in part.blocks if block.role == "paragraph"] == [
        *paragraphs[:3],
        paragraphs[5],
    ]
    assert (part.record.title, part.record.date) == ("Briefing of a day", "2022-11-14")
    assert part.part == part.record.source == "https://www.example.gov/briefing"


def test_layouts_name_columns_once() -> None:
    assert set(TABLE_LAYOUTS) < set(CORPUS_LAYOUTS)
    for layout in TABLE_LAYOUTS.values():
        assert layout.columns.id, "parts of a published corpus keep their names"
        assert Columns.model_validate(layout.columns.model_dump()) == layout.columns
