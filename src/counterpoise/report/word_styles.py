"""The looks of a Word document: A4 pages with numbers, and the styles of its parts."""

from __future__ import annotations

from typing import Any

from counterpoise.report.plain import printable

INK, MUTED = "1B2430", "5B6572"
FONT = "Calibri"

SIZES = {
    "Strong line": 10.5,
    "Quoted": 10.0,
    "Source": 8.5,
    "Bibliography": 10.0,
    "Cell": 9.0,
    "Small cell": 7.5,
    "Contents 1": 10.5,
    "Footnotes": 8.0,
}
"""The styles that the program adds, with the size of their letters in points."""


def set_styles(document: Any) -> dict[str, str]:
    """Set the styles of a document of python-docx; gives their ids by name."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt, RGBColor

    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold = Pt(size), name == "Strong line"
        style.paragraph_format.space_after = Pt(1 if "ell" in name or name == "Footnotes" else 4)
        style.paragraph_format.line_spacing = 1.0
    for name in ("Quoted", "Source"):
        styles[name].paragraph_format.left_indent = Pt(14)
    # A hanging indent, as lists of references have it.
    styles["Bibliography"].paragraph_format.left_indent = Pt(22)
    styles["Bibliography"].paragraph_format.first_line_indent = Pt(-22)
    styles["Contents 1"].paragraph_format.tab_stops.add_tab_stop(
        Mm(166), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    styles["Source"].font.color.rgb = RGBColor.from_string(MUTED)
    for name in ("Title", "Subtitle", "Caption", *(f"Heading {level}" for level in range(1, 6))):
        styles[name].font.color.rgb = RGBColor.from_string(INK)
        _plain_font(styles[name])
    styles["Title"].font.size, styles["Title"].font.bold = Pt(22), True
    styles["Subtitle"].font.italic, styles["Subtitle"].font.size = False, Pt(12)
    styles["Caption"].font.size = Pt(9)
    styles["Caption"].paragraph_format.space_before = Pt(8)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    return {style.name: style.style_id for style in styles}


def set_page(document: Any, title: str) -> None:
    """A4, the title at the head of each page but the first, and its number at the foot."""
    from docx.oxml import parse_xml
    from docx.shared import Mm

    from counterpoise.report.word_text import NAMESPACES, field, paragraph, run

    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.different_first_page_header_footer = True
    shown = (title if len(title) <= 90 else f"{title[:89]}…").strip()
    ids = {style.name: style.style_id for style in document.styles}
    page = field("PAGE", "1")
    for part, content, style in (
        (section.header, run(printable(shown)), ids["Source"]),
        (section.footer, page, ids["Small cell"]),
        (section.first_page_footer, page, ids["Small cell"]),
    ):
        (empty,) = part.paragraphs
        told = paragraph(content, style, to_the_right=True)
        empty._p.addprevious(parse_xml(told.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
        part._element.remove(empty._p)


def _plain_font(style: Any) -> None:
    """The font of the text in place of that of the theme, and no wide letters."""
    from docx.oxml.ns import qn

    looks = style.element.get_or_add_rPr()
    fonts = looks.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(key), FONT)
    for spacing in looks.findall(qn("w:spacing")):
        looks.remove(spacing)
