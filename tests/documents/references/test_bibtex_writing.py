import pytest

from counterpoise.documents.references.bibtex_writing import bibtex_of
from counterpoise.documents.references.csl import reference_of
from counterpoise.documents.references.reading import read_references
from counterpoise.publicdata.works import works_of

ITEMS = [
    {
        "id": "lim2015",
        "type": "article-journal",
        "title": "Reassessing Hedging: The Logic of Alignment in East Asia & Beyond",
        "author": [{"family": "Lim", "given": "Darren J."}, {"family": "Müller", "given": "Z."}],
        "issued": {"date-parts": [[2015, 9]]},
        "container-title": "Security Studies",
        "volume": "24",
        "issue": "4",
        "page": "696-727",
        "DOI": "10.1080/09636412.2015.1103130",
    },
    {
        "id": "paper",
        "type": "article-newspaper",
        "title": "100% of a_b {costs} $5",
        "author": [{"literal": "Ministry of Foreign Affairs and Trade"}],
        "container-title": "The Daily",
        "URL": "https://example.org/a_b?c=1&d=%20e",
    },
    {
        "id": "chapter",
        "type": "chapter",
        "title": "On ties",
        "author": [{"family": "Beek", "given": "A.", "non-dropping-particle": "van der"}],
        "editor": [{"family": "Ito", "given": "Ken"}],
        "container-title": "A Handbook",
        "publisher": "A Press",
    },
]


@pytest.mark.parametrize("item", ITEMS, ids=[item["id"] for item in ITEMS])
def test_what_is_written_is_read_again_as_it_was(item: dict[str, object]) -> None:
    text = bibtex_of([reference_of(item)])
    assert text.isascii()
    (again,), problems = read_references(text.encode(), "own.bib")
    assert problems == ()
    read = again.csl()
    assert {key: read.get(key) for key in item} == item


def test_what_bibtex_has_no_type_for_says_what_it_is() -> None:
    speech = reference_of({"id": "s", "type": "speech", "title": "Address"})
    assert bibtex_of([speech]).replace("\t", " ").split() == [
        "@misc{s,",
        "title",
        "=",
        "{{Address}},",
        "type",
        "=",
        "{speech}",
        "}",
    ]


def test_the_works_of_data_come_back_whole() -> None:
    works = works_of("cow-mid")
    (again,), _ = read_references(bibtex_of(works).encode(), "works.bib")
    assert again == works[0]
