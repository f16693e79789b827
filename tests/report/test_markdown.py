import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from counterpoise.report.markdown import escaped, render_markdown, write_markdown
from counterpoise.report.outline import Outline, Statement
from counterpoise.report.plain import plain
from tests.report.test_html import outline
from tests.report.test_pdf import squeezed, texts

READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def shown(markdown: str) -> str:
    """All that a reader of the rendered page sees."""
    page = etree.fromstring(f"<main>{READER.render(markdown)}</main>".replace("<br>", "<br/>"))
    return "".join(page.itertext())


def told(markdown: str) -> str:
    """The same, white space apart."""
    return re.sub(r"\s+", "", shown(markdown))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.md"
    write_markdown(outline(), path)
    return path


def test_headings_tables_and_quotations_are_those_of_markdown(written: Path) -> None:
    page = etree.fromstring(
        f"<main>{READER.render(written.read_text('utf-8'))}</main>".replace("<br>", "<br/>")
    )
    assert [each.tag for each in page.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3", "h2", "h3", "h2"]
    first, second, third = page.iter("table")
    assert ["".join(each.itertext()) for each in first.iter("th")] == [
        "Dimension",
        "First power",
        "Second power",
    ]
    assert [["".join(cell.itertext()) for cell in row] for row in second.find("tbody")] == [
        ["2010-14", "0.400"],
        ["2020-24", "–"],
    ]
    links = [(link.get("href"), link.text) for link in third.iter("a") if link.get("href")]
    assert links == [("#h1", "The hypothesis"), ("#ties", "The ties")]
    blocks = outline().blocks()
    statements = [each for each in blocks if isinstance(each, Statement)]
    shown = [each for one in statements for _, side in one.sides for each in side]
    quoted = [*shown, *(each for cell in outline().cells() for each in cell.quotations)]
    assert len(page.findall(".//blockquote")) == len(quoted)
    assert "we value this <script>alert(1)</script> partnership" in "".join(page.itertext())
    assert page.find(".//script") is None


def test_every_link_lands_and_every_chart_is_there(written: Path) -> None:
    page = READER.render(written.read_text("utf-8"))
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert "security-b" in links
    assert set(links) <= set(ids)
    (source,) = re.findall(r'src="([^"]+)"', page)
    assert source == "report-figures/alignment.svg"
    assert (written.parent / source).read_text("utf-8").startswith("<svg")


def test_charts_of_the_report_before_are_taken_away_and_nothing_else(tmp_path: Path) -> None:
    path, whole = tmp_path / "a report.md", outline()
    write_markdown(whole, path)
    folder = tmp_path / "a report-figures"
    drawn = {each.name for each in folder.iterdir()}
    assert drawn
    (folder / "mine.svg").write_text("<svg/>")
    write_markdown(replace(whole, sections=()), path)
    assert [each.name for each in folder.iterdir()] == ["mine.svg"]
    write_markdown(whole, path)
    assert {each.name for each in folder.iterdir()} == {*drawn, "mine.svg"}


def test_the_same_outline_gives_the_same_page(written: Path) -> None:
    assert render_markdown(outline(), "report-figures") == written.read_text("utf-8")


@settings(max_examples=100)
@given(st.text(st.sampled_from("\\`*_[](){}<>#+-.!|~&;:/=^$@ \n\t\r\x0001ab\u2028é"), max_size=40))
def test_no_text_is_read_as_markup(text: str) -> None:
    seen = re.sub(r"\s+", "", plain(text))
    line = escaped(text)
    for page in (line, f"- {line}", f"> {line}", f"## x{line}", f"| a |\n| --- |\n| {line} |"):
        rendered = READER.render(page)
        assert (
            told(page).removeprefix("a" if "<table>" in rendered else "x" if "<h2>" in rendered else "")
            == seen
        )
        assert set(re.findall(r"<(\w+)", rendered)) <= {
            *("p", "ul", "li", "blockquote", "h2", "table", "thead", "tbody", "tr", "th", "td")
        }


def test_every_sentence_and_number_of_a_study_is_in_the_page(miniature_outline: Outline) -> None:
    page = squeezed(shown(render_markdown(miniature_outline, "figures")))
    empty = {cell.finding for cell in miniature_outline.cells() if cell.empty}
    wanted = [each for each in texts(plain(miniature_outline)) if each not in empty]
    assert len(wanted) > 500
    assert [each for each in wanted if squeezed(each) not in page] == []
