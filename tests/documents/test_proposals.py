import gzip
from pathlib import Path

import pytest

from counterpoise.documents.proposals import proposal_of, table_without_text
from counterpoise.errors import CounterpoiseError

BIB = "@article{rana2022, author = {Rana, Ali}, title = {Balancing}, year = {2022}}\n"
CSL = '[{"id": "rana2022", "type": "article-journal", "title": "Balancing"}]'
COLUMNS = '- {path: "corpora/reports.csv", kind: report, columns: {text: text, title: title, date: date}}'
DEBATES = '- {path: "corpora/debates.csv", layout: ungdc, kind: speech}'


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("refs.bib", BIB, '- "bibliography/refs.bib"'),
        ("refs.json", CSL, '- "bibliography/refs.json"'),
        ("reports.csv", "title,date,text,page\nReport,2015,Words.,3\n", COLUMNS),
        ("debates.csv", "iso3,session,year,text\nNOR,70,2015,Words.\n", DEBATES),
    ],
)
def test_what_is_to_be_written_into_the_study_file_is_said_in_full(tmp_path, name, content, line):
    (tmp_path / name).write_text(content)
    proposal = proposal_of(tmp_path / name, Path(name))
    assert proposal is not None
    assert proposal.line == line
    assert proposal.folder == line.partition('"')[2].partition("/")[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [("table.csv", "words,date\nHello,2015\n"), ("notes.md", "text\n")],
)
def test_what_is_no_bibliography_and_has_no_column_of_text_is_not_guessed_at(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    proposal = proposal_of(tmp_path / name, Path(name))
    assert proposal is None


def test_a_table_without_a_column_of_text_is_told_with_its_columns(tmp_path):
    packed = tmp_path / "reports.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"content": "Words.", "year": 2015}\n'))
    told = table_without_text(packed, "reports.jsonl.gz")
    assert told is not None
    assert "has no column 'text' (its columns: content, year); say which holds the text" in told.what
    (tmp_path / "note.txt.gz").write_bytes(gzip.compress(b"Words."))
    assert table_without_text(tmp_path / "note.txt.gz", "note.txt.gz") is None
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(CounterpoiseError, match=r"none\.jsonl: is empty"):
        table_without_text(tmp_path / "none.jsonl", "none.jsonl")


def test_a_file_named_as_a_bibliography_that_is_none_is_refused(tmp_path):
    (tmp_path / "refs.bib").write_text("")
    (tmp_path / "refs.csljson").write_text("nothing")
    with pytest.raises(CounterpoiseError, match=r"refs\.csljson"):
        proposal_of(tmp_path / "refs.csljson", Path("refs.csljson"))
