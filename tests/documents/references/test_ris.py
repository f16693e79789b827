from typing import Any

import pytest

from counterpoise.documents.references.ris import read_ris


def item(lines: str, type_: str = "JOUR") -> dict[str, Any]:
    entries, problems = read_ris(f"TY  - {type_}\nTI  - T\n{lines}\nER  - \n", "r.ris")
    assert problems == []
    return entries[0].item


def test_an_article_as_zotero_writes_it() -> None:
    text = (
        "TY  - JOUR\nTI  - A foreign policy\nAU  - Siddiq, A.\nAU  - Khan, Sana\nT2  - Asian Affairs\nJO  - As. Aff.\n"
        "AB  - Long\n and longer.\nDA  - 2020/05/03/\nPY  - 2020\nDO  - https://doi.org/10.1080/0306.2020\nVL  - 51\nIS  - 3\n"
        "SP  - 527\nEP  - 544\nSN  - 0306-8374\nUR  - https://x.org/a;b\nL1  - files/12/a.pdf\nL1  - files/12/b.pdf\n"
        "KW  - Asia\nKW  - policy\nLA  - en\nER  - \n"
    )
    (entry,), problems = read_ris(text, "r.ris")
    assert problems == []
    assert entry.item == {
        "type": "article-journal",
        "title": "A foreign policy",
        "author": [{"family": "Siddiq", "given": "A."}, {"family": "Khan", "given": "Sana"}],
        "container-title": "Asian Affairs",
        "abstract": "Long and longer.",
        "issued": {"date-parts": [[2020, 5, 3]]},
        "DOI": "10.1080/0306.2020",
        "volume": "51",
        "issue": "3",
        "page": "527-544",
        "ISSN": "0306-8374",
        "URL": "https://x.org/a;b",
        "custom": {"files": ["files/12/a.pdf", "files/12/b.pdf"]},
        "keyword": "Asia, policy",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("van der Berg, Jan", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("King, Martin, Jr.", {"family": "King", "given": "Martin", "suffix": "Jr."}),
        ("World Bank", {"literal": "World Bank"}),
        ("World Bank,", {"literal": "World Bank"}),
    ],
)
def test_names(name: str, expected: dict[str, str]) -> None:
    assert item(f"A1  - {name}")["author"] == [expected]


@pytest.mark.parametrize(
    ("type_", "csl"),
    [
        ("CHAP", "chapter"),
        ("RPRT", "report"),
        ("THES", "thesis"),
        ("NEWS", "article-newspaper"),
        ("GEN", "document"),
    ],
)
def test_types(type_: str, csl: str) -> None:
    assert item("VL  - 1", type_)["type"] == csl


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        ("PY  - 2020///", {"date-parts": [[2020]]}),
        ("Y1  - 2020/05//Spring", {"date-parts": [[2020, 5]]}),
        ("DA  - 2020-05-03", {"date-parts": [[2020, 5, 3]]}),
        ("PY  - in press", {"literal": "in press"}),
    ],
)
def test_dates(lines: str, issued: dict[str, Any]) -> None:
    assert item(lines)["issued"] == issued


def test_the_standard_number_of_a_book_is_an_isbn() -> None:
    assert item("SN  - 978-0-19", "BOOK")["ISBN"] == "978-0-19"


def test_every_problem_has_its_line_and_costs_no_other_record() -> None:
    text = (
        "Exported today\n\nTY  - BOOX\nTI  - Unended\n\nTY  - RPRT\nER  - \nty - jour\nti - lower case\n"
        "ZZ  - odd\ner -\nTY  - JOUR\nTI  - Last"
    )
    entries, problems = read_ris(text, "r.ris")
    assert [(entry.place, entry.item["title"]) for entry in entries] == [
        ("r.ris:3", "Unended"),
        ("r.ris:8", "lower case"),
        ("r.ris:12", "Last"),
    ]
    assert [str(problem) for problem in problems] == [
        "r.ris:3: the record has no ER line; read up to the next record",
        "r.ris:3: unknown type 'BOOX' - did you mean 'BOOK'?; read as a document",
        "r.ris:6: the record holds nothing but its type; left out",
        "r.ris:12: the record has no ER line; read up to the next record",
    ]
