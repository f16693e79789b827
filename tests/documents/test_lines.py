from counterpoise.documents.canonical import PAGE_START
from counterpoise.documents.lines import Vocabulary, paragraphs, width_of

PROSE = [
    "The corridor runs from the border to the sea and has been",
    "built since the spring of that year. It carries road, rail",
    "and power.",
    "A second paragraph begins after a line that left room for",
    "its first word, as typesetters leave it.",
]


def joined(lines: list[str]) -> list[str]:
    return paragraphs(lines, width_of(lines), Vocabulary.of(lines))


def test_a_line_that_left_room_ends_a_paragraph() -> None:
    first, second = joined(PROSE)
    assert first.endswith("It carries road, rail and power.")
    assert second.startswith("A second paragraph")


def test_a_blank_line_does_not_cut_a_sentence_that_goes_on() -> None:
    (first, _) = joined([*PROSE[:1], "", *PROSE[1:]])
    assert "has been built since" in first


def test_a_page_starts_within_a_paragraph() -> None:
    (first, _) = joined([PROSE[0], PAGE_START + PROSE[1], *PROSE[2:]])
    assert f"has been {PAGE_START}built since" in first


def test_list_marks_and_indented_lines_open_paragraphs() -> None:
    lines = [*PROSE[:3], "(1) the first of the aims is stated in a line of some width;", "(2) the second"]
    assert joined(lines)[1:] == lines[3:]
    assert len(joined([PROSE[0], PROSE[1] + " ends.", "  Indented lines open a paragraph of their own"])) == 2


def test_a_hyphen_stays_where_the_document_writes_it_elsewhere() -> None:
    known = Vocabulary.of(["international", "cross-border", "all parts all parts"])
    assert known.hyphen_kept("of inter-", "national law") is False
    assert known.hyphen_kept("of cross-", "border trade") is True
    assert known.hyphen_kept("the Secretary-", "General") is True
    assert known.hyphen_kept("from 1990–", "1995") is True
    assert known.hyphen_kept("of unheard-", "ofness") is False
    assert known.hyphen_kept("a dash -", "here") is None


def test_a_hyphen_within_an_address_stays_and_the_address_goes_on() -> None:
    known = Vocabulary.of(["the national law and its inter-", "national part of the law, which is internet"])
    assert known.hyphen_kept("of inter-", "national law") is False
    assert known.hyphen_kept("see https://example.org/inter-", "national/law") is True
    assert known.hyphen_kept("www.example.org/inter-", "national") is True
    assert known.hyphen_kept("2018%20-%20035%20-%20PK-", "LQP%20Final") is True
    assert known.hyphen_kept("baru/2018%20-", "%20035") is True
    assert known.hyphen_kept("https://example.org of inter-", "national law") is False
    lines = [
        "A first line of the text that is as wide as others are,",
        "https://example.org/PK-",
        "LQP.pdf is the report.",
    ]
    assert paragraphs(lines, 55, known) == [
        "A first line of the text that is as wide as others are, https://example.org/PK-LQP.pdf is the report."
    ]


def test_the_hyphen_of_an_abbreviation_stays() -> None:
    assert joined(["They spoke at length of the U.S.-", "China rivalry and its price."]) == [
        "They spoke at length of the U.S.-China rivalry and its price."
    ]
