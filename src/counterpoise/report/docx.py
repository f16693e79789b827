"""The report as a Word document: real styles, captions with numbers, a table of contents, headers repeated on each page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, assert_never
from xml.sax.saxutils import escape

from lxml import etree

from counterpoise.findings.numbers import Number
from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.marks import FONT
from counterpoise.report.outline import (
    Block,
    Bullets,
    CellTable,
    DataTable,
    Figure,
    Outline,
    Paragraph,
    Passages,
    Quotation,
    ReferenceList,
    Section,
    Statement,
)
from counterpoise.report.phrases import (
    decided_by,
    finding_lines,
    further,
    number_line,
    origin_of_number,
    source_line,
)
from counterpoise.report.plain import observed, places, printable
from counterpoise.report.raster import pictures, size_of
from counterpoise.report.vegalite import WIDE
from counterpoise.report.whole import write_whole

WHEN = datetime(1980, 1, 1, tzinfo=UTC)
"""The date inside: a fixed one, so that the same report gives the same bytes. A zip file knows none before."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

INCHES = 6.0
"""How wide a figure is."""

DOTS_PER_INCH = 96
"""Of the picture beside each drawing, which programs show that know no SVG; the drawing itself is sharp at any size."""

LETTERS = "Calibri, Arial, sans-serif"
"""The fonts of a drawing: Word knows no generic one."""

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DRAWN = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of a picture that holds it as SVG, by [MS-ODRAWXML]."""

MOST_COLUMNS_UPRIGHT = 6
"""A table of more columns is printed in small letters."""


def write_docx(outline: Outline, path: Path) -> None:
    """Write the report as one .docx file, whole or not at all; the same bytes for the same outline."""
    import docx

    document = docx.Document()
    _Writer(document, places(outline)).write(outline)
    stream = io.BytesIO()
    document.save(stream)
    write_whole(_with_fixed_dates(stream.getvalue()), path)


def _with_fixed_dates(content: bytes) -> bytes:
    """The same archive with every member dated alike."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            dated = zipfile.ZipInfo(member.filename, WHEN.timetuple()[:6])
            packed = member.filename.endswith(".png")
            dated.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            new.writestr(dated, old.read(member))
    return stream.getvalue()


