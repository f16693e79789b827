import pytest

from counterpoise.documents.references.zotero import read_zotero_csv
from counterpoise.errors import CounterpoiseError

HEADER = '"Key","Item Type","Publication Year","Author","Title","Publication Title","Date","File Attachments","Manual Tags"\n'


def test_a_row_of_each_kind() -> None:
    text = (
        HEADER
        + '"AB","journalArticle","2020","Siddiq, A.; World Bank","A ""foreign""\npolicy","Asian Affairs","2020-05",'
        + '"/x/a.pdf; /x/b.pdf","Asia; policy"\n'
        + '"CD","attachment","","","PDF","","","",""\n'
        + '"EF","report","2019","","T","","May 2019","",""\n'
        + '"GH","letter","","","T","","c. 1950","",""\n'
    )
    entries, problems = read_zotero_csv(text, "z.csv")
    assert problems == []
    assert [entry.item for entry in entries] == [
        {
            "id": "AB",
            "type": "article-journal",
            "author": [{"family": "Siddiq", "given": "A."}, {"literal": "World Bank"}],
            "title": 'A "foreign"\npolicy',
            "container-title": "Asian Affairs",
            "issued": {"date-parts": [[2020, 5]]},
            "custom": {"files": ["/x/a.pdf", "/x/b.pdf"]},
            "keyword": "Asia, policy",
        },
        {"id": "EF", "type": "report", "title": "T", "issued": {"date-parts": [[2019]]}},
        {"id": "GH", "type": "personal_communication", "title": "T", "issued": {"literal": "c. 1950"}},
    ]
    assert [entry.place for entry in entries] == ["z.csv:2", "z.csv:5", "z.csv:6"]


def test_an_unknown_type_is_a_problem_with_its_line() -> None:
    (entry,), problems = read_zotero_csv(HEADER + '"A","bok","","","T","","","",""\n', "z.csv")
    assert entry.item["type"] == "document"
    assert [str(problem) for problem in problems] == [
        "z.csv:2: unknown type 'bok' - did you mean 'book'?; read as a document"
    ]


def test_a_table_that_is_not_zoteros() -> None:
    with pytest.raises(CounterpoiseError, match=r"z.csv:1: has no column Item Type, Title"):
        read_zotero_csv("a,b\n1,2\n", "z.csv")


def test_a_row_that_cannot_be_read_keeps_those_above() -> None:
    text = HEADER + '"A","book","","","T","","","",""\n"B","book","","","' + "x" * 200_000 + '"\n'
    entries, problems = read_zotero_csv(text, "z.csv")
    assert [entry.item["id"] for entry in entries] == ["A"]
    assert str(problems[0]).startswith("z.csv:3: cannot be read on from here")
