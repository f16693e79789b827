"""Paragraphs, fields and tables of a Word document as WordprocessingML (ECMA-376), with the text made fit for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from counterpoise.report.plain import printable

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

TEXT_WIDTH = 9412
"""The width of the text on a page, in twentieths of a point: A4 with margins of 22 mm."""

_CELL_MARGIN = 70
_OF_A_LETTER = 0.58
"""The width of a letter as a share of the size of the font: that of Calibri is under 0.5 on the mean, and words at the head
of a column are bold and begin with a capital."""

_WIDEST_WANTED = 60
"""In letters: no column is made wider for a text that is longer."""

_RULES = (
    f'<w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:color="1B2430"/><w:bottom w:val="single" w:sz="8" w:color="1B2430"/>'
    '<w:insideH w:val="single" w:sz="2" w:color="C9CED5"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
    f'<w:tblCellMar><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/><w:right w:w="{_CELL_MARGIN}" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)
"""A table as journals print it: as wide as the text, with level rules and none that stand."""


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Words of one look; runs of white space become one blank, since Word would show them."""
    return _run(_in_a_line(text), f"{'<w:b/>' * bold}{'<w:i/>' * italic}")


def paragraph(content: str, style: str, *, with_next: bool = False, to_the_right: bool = False) -> str:
    """A paragraph of runs and fields in a style, by its id."""
    right = '<w:jc w:val="right"/>'
    more = f"{'<w:keepNext/>' * with_next}{right * to_the_right}"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def field(code: str, shown: str) -> str:
    """A field that Word reckons anew; `shown` is what stands there until it does."""
    return f'<w:fldSimple w:instr="{escape(code)}">{_run(shown, "")}</w:fldSimple>'


def link(content: str, mark: str) -> str:
    """Runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{mark}" w:history="1">{content}</w:hyperlink>'


def bookmark(mark: str, number: int) -> str:
    """A place that links lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/><w:bookmarkEnd w:id="{number}"/>'


def footnote_mark(number: int) -> str:
    """The number of a footnote, raised."""
    return (
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    )


def contents_field(entries: Sequence[tuple[str, str]], style: str) -> str:
    """A table of contents of level 1: titles with their bookmarks, and pages that a program reckons as it opens the file."""
    lines = [
        link(f"{run(title)}<w:r><w:tab/></w:r>{_parts(f' PAGEREF {mark} ', '<w:r><w:t>…</w:t></w:r>')}", mark)
        for title, mark in entries
    ]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    told = [
        paragraph(f"{begin * (place == 0)}{line}{end * (place == len(lines) - 1)}", style)
        for place, line in enumerate(lines)
    ]
    return "".join(told)


def _parts(code: str, shown: str) -> str:
    """A field in its parts, which may stand within a link."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">{code}'
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[Sequence[str]]],
    style: str,
    size: float,
    numeric: Sequence[bool] = (),
) -> str:
    """A table whose cells have lines, under a header that each page repeats; `size` is that of its letters, in points.

    Columns for which `numeric` is true stand to the right. No row is broken by a page but one that is longer than a third
    of it.
    """
    right = [*numeric, *[False] * (len(header) - len(numeric))]
    widths = column_widths(
        [[name, *(line for row in rows for line in row[place])] for place, name in enumerate(header)], size
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell([run(name, bold=True)], style, width, flush)
        for name, width, flush in zip(header, widths, right, strict=True)
    )
    body = "".join(
        f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' * _is_short(row)}"
        + "".join(
            _cell([run(line) for line in lines], style, width, flush)
            for lines, width, flush in zip(row, widths, right, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    begun = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return f"<w:tbl>{_RULES}<w:tblGrid>{grid}</w:tblGrid><w:tr>{begun}{head}</w:tr>{body}</w:tbl>"


def column_widths(columns: Sequence[Sequence[str]], size: float) -> list[int]:
    """Widths of columns in twentieths of a point, which sum to the width of the text.

    Each column has room for its longest word where the page has; what is left is shared out by how much more its longest
    text would fill. `columns` holds all texts of each column, `size` is that of the letters in points.
    """
    letter = 20 * size * _OF_A_LETTER
    least = [
        _width(max((len(word) for text in each for word in text.split()), default=1), letter)
        for each in columns
    ]
    wanted = [
        max(narrow, _width(min(max(map(len, each), default=1), _WIDEST_WANTED), letter))
        for narrow, each in zip(least, columns, strict=True)
    ]
    spare = TEXT_WIDTH - sum(least)
    more = [want - narrow for want, narrow in zip(wanted, least, strict=True)]
    if spare < 0:
        shares = [narrow * TEXT_WIDTH / sum(least) for narrow in least]
    elif sum(more) > 0 and sum(wanted) > TEXT_WIDTH:
        shares = [narrow + spare * each / sum(more) for narrow, each in zip(least, more, strict=True)]
    else:
        shares = [want * TEXT_WIDTH / sum(wanted) for want in wanted]
    widths = [int(share) for share in shares]
    return [*widths[:-1], TEXT_WIDTH - sum(widths[:-1])]


def _width(letters: int, letter: float) -> float:
    return letters * letter + 2 * _CELL_MARGIN + letter / 2


def _is_short(row: Sequence[Sequence[str]]) -> bool:
    return max((sum(map(len, lines)) for lines in row), default=0) < 1200


def _cell(lines: Iterable[str], style: str, width: int, to_the_right: bool) -> str:
    told = "".join(paragraph(line, style, to_the_right=to_the_right) for line in lines)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{told or paragraph("", style)}</w:tc>'


def _run(text: str, look: str) -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" * bool(look)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _in_a_line(text: str) -> str:
    """Text without what would break a line, its blanks at both ends kept as one."""
    words = " ".join(printable(text).split())
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{words}{' ' * after}" if words else " " * before
