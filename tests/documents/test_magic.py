import gzip
import io
import zipfile

import polars as pl
import pytest

from counterpoise.documents.magic import check_format, format_of
from counterpoise.errors import CounterpoiseError
from tests.damage import zipped


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"text": ["words"]}).write_parquet(stream)
    return stream.getvalue()


def typed(kind: str, member: str) -> bytes:
    """A zip file that says first, unpacked, of what type it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(member, "x")
    return stream.getvalue()


FILES = {
    "PDF": b"%PDF-1.7\n...",
    "RTF": b"{\\rtf1 words}",
    "HTML": b"\xef\xbb\xbf \n<!DOCTYPE html><p>words",
    "MHTML": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x\r\n",
    "EPUB": typed("application/epub+zip", "a.opf"),
    "OpenDocument": typed("application/vnd.oasis.opendocument.text", "content.xml"),
    "Word": zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}),
    "Excel": zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}),
    "PowerPoint": zipped({"ppt/presentation.xml": "x"}),
    "zip": zipped({"a.txt": "x"}),
    "gzip": gzip.compress(b"words"),
    "Parquet": parquet(),
    "old Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...",
}
SUFFIX = {
    "PDF": ".pdf",
    "RTF": ".rtf",
    "HTML": ".html",
    "MHTML": ".mhtml",
    "EPUB": ".epub",
    "OpenDocument": ".odt",
    "Word": ".docx",
    "text": ".txt",
    "Markdown": ".md",
}


@pytest.mark.parametrize("format_", FILES)
def test_what_a_file_is_by_how_it_begins(format_: str) -> None:
    assert format_of(FILES[format_]) == format_


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Plain words.",
        b"<p>A stretch of a page",
        b"The mark of a PDF is\n%PDF-1.4, says the standard.",
        b"Content-Type: a heading in a text",
        b"PK\x05\x06",
        b"<?xml version='1.0'?><TEI>",
    ],
)
def test_what_begins_as_no_format(content: bytes) -> None:
    assert format_of(content) is None


@pytest.mark.parametrize("declared", SUFFIX)
@pytest.mark.parametrize("format_", FILES)
def test_a_file_of_another_format_than_its_name_says_is_named(format_: str, declared: str) -> None:
    archive = format_ == "zip" and declared in ("Word", "OpenDocument", "EPUB")
    if format_ == declared or archive:
        check_format(FILES[format_], declared, SUFFIX[declared], "a.file")
        return
    with pytest.raises(CounterpoiseError, match=rf"^a\.file: is named \{SUFFIX[declared]} but ") as told:
        check_format(FILES[format_], declared, SUFFIX[declared], "a.file")
    if format_ in SUFFIX:
        assert f"rename it to {SUFFIX[format_]}" in str(told.value)


def test_a_format_with_a_mark_must_bear_it() -> None:
    for declared in ("PDF", "RTF", "Word", "OpenDocument", "EPUB"):
        with pytest.raises(CounterpoiseError, match=f"is no {declared} file, or is damaged"):
            check_format(b"Plain words.", declared, SUFFIX[declared], "a.file")
    for declared in ("text", "Markdown", "HTML", "MHTML"):
        check_format(b"Plain words.", declared, SUFFIX[declared], "a.file")
    check_format(b"Lines of a mail header\n%PDF-1.4\n", "PDF", ".pdf", "a.pdf")


def test_the_head_of_a_page_is_looked_for_in_no_time() -> None:
    for endless in (b"<!--" * 10_000, b"<?xml ?>" * 10_000, b"From: " * 10_000, b"<!---->" * 10_000):
        assert format_of(endless) is None
