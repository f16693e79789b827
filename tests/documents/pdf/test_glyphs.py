import math
from contextlib import closing

import pypdfium2
import pytest

from counterpoise.documents.pdf.glyphs import PageGlyphs, Types, glyphs_of
from tests.documents.pdf_in_miniature import BOLD, FIXED, Printed, made


def read(content: bytes) -> tuple[PageGlyphs, list[tuple[float, bool]], list[float]]:
    with (
        pypdfium2.PdfDocument(content) as document,
        closing(document[0]) as page,
        closing(page.get_textpage()) as text_page,
    ):
        glyphs = glyphs_of(text_page, text_page.count_chars())
        types = Types(text_page)
        count = range(len(glyphs.text))
        return glyphs, [types.size_and_weight(n) for n in count], [types.angle(n) for n in count]


def test_a_glyph_has_the_box_of_its_advance() -> None:
    glyphs, _, _ = read(made([[Printed("pact", 50, 700, 10, FIXED)]]))
    assert glyphs.text == "pact"
    # Every letter of Courier is 0.6 of its size wide.
    assert glyphs.boxes[:, 0] == pytest.approx([50, 56, 62, 68], abs=0.01)
    assert glyphs.boxes[:, 2] == pytest.approx([56, 62, 68, 74], abs=0.01)
    assert (glyphs.boxes[:, 1] < 700).all()
    assert (glyphs.boxes[:, 3] > 705).all()


def test_boxes_count_from_the_space_of_the_page_and_not_from_its_corner() -> None:
    shifted = made([[Printed("pact", 50, 700, 10, FIXED)]], page="/MediaBox [20 600 300 800]")
    assert read(shifted)[0].boxes[0, 0] == pytest.approx(50, abs=0.01)


def test_size_and_weight_are_those_on_the_page() -> None:
    content = made(
        [[Printed("plain", 50, 350, 5), Printed("bold", 50, 300, 6, BOLD)]], matrix="2 0 0 2 0 0 cm"
    )
    glyphs, types, _ = read(content)
    assert types[0] == (10, False)
    assert types[glyphs.text.index("b")] == (12, True)


def test_an_angle_is_clockwise() -> None:
    _, _, upwards = read(made([[Printed("up", 50, -700)]], matrix="0 1 -1 0 0 0 cm"))
    assert upwards[0] == pytest.approx(1.5 * math.pi, abs=0.01)


def test_a_text_that_leaves_characters_out_is_asked_for_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdfium2.raw, "FPDFText_GetText", lambda *_: 3)
    assert read(made([[Printed("pact", 50, 700)]]))[0].text == "pact"


def test_text_laid_unseen_over_a_scan_is_told() -> None:
    seen = made([[Printed("pact", 50, 700)]])
    for content, unseen in ((seen, False), (seen.replace(b"(pact) Tj", b"3 Tr (p) Tj"), True)):
        with (
            pypdfium2.PdfDocument(content) as document,
            closing(document[0]) as page,
            closing(page.get_textpage()) as text_page,
        ):
            assert Types(text_page).is_unseen(0) is unseen


def test_a_glyph_out_of_all_bounds_has_a_box_that_can_be_kept() -> None:
    glyphs, _, _ = read(made([[Printed("far", 50_000_000, 700)]]))
    assert glyphs.boxes[0, 0] == 1e6
