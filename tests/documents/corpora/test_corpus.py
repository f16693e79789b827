import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.corpora.corpus import CorpusPart, Where, corpus_documents, corpus_parts
from counterpoise.documents.document import Declaration, Document, document_id
from counterpoise.documents.intake import read_document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256_of_file
from counterpoise.studyfile import Columns

ROWS = [
    {
        "no": "1",
        "head": "On ties",
        "said": "First text.",
        "when": "2001-05-03",
        "who": "NOR",
        "sort": "speech",
    },
    {"no": "2", "head": None, "said": "Second text.", "when": "March 3, 2002", "who": None, "sort": None},
]
COLUMNS = Columns(text="said", title="head", date="when", origin="who", id="no", kind="sort")


def written(folder: Path, rows: list[dict[str, object]], name: str = "c.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_a_row_becomes_a_document(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    declaration = Declaration("report", origin="SWE", source="A collection", title=None, date="1999")
    one, other = (
        d for d in corpus_documents(path, "corpus/c.jsonl", declaration, COLUMNS) if isinstance(d, Document)
    )
    assert (one.title, one.kind, one.origin, one.date) == ("On ties", "speech", "NOR", "2001-05-03")
    assert one.id == document_id(sha256_of_file(path), "1")
    assert (one.path, one.source, one.text) == ("corpus/c.jsonl#1", "A collection", "First text.")
    # The declaration is of the set; who speaks in a row that does not say is not known.
    assert (other.title, other.kind, other.origin, other.date) == ("c, 2", "report", None, "2002-03-03")
    assert len({one.id, other.id}) == 2
    without = COLUMNS.model_copy(update={"origin": None})
    assert [
        d.origin for d in corpus_documents(path, "c.jsonl", declaration, without) if isinstance(d, Document)
    ] == [
        "SWE",
        "SWE",
    ]


def test_several_columns_of_one_sort(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "q": "Why?",
        "a": "Because.",
        "b": "And so.",
        "y": 2001,
        "m": 5,
        "d": 3,
        "s": 56,
        "n": 7,
    }
    columns = Columns(text=("a", "b"), asked="q", date=("y", "m", "d"), id=("s", "n"))
    (part,) = corpus_parts(written(tmp_path, [row]), "c.jsonl", columns=columns)
    assert part == CorpusPart(
        "56_7", Record(date="2001-05-03"), (Block("Why?", "comment"), Block("Because."), Block("And so."))
    )


@pytest.mark.parametrize(
    ("where", "parts"),
    [
        ({"origin": ["NOR", "SWE"]}, ["1"]),
        ({"date": "2002"}, ["2"]),
        ({"date": ["2001-05", "2002-03-03"]}, ["1", "2"]),
        ({"head": ["On ties"], "date": "2001"}, ["1"]),
        ({"id": []}, []),
    ],
)
def test_only_what_is_wanted_is_read(tmp_path: Path, where: Where, parts: list[str]) -> None:
    found = corpus_parts(written(tmp_path, ROWS), "c.jsonl", columns=COLUMNS, where=where)
    assert [part.part for part in found if isinstance(part, CorpusPart)] == parts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"when": "03/04/2001"}, "'03/04/2001' is no date such as 2015-04-20 or April 20, 2015; row skipped"),
        ({"who": "Norway"}, "did you mean 'NOR' (Norway)?; row skipped"),
        ({"sort": "speeches"}, "unknown kind 'speeches' - did you mean 'speech'?; row skipped"),
        ({"no": "2"}, "the id '2' stands in an earlier row; row skipped"),
        ({"said": " "}, "holds no text in said; row skipped"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_kept(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    rows = [ROWS[1], ROWS[0] | change]
    kept, problem = corpus_parts(written(tmp_path, rows), "c.jsonl", columns=COLUMNS)
    assert isinstance(kept, CorpusPart)
    assert isinstance(problem, Problem)
    assert (problem.place, problem.what.endswith(said)) == ("c.jsonl, row 2", True)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (None, "holds many documents; give its columns, or a layout"),
        ("state-briefing", "unknown layout 'state-briefing' - did you mean 'state-briefings'?"),
    ],
)
def test_a_table_without_a_layout_is_named(tmp_path: Path, layout: str | None, said: str) -> None:
    with pytest.raises(CounterpoiseError, match=said.replace("?", r"\?")):
        next(corpus_parts(written(tmp_path, ROWS), "c.jsonl", layout))
    with pytest.raises(CounterpoiseError, match=r"has no column 'orgin' - did you mean 'origin'\?"):
        next(
            corpus_parts(
                written(tmp_path, [{"said": "x", "origin": "NOR"}]),
                "c",
                columns=Columns(text="said", origin="orgin"),
            )
        )


