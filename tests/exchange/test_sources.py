from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import Coding, PDFSelection, PDFSource, TextSelection, TextSource
from tests.exchange.projects import CODE, SOURCE


def test_a_pdf_holds_regions_and_the_text_in_which_stretches_are_selected() -> None:
    coding = Coding(guid=CODE, code=CODE)
    stretch = TextSelection(guid=CODE, start=0, end=3, codings=(coding,))
    region = PDFSelection(
        guid=CODE,
        page=0,
        first_x=1,
        first_y=2,
        second_x=3,
        second_y=4,
        text=TextSource(guid=CODE, text="aid"),
    )
    source = PDFSource(guid=SOURCE, selections=(region,), text=TextSource(guid=CODE, selections=(stretch,)))
    assert [type(each).__name__ for each in walk(source)] == [
        "PDFSource",
        "PDFSelection",
        "TextSource",
        "TextSource",
        "TextSelection",
        "Coding",
    ]
