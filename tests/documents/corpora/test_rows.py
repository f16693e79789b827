import datetime
import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.documents.corpora import rows as module
from counterpoise.documents.corpora.rows import NumberedRow, cell_text, corpus_rows
from counterpoise.errors import CounterpoiseError, Problem
from tests.damage import survives_arbitrary_bytes, survives_damage
from tests.workbook import workbook

TABLE = pl.DataFrame(
    {
        "id": ["a", "b"],
        "year": [2001, 2002],
        "text": ["Two\n\nparagraphs, “quoted”.", 'A "second" text.'],
        "x": [0, 0],
    }
)
EXPECTED = [
    NumberedRow(1, {"text": "Two\n\nparagraphs, “quoted”.", "year": "2001"}),
    NumberedRow(2, {"text": 'A "second" text.', "year": "2002"}),
]


def saved(folder: Path, name: str) -> Path:
    path = folder / name
    plain = folder / name.removesuffix(".gz")
    match plain.suffix:
        case ".csv":
            TABLE.write_csv(plain)
        case ".tsv":
            TABLE.write_csv(plain, separator="\t")
        case ".parquet":
            TABLE.write_parquet(plain)
        case ".xlsx":
            plain.write_bytes(workbook([TABLE.columns, *TABLE.rows()]))
        case ".jsonl":
            TABLE.write_ndjson(plain)
        case _:
            plain.write_text(json.dumps(TABLE.to_dicts()))
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(plain.read_bytes()))
    return path


FORMATS = ("csv", "tsv", "jsonl", "json", "parquet")


@pytest.mark.parametrize("suffix", [*FORMATS, "xlsx", *(f"{suffix}.gz" for suffix in FORMATS)])
def test_the_same_rows_in_every_format(tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path, f"c.{suffix}")
    assert list(corpus_rows(path, "c", ["text", "year"])) == EXPECTED


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_missing_column_is_named_with_the_nearest(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        list(corpus_rows(saved(tmp_path, f"c.{suffix}"), f"c.{suffix}", ["texts", "text", "origin"]))
    first, second = caught.value.problems
    assert first.what == "has no column 'texts' - did you mean 'text'? (its columns: id, year, text, x)"
    assert second.what == "has no column 'origin' (its columns: id, year, text, x)"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "“Équilibre” – à Genève"),
        ("utf-16", "“Équilibre”"),
        ("utf-8-sig", "“Équilibre”"),
        ("latin-1", "é"),
    ],
)
def test_a_table_in_any_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    # The first byte beyond ASCII stands past the sample from which an encoding is mostly told.
    plain = "".join(f"{number};plain words\r\n" for number in range(8_000))
    path = tmp_path / "c.csv"
    path.write_bytes(f"id;text\r\n{plain}x;{text}\r\n".encode(encoding))
    assert path.stat().st_size > 100_000
    *_, last = corpus_rows(path, "c.csv", ["text"])
    assert last == NumberedRow(8_001, {"text": text})


def test_rows_that_cannot_be_read_are_named_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("id,text\n1,one\n2,two,too many\n3,three\n4\n")
    assert list(corpus_rows(path, "c.csv", ["text"])) == [
        NumberedRow(1, {"text": "one"}),
        Problem("c.csv, row 2", "3 cells under 2 columns; row skipped"),
        NumberedRow(3, {"text": "three"}),
        Problem("c.csv, row 4", "1 cells under 2 columns; row skipped"),
    ]
    path = tmp_path / "c.jsonl"
    path.write_text('{"text": "one"}\n\n{"text": \n["two"]\n{"id": 4}\n' + "[" * 100_000 + "\n")
    found = list(corpus_rows(path, "c.jsonl", ["text"]))
    assert found[0] == NumberedRow(1, {"text": "one"})
    assert found[2:4] == [
        Problem("c.jsonl:4", "holds no object with named values; row skipped"),
        NumberedRow(5, {"text": ""}),
    ]
    assert [row.place for row in found if isinstance(row, Problem)] == ["c.jsonl:3", "c.jsonl:4", "c.jsonl:6"]


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 2**20)
    path = tmp_path / "c.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + b"a" * 2**21 + b'"}\n'))
    with pytest.raises(
        CounterpoiseError, match=r"c\.jsonl\.gz: unpacks to more than 1 MiB, which is the limit"
    ):
        list(corpus_rows(path, "c.jsonl.gz", ["text"]))
    monkeypatch.setattr(module, "LARGEST_ROW", 100)
    path = tmp_path / "c.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 200 + b'"}\n')
    with pytest.raises(CounterpoiseError, match=r"row 1 has more than"):
        list(corpus_rows(path, "c.jsonl", ["text"]))


