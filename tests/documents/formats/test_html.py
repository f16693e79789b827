from pathlib import Path

import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.html import read_html
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage

ARTICLE = "Both ministers said that the corridor would be open to third countries and to private investors."

PAGE = f"""<!DOCTYPE html>
<html><head><title>Ministry | Joint press statement</title>
<meta property="article:published_time" content="2015-04-20T10:00:00Z">
<link rel="canonical" href="https://example.org/statement">
<style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">All the news</a></li></ul></nav>
<main><h1>Joint press statement</h1>
<p>{ARTICLE}</p>
<h2>On <em>trade</em></h2>
<p>{ARTICLE.replace("corridor", "market")}<br>Second line.</p>
<table><tr><th>Year</th><th>Share</th></tr><tr><td><p>2015</p></td><td>12</td></tr></table>
<script>track("visitor")</script>
<p>{ARTICLE.replace("corridor", "port")}</p></main>
<footer><p><a href="/terms">Terms of use</a></p></footer></body></html>"""


def read(page: str) -> tuple[list[Block], object]:
    return read_html(page.encode(), "a.html")


def test_main_text_with_headings_and_rows_and_without_menus() -> None:
    blocks, _ = read(PAGE)
    assert [block.text for block in blocks if block.role == "heading"] == [
        "Joint press statement",
        "On trade",
    ]
    texts = [" ".join(block.text.split()) for block in blocks]
    assert texts[1] == ARTICLE
    assert texts[3].endswith("investors. Second line.")
    assert [block.text for block in blocks if block.role == "table"] == ["Year\tShare\n2015\t12"]
    assert texts[-1].startswith("Both ministers said that the port")
    assert not any(word in " ".join(texts) for word in ("Home", "track", "Terms", "color"))


def test_external_entities_are_not_read(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as stream:
        stream.write("secret words")
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "file://{secret}">]>'
        f"<html><body><p>{ARTICLE} &s;</p></body></html>"
    )
    blocks, _ = read(page)
    assert ARTICLE in blocks[-1].text
    assert "secret words" not in " ".join(block.text for block in blocks)


@pytest.mark.parametrize("page", ["<html><body><script>x()</script></body></html>", "<!-- -->", " "])
def test_a_page_without_text_is_named(page: str) -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.html: holds no text"):
        read(page)


WORDS = "中华人民共和国政府同各国发展友好关系，坚持独立自主的外交政策。" * 8


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("gb18030", "gb2312"),
        ("big5", "big5"),
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_page_in_the_encoding_that_it_declares(codec: str, declared: str) -> None:
    words = WORDS if codec != "big5" else "各國發展友好關係並加強合作。" * 12
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>'
    page += f"<body><p>{words}</p></body></html>"
    blocks, _ = read_html(page.encode(codec), "a.html")
    assert [block.text for block in blocks] == [words]


def test_an_encoding_that_came_with_the_page_and_one_that_is_wrong() -> None:
    page = f"<html><body><p>{WORDS}</p></body></html>".encode("gb18030")
    assert read_html(page, "a.html", charset="GBK")[0][0].text == WORDS
    assert read_html(page, "a.html", charset="no-such-set")[0][0].text == WORDS
    western = "<html><meta charset=iso-8859-1><p>“Words” that a browser reads as Windows writes them.</p>"
    assert read_html(western.encode("cp1252"), "a.html")[0][0].text.startswith("“Words”")


def test_a_page_nested_beyond_reading_is_refused_and_not_cut() -> None:
    with pytest.raises(
        CounterpoiseError, match=r"beyond the limits of a page: Excessive depth in document: 2048"
    ):
        read("<p>first</p>" + "<div>" * 100_000 + ARTICLE)


def test_lists_of_a_published_reference(shared: Path) -> None:
    content = (shared / "corpus" / "import_tests" / "plover_reference.html").read_bytes()
    blocks, record = read_html(content, "plover_reference.html")
    assert record.title == "PLOVER Summary"
    items = [block.text for block in blocks if block.role == "list item"]
    assert len(items) > 100
    assert "any explosive not incorporated in a heavy weapon: mines, IEDS, car bombs" in items


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_html)
    survives_damage(read_html, PAGE.encode())
