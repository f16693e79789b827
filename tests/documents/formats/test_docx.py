import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.docx import read_docx
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage, zipped


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_headings_lists_and_tables_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("Joint statement", 0)
    document.add_paragraph("Both sides agreed.")
    document.add_paragraph("on trade", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("state", "year", "share"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "PAK 2015"
    table.cell(1, 2).text = "12"
    document.add_heading("Annex", 1)
    blocks, record = read_docx(saved(document), "a.docx")
    assert blocks == [
        Block("Joint statement", "heading"),
        Block("Both sides agreed."),
        Block("on trade", "list item"),
        Block("state\tyear\tshare\nPAK 2015\t12", "table"),
        Block("Annex", "heading"),
    ]
    assert record.title == "Joint statement"


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The pact ")
    namespaces = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:del {namespaces}><w:r><w:delText>was</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {namespaces}><w:r><w:t>is in force</w:t></w:r></w:ins>"))
    blocks, _ = read_docx(saved(document), "a.docx")
    assert blocks == [Block("The pact is in force")]


def test_a_zip_of_something_else_is_named_by_what_it_holds() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(CounterpoiseError, match=r"a\.docx: is a zip file that holds xl/workbook\.xml"):
        read_docx(stream.getvalue(), "a.docx")


def test_a_document_that_is_cut_short_or_hollow_is_named() -> None:
    content = saved(docx.Document())
    with pytest.raises(CounterpoiseError, match="damaged or cut short"):
        read_docx(content[: len(content) // 2], "a.docx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(CounterpoiseError, match=r"a\.docx: holds broken XML"):
        read_docx(stream.getvalue(), "a.docx")


BODY = f"""<w:document {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<w:body>
<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Aims</w:t><w:footnoteReference w:id="3"/></w:r></w:p>
<w:p><w:r><w:t>The first </w:t><w:footnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="7"/>
<w:r><w:t>pact</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:t> held.</w:t><w:endnoteReference w:id="2"/></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>
<w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>
</mc:AlternateContent><w:t>Around a box.</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>on trade</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>One para</w:t></w:r></w:p>
<w:p><w:r><w:t>graph again.</w:t></w:r><w:moveFrom w:id="2"><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>outer</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc>
</w:tr></w:tbl></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:trPr><w:del w:id="3"/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Means</w:t></w:r></w:p>
<w:p><w:r><w:t>More.</w:t></w:r></w:p>
</w:body></w:document>"""


def notes_of(kind: str, text: dict[int, str]) -> str:
    name = kind.removesuffix("s")
    inside = "".join(
        f'<w:{name} w:id="{i}" w:author="A. Reader"><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:{name}>'
        for i, t in text.items()
    )
    return f"<w:{kind} {nsdecls('w')}>{inside}</w:{kind}>"


WITH_NOTES = zipped(
    {
        "word/document.xml": BODY,
        "word/footnotes.xml": notes_of("footnotes", {0: "", 2: "A source.", 3: "On the aims."}),
        "word/endnotes.xml": notes_of("endnotes", {2: "At the end."}),
        "word/comments.xml": notes_of("comments", {7: "Which one?", 8: "A remark on nothing."}),
    }
)


def test_notes_follow_their_section_and_comments_come_last() -> None:
    blocks, record = read_docx(WITH_NOTES, "a.docx")
    assert blocks == [
        Block("Aims", "heading"),
        Block("The first pact held."),
        Block("Around a box."),
        Block("In a box."),
        Block("on trade", "list item"),
        Block("One paragraph again."),
        Block("outer inner\t12", "table"),
        Block("On the aims.", "footnote"),
        Block("A source.", "footnote"),
        Block("At the end.", "footnote"),
        Block("Means", "heading"),
        Block("More."),
        Block("A. Reader on “pact”: Which one?", "comment"),
        Block("A. Reader: A remark on nothing.", "comment"),
    ]
    assert record.title == "Aims"


def test_headings_and_lists_of_a_published_codebook(shared: Path) -> None:
    content = (shared / "corpus" / "import_tests" / "UNvotes_Codebook.docx").read_bytes()
    blocks, record = read_docx(content, "UNvotes_Codebook.docx")
    assert record.title == "United Nations General Assembly Voting Data"
    headings = [block.text.strip() for block in blocks if block.role == "heading"]
    assert headings[1:3] == ["Table of Contents", "Variables raw UNGA dataset"]
    assert headings[-2:] == ["Acknowledgements", "Citation"]
    assert sum(block.role == "list item" for block in blocks) == 6


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret words")
    body = (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&s;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(CounterpoiseError, match="declares entities of its own"):
        read_docx(zipped({"word/document.xml": body}), "a.docx")


def test_no_damage_escapes_as_anything_but_a_named_problem(shared: Path) -> None:
    whole = (shared / "corpus" / "import_tests" / "UNvotes_Codebook.docx").read_bytes()
    survives_arbitrary_bytes(read_docx)
    assert survives_damage(read_docx, whole) > 0
    assert survives_damage(read_docx, WITH_NOTES, "word/document.xml") > 0
    survives_damage(read_docx, WITH_NOTES, "word/comments.xml")
