"""The report as a Word document: real styles, captions with numbers, a table of contents, headers repeated on each page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, assert_never

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
from counterpoise.report.word_styles import SIZES, set_page, set_styles
from counterpoise.report.word_text import (
    NAMESPACES,
    bookmark,
    contents_field,
    field,
    footnote_mark,
    link,
    paragraph,
    run,
    table,
)

WHEN = datetime(1980, 1, 1, tzinfo=UTC)
"""The date inside: a fixed one, so that the same report gives the same bytes. A zip file knows none before."""

LETTERS = "Calibri, Arial, sans-serif"
"""The fonts of a drawing: Word knows no generic one."""

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DRAWN = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of a picture that holds it as SVG, by [MS-ODRAWXML]."""

MOST_COLUMNS_UPRIGHT = 6
"""A table of more columns is printed in small letters."""

_WIDEST, _HIGHEST = 6.3, 8.0
"""The room of a picture on a page with its caption, in inches."""

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write_docx(outline: Outline, path: Path) -> None:
    """Write the report as one .docx file, whole or not at all; the same bytes for the same outline."""
    import docx

    document = docx.Document()
    _Writer(document, outline).write()
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
    """Writes one outline into one document of python-docx.

    The text is gathered as XML and put into the document as one piece, since python-docx looks through all styles for each
    paragraph and through all of a table for each row.
    """

    def __init__(self, document: Any, outline: Outline) -> None:
        self.document = document
        self.outline = outline
        self.places = places(outline)
        self.styles = set_styles(document)
        self.numbers = {"Table": 0, "Figure": 0}
        self.charts: list[DataTable] = []
        self.pieces: list[str] = []
        self.footnotes: list[str] = []
        self.marks: dict[str, str] = {}
        self.drawings: Iterator[tuple[str, bytes]] = iter(())

    def write(self) -> None:
        outline = self.outline
        properties = self.document.core_properties
        properties.title, properties.subject = printable(outline.title), printable(outline.subtitle)
        properties.author, properties.comments, properties.language = "", "", "en"
        properties.created = properties.modified = WHEN.replace(tzinfo=None)
        set_page(self.document, outline.title)
        self._text(outline.title, "Title")
        self._text(outline.subtitle, "Subtitle")
        for sentence in outline.standfirst:
            self._text(sentence)
        if outline.notices:
            self._text("What this evidence is and is not", "Strong line", with_next=True)
            self._bullets(outline.notices)
        parts = [(printable(each.title), self._mark(each.id)) for each in outline.sections]
        if parts:
            self._text("Contents", "Strong line", with_next=True)
            self.pieces.append(contents_field(parts, self.styles["Contents 1"]))
        drawings = [draw(block, WIDE) for block in outline.blocks() if isinstance(block, Figure)]
        self.drawings = iter(zip(drawings, pictures(drawings, _WIDEST), strict=True))
        for section in outline.sections:
            self._section(section, 1)
        if self.charts:
            self._text("The numbers behind the charts", "Heading 1")
            for data in self.charts:
                self._data_table(data)
        if outline.colophon:
            self._text("How this report was made", "Heading 1")
            self._bullets(outline.colophon)
        self._put()

    def _put(self) -> None:
        """Put what was gathered into the document, before the properties of its section, which come last."""
        body = self.document.element.body
        whole = etree.fromstring(f"<w:body {NAMESPACES}>{''.join(self.pieces)}</w:body>", _parser())
        body[:-1] = list(whole)
        if self.footnotes:
            self._put_footnotes()

    def _put_footnotes(self) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        line = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
        rules = line.format("separator", -1) + line.format("continuationSeparator", 0)
        content = f"<w:footnotes {NAMESPACES}>{rules}{''.join(self.footnotes)}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, content.encode(), self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _mark(self, id_: str) -> str:
        """The bookmark of an id: Word takes forty letters at most."""
        return self.marks.setdefault(id_, f"place_{len(self.marks) + 1}")

    def _at(self, id_: str) -> str:
        mark = self._mark(id_)
        return bookmark(mark, int(mark.rpartition("_")[2]))

    def _put_text(self, content: str, style: str = "Normal", *, with_next: bool = False) -> None:
        self.pieces.append(paragraph(content, self.styles[style], with_next=with_next))

    def _text(self, text: str, style: str = "Normal", *, with_next: bool = False, at: str = "") -> None:
        """A paragraph of plain text; `at` is the id that links to it name."""
        self._put_text((self._at(at) if at else "") + run(text), style, with_next=with_next)

    def _bullets(self, items: Iterable[str]) -> None:
        for item in items:
            self._text(item, "List Bullet")

    def _section(self, section: Section, level: int) -> None:
        self._text(section.title, _heading(level), at=section.id)
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
                self._text(block.heading, _heading(level + 1), at=block.id)
                self._text(block.told)
                self._evidence(block.quotations, (), block.omitted)
            case Statement():
                self._statement(block, level + 1)
            case ReferenceList():
                self._references(block)
            case _:
                assert_never(block)

    def _caption(self, kind: str, text: str) -> None:
        self.numbers[kind] += 1
        number = field(f"SEQ {kind} \\* ARABIC", str(self.numbers[kind]))
        self._put_text(f"{run(f'{kind} ')}{number}{run(f'. {text}')}", "Caption", with_next=kind == "Table")

    def _table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[Sequence[str]]],
        style: str,
        numeric: Sequence[bool] = (),
    ) -> None:
        self.pieces.append(table(header, rows, self.styles[style], SIZES[style], numeric))
        # Two tables with nothing between them would be one.
        self._text("", "Small cell")

    def _data_table(self, data: DataTable) -> None:
        self._caption("Table", data.caption)
        style = "Cell" if len(data.columns) <= MOST_COLUMNS_UPRIGHT else "Small cell"
        values = [
            [row[place] for row in data.rows if row[place] is not None] for place in range(len(data.columns))
        ]
        numeric = [bool(told) and all(isinstance(each, int | float) for each in told) for told in values]
        rows = [[[observed(value)] for value in row] for row in data.rows]
        self._table(data.columns, rows, style, numeric)
        self._note(data.note)

    def _cell_table(self, cells: CellTable) -> None:
        self._caption("Table", cells.caption)
        rows = [[[row.heading], *(list(finding_lines(cell)) for cell in row.cells)] for row in cells.rows]
        self._table((cells.first_column, *cells.columns), rows, "Cell")
        self._note(cells.note)
        for row in cells.rows:
            for cell in row.cells:
                if cell.quotations or cell.values:
                    named = self.places[cell.id][1]
                    self._text(f"Evidence: {named}", "Strong line", with_next=True, at=cell.id)
                    self._evidence(cell.quotations, cell.values, cell.omitted, cell.elsewhere)

    def _note(self, note: str | None) -> None:
        if note:
            self._text(note, "Source")

    def _figure(self, figure: Figure) -> None:
        inline = self._inline(*next(self.drawings))
        inline.docPr.set("descr", printable(figure.alt))
        inline.docPr.set("title", printable(figure.title))
        self._put_text(
            f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>",
            with_next=True,
        )
        self._caption("Figure", figure.title)
        if events := numbered(figure.chart):
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
        width = Emu(int(min(Inches(_WIDEST), Inches(_HIGHEST) * wide / high)))
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
        self._text(statement.label, _heading(level), at=statement.id)
        self._put_text(run(statement.text, italic=True))
        self._put_text(f"{run(statement.verdict, bold=True)}{run(f' {statement.kind}')}")
        if statement.estimand:
            self._text(decided_by(statement.estimand))
        self._bullets(statement.reasons)
        if statement.needs:
            self._text("Still needed:", with_next=True)
            self._bullets(statement.needs)
        if statement.cells:
            links = [self._link_to_cell(cell) for cell in statement.cells]
            self._put_text(f"{run('Stands on ')}{run('; ').join(links)}{run('.')}")
        if statement.would_change:
            self._text("What would change this:", with_next=True)
            self._bullets(statement.would_change)
        self._evidence((), statement.values, 0)
        for heading, passages in statement.sides:
            self._text(heading, "Strong line", with_next=True)
            self._evidence(passages, (), 0)

    def _link_to_cell(self, cell: str) -> str:
        return link(run(": ".join(self.places[cell])), self._mark(cell))

    def _references(self, references: ReferenceList) -> None:
        for entry in references.entries:
            self._put_text("".join(run(each.text, italic=each.italic) for each in entry.runs), "Bibliography")

    def _evidence(
        self,
        quotations: Iterable[Quotation],
        values: Iterable[Number],
        omitted: int,
        where: str = "evidence.csv",
    ) -> None:
        for value in values:
            self._text(number_line(value), "Quoted")
            self._text(origin_of_number(value), "Source")
        for each in quotations:
            before = f"… {each.before} " if each.before else ""
            after = f" {each.after} …" if each.after else ""
            self._put_text(
                f"{run(f'{before}“{each.text}”{after}')}{self._footnote(source_line(each))}", "Quoted"
            )
        if omitted:
            self._text(further(omitted, where), "Source")

    def _footnote(self, text: str) -> str:
        """The mark of a footnote that says where words are from."""
        number = len(self.footnotes) + 1
        own = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        told = paragraph(f"{own}{run(f' {text}')}", self.styles["Footnotes"])
        self.footnotes.append(f'<w:footnote w:id="{number}">{told}</w:footnote>')
        return footnote_mark(number)


def _heading(level: int) -> str:
    return f"Heading {min(level, 5)}"


def _parser() -> etree.XMLParser:
    """The parser of python-docx, so that what it parses is of python-docx's own kinds."""
    from docx.oxml.parser import oxml_parser

    return oxml_parser
