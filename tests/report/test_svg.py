from lxml import etree

from counterpoise.report.svg import inlinable

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120.5" version="1.1" class="marks">'
    '<defs><clipPath id="clip0"><rect width="9" height="9"/></clipPath></defs>'
    '<rect width="300" height="120" fill="transparent"/>'
    '<g clip-path="url(#clip0)" role="graphics-object" aria-label="x: 1">'
    '<text opacity="0">hidden</text><line x2="29.999999999972715" y2="-0.00000001"/></g></svg>'
)


def test_ids_and_what_refers_to_them_carry_the_name():
    svg = inlinable(DRAWING, "ties.640", "Ties", "Both.", 640)
    assert 'id="ties.640.clip0"' in svg
    assert 'clip-path="url(#ties.640.clip0)"' in svg


def test_what_shows_nothing_is_dropped_and_numbers_are_short():
    svg = inlinable(DRAWING, "ties.640", "Ties", "Both.", 640)
    assert "hidden" not in svg
    assert "transparent" not in svg
    assert "aria-label=" not in svg
    assert '<line x2="30" y2="0"/>' in svg
    assert '<rect width="9" height="9"/>' in svg


def test_a_title_is_text_and_never_markup():
    root = etree.fromstring(inlinable(DRAWING, "ties.640", "<b>Ties</b>", "a & b", 640))
    assert root[0].text == "<b>Ties</b>"
    assert root[1].text == "a & b"
    assert root.get("viewBox") == "0 0 640 120.5"
