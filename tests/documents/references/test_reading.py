import json
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.references.csl import Reference
from counterpoise.documents.references.reading import read_references
from counterpoise.errors import CounterpoiseError

BIBTEX = "@article{a, title={T}, year=2020, author={Khan, A.}}"
RIS = "TY  - JOUR\nTI  - T\nER  - \n"
CSL = '[{"id": "a", "type": "book"}]'
CSV = '"Key","Item Type","Title"\n"a","book","T"\n'


def refused(content: bytes, name: str) -> str:
    with pytest.raises(CounterpoiseError) as error:
        read_references(content, name)
    return str(error.value)


@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL, CSV])
@pytest.mark.parametrize("name", ["refs.txt", "refs", "refs.bib", "refs.ris", "refs.json", "refs.csv"])
def test_the_format_is_told_by_the_content(text: str, name: str) -> None:
    references, problems = read_references(text.encode(), name)
    assert len(references) == 1
    assert problems == ()


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL, CSV])
def test_byte_order_marks_and_line_ends_of_other_systems(text: str, mark: str) -> None:
    references, problems = read_references((mark + text.replace("\n", "\r\n")).encode(), "refs")
    assert len(references) == 1
    assert problems == ()


def test_what_is_no_bibliography() -> None:
    assert refused(b"Dear Sir,", "letter.txt").startswith(
        "letter.txt: is no bibliography that is read; expected BibTeX"
    )
    assert refused(bytes(range(256)), "x.bib").startswith("x.bib: holds binary data")


def test_json_that_is_damaged_says_where() -> None:
    assert refused(b'[{"id": "a",\n}]', "r.json").startswith("r.json:2:1: is not JSON")
    assert refused(b"[" * 100_000, "r.json").startswith("r.json: is JSON of a depth")
    assert refused(b"[" + b"9" * 5000 + b"]", "r.json").startswith(
        "r.json: is JSON of a depth or with a number"
    )
    assert refused(b'{"items": 3}', "r.json") == "r.json: is JSON but no list of items"


def test_a_bad_item_costs_no_other() -> None:
    items = [
        3,
        {"id": "a", "type": "bok"},
        {"id": "a", "type": "book"},
        {"type": "book"},
        {"id": 7, "type": "report"},
    ]
    references, problems = read_references(json.dumps(items).encode(), "r.json")
    assert [(each.id, each.type) for each in references] == [
        ("a", "document"),
        ("entry", "book"),
        ("7", "report"),
    ]
    assert [str(problem) for problem in problems] == [
        "r.json, entry 1: is int, not an object; left out",
        "r.json, entry 2 (a): type 'bok' is none of CSL - did you mean 'book'?; read as a document",
        "r.json, entry 3 (a): the id 'a' is taken by an entry above; left out",
    ]


def test_entries_without_an_id_get_one_of_author_and_year() -> None:
    record = "TY  - JOUR\nAU  - ul Haq, M.\nPY  - 1976\nTI  - {}\nER  - \n"
    references, _ = read_references((record.format("A") + record.format("B") + RIS).encode(), "r.ris")
    assert [each.id for each in references] == ["ulhaq1976", "ulhaq1976-2", "entry"]


SAMPLES = [text.encode() for text in (BIBTEX, RIS, CSL, CSV)]


def read_or_refused(content: bytes, name: str) -> tuple[Reference, ...]:
    try:
        references, _ = read_references(content, name)
    except CounterpoiseError:
        return ()
    return references


@given(st.binary(max_size=300), st.sampled_from(["r.bib", "r.ris", "r.json", "r.csv", "r"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    assert len({each.id for each in read_or_refused(content, name)}) <= len(content)


@given(st.sampled_from(SAMPLES), st.integers(0, 60), st.integers(0, 20), st.binary(max_size=6))
def test_damaged_bibliographies_are_read_or_refused(
    content: bytes, start: int, length: int, put: bytes
) -> None:
    damaged = content * 2 + content[:start] + put + content[start + length :]
    references = read_or_refused(damaged, "r")
    assert len({each.id for each in references}) == len(references)


@pytest.mark.parametrize(
    "text",
    [
        "@a{" * 20_000,
        "@article{x, title={" + "{" * 50_000,
        "@article{x, title={" + "{" * 5_000 + "}" * 5_000 + "}}",
        "@string{a = a # a}" + "@book{x, title = a}",
        "@string{a = b # b}@string{b = a # a}@book{x, title = a}",
        "TY  - JOUR\n" * 20_000,
        "TY  - JOUR\nAU  - " + "a " * 50_000,
        '"Key","Item Type","Title"\n"' + "a" * 300_000,
        '"Key","Item Type","Title"\n' + "a,book,t\n" * 5_000,
    ],
)
def test_hostile_bibliographies_end(text: str) -> None:
    references = read_or_refused(text.encode(), PurePosixPath("r.bib").name)
    assert len(references) <= 5_000


def test_a_type_that_is_no_text_is_told() -> None:
    found, problems = read_references(b'[{"id": "a", "type": ["book"]}]', "r.json")
    assert [reference.type for reference in found] == ["document"]
    assert "type '['book']' is none of CSL" in str(problems[0])
