"""A data frame in an R file (`save()`, XDR serialisation, versions 2 and 3), straight into columns.

Only what data frames are made of is read: integers, numbers, text, factors, logicals and attributes.
The layout is that of R Internals, section 1.8, "Serialization Formats". Numeric vectors are read as blocks,
so that a million rows take seconds.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
from pathlib import Path

import numpy as np
import polars as pl

from counterpoise.admission import unpacked

NA_INTEGER = -(2**31)
LONGEST = 2**27
"""Numbers in the longest sequence that is read; R writes a sequence of any length in three."""

PAIR_LIST, NAMED, HAS_ATTRIBUTES = 2, 1024, 512

Attributes = dict[str, object]


class RFileError(Exception):
    """The bytes are not a data frame saved by R, or are cut short."""


def read_frame(path: Path) -> tuple[str, pl.DataFrame]:
    """The first object of an R file, which must be a data frame: its name and its columns."""
    with _unpacked(path) as stream:
        file = _RFile(unpacked(stream, path.name))
    try:
        name = file.name()
        frame = file.value()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise RFileError("the R data end too soon or are of a kind that is not read here") from error
    if not isinstance(frame, pl.DataFrame):
        raise RFileError(f"its first object, {name}, is not a data frame")
    return name, frame


def object_name(path: Path) -> str:
    """The name of the first object of an R file, from the beginning of the file only."""
    with _unpacked(path) as stream:
        file = _RFile(stream.read(1024))
    try:
        return file.name()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise RFileError("it holds no named object") from error


def _unpacked(path: Path) -> io.BufferedReader | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    with path.open("rb") as packed:
        magic = packed.read(6)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(path)
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(path)
    if magic.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(path)
    return path.open("rb")


class _RFile:
    """The bytes of an R file, a place in them, and the symbols met so far."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0
        self.symbols: list[str] = []

    def name(self) -> str:
        if self.content[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
            raise RFileError("it does not begin as a file saved by R in binary form")
        self.at = 7
        if self.integers(3)[0] == 3:
            (length,) = self.integers(1)
            self.at += length
        (flags,) = self.integers(1)
        if flags & 255 != PAIR_LIST or not flags & NAMED:
            raise RFileError("it holds no named object")
        return str(self.value())

    def integers(self, count: int) -> tuple[int, ...]:
        found = struct.unpack_from(f">{count}i", self.content, self.at)
        self.at += 4 * count
        return found

    def value(self) -> object:
        """The value at this place: a column, a data frame, a list, attributes, a name or None."""
        (flags,) = self.integers(1)
        match flags & 255:
            case 254 | 242 | 253 | 251:
                return None
            case 1:
                self.symbols.append(str(self.value()))
                return self.symbols[-1]
            case 255:
                return self.symbols[(flags >> 8) - 1]
            case 9:
                return self.text()
            case 2:
                return self.pairs(flags)
            case 238:
                return self.compact()
            case 10 | 13:
                numbers = self.block(">i4").astype(np.int32)
                column = pl.Series(numbers).set(pl.Series(numbers == NA_INTEGER), None)
            case 14:
                column = pl.Series(self.block(">f8").astype(np.float64)).fill_nan(None)
            case 16:
                column = self.texts()
            case 19:
                (count,) = self.integers(1)
                columns = [self.value() for _ in range(count)]
                return _framed(columns, self.attributes(flags))
            case kind:
                raise RFileError(f"it holds a value of R type {kind}, which is not read here")
        return _classed(column, self.attributes(flags))

    def block(self, kind: str) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
        (count,) = self.integers(1)
        size = np.dtype(kind).itemsize
        if count < 0 or self.at + count * size > len(self.content):
            raise RFileError("the R data end too soon")
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += count * size
        return found

    def text(self) -> str | None:
        (length,) = self.integers(1)
        if length < 0:
            return None
        cell = self.content[self.at : self.at + length]
        if len(cell) < length:
            raise RFileError("the R data end too soon")
        self.at += length
        return _decoded(cell)

    def texts(self) -> pl.Series:
        """A text vector; repeated cells are decoded once, because columns repeat country names."""
        (count,) = self.integers(1)
        content, at, unpack = self.content, self.at, struct.Struct(">ii").unpack_from
        numbers: dict[bytes | None, int] = {None: 0}
        codes = np.empty(count, np.uint32)
        for index in range(count):
            _, length = unpack(content, at)
            at += 8
            cell = None
            if length >= 0:
                cell = content[at : at + length]
                at += length
            codes[index] = numbers.setdefault(cell, len(numbers))
        if at > len(content):
            raise RFileError("the R data end too soon")
        self.at = at
        known = pl.Series([None if cell is None else _decoded(cell) for cell in numbers], dtype=pl.String)
        return known.gather(pl.Series(codes))

    def pairs(self, flags: int) -> Attributes:
        """A pair list as a dictionary; its cells follow one another until the null that ends it."""
        found: Attributes = {}
        while flags & 255 == PAIR_LIST:
            if flags & HAS_ATTRIBUTES:
                self.value()
            tag = str(self.value()) if flags & NAMED else str(len(found))
            found[tag] = self.value()
            (flags,) = self.integers(1)
        return found

    def attributes(self, flags: int) -> Attributes:
        found = self.value() if flags & HAS_ATTRIBUTES else None
        return found if isinstance(found, dict) else {}

    def compact(self) -> object:
        """A vector that R keeps in short form: a sequence of numbers, or another vector in a wrapping."""
        kind = self.value()
        state = self.value()
        self.value()
        name = str(next(iter(kind.values()))) if isinstance(kind, dict) else ""
        if name.startswith("compact_") and isinstance(state, pl.Series):
            count, first, step = (float(number) for number in state)
            if not 0 <= count <= LONGEST:
                raise RFileError(f"it holds a sequence of {count:g} numbers; at most {LONGEST:,} are read")
            return pl.Series(first + step * np.arange(int(count)))
        if name.startswith("wrap_") and isinstance(state, list | dict):
            return next(iter(state.values())) if isinstance(state, dict) else state[0]
        raise RFileError(f"it holds a vector in R's short form '{name}', which is not read here")


def _decoded(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("latin-1")


def _classed(column: pl.Series, attributes: Attributes) -> pl.Series:
    """Give a factor its levels and a date its type."""
    kind = attributes.get("class")
    kinds = set(kind) if isinstance(kind, pl.Series) else set()
    levels = attributes.get("levels")
    if "factor" in kinds and isinstance(levels, pl.Series):
        return levels.gather(column.cast(pl.Int64) - 1)
    if "Date" in kinds:
        return column.cast(pl.Int32).cast(pl.Date)
    return column


def _framed(columns: list[object], attributes: Attributes) -> object:
    """A list as a data frame if R says it is one."""
    kind, names = attributes.get("class"), attributes.get("names")
    if not isinstance(kind, pl.Series) or "data.frame" not in set(kind) or not isinstance(names, pl.Series):
        return columns
    return pl.DataFrame(
        {name: column for name, column in zip(names, columns, strict=True) if isinstance(column, pl.Series)}
    )
