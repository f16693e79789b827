import struct
import zlib

import numpy as np
import pytest

from counterpoise.report.raster import MANY, pictures, png, size_of

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">'
    '<path d="M0,0h50v50h-50Z" fill="#0b5cad"/></svg>'
)


def dots(picture: bytes) -> np.ndarray:
    """The dots of a PNG of ours: one chunk of rows that are not filtered."""
    wide, high = size_of(picture)
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    rows = np.frombuffer(zlib.decompress(picture[start + 4 : start + 4 + length]), np.uint8)
    return rows.reshape(high, 1 + 3 * wide)[:, 1:].reshape(high, wide, 3)


def test_drawings_come_as_pictures_of_their_size_in_their_order():
    tall = SQUARE.replace("0 0 100 50", "0 0 100 200")
    first, second = pictures([SQUARE, tall], 2.0)
    assert (size_of(first), size_of(second)) == ((600, 300), (600, 1200))
    found = dots(first)
    assert found[150, 60].tolist() == [0x0B, 0x5C, 0xAD]
    assert found[150, 540].tolist() == [255, 255, 255]


def test_of_many_drawings_each_has_fewer_dots():
    few = next(iter(pictures([SQUARE] * (MANY + 1), 2.0)))
    assert size_of(few) == (192, 96)


def test_the_same_drawing_gives_the_same_bytes():
    assert list(pictures([SQUARE], 2.0)) == list(pictures([SQUARE], 2.0))
    assert list(pictures([], 2.0)) == []


@pytest.mark.parametrize("shape", [(1, 1), (7, 5)])
def test_a_png_holds_the_dots_it_was_made_of(shape: tuple[int, int]):
    made = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert np.array_equal(dots(png(made)), made)
    # Every chunk carries the checksum of ISO/IEC 15948.
    picture = png(made)
    assert picture.endswith(struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND")))
