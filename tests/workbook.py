"""A workbook of one sheet made by hand, as the tests read workbooks and nothing here writes them."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.damage import zipped

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OPENXML = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OPENXML}/spreadsheetml/2006/main"'
_PACKAGE = f"{_OPENXML}/package/2006"
_OFFICE = f"{_OPENXML}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The bytes of an .xlsx file with these rows, the header first."""
    sheet = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return zipped(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "sheet1.xml"),
            "xl/sheet1.xml": f"{_HEAD}<worksheet {_MAIN}><sheetData>{sheet}</sheetData></worksheet>",
        }
    )


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
