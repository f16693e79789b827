import io
import random
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from counterpoise.documents.canonical import Block
from counterpoise.documents.docx import read_docx
from counterpoise.errors import CounterpoiseError


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
        Block("on trade"),
        Block("state\tyear\tshare\nPAK 2015\t12"),
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
    with pytest.raises(CounterpoiseError, match=r"a\.docx: is damaged"):
        read_docx(stream.getvalue(), "a.docx")


def test_no_damage_to_a_file_escapes_as_anything_but_a_named_problem(shared):
    whole = (shared / "corpus" / "import_tests" / "UNvotes_Codebook.docx").read_bytes()
    chance = random.Random(20260311)
    refused = 0
    for _ in range(120):
        torn = bytearray(whole)
        for place in chance.sample(range(len(torn)), 3):
            torn[place] ^= 0xFF
        try:
            read_docx(bytes(torn), "torn.docx")
        except CounterpoiseError as error:
            refused += error.problems[0].place == "torn.docx"
    assert refused > 0
