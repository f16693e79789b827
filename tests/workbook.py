"""Workbooks made by hand, as the tests read workbooks and nothing here writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    return workbook_of({"one": rows})


def workbook_of(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> bytes:
    """The bytes of an .xlsx file with some sheets, in their order."""
    parts = [f"sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_KIND}.worksheet+xml"/>' for part in parts
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    contents = {
        f"xl/{part}": f"{_HEAD}<worksheet {_MAIN}><sheetData>"
        + "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        + "</sheetData></worksheet>"
        for part, rows in zip(parts, sheets.values(), strict=True)
    }
    return zipped(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{types}</Types>',
            "_rels/.rels": _relations("officeDocument", ["xl/workbook.xml"]),
            "xl/workbook.xml": f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", parts),
            **contents,
        }
    )


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _relations(kind: str, targets: Sequence[str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, target in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
