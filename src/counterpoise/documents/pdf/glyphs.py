"""Glyphs: the characters of a PDF page with their boxes, as the library finds them."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw
from numpy.typing import NDArray

_FORCED_BOLD = 1 << 18
_LONGEST_FONT_NAME = 128
_FARTHEST = 1e6


def _quick(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library that takes plain addresses: half the time of one that checks each pointer."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_ON_TEXT_PAGE = (ctypes.c_void_p, ctypes.c_int)
_loose_box = _quick(pypdfium2.raw.FPDFText_GetLooseCharBox, ctypes.c_int, *_ON_TEXT_PAGE, ctypes.c_void_p)
_unicode = _quick(pypdfium2.raw.FPDFText_GetUnicode, ctypes.c_uint, *_ON_TEXT_PAGE)
_angle = _quick(pypdfium2.raw.FPDFText_GetCharAngle, ctypes.c_float, *_ON_TEXT_PAGE)
_font_size = _quick(pypdfium2.raw.FPDFText_GetFontSize, ctypes.c_double, *_ON_TEXT_PAGE)
_matrix = _quick(pypdfium2.raw.FPDFText_GetMatrix, ctypes.c_int, *_ON_TEXT_PAGE, ctypes.c_void_p)
_text_object = _quick(pypdfium2.raw.FPDFText_GetTextObject, ctypes.c_void_p, *_ON_TEXT_PAGE)
_render_mode = _quick(pypdfium2.raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_font_info = _quick(
    pypdfium2.raw.FPDFText_GetFontInfo,
    ctypes.c_ulong,
    *_ON_TEXT_PAGE,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
)


@dataclass(frozen=True, slots=True, eq=False)
class PageGlyphs:
    """The glyphs of a page in the order of its content.

    `text` has one code point a glyph, the spaces and line ends that the library puts between them included.
    `boxes` is of shape (glyphs, 4), float32: left, bottom, right and top in points of the page's own space, as wide
    as the glyph's advance and as high as its type.
    """

    text: str
    boxes: NDArray[np.float32]

    @property
    def codes(self) -> NDArray[np.uint32]:
        """The code points of the text."""
        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)


def glyphs_of(text_page: pypdfium2.PdfTextPage, count: int) -> PageGlyphs:
    """Glyphs of a page that has `count` of them."""
    handle = _address(text_page)
    found = np.zeros((count, 4), np.float32)
    places = range(found.ctypes.data, found.ctypes.data + found.nbytes, found.strides[0])
    deque(map(_loose_box, repeat(handle), range(count), places), maxlen=0)
    # A file may set its type at any distance, or nowhere.
    boxes = np.nan_to_num(found[:, [0, 3, 2, 1]], nan=-_FARTHEST).clip(-_FARTHEST, _FARTHEST)
    return PageGlyphs(_text(text_page, handle, count), boxes)


def _text(text_page: pypdfium2.PdfTextPage, handle: int, count: int) -> str:
    units = ctypes.create_string_buffer(2 * (2 * count + 1))
    written = pypdfium2.raw.FPDFText_GetText(
        text_page, 0, count, ctypes.cast(units, ctypes.POINTER(ctypes.c_ushort))
    )
    text = units.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    # The library leaves some characters out of the text of a page; then each is asked for by itself.
    return text if len(text) == count else "".join(map(chr, map(_unicode, repeat(handle), range(count))))


class Types:
    """The type of single glyphs of a page."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._page = _address(text_page)
        self._matrix = pypdfium2.raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
        self._flags = ctypes.c_int()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._font_at = ctypes.addressof(self._name), _LONGEST_FONT_NAME, ctypes.addressof(self._flags)

    def angle(self, index: int) -> float:
        """Radians, clockwise from 0 to 2 pi, by which a glyph is turned from upright on an unturned page."""
        return float(_angle(self._page, index))

    def is_unseen(self, index: int) -> bool:
        """Whether a glyph leaves no ink, as the text that a program has recognised and laid over a scan."""
        written = _text_object(self._page, index)
        mode = _render_mode(written) if written else None
        return bool(mode == pypdfium2.raw.FPDF_TEXTRENDERMODE_INVISIBLE)

    def size_and_weight(self, index: int) -> tuple[float, bool]:
        """Size in points of the type of a glyph as it stands on the page, and whether it is bold."""
        if not _matrix(self._page, index, self._matrix_at):
            return 0.0, False
        size = _font_size(self._page, index) * math.hypot(self._matrix.c, self._matrix.d)
        self._name[0] = b"\0"
        _font_info(self._page, index, *self._font_at)
        return round(size, 1), bool(self._flags.value & _FORCED_BOLD) or _is_bold(self._name.value)


@lru_cache(maxsize=1024)
def _is_bold(font: bytes) -> bool:
    name = font.lower()
    return any(weight in name for weight in (b"bold", b"black", b"heavy", b"-demi", b"cmbx"))


def _address(text_page: pypdfium2.PdfTextPage) -> int:
    return ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0
