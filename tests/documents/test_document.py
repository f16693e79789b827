from counterpoise.documents.document import Document, document_id


def document(**changed: object) -> Document:
    fields: dict[str, object] = {
        "id": "0" * 16,
        "title": "A speech",
        "kind": "speech",
        "origin": "PAK",
        "date": "2015-04",
        "source": "here",
        "path": "a.txt",
        "sha256": "0" * 64,
        "text": "first second",
    }
    return Document(**(fields | changed))  # type: ignore[arg-type]


def test_the_year_is_that_of_the_date() -> None:
    assert document().year == 2015
    assert document(date=None).year is None


def test_an_offset_stands_on_the_last_page_that_starts_at_or_before_it() -> None:
    paged = document(pages=(0, 6))
    assert [paged.page_at(offset) for offset in (0, 5, 6, 11)] == [1, 1, 2, 2]
    assert document().page_at(3) is None


def test_same_bytes_are_the_same_document_and_parts_differ() -> None:
    assert document_id("ab") == document_id("ab")
    assert len({document_id("ab"), document_id("cd"), document_id("ab", "1"), document_id("ab", "2")}) == 4
