import docx

from counterpoise.report.word_styles import FONT, SIZES, set_page, set_styles


def test_each_part_has_a_style_in_one_font() -> None:
    document = docx.Document()
    ids = set_styles(document)
    assert {"Title", "Heading 1", "Caption", "List Bullet", "Normal", *SIZES} <= ids.keys()
    for name, size in SIZES.items():
        assert document.styles[name].font.size.pt == size
        assert document.styles[name].base_style.name == "Normal"
    for name in ("Title", "Heading 1", "Caption"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {value for key, value in fonts.items()} == {FONT}


def test_a_long_title_is_cut_in_the_head_of_a_page() -> None:
    document = docx.Document()
    set_styles(document)
    set_page(document, "Title " * 40 + "\x00")
    (section,) = document.sections
    assert len(section.header.paragraphs) == 1
    assert section.header.paragraphs[0].text.endswith("…")
    assert section.first_page_header.paragraphs[0].text == ""
