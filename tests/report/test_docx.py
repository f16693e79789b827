import io
import re
import zipfile
from pathlib import Path

import docx
import docx.image.image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from counterpoise.report.docx import write_docx
from counterpoise.report.outline import DataTable, Outline, Paragraph, Section
from counterpoise.report.plain import plain
from tests.report.test_html import outline
from tests.report.test_pdf import squeezed, texts

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text_of(path: Path) -> str:
    """All text of the document in reading order, that of fields included, and that of its footnotes behind it."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
        told = "".join(archive.read(name).decode() for name in parts)
    runs = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", told)
    unescaped = "".join(runs).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return squeezed(unescaped)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.docx"
    write_docx(outline(), path)
    return path


def test_headings_captions_and_lists_have_the_styles_of_word(written: Path) -> None:
    document = docx.Document(str(written))
    styled = {(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs}
    assert ("Title", "A state between <two> powers") in styled
    assert ("Heading 1", "Findings") in styled
    assert ("Heading 2", "Through time") in styled
    assert ("List Bullet", "A point.") in styled
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    fields = [each._p.xpath(".//w:fldSimple/@w:instr")[0] for each in captions]
    assert fields == [
        *(r"SEQ Table \* ARABIC", r"SEQ Figure \* ARABIC"),
        *(r"SEQ Table \* ARABIC", r"SEQ Table \* ARABIC"),
    ]


def test_the_contents_lead_to_each_section_and_are_reckoned_anew_when_the_file_is_opened(
    written: Path,
) -> None:
    document = docx.Document(str(written))
    lines = [each for each in document.paragraphs if each.style.name == "Contents 1"]
    assert [each._p.xpath("string(./w:hyperlink/w:r[1])") for each in lines] == [
        each.title for each in outline().sections
    ]
    assert "TOC" in lines[0]._p.xpath("string(./w:r/w:instrText)")
    assert set(document.element.xpath("//w:fldChar[@w:fldCharType='begin']/@w:dirty")) == {"true"}
    marks = document.element.xpath("//w:bookmarkStart/@w:name")
    assert len(marks) == len(set(marks))
    assert set(document.element.xpath("//w:hyperlink/@w:anchor")) <= set(marks)


def test_pages_are_a4_and_have_their_number_and_the_title(written: Path) -> None:
    (section,) = docx.Document(str(written)).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "A state between <two> powers"
    for foot in (section.footer, section.first_page_footer):
        assert foot._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE"]


def test_where_words_are_from_stands_in_footnotes(written: Path) -> None:
    document = docx.Document(str(written))
    marks = document.element.xpath("//w:footnoteReference/@w:id")
    assert len(marks) > 2
    with zipfile.ZipFile(written) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    told = {each.get(f"{{{names['w']}}}id"): each for each in notes.findall("w:footnote", names)}
    assert set(marks) == set(told) - {"-1", "0"}
    assert "Address & reply, speech, PAK, 2013-09-27" in "".join(told["1"].itertext())


def test_tables_repeat_their_header_on_each_page_and_have_level_rules_only(written: Path) -> None:
    document = docx.Document(str(written))
    _, rows, numbers = document.tables
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert not table._tbl.xpath("./w:tblPr/w:tblBorders/w:insideV")
    assert [cell.text for cell in numbers.rows[1].cells] == ["2010-14", "0.400"]
    assert [cell.text for cell in numbers.rows[2].cells] == ["2020-24", "–"]
    assert [cell.text for cell in rows.rows[1].cells] == ["Dependence", "The hypothesis; The ties"]


def test_a_chart_is_a_drawing_with_a_picture_beside_it_and_words_for_who_cannot_see_it(written: Path) -> None:
    document = docx.Document(str(written))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Falls."
    # [MS-ODRAWXML]: asvg:svgBlip names the drawing; what knows none shows the picture of the blip.
    (blip,) = shape._inline.iter(f"{{{A}}}blip")
    (drawn,) = blip.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    drawing, picture = (document.part.related_parts[each.get(f"{{{R}}}embed")] for each in (drawn, blip))
    assert (drawing.content_type, picture.content_type) == ("image/svg+xml", "image/png")
    assert etree.fromstring(drawing.blob).tag == "{http://www.w3.org/2000/svg}svg"
    image = docx.image.image.Image.from_blob(picture.blob)
    assert image.px_width / shape.width.inches >= 300
    assert image.px_height / image.px_width == pytest.approx(shape.height / shape.width, abs=0.01)


def test_the_same_report_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_docx(outline(), tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == written.read_bytes()


def test_every_sentence_of_a_study_is_written(tmp_path: Path, miniature_outline: Outline) -> None:
    report = miniature_outline
    write_docx(report, tmp_path / "report.docx")
    told = text_of(tmp_path / "report.docx")
    empty = {cell.finding for cell in report.cells() if cell.empty}
    wanted = [each for each in texts(plain(report)) if each not in empty]
    assert len(wanted) > 500
    assert [each for each in wanted if squeezed(each) not in told] == []


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_text_breaks_the_document(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    table = DataTable("t", text, (text or "x", "y"), ((text, 1.0),))
    report = Outline(text, text, (text,), (text,), (Section("one", text, (Paragraph(f"<{text}>"), table)),))
    folder = tmp_path_factory.mktemp("hostile")
    write_docx(report, folder / "report.docx")
    document = docx.Document(io.BytesIO((folder / "report.docx").read_bytes()))
    assert squeezed(plain(f"<{text}>")) in squeezed("".join(each.text for each in document.paragraphs))