def test_the_general_debate_as_a_table_reads_as_its_files_do(shared: Path) -> None:
    # Jankin, Baturo and Dasandi: one corpus, published as files and as a table.
    table = shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet"
    where = {"origin": ["PAK", "CHN", "USA"], "date": ["2005", "2019"]}
    declaration = Declaration("report", layout="ungdc")
    found = [
        d for d in corpus_documents(table, "u.parquet", declaration, where=where) if isinstance(d, Document)
    ]
    assert len(found) == 6
    for speech in found:
        place = f"Session {int(speech.date or 0) - 1945} - {speech.date}/{speech.path.partition('#')[2]}.txt"
        file = read_document(shared / "corpus" / "ungdc" / "txt" / place, place, declaration)
        assert (speech.title, speech.origin, speech.kind) == (file.title, file.origin, file.kind)
        assert speech.text == file.text


def test_states_that_are_gone_and_speakers_that_are_none(shared: Path) -> None:
    table = shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet"
    where = {"origin": ["CSK", "YUG", "EU"], "date": ["1948", "2002", "2012"]}
    declaration = Declaration("speech", layout="ungdc", origin="NOR")
    found = [
        d for d in corpus_documents(table, "u.parquet", declaration, where=where) if isinstance(d, Document)
    ]
    assert {(speech.path[10:], speech.origin) for speech in found} == {
        ("CSK_3_1948", "COW315"),
        ("YUG_3_1948", "COW345"),
        ("YUG_57_2002", "SRB"),
        ("EU_67_2012", None),
    }


def test_published_reports_in_json_lines_and_speeches_in_csv(shared: Path) -> None:
    reports = shared / "corpus" / "china_work_reports_zh" / "government_work_reports.jsonl.gz"
    columns = Columns(text="content", title="title", date="year", source="url", id="title")
    found = [
        d
        for d in corpus_documents(reports, "r.jsonl.gz", Declaration("report"), columns)
        if isinstance(d, Document)
    ]
    assert (len(found), found[0].date, found[-1].date) == (72, "2025", "1954")
    assert "各位代表" in found[0].text[:20]
    speeches = shared / "corpus" / "ungd_2017" / "ungd_2017.csv.gz"
    columns = Columns(text="text", title="country", date="year", origin="country_iso", id="docname")
    found_or_not = list(corpus_documents(speeches, "s.csv.gz", Declaration("speech"), columns))
    assert len(found_or_not) == 196
    # The European Union, Palestine and the Holy See speak there and are no members of the state system.
    assert [p.what.split("'")[1] for p in found_or_not if isinstance(p, Problem)] == ["EC", "PSE", "VAT"]
    one = read_table(shared, "PAK")
    there = next(d for d in found_or_not if isinstance(d, Document) and d.origin == "PAK")
    assert one.split()[:200] == there.text.split()[:200]


def read_table(shared: Path, iso3: str) -> str:
    """The speech of 2017 of a state in the other publication of the corpus."""
    table = pl.scan_parquet(shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet")
    text = table.filter((pl.col.iso3 == iso3) & (pl.col.year == 2017)).select("text").collect().item()
    return str(text)
