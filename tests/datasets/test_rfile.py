import bz2
import gzip
import lzma
import struct
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.rfile import RFileError, object_name, read_frame

NA = -(2**31)


def text(value: str | None) -> bytes:
    if value is None:
        return struct.pack(">ii", 9, -1)
    content = value.encode()
    return struct.pack(">ii", 9 | (8 << 12), len(content)) + content


def texts(*values: str | None) -> bytes:
    return struct.pack(">ii", 16, len(values)) + b"".join(text(value) for value in values)


def symbol(name: str) -> bytes:
    return struct.pack(">i", 1) + text(name)


def attributes(**pairs: bytes) -> bytes:
    cells = b"".join(struct.pack(">i", 2 | 1024) + symbol(name) + value for name, value in pairs.items())
    return cells + struct.pack(">i", 254)


def saved(version: int = 2) -> bytes:
    """A data frame as R's save() writes it: integers, numbers, text, a factor and a date."""
    columns = [
        struct.pack(">ii3i", 13, 3, 1, NA, 3),
        struct.pack(">ii3d", 14, 3, 0.5, float("nan"), -2.0),
        texts("Côte d'Ivoire", None, "Peru"),
        struct.pack(">ii3i", 13 | 512, 3, 2, 1, NA)
        + attributes(levels=texts("yes", "no"), **{"class": texts("factor")}),
        struct.pack(">ii3d", 14 | 512, 3, 0.0, 18262.0, -8766.0) + attributes(**{"class": texts("Date")}),
    ]
    rows = struct.pack(">ii2i", 13, 2, NA, -3)
    frame = (
        struct.pack(">ii", 19 | 512 | 256, len(columns))
        + b"".join(columns)
        + attributes(
            names=texts("n", "x", "country", "vote", "day"),
            **{"class": texts("tbl_df", "data.frame"), "row.names": rows},
        )
    )
    head = f"RDX{version}\nX\n".encode() + struct.pack(">iii", version, 0x030601, 0x020300)
    if version == 3:
        head += struct.pack(">i", 5) + b"UTF-8"
    return head + struct.pack(">i", 2 | 1024) + symbol("votes") + frame + struct.pack(">i", 254)


EXPECTED = pl.DataFrame(
    {
        "n": pl.Series([1, None, 3], dtype=pl.Int32),
        "x": [0.5, None, -2.0],
        "country": ["Côte d'Ivoire", None, "Peru"],
        "vote": ["no", "yes", None],
        "day": [date(1970, 1, 1), date(2020, 1, 1), date(1946, 1, 1)],
    }
)


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_saved_data_frame_is_read(tmp_path: Path, version: int, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "votes.rda"
    path.write_bytes(pack(saved(version)))
    assert object_name(path) == "votes"
    name, frame = read_frame(path)
    assert name == "votes"
    assert frame.equals(EXPECTED)


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    whole = saved()
    path = tmp_path / "votes.rda"
    for length in range(len(whole) - 4):
        path.write_bytes(whole[:length])
        with pytest.raises(RFileError):
            read_frame(path)


def test_an_object_that_is_no_data_frame_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.rda"
    head = b"RDX2\nX\n" + struct.pack(">iii", 2, 0, 0) + struct.pack(">i", 2 | 1024) + symbol("answers")
    path.write_bytes(head + texts("a", "b"))
    with pytest.raises(RFileError, match="answers, is not a data frame"):
        read_frame(path)


def test_it_agrees_with_the_library_rdata(shared: Path) -> None:
    import warnings

    import pandas
    import rdata

    path = shared / "data/unga_votes/un_roll_calls.rda"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about R classes that pandas does not have
        theirs = rdata.read_rda(str(path))["un_roll_calls"]
    _, ours = read_frame(path)
    assert ours.columns == list(theirs.columns)
    assert ours.height == len(theirs) == 6203
    for name in ("rcid", "amend", "unres", "short", "descr"):
        expected = theirs[name].astype(object)
        assert [None if pandas.isna(value) else value for value in expected] == ours[name].to_list(), name
    assert ours["date"].cast(pl.Int32).to_list() == [int(value) for value in theirs["date"]]
