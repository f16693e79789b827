"""PDF files of a few lines, made by hand for the tests that read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ROMAN, BOLD, FIXED = "F1", "F2", "F3"
_FONTS = {ROMAN: "Helvetica", BOLD: "Helvetica-Bold", FIXED: "Courier"}
_WIDTH, _HEIGHT = 595, 842


class Printed(NamedTuple):
    """Text that begins at a point, from the lower left of the page, in type of a size and font."""

    text: str
    left: float
    base: float
    size: float = 10
    font: str = ROMAN


def paragraph(lines: Sequence[str], left: float, base: float, size: float = 10) -> list[Printed]:
    """Lines one below another, the first at `base`; a line that begins with a space is indented."""
    return [
        Printed(line.strip(), left + 12 * line.startswith(" "), base - 1.2 * size * n, size, FIXED)
        for n, line in enumerate(lines)
    ]


def made(
    pages: Sequence[Sequence[Printed]],
    trailer: str = "",
    page: str = f"/MediaBox [0 0 {_WIDTH} {_HEIGHT}]",
    matrix: str = "",
) -> bytes:
    """A PDF of these pages; `page` is what its page objects say, `matrix` comes before each page's text."""
    fonts = " ".join(f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{_FONTS[key]} >>" for key in _FONTS)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", f"<< {fonts} >>"]
    kids = []
    for printed in pages:
        drawn = [matrix] if matrix else []
        for text, left, base, size, font in printed:
            shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            drawn.append(f"BT /{font} {size} Tf {left} {base} Td ({shown}) Tj ET")
        stream = "\n".join(drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        said = f"{page} /Resources << /Font 3 0 R >> /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {said} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return of_objects(objects, trailer)


def of_objects(objects: Sequence[str], trailer: str = "") -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")
