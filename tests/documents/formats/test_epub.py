from pathlib import Path

import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.epub import read_epub
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage, zipped

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>Two Neighbours</dc:title><dc:creator>A. One</dc:creator><dc:creator>B. Two</dc:creator>
<dc:publisher>A Press</dc:publisher><dc:language>en</dc:language>
<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">2011-05-02T00:00:00Z</dc:date>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/>
<item id="c2" href="text/second%20one.xhtml#top" media-type="application/xhtml+xml"/>
<item id="c1" href="text/first.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="style.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="notes" linear="no"/><itemref idref="c1"/><itemref idref="c2"/>
<itemref idref="c1"/><itemref idref="gone"/></spine></package>"""
FIRST = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>
<h1>One</h1><p>The caf&eacute;<a epub:type="noteref" href="#n">1</a> is open.</p>
<ul><li>on trade</li></ul><aside epub:type="footnote" id="n"><p>Since 1947.</p></aside></body></html>"""
BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/package.opf": PACKAGE,
    "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
    "OEBPS/text/first.xhtml": FIRST,
    "OEBPS/text/second one.xhtml": "<html><body><p>Not closed,<br>as in a <b>browser</p></body></html>",
    "OEBPS/notes.xhtml": "<html><body><p>Apart.</p></body></html>",
}


def test_the_spine_in_order_each_page_once() -> None:
    blocks, record = read_epub(zipped(BOOK), "a.epub")
    assert blocks == [
        Block("One", "heading"),
        Block("The café is open."),
        Block("on trade", "list item"),
        Block("Since 1947.", "footnote"),
        Block("Not closed,\nas in a browser"),
        Block("Apart."),
    ]
    assert record == Record(title="Two Neighbours", date="2011-05-02", source="A. One; B. Two, A Press")


def test_a_page_that_the_book_does_not_hold_is_named() -> None:
    without = {name: content for name, content in BOOK.items() if not name.endswith("first.xhtml")}
    with pytest.raises(CounterpoiseError, match=r"a\.epub: names OEBPS/text/first\.xhtml and 0 other pages"):
        read_epub(zipped(without), "a.epub")
    with pytest.raises(CounterpoiseError, match=r"is a zip file that holds a\.txt; expected an \.epub file"):
        read_epub(zipped({"a.txt": "x"}), "a.epub")


def test_copy_protection_is_named_and_hidden_fonts_do_no_harm() -> None:
    listing = '<encryption><CipherReference URI="{}"/></encryption>'
    fonts = BOOK | {"META-INF/encryption.xml": listing.format("OEBPS/font.otf")}
    assert read_epub(zipped(fonts), "a.epub")[0][0].text == "One"
    locked = BOOK | {"META-INF/encryption.xml": listing.format("OEBPS/text/first.xhtml")}
    with pytest.raises(CounterpoiseError, match=r"is copy-protected \(OEBPS/text/first\.xhtml\)"):
        read_epub(zipped(locked), "a.epub")


def test_a_page_outside_the_book_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text("<p>secret words</p>")
    package = PACKAGE.replace("text/first.xhtml", f"../../../../..{tmp_path}/secret.xhtml")
    with pytest.raises(CounterpoiseError, match="that it does not hold"):
        read_epub(zipped(BOOK | {"OEBPS/package.opf": package}), "a.epub")


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_epub)
    whole = zipped(BOOK)
    assert survives_damage(read_epub, whole) > 0
    for member in ("OEBPS/package.opf", "OEBPS/text/first.xhtml", "META-INF/container.xml"):
        survives_damage(read_epub, whole, member)
