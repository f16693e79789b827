from dataclasses import replace

from counterpoise.exchange.anchoring import Anchors
from counterpoise.exchange.sources import Coding, PDFSource, PictureSource, TextSelection, TextSource
from counterpoise.exchange.stretches import stretches_of
from tests.exchange.projects import CODE, SOURCE, USER
from tests.exchange.texts import DOCUMENTS, SPEECH

TEXT = TextSource(
    guid=SOURCE,
    name="t",
    text=SPEECH.text,
    selections=(TextSelection(guid=USER, start=3, end=16),),
)


def test_selections_come_first_and_then_the_whole_where_something_is_said_of_it() -> None:
    anchors = Anchors(DOCUMENTS)
    assert [(each.start, each.end, each.whole, each.why) for each in stretches_of(TEXT, anchors)] == [
        (3, 16, False, "")
    ]
    for said in ({"codings": (Coding(guid=CODE, code=CODE),)}, {"notes": (USER,)}, {"description": "d"}):
        found = list(stretches_of(replace(TEXT, **said), anchors))  # type: ignore[arg-type]
        assert [(each.start, each.end, each.whole) for each in found] == [
            (3, 16, False),
            (0, len(SPEECH.text), True),
        ]


def test_a_text_that_the_study_does_not_have_is_told() -> None:
    (found,) = stretches_of(TEXT, Anchors([]))
    assert (found.anchored, found.why) == (None, "no document of the study has the text of its source")
    (found,) = stretches_of(replace(TEXT, text=None), Anchors(DOCUMENTS))
    assert found.why == "the text of its source is not in the file"


def test_what_stands_on_a_page_or_a_picture_has_no_place_but_the_text_of_it_has() -> None:
    page = PDFSource(guid=CODE, name="p", text=TEXT, notes=(USER,))
    found = list(stretches_of(page, Anchors(DOCUMENTS)))
    assert [(each.anchored is not None, each.whole) for each in found] == [(True, False), (False, True)]
    (picture,) = stretches_of(PictureSource(guid=CODE, name="p", description="d"), Anchors(DOCUMENTS))
    assert picture.why == "it stands on a picture, and not on text"
