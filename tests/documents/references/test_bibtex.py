from typing import Any

import pytest

from counterpoise.documents.references.bibtex import read_bibtex


def items(text: str) -> list[dict[str, Any]]:
    entries, problems = read_bibtex(text, "r.bib")
    assert problems == []
    return [entry.item for entry in entries]


def item(fields: str, type_: str = "article") -> dict[str, Any]:
    (found,) = items(f"@{type_}{{k, {fields}}}")
    return found


def test_an_article() -> None:
    found = item(
        "author={Siddiq, A. and Khan, Sana}, title={A {Foreign} Policy}, journal={Asian Affairs}, volume=51, number={3}, "
        'pages="527--544", year=2020, month=may, doi={https://doi.org/10.1080/0306.2020}, publisher={T\\&F}'
    )
    assert found == {
        "id": "k",
        "type": "article-journal",
        "author": [{"family": "Siddiq", "given": "A."}, {"family": "Khan", "given": "Sana"}],
        "title": "A Foreign Policy",
        "container-title": "Asian Affairs",
        "volume": "51",
        "issue": "3",
        "page": "527-544",
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1080/0306.2020",
        "publisher": "T&F",
    }


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M{\"u}ller and \'{e}t\'e", "Müller and été"),
        (r"{\c C}a{\u g}lar \v{S}", "Çağlar Š"),
        (r"\emph{Fighting} to the \textbf{End}", "Fighting to the End"),
        (r"A \& B, 50\% and 50%, 1990--2020", "A & B, 50% and 50%, 1990–2020"),
        (r"{CPEC} {and the {US}}", "CPEC and the US"),
        ("one\n   line", "one line"),
        ("a $ b", "a $ b"),
    ],
)
def test_latex_becomes_text(latex: str, text: str) -> None:
    assert item(f"title={{{latex}}}")["title"] == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("van der Berg, Jan", {"non-dropping-particle": "van der", "family": "Berg", "given": "Jan"}),
        ("Mahbub ul Haq", {"given": "Mahbub", "non-dropping-particle": "ul", "family": "Haq"}),
        ("{World Bank}", {"literal": "World Bank"}),
        ("{Ministry of Trade and Industry}", {"literal": "Ministry of Trade and Industry"}),
        ("King, Jr., Martin", {"family": "King", "given": "Martin", "suffix": "Jr."}),
        (r"M{\"u}ller, J{\'o}zef", {"family": "Müller", "given": "Józef"}),
        ("others", {"literal": "others"}),
    ],
)
def test_names(name: str, expected: dict[str, str]) -> None:
    assert item(f"author={{Ali, B. and {name}}}")["author"] == [{"family": "Ali", "given": "B."}, expected]


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year=2020", {"date-parts": [[2020]]}),
        ("date={2020-05-03}", {"date-parts": [[2020, 5, 3]]}),
        ("date={2020-05/2021}", {"date-parts": [[2020, 5]]}),
        ("year=2020, month={March}", {"date-parts": [[2020, 3]]}),
        ("year=2020, month=12", {"date-parts": [[2020, 12]]}),
        ("year={in press}", {"literal": "in press"}),
        ("date={-0044}", {"date-parts": [[-44]]}),
    ],
)
def test_dates(fields: str, issued: dict[str, Any]) -> None:
    assert item(fields)["issued"] == issued


@pytest.mark.parametrize(
    ("raw", "files"),
    [
        ("files/12/a.pdf", ["files/12/a.pdf"]),
        ("Full Text PDF:files/12/Smith - 2020.pdf:application/pdf", ["files/12/Smith - 2020.pdf"]),
        ("A:a.pdf:application/pdf;B:b.html:text/html", ["a.pdf", "b.html"]),
        (r"PDF:C\:\\Users\\k\\a.pdf:application/pdf", [r"C:\Users\k\a.pdf"]),
        (r"C:\\a.pdf", [r"C:\a.pdf"]),
        (r"/x/a\;b.pdf;/x/c.pdf", ["/x/a;b.pdf", "/x/c.pdf"]),
    ],
)
def test_files_as_zotero_and_others_write_them(raw: str, files: list[str]) -> None:
    assert item(f"file={{{raw}}}")["custom"] == {"files": files}


@pytest.mark.parametrize(
    ("type_", "csl"),
    [("incollection", "chapter"), ("PhdThesis", "thesis"), ("techreport", "report"), ("online", "webpage")],
)
def test_types(type_: str, csl: str) -> None:
    assert item("title={T}", type_)["type"] == csl


def test_newspapers_as_biblatex_marks_them() -> None:
    assert item("title={T}, entrysubtype={newspaper}")["type"] == "article-newspaper"


def test_strings_and_what_is_put_together_of_them() -> None:
    text = (
        '@string{aa = "Asian"}\n@string{full = aa # { Affairs}}\n@article{k, journal = full # ", new series"}'
    )
    assert items(text)[0]["container-title"] == "Asian Affairs, new series"


def test_letters_of_commands_without_braces_stay_in_names() -> None:
    # Each of these stands in bibliographies of the field; BibTeX itself asks for braces about them.
    told = r"\"Oberg, Magnus and Gudrun \O stby and Kenneth \"Oberg and \c Celik, Ay\c{s}e and \L ukasz Nowak and {\"O}z, \.Inan"
    (entry,), problems = read_bibtex(f"@book{{x, title = {{T}}, author = {{{told}}}}}", "x.bib")
    assert problems == []
    assert [(each["family"], each["given"]) for each in entry.item["author"]] == [
        ("Öberg", "Magnus"),
        ("Østby", "Gudrun"),
        ("Öberg", "Kenneth"),
        ("Çelik", "Ayşe"),
        ("Nowak", "Łukasz"),
        ("Öz", "İnan"),
    ]


def test_a_chapter_inherits_from_its_book() -> None:
    chapter, book = items(
        "@incollection{c, author={Ali, B.}, title={Chapter}, crossref={B1}, pages={1-2}}\n"
        "@book{b1, title={Book}, editor={Khan, S.}, publisher={Routledge}, year=2020, file={book.pdf}, doi={10.1/b}}"
    )
    assert (chapter["title"], chapter["container-title"], chapter["publisher"]) == (
        "Chapter",
        "Book",
        "Routledge",
    )
    assert chapter["editor"] == [{"family": "Khan", "given": "S."}]
    assert chapter["issued"] == {"date-parts": [[2020]]}
    assert "DOI" not in chapter
    assert "custom" not in chapter
    assert book["title"] == "Book"


def test_every_problem_has_its_line_and_costs_no_other_entry() -> None:
    text = (
        "@comment{jabref-meta: x;}\n@book{open, title={x\n@book{twice, title={a}, title={b}}\n"
        "@book{odd, publisher = nowhere, title={c}}\n@bok{typo, title={d}}\n@incollection{lost, crossref={twise}}\n"
    )
    entries, problems = read_bibtex(text, "r.bib")
    assert [entry.item["id"] for entry in entries] == ["twice", "odd", "typo", "lost"]
    assert entries[0].item["title"] == "a"
    assert [str(problem) for problem in sorted(problems)] == [
        "r.bib:2: does not close, or lacks its key or a comma; left out",
        "r.bib:3: says title twice; the first counts",
        "r.bib:4 (odd): no @string is named 'nowhere'",
        "r.bib:5 (typo): unknown type '@bok' - did you mean 'book'?; read as a document",
        "r.bib:6 (lost): crossref names no entry 'twise' - did you mean 'twice'?",
    ]
