"""The code pages in which the bytes of an RTF file are written."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from types import MappingProxyType

CODE_PAGE_OF_CHARSET: Mapping[int, str] = MappingProxyType(
    {
        0: "cp1252",
        77: "mac_roman",
        78: "cp932",
        79: "cp949",
        80: "gb18030",
        81: "big5",
        83: "mac_greek",
        86: "mac_turkish",
        89: "mac_cyrillic",
        128: "cp932",
        129: "cp949",
        130: "johab",
        134: "gb18030",
        136: "cp950",
        161: "cp1253",
        162: "cp1254",
        163: "cp1258",
        177: "cp1255",
        178: "cp1256",
        186: "cp1257",
        204: "cp1251",
        222: "cp874",
        238: "cp1250",
        254: "cp437",
        255: "cp850",
    }
)
"""Codecs by the number of a font's character set (RTF 1.9.1, Font Table); 936 is read as its superset GB 18030."""

_OTHERWISE_NAMED: Mapping[int, str] = MappingProxyType(
    {936: "gb18030", 10000: "mac_roman", 54936: "gb18030", 65001: "utf-8"}
)


def codec_of_page(page: int) -> str | None:
    """The codec of a numbered code page, or None for one that is not known."""
    name = _OTHERWISE_NAMED.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
