from pathlib import Path

import pytest

from counterpoise.documents.proposals import proposal_of
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


def test_a_file_named_as_a_bibliography_that_is_none_is_refused(tmp_path):
    (tmp_path / "refs.bib").write_text("")
    (tmp_path / "refs.csljson").write_text("nothing")
    with pytest.raises(CounterpoiseError, match=r"refs\.csljson"):
        proposal_of(tmp_path / "refs.csljson", Path("refs.csljson"))