class _Writer:
    """Writes one outline into one document of python-docx."""

    def __init__(self, document: Any, places: dict[str, tuple[str, str]]) -> None:
        self.document = document
        self.places = places
        self.numbers = {"Table": 0, "Figure": 0}
        self.charts: list[DataTable] = []
        self.drawings: Iterator[tuple[str, bytes]] = iter(())
        self._styles()
        self.styles = {style.name: style.style_id for style in document.styles}

    def write(self, outline: Outline) -> None:
        properties = self.document.core_properties
        properties.title, properties.subject = printable(outline.title), printable(outline.subtitle)
        properties.author, properties.comments, properties.language = "", "", "en"
        properties.created = properties.modified = WHEN.replace(tzinfo=None)
        self._text(outline.title, "Title")
        self._text(outline.subtitle, "Subtitle")
        for sentence in outline.standfirst:
            self._text(sentence)
        if outline.notices:
            self._text("What this evidence is and is not", "Strong line")
            self._bullets(outline.notices)
        self._text("Contents", "Strong line")
        self._field(
            self._paragraph(),
            'TOC \\o "1-2" \\h \\z \\u',
            "Update this field to see the contents.",
        )
        drawings = [draw(block, WIDE) for block in outline.blocks() if isinstance(block, Figure)]
        self.drawings = iter(zip(drawings, pictures(drawings, INCHES, DOTS_PER_INCH), strict=True))
        for section in outline.sections:
            self._section(section, 1)
        if self.charts:
            self._text("The numbers behind the charts", "Heading 1")
            for table in self.charts:
                self._data_table(table)
        if outline.colophon:
            self._text("How this report was made", "Heading 1")
            self._bullets(outline.colophon)

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10.5)
        for name, size, bold, italic in (
            ("Strong line", 10.5, True, False),
            ("Quoted", 10, False, False),
            ("Source", 8.5, False, False),
            ("Bibliography", 10, False, False),
            ("Cell", 9, False, False),
            ("Small cell", 7.5, False, False),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
            style.paragraph_format.space_after = Pt(2 if "ell" in name else 4)
        styles["Quoted"].paragraph_format.left_indent = Pt(14)
        styles["Source"].paragraph_format.left_indent = Pt(14)
        # A hanging indent, as lists of references have it.
        styles["Bibliography"].paragraph_format.left_indent = Pt(22)
        styles["Bibliography"].paragraph_format.first_line_indent = Pt(-22)
        styles["Source"].font.color.rgb = RGBColor(0x5B, 0x65, 0x72)
        styles["Caption"].font.color.rgb = RGBColor(0x1B, 0x24, 0x30)
        for name in ("Title", *(f"Heading {level}" for level in range(1, 6))):
            styles[name].font.color.rgb = RGBColor(0x1B, 0x24, 0x30)
            fonts = styles[name].element.get_or_add_rPr().find(qn("w:rFonts"))
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            fonts.set(qn("w:ascii"), "Calibri")
            fonts.set(qn("w:hAnsi"), "Calibri")

    def _paragraph(self, style: str | None = None) -> Any:
        """An empty paragraph at the end; python-docx looks through all of its styles for each that it adds."""
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph as WordParagraph

        element: Any = OxmlElement("w:p")
        if style is not None:
            element.style = self.styles[style]
        self.document.element.body[-1].addprevious(element)  # the properties of the section come last
        return WordParagraph(element, self.document._body)

    def _text(self, text: str, style: str | None = None) -> Any:
        """A paragraph of plain text; runs of white space become one blank, since Word would show them."""
        paragraph = self._paragraph(style)
        paragraph.add_run(" ".join(printable(text).split()))
        return paragraph

    def _bullets(self, items: Iterable[str]) -> None:
        for item in items:
            self._text(item, "List Bullet")

    def _section(self, section: Section, level: int) -> None:
        self._text(section.title, f"Heading {min(level, 5)}")
        for block in section.blocks:
            self._block(block, level)
        for inner in section.subsections:
            self._section(inner, level + 1)

    def _block(self, block: Block, level: int) -> None:
        match block:
            case Paragraph():
                self._text(block.text)
            case Bullets():
                self._bullets(block.items)
            case CellTable():
                self._cell_table(block)
            case DataTable():
                self._data_table(block)
            case Figure():
                self._figure(block)
            case Passages():
                self._text(block.heading, f"Heading {min(level + 1, 5)}")
                self._text(block.told)
                self._evidence(block.quotations, (), block.omitted)
            case Statement():
                self._statement(block, level + 1)
            case ReferenceList():
                self._references(block)
            case _:
                assert_never(block)

    def _caption(self, kind: str, text: str) -> None:
        paragraph = self._paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = kind == "Table"
        self.numbers[kind] += 1
        paragraph.add_run(f"{kind} ")
        self._field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.numbers[kind]))
        paragraph.add_run(f". {printable(text)}")

    def _field(self, paragraph: Any, code: str, shown: str) -> None:
        """A field that Word reckons anew; `shown` is what stands there until it does."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = shown
        run.append(text)
        field.append(run)
        paragraph._p.append(field)

    def _table(self, header: Sequence[str], rows: Iterable[Sequence[Sequence[str]]], style: str) -> None:
        """A table of cells, each of some lines; the first line of a heading column is not told from the others.

        It is built as one piece of XML: python-docx looks through all of a table for each row that it adds.
        """
        named = self.styles[style]
        whole = "".join(_row([[name] for name in header], named, header=True))
        whole += "".join(_row(row, named) for row in rows)
        grid = '<w:gridCol w:w="1"/>' * len(header)
        self.document.element.body.insert(
            len(self.document.element.body) - 1,  # before the properties of the section, which come last
            etree.fromstring(
                f'<w:tbl xmlns:w="{_WORD}">{_RULES}<w:tblGrid>{grid}</w:tblGrid>{whole}</w:tbl>', _parser()
            ),
        )

    def _data_table(self, data: DataTable) -> None:
        self._caption("Table", data.caption)
        style = "Cell" if len(data.columns) <= MOST_COLUMNS_UPRIGHT else "Small cell"
        self._table(data.columns, ([[observed(value)] for value in row] for row in data.rows), style)
        self._note(data.note)

    def _cell_table(self, cells: CellTable) -> None:
        self._caption("Table", cells.caption)
        rows = ([[row.heading], *(list(finding_lines(cell)) for cell in row.cells)] for row in cells.rows)
        self._table((cells.first_column, *cells.columns), rows, "Cell")
        self._note(cells.note)
        for row in cells.rows:
            for column, cell in zip(cells.columns, row.cells, strict=True):
                if cell.quotations or cell.values:
                    named = f"{row.heading}, {column}" if len(cells.columns) > 1 else row.heading
                    self._text(f"Evidence: {named}", "Strong line").paragraph_format.keep_with_next = True
                    self._evidence(cell.quotations, cell.values, cell.omitted)

    def _note(self, note: str | None) -> None:
        if note:
            self._text(note, "Source")

    def _figure(self, figure: Figure) -> None:
        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = True
        inline = self._inline(*next(self.drawings))
        paragraph.add_run()._r.add_drawing(inline)
        shown = inline.docPr
        shown.set("descr", printable(figure.alt))
        shown.set("title", printable(figure.title))
        self._caption("Figure", figure.title)
        events = numbered(figure.chart)
        if events:
            self._text(
                "; ".join(f"{number} {event.date} {event.label}" for number, event in events), "Source"
            )
        self._text(figure.caption, "Source")
        self.charts.append(figure.table)

    def _inline(self, drawing: str, picture: bytes) -> Any:
        """A picture as wide as a column with the drawing beside it, which a program that reads SVG shows in its place."""
        from docx.oxml.ns import qn
        from docx.oxml.shape import CT_Inline
        from docx.shared import Emu, Inches

        number = self.numbers["Figure"] + 1
        wide, high = size_of(picture)
        name = f"figure{number}.png"
        width = Inches(INCHES)
        height = Emu(int(width * high / wide))
        inline = CT_Inline.new_pic_inline(number, self._kept(name, "image/png", picture), name, width, height)
        lettered = drawing.replace(f'font-family="{FONT}"', f'font-family="{LETTERS}"', 1)
        kept = self._kept(f"figure{number}.svg", "image/svg+xml", lettered.encode())
        (blip,) = inline.iter(qn("a:blip"))
        extension = etree.SubElement(etree.SubElement(blip, qn("a:extLst")), qn("a:ext"), {"uri": _DRAWN})
        etree.SubElement(extension, f"{{{_SVG}}}svgBlip", {qn("r:embed"): kept}, nsmap={"asvg": _SVG})
        return inline

    def _kept(self, name: str, kind: str, content: bytes) -> str:
        """Keep content inside the file, and give the name by which the text refers to it."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        package = self.document.part.package
        part = Part(PackURI(f"/word/media/{name}"), kind, content, package)
        related: str = self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return related

    def _statement(self, statement: Statement, level: int) -> None:
        self._text(statement.label, f"Heading {min(level, 5)}")
        self._text(statement.text).runs[0].italic = True
        verdict = self._text(statement.verdict)
        verdict.runs[0].bold = True
        verdict.add_run(f" {printable(statement.kind)}")
        if statement.estimand:
            self._text(decided_by(statement.estimand))
        self._bullets(statement.reasons)
        if statement.needs:
            self._text("Still needed:")
            self._bullets(statement.needs)
        if statement.cells:
            self._text(f"Stands on {'; '.join(': '.join(self.places[cell]) for cell in statement.cells)}.")
        if statement.would_change:
            self._text("What would change this:")
            self._bullets(statement.would_change)
        self._evidence((), statement.values, 0)
        for heading, passages in statement.sides:
            self._text(heading, "Strong line").paragraph_format.keep_with_next = True
            self._evidence(passages, (), 0)

    def _references(self, references: ReferenceList) -> None:
        for entry in references.entries:
            paragraph = self.document.add_paragraph(style="Bibliography")
            for run in entry.runs:
                paragraph.add_run(printable(run.text)).italic = run.italic or None

    def _evidence(self, quotations: Iterable[Quotation], values: Iterable[Number], omitted: int) -> None:
        for value in values:
            self._text(number_line(value), "Quoted")
            self._text(origin_of_number(value), "Source")
        for each in quotations:
            before = f"… {each.before} " if each.before else ""
            after = f" {each.after} …" if each.after else ""
            self._text(f"{before}“{each.text}”{after}", "Quoted")
            self._text(source_line(each), "Source")
        if omitted:
            self._text(further(omitted), "Source")


def _row(cells: Sequence[Sequence[str]], style: str, *, header: bool = False) -> str:
    """A row as XML, each cell of one paragraph for each of its lines."""
    begun = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else ""
    bold = "<w:rPr><w:b/></w:rPr>" if header else ""
    told = "".join(
        "<w:tc>"
        + "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f'<w:r>{bold}<w:t xml:space="preserve">{escape(" ".join(printable(line).split()))}</w:t></w:r></w:p>'
            for line in lines
        )
        + "</w:tc>"
        for lines in cells
    )
    return f"<w:tr>{begun}{told}</w:tr>"


def _parser() -> etree.XMLParser:
    """The parser of python-docx, so that what it parses is of python-docx's own kinds."""
    from docx.oxml.parser import oxml_parser

    return oxml_parser


_RULES = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:color="1B2430"/><w:bottom w:val="single" w:sz="8" w:color="1B2430"/>'
    '<w:insideH w:val="single" w:sz="2" w:color="C9CED5"/></w:tblBorders></w:tblPr>'
)
"""A table as journals print it: as wide as the page, with level rules and none that stand."""
