import pytest

from counterpoise.coding.suggester import is_machine, seen_in
from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages

SENTENCES = [
    f"Sentence {number} says that the state keeps its relations with both powers, and that it will go on doing so "
    "for as long as trade, aid and the peace of its own region can be had from each of them without a war."
    for number in range(1, 9)
]
DOCUMENT = Document(
    "d1",
    "Speech",
    "speech",
    "PAK",
    "2005-09-14",
    "made up",
    "speech.txt",
    "0" * 64,
    " ".join(SENTENCES),
    on_behalf_of="IDN",
)


@pytest.mark.parametrize(
    ("coder", "machine"), [("lexicon/6.ab12", True), ("Amina", False), ("A. Khan", False)]
)
def test_a_machine_is_known_by_the_stroke_in_its_name(coder: str, machine: bool) -> None:
    assert is_machine(coder) is machine


def test_passages_are_seen_with_who_speaks_and_when() -> None:
    seen = list(seen_in(DOCUMENT))
    assert [each.passage for each in seen] == list(passages(DOCUMENT))
    assert len(seen) > 1
    assert {(each.origin, each.year, each.previous) for each in seen} == {("IDN", 2005, None)}


def test_with_context_each_passage_but_the_first_has_the_sentence_before_it() -> None:
    first, *others = seen_in(DOCUMENT, context=True)
    assert first.previous is None
    for each in others:
        assert each.previous in SENTENCES
        assert DOCUMENT.text.index(each.previous) < each.passage.start
