import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.mhtml import read_mhtml
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage

SAVED = b"""\
From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/caf=E9
Subject: =?utf-8?Q?Caf=C3=A9_talks?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----edge"

------edge
Content-Type: text/css
Content-Location: cid:style

p { color: red }
------edge
Content-Type: text/html
Content-ID: <frame-1>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/talks

<html><head><meta charset=3D"utf-8"></head><body><h1>Talks</h1><p>The ministers =
met in a caf=C3=A9 and spoke of the corridor, of trade and of much besides it.</p></body></html>
------edge--
"""


def test_the_page_within_the_message() -> None:
    blocks, record = read_mhtml(SAVED, "a.mhtml")
    assert blocks == [
        Block("Talks", "heading"),
        Block("The ministers met in a café and spoke of the corridor, of trade and of much besides it."),
    ]
    assert (record.title, record.source) == ("Café talks", "https://example.org/talks")


def test_the_charset_of_the_part_and_the_part_it_starts_with() -> None:
    second = (
        SAVED.replace(b"text/css", b"text/html; charset=windows-1251")
        .replace(b"cid:style\n", b"cid:style\nContent-ID: <start>\n")
        .replace(b'type="text/html";', b'start="<start>";')
        .replace(
            b"p { color: red }",
            "<p>Стороны подтверждают партнёрство и намерены его углублять.</p>".encode("cp1251"),
        )
    )
    blocks, _ = read_mhtml(second, "a.mht")
    assert [block.text for block in blocks] == ["Стороны подтверждают партнёрство и намерены его углублять."]


@pytest.mark.parametrize("content", [b"", b"Plain words.", SAVED.replace(b"text/html\n", b"image/png\n")])
def test_a_file_without_a_page_is_named(content: bytes) -> None:
    with pytest.raises(
        CounterpoiseError, match=r"a\.mhtml: holds no page; expected a web page saved as one file"
    ):
        read_mhtml(content, "a.mhtml")


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_mhtml)
    assert survives_damage(read_mhtml, SAVED, examples=200) > 0
    nested = b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 5_000
    with pytest.raises(CounterpoiseError):
        read_mhtml(nested, "a.mhtml")
