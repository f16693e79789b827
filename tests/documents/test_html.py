import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.html import read_html
from counterpoise.errors import CounterpoiseError

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
    return read_html(page.encode(), page, "a.html")


def test_main_text_with_headings_and_rows_and_without_menus() -> None:
    blocks, _ = read(PAGE)
    assert [block.text for block in blocks if block.role == "heading"] == [
        "Joint press statement",
        "On trade",
    ]
    texts = [" ".join(block.text.split()) for block in blocks]
    assert texts[1] == ARTICLE
    assert texts[3].endswith("investors. Second line.")
    assert [text for text in texts if text[:4] in ("Year", "2015")] == ["Year Share", "2015 12"]
    assert texts[-1].startswith("Both ministers said that the port")
    assert not any(word in " ".join(texts) for word in ("Home", "track", "Terms", "color"))


def test_the_page_states_its_title_date_and_address() -> None:
    _, record = read_html(PAGE.encode(), PAGE, "a.html")
    assert record.title == "Ministry | Joint press statement"
    assert record.date == "2015-04-20"
    assert record.source == "https://example.org/statement"


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
