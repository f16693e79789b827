"""Drawings as pictures of dots, for programs that show no SVG: set by typst on pages of their own, and those drawn by PDFium."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

SHARP, PLAIN, MANY = 300, 96, 50
"""Dots of an inch, where there are no more than so many drawings and where there are: many sharp ones take long to make."""

INCH = 72
"""The points of an inch, which are the units of a page."""


def pictures(drawings: Sequence[str], inches: float) -> Iterator[bytes]:
    """Each drawing (SVG) as a PNG on white, so many inches wide. Letters are those of typst, alike on every machine."""
    import typst

    if not drawings:
        return
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for number, drawing in enumerate(drawings):
            (place / f"{number}.svg").write_text(drawing, encoding="utf-8")
        pages = "\n#pagebreak()\n".join(
            f'#image("{number}.svg", width: 100%)' for number in range(len(drawings))
        )
        told = f"#set page(width: {inches}in, height: auto, margin: 0pt)\n{pages}"
        (place / "pages.typ").write_text(told, encoding="utf-8")
        pdf = typst.compile(str(place / "pages.typ"), format="pdf", ignore_system_fonts=True, timestamp=0)
    yield from _drawn(pdf, SHARP if len(drawings) <= MANY else PLAIN)


def _drawn(pdf: bytes, dots_per_inch: int) -> Iterator[bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield png(page.render(scale=dots_per_inch / INCH, rev_byteorder=True).to_numpy())
        page.close()
    document.close()


def png(dots: NDArray[np.uint8]) -> bytes:
    """Dots (height, width, 3), red, green and blue, as a PNG. Source: ISO/IEC 15948:2004, Portable Network Graphics."""
    high, wide, _ = dots.shape
    unfiltered = np.zeros((high, 1 + 3 * wide), dtype=np.uint8)  # each row begins with its filter, none
    unfiltered[:, 1:] = dots.reshape(high, 3 * wide)
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(unfiltered.tobytes(), 4)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def size_of(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG in dots."""
    wide, high = struct.unpack(">II", picture[16:24])
    return wide, high
