import io
import stat
import struct
import zipfile

import pytest

from counterpoise.documents.archives import open_archive
from counterpoise.documents.limits import LARGEST_UNPACKED, MOST_MEMBERS
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage, zipped

EXPECTED = "expected a file of some kind"
WHOLE = zipped({"a.txt": "words " * 50, "b/c.txt": "more"})


def read_all(content: bytes, place: str) -> dict[str, bytes]:
    archive = open_archive(content, place, EXPECTED)
    return {name: archive.read(name) for name in archive.names}


def test_members_are_read() -> None:
    archive = open_archive(WHOLE, "a.zip", EXPECTED)
    assert archive.names == ("a.txt", "b/c.txt")
    assert archive.read("b/c.txt") == b"more"
    assert archive.find("none.txt") is None
    with pytest.raises(CounterpoiseError, match=r"a\.zip: holds no none\.txt; expected a file of some kind"):
        archive.read("none.txt")


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.txt", "a/../../b", "..\\a.txt", "\\\\host\\a", "C:\\a.txt"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(CounterpoiseError, match="which leads out of the archive"):
        open_archive(zipped({"a.txt": "x", name: "y"}), "a.zip", EXPECTED)


def test_links_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("passwords")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CounterpoiseError, match="holds the link 'passwords'"):
        open_archive(stream.getvalue(), "a.zip", EXPECTED)


def test_two_members_of_one_name_are_refused() -> None:
    doubled = zipped({"a.txt": "one", "b.txt": "two"}).replace(b"b.txt", b"a.txt")
    with pytest.raises(CounterpoiseError, match=r"holds 2 members of the name 'a\.txt'"):
        open_archive(doubled, "a.zip", EXPECTED)


def test_too_much_is_refused_before_anything_is_unpacked() -> None:
    bomb = zipped({"a.xml": b" " * (8 * 2**20)})
    with pytest.raises(
        CounterpoiseError, match=r"packs 'a\.xml' to a 1,0\d\dth of its size; the limit is 200"
    ):
        open_archive(bomb, "a.zip", EXPECTED)
    many = zipped({str(number): "" for number in range(MOST_MEMBERS + 1)})
    with pytest.raises(CounterpoiseError, match=r"holds 10,001 members; the limit is 10,000"):
        open_archive(many, "a.zip", EXPECTED)
    with pytest.raises(CounterpoiseError, match="unpacks to 257 MiB; the limit is 256 MiB"):
        open_archive(declaring(LARGEST_UNPACKED + 2**20), "a.zip", EXPECTED)


def test_a_member_that_is_longer_than_it_declares_is_refused() -> None:
    with pytest.raises(CounterpoiseError, match=r"is damaged at a\.txt \(Bad CRC|declares 10 bytes"):
        open_archive(declaring(10), "a.zip", EXPECTED).read("a.txt")


def declaring(size: int) -> bytes:
    """A zip file whose table of contents says that its first member unpacks to `size` bytes."""
    content = bytearray(WHOLE)
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, size)
    return bytes(content)


def test_an_encrypted_member_is_named() -> None:
    content = bytearray(WHOLE)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(CounterpoiseError, match=r"is encrypted \(a\.txt\); save it without a password"):
        open_archive(bytes(content), "a.zip", EXPECTED).read("a.txt")


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_all)
    assert survives_damage(read_all, WHOLE, examples=300) > 0