def test_a_bomb_of_rows_is_refused_as_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + b"a" * 2**21 + b'"}\n'))
    with pytest.raises(CounterpoiseError, match=r"c\.jsonl\.gz: unpacks to more than 200 times its size"):
        list(corpus_rows(path, "c.jsonl.gz", ["text"]))
    monkeypatch.setattr(module, "LONGEST_CELL", 4)
    path = tmp_path / "c.csv"
    path.write_text('text\nmany\n"words\n')
    first, second = corpus_rows(path, "c.csv", ["text"])
    assert first == NumberedRow(1, {"text": "many"})
    assert str(second) == "c.csv, row 2: has a cell of 6 characters; the limit is 4; row skipped"
    monkeypatch.undo()
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    path = tmp_path / "c.jsonl"
    path.write_bytes(b'{"text": "words"}\n' * 2)
    assert len(list(corpus_rows(path, "c.jsonl", ["text"]))) == 2
    path.write_bytes(b'{"text": "words"}\n' * 3)
    with pytest.raises(CounterpoiseError, match=r"c\.jsonl: has more than 2 rows, the limit"):
        list(corpus_rows(path, "c.jsonl", ["text"]))


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    for name in ("c.docx", "c", "c.gz"):
        (tmp_path / name).write_bytes(b"words")
        with pytest.raises(CounterpoiseError, match=r"is no table of documents; these are: \.csv"):
            list(corpus_rows(tmp_path / name, name, ["text"]))


@pytest.mark.parametrize("suffix", [*FORMATS, "xlsx", "jsonl.gz", "csv.gz"])
def test_no_damage_escapes_as_anything_but_a_named_problem(tmp_path: Path, suffix: str) -> None:
    def read(content: bytes, place: str) -> None:
        (tmp_path / f"torn.{suffix}").write_bytes(content)
        list(corpus_rows(tmp_path / f"torn.{suffix}", place, ["text", "year"]))

    survives_arbitrary_bytes(read)
    survives_damage(read, saved(tmp_path, f"c.{suffix}").read_bytes())


def test_cells_as_text() -> None:
    cells = (None, float("nan"), 2001.0, 0.5, datetime.date(2001, 5, 3), ["a", None, 2], True)
    assert [cell_text(cell) for cell in cells] == ["", "", "2001", "0.5", "2001-05-03", "a; ; 2", "True"]


def test_rows_keep_their_numbers_from_block_to_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_ROW", 1_000)
    path = tmp_path / "c.csv"
    lines = [f"{number},{'a' * 50}" + ",more" * (number % 100 == 0) for number in range(1, 1_001)]
    path.write_text("\n".join(["id,text", *lines]))
    found = list(corpus_rows(path, "c.csv", ["id"]))
    assert all(row.cells["id"] == str(row.number) for row in found if isinstance(row, NumberedRow))
    assert [row.place for row in found if isinstance(row, Problem)] == [
        f"c.csv, row {n}" for n in range(100, 1_001, 100)
    ]


def test_a_table_that_is_cut_within_a_character_is_read_to_there(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes("id,text\n1,“one”\n2,“two”".encode()[:-1])
    assert [
        row.cells["text"] for row in corpus_rows(path, "c.csv", ["text"]) if isinstance(row, NumberedRow)
    ] == [
        "“one”",
        "“two\ufffd",
    ]
