import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.documents.canonical import canonical
from counterpoise.exchange.anchoring import Anchors
from counterpoise.exchange.outgoing import document_guid
from tests.exchange.texts import DOCUMENTS, SPEECH, document


@given(st.text("aé e\u0301😀\t\u00a0\u200d\n\r\x00\ufeff", min_size=1), st.data())
@settings(deadline=None)
def test_a_stretch_of_a_text_finds_its_characters_in_the_document(text: str, data: st.DataObject) -> None:
    ours = document("d", canonical(text))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Anchors([ours]).find(text)
    if not ours.text:
        assert found is None or found.span(start, end) is None
        return
    assert found is not None
    span = found.span(start, end)
    told = "" if span is None else ours.text[span[0] : span[1]]
    # A mark that the stretch parts from its letter goes with the letter.
    wanted = canonical(text[start:end])
    strip = str.maketrans("", "", "\u0301")
    assert "".join(unicodedata.normalize("NFD", told).translate(strip).split()) == "".join(
        unicodedata.normalize("NFD", wanted).translate(strip).split()
    )


@pytest.mark.parametrize(
    "theirs",
    [
        SPEECH.text,
        SPEECH.text.replace("\n", "\r\n"),
        SPEECH.text.replace("\n\n", "\n"),
        unicodedata.normalize("NFD", SPEECH.text),
        f"\n  {SPEECH.text}  \n",
        SPEECH.text.replace(" ", "\u00a0"),
    ],
)
def test_a_text_whose_blanks_and_forms_were_changed_is_the_document(theirs: str) -> None:
    found = Anchors(DOCUMENTS).find(theirs)
    assert found is not None
    start = theirs.index("Aid")
    span = found.span(start, start + 3)
    assert span is not None
    assert SPEECH.text[span[0] : span[1]] == "Aid"


def test_a_text_that_was_edited_is_no_document() -> None:
    anchors = Anchors(DOCUMENTS)
    assert anchors.find(SPEECH.text + "!") is None
    assert anchors.find(SPEECH.text + "!", document_guid("aa")) is None
    assert anchors.find("") is None
    assert Anchors([document("e", "")]).find("  ") is None


def test_of_two_documents_alike_the_one_that_a_source_stands_for_is_meant() -> None:
    first, second = document("one", "Same words."), document("two", "Same words.")
    anchors = Anchors([first, second])
    for guid, meant in ((None, first), (document_guid("two"), second), (document_guid("gone"), first)):
        found = anchors.find("Same  words.", guid)
        assert found is not None
        assert found.document is meant


@pytest.mark.parametrize(("start", "end"), [(0, 0), (4, 2), (-1, 3), (0, 10_000), (17, 19)])
def test_a_stretch_without_text_has_no_place(start: int, end: int) -> None:
    found = Anchors(DOCUMENTS).find(SPEECH.text)
    assert found is not None
    assert found.span(start, end) is None


def test_places_of_links_are_known_by_their_document() -> None:
    anchors = Anchors(DOCUMENTS)
    assert (anchors.has("aa", 0, 3), anchors.has("aa", 0, 999), anchors.has("zz", 0, 3)) == (
        True,
        False,
        False,
    )
