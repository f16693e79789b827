import lxml.html
import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.html_blocks import page_blocks, stretches
from counterpoise.documents.formats.markup import parse_xhtml


def blocks(body: str) -> list[Block]:
    return page_blocks(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"))


def test_lists_nest_and_headings_in_them_stay_headings() -> None:
    body = "<ul><li>one<ul><li>two</li></ul></li><li><h3>Three</h3><p>four</p></li></ul><p>five</p>"
    assert blocks(body) == [
        Block("one", "list item"),
        Block("two", "list item"),
        Block("Three", "heading"),
        Block("four", "list item"),
        Block("five"),
    ]


def test_a_table_is_one_block_and_a_page_laid_out_in_a_table_is_none() -> None:
    rows = "<tr><th>Year</th><th>Share</th></tr><tr><td>2015<br>(est.)</td><td><p>12</p></td></tr>"
    assert blocks(f"<table><caption>Arms</caption>{rows}</table><table>{rows}</table>") == [
        Block("Arms"),
        Block("Year\tShare\n2015 (est.)\t12", "table"),
        Block("Year\tShare\n2015 (est.)\t12", "table"),
    ]
    layout = f"<table><tr><td><h1>Head</h1><p>{'Words. ' * 100}</p></td><td><p>Side.</p></td></tr></table>"
    assert [block.role for block in blocks(layout)] == ["heading", "paragraph", "paragraph"]
    assert blocks("<table><tr><td>Only cell.</td></tr></table>") == [Block("Only cell.")]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">1</a></sup>',
        '<sup class="reference"><a href="/page#cite-1">[1]</a></sup>',
        '<a epub:type="noteref" href="notes.xhtml#n1">1</a>',
        '<a role="doc-noteref" href="#n1">*</a>',
    ],
)
def test_marks_of_notes_are_no_words_and_notes_are_notes(mark: str) -> None:
    body = f'<p>The pact{mark} held.</p><aside epub:type="footnote"><p>A source.</p></aside>'
    expected = [Block("The pact held."), Block("A source.", "footnote")]
    assert blocks(body) == expected
    namespaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    page = f"<html {namespaces}><body>{body}</body></html>"
    assert page_blocks(parse_xhtml(page.encode(), "a.xhtml")) == expected


def test_raised_figures_that_are_no_marks_of_notes_stay() -> None:
    assert blocks('<p>20 km<sup>2</sup>, the 5<sup><a href="#x">th of the month</a></sup></p>') == [
        Block("20 km2, the 5th of the month")
    ]


def test_the_share_of_links() -> None:
    tree = lxml.html.document_fromstring('<p><a href="/">Home</a></p><p>abcdef<a href="/">gh</a></p>')
    assert [found.linked for found in stretches(tree) if found.block.text] == [1.0, 0.25]
