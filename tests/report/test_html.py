import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from counterpoise.findings.numbers import Number
from counterpoise.report.html import render_html, script_of_charts, write_html
from counterpoise.report.outline import (
    Bullets,
    Cell,
    CellRow,
    CellTable,
    Count,
    DataTable,
    Figure,
    Link,
    Links,
    Outline,
    Paragraph,
    Quotation,
    Section,
    Statement,
)
from counterpoise.report.plain import plain
from counterpoise.report.plots import Event, LineChart, Observation, Panel, Series

XHTML_FREE = re.compile(r"<!DOCTYPE html>\s*")
ADDRESS = re.compile(r"url\([\"']?#([^\"')]+)")


def quotation(direction: str = "strengthens", standing: str = "first-hand", **changes: object) -> Quotation:
    fields = {
        "id": "0123456789abcdef",
        "before": "as I have said, ",
        "text": "we value this <script>alert(1)</script> partnership",
        "after": " and thank you",
        "document": "Address & reply",
        "kind": "speech",
        "path": "documents/address.txt",
        "coder": "lexicon 1",
        "reason": "partnership near value",
        "origin": "PAK",
        "date": "2013-09-27",
        "page": 3,
    }
    return Quotation(direction=direction, standing=standing, **(fields | changes))


ARMS = Number(
    "Arms imports from the second power",
    "48.6",
    "% of deliveries",
    "2010-14",
    "Arms register",
    "2025",
    "figures.csv:12",
    ("0123456789abcdef",),
    "45 to 52",
)

FULL = Cell(
    "security-b",
    "Expanding",
    counts=(Count("first-hand", 3, 1, 0), Count("data note", 2, 0, 0)),
    values=(ARMS,),
    quotations=(
        quotation(),
        quotation("weakens", id="fedcba9876543210", page=None),
        quotation("strengthens", "under test", document="The paper", kind="paper under test"),
    ),
    omitted=4,
    disagreement="One speech denies it.",
)

EMPTY = Cell("security-a", "Contracting", missing="speeches of the first power")

QUOTED_ONLY = Cell("economic-a", "Contracting", quotations=(quotation(standing="under test"),))

VALUED = Cell("economic-b", "Steady", values=(replace(ARMS, source="cow-trade", release="4.0"),))


def outline() -> Outline:
    table = CellTable(
        "ties",
        "Ties with each power",
        "Dimension",
        ("First power", "Second power"),
        (CellRow("Security", (EMPTY, FULL)), CellRow("Economic", (QUOTED_ONLY, VALUED))),
        "By the fixed rule.",
    )
    series = Series("Security", (Observation(2010, 2014, 0.4), Observation(2015, 2019, 0.1)))
    figure = Figure(
        "alignment",
        "Alignment",
        "A step is five years.",
        "Falls.",
        LineChart((Panel("", (series,), "share", (0, 1)),), 2010, 2025, (Event("2015-04", "Accord signed"),)),
        DataTable("alignment-table", "Alignment", ("Years", "Share"), (("2010-14", 0.4), ("2020-24", None))),
    )
    statement = Statement(
        "h1",
        "Hypothesis 1",
        "Dependence breeds hedging.",
        "hypothesis",
        "not testable yet",
        reasons=("Trade ends early.",),
        cells=("security-b",),
        needs=("trade after 2014",),
        values=(ARMS,),
        estimand="the share of years above the threshold",
        quotations=(quotation("none"), quotation(standing="under test")),
        supporting=(quotation(id="1" * 16), quotation(id="2" * 16)),
        contradicting=(quotation("weakens", id="3" * 16),),
        would_change=("Supported, if 2 more of the 5 years were above it.",),
    )
    rows = DataTable(
        "rows",
        "Where it is answered",
        ("Row", "Where"),
        (("Dependence", Links((Link("h1", "The hypothesis"), Link("ties", "The ties")))), ("Freedom", None)),
    )
    return Outline(
        "A state between <two> powers",
        "1990 to 2025",
        ("What happened after 2014 is not known.",),
        ("Speeches of one power only.",),
        (
            Section("findings", "Findings", (Paragraph("Five < six."), Bullets(("A point.",)), table)),
            Section("charts", "Charts", (), (Section("time", "Through time", (figure,)),)),
            Section("hypotheses", "Hypotheses", (statement, rows)),
        ),
        ("seed 1",),
    )


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(outline())


@pytest.fixture(scope="module")
def root(page: str) -> etree._Element:
    return etree.fromstring(XHTML_FREE.sub("", page, count=1).strip())


def seen(element: etree._Element) -> list[str]:
    """What a person reads in an element, line by line."""
    blocks = {"p", "li", "tr", "summary", "blockquote", "caption"}
    return [
        " ".join("".join(block.itertext()).split())
        for block in element.iter(*blocks)
        if not any(child.tag in blocks for child in block.iterdescendants())
    ]


def test_a_small_cell_reads_as_it_should(root: etree._Element):
    (cell,) = root.xpath("//td[@id='security-b']")
    assert seen(cell) == [
        "Expanding #",
        "Disagreement: One speech denies it.",
        "Passages by kind of source",
        "First-hand documents Second-hand literature and news Data notes",
        "strengthening 3 0 2",
        "weakening 1 0 0",
        "no direction 0 0 0",
        "2 quotations, 1 number, 1 under test",
        "Arms imports from the second power, 2010-14: 48.6 % of deliveries (45 to 52)"
        " Arms register, 2025, figures.csv:12",
        "Strengthening",
        "… as I have said, we value this <script>alert(1)</script> partnership and thank you …",
        "Address & reply, speech, PAK, 2013-09-27, p. 3. first-hand",
        "Coded by lexicon 1: partnership near value. documents/address.txt, passage 0123456789abcdef",
        "Weakening",
        "… as I have said, we value this <script>alert(1)</script> partnership and thank you …",
        "Address & reply, speech, PAK, 2013-09-27. first-hand",
        "Coded by lexicon 1: partnership near value. documents/address.txt, passage fedcba9876543210",
        "Under test: quoted beside the evidence, never counted",
        "… as I have said, we value this <script>alert(1)</script> partnership and thank you …",
        "The paper, paper under test, PAK, 2013-09-27, p. 3. under test",
        "Coded by lexicon 1: partnership near value. documents/address.txt, passage 0123456789abcdef",
        "4 further passages stand in evidence.csv.",
    ]


def test_an_empty_cell_says_no_evidence_and_what_is_missing_and_makes_no_finding(root: etree._Element):
    (cell,) = root.xpath("//td[@id='security-a']")
    assert seen(cell) == ["No evidence #", "Missing: speeches of the first power"]


def test_a_paper_under_test_stands_beside_an_empty_cell_and_fills_it_not(root: etree._Element):
    (cell,) = root.xpath("//td[@id='economic-a']")
    assert seen(cell)[:3] == [
        "No evidence #",
        "1 under test",
        "Under test: quoted beside the evidence, never counted",
    ]


def test_every_cell_opens_or_says_no_evidence(root: etree._Element):
    cells = root.xpath("//td[@data-label]")
    assert len(cells) == 4
    empty = {cell.get("id") for cell in cells if "No evidence" in seen(cell)[0]}
    opening = {cell.get("id") for cell in cells if cell.xpath(".//details/summary")}
    assert empty == {"security-a", "economic-a"}
    assert opening == {
        "security-b",
        "economic-b",
        "economic-a",
    }  # what is under test stands beside an empty cell


def test_what_was_quoted_stays_text(page: str, root: etree._Element):
    (own,) = root.xpath("//script")  # that of the charts, and no other
    assert own.text == script_of_charts()
    assert page.count("<script") == 1
    assert root.xpath("//title")[0].text == "A state between <two> powers"


def test_nothing_is_loaded_from_anywhere(page: str, root: etree._Element):
    assert not root.xpath(
        "//link | //img | //iframe | //object | //embed | //@src | //@style[contains(., 'url')]"
    )
    assert all(link.startswith("#") for link in root.xpath("//@href"))
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def landing(page: etree._Element) -> set[str]:
    """What the links and labels of a page lead to; each leads to an id that stands once."""
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in page.xpath("//@href | //@*[local-name()='href']")}
    assert targets <= set(ids)
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        named = {name for names in page.xpath(f"//@{attribute}") for name in names.split()}
        assert named <= set(ids)
    drawn = {name for value in page.xpath("//@*[contains(., 'url(')]") for name in ADDRESS.findall(value)}
    assert drawn <= set(ids)
    return targets


def test_ids_stand_once_and_every_link_lands(root: etree._Element):
    assert {"security-b", "findings", "time", "alignment", "h1"} <= landing(root)


def test_every_link_of_a_study_lands(miniature_outline: Outline):
    page = render_html(miniature_outline)
    targets = landing(etree.fromstring(XHTML_FREE.sub("", page, count=1).strip()))
    # Every section is in the contents, and every cell, statement and figure can be linked to.
    wanted = {section.id for section in miniature_outline.walk()}
    wanted |= {cell.id for cell in miniature_outline.cells()}
    wanted |= {block.id for block in miniature_outline.blocks() if isinstance(block, Statement | Figure)}
    assert len(wanted) > 60
    assert wanted <= targets


def test_headings_go_down_one_step_at_a_time(root: etree._Element):
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_tables_have_captions_and_heads_have_scopes(root: etree._Element):
    assert all(table.find("caption") is not None for table in root.iter("table"))
    assert {head.get("scope") for head in root.iter("th")} == {"col", "row"}


def test_a_figure_is_drawn_for_page_and_phone_with_its_numbers_and_events_beneath(root: etree._Element):
    (figure,) = root.xpath("//figure[@id='alignment']")
    drawings = figure.xpath(".//*[local-name()='svg']")
    assert [drawing.get("viewBox").split()[2] for drawing in drawings] == ["640", "360"]
    assert all("Security" in "".join(drawing.itertext()) for drawing in drawings)
    assert figure.xpath(".//ol/li/@value") == ["1"]
    assert [" ".join("".join(line.itertext()).split()) for line in figure.xpath(".//li")] == [
        "2015-04 Accord signed",
    ]
    assert [cell.text for cell in figure.xpath(".//details//td")] == ["2010-14", "0.400", "2020-24", "–"]


def test_a_verdict_is_words_and_its_evidence_is_linked(root: etree._Element):
    (statement,) = root.xpath("//article[@id='h1']")
    assert statement.xpath(".//span[contains(@class, 'verdict')]")[0].text == "not testable yet"
    (link,) = statement.xpath(".//p[@class='leans']/a")
    assert (link.get("href"), link.text) == ("#security-b", "Security, Second power")
    assert "Decided by: the share of years above the threshold." in seen(statement)
    assert "Stands on Ties with each power: Security, Second power." in seen(statement)
    assert [each.text for each in statement.xpath(".//ul[@class='needs']/li")] == [
        "trade after 2014",
        "Supported, if 2 more of the 5 years were above it.",
    ]


def test_passages_for_a_statement_and_against_it_stand_apart(root: etree._Element):
    (statement,) = root.xpath("//article[@id='h1']")
    sides = {
        side.xpath("string(./p[@class='kicker'])"): len(side.xpath("./figure"))
        for side in statement.xpath(".//div[@class='side']")
    }
    assert sides == {
        "For it": 2,
        "Against it": 1,
        "On neither side": 1,
        "Under test: quoted beside the evidence, never counted": 1,
    }
    assert "".join(statement.xpath(".//summary")[0].itertext()) == "4 quotations, 1 number, 1 under test"


def test_a_value_of_a_table_may_lead_to_other_parts(root: etree._Element):
    links, none = root.xpath("//table[@id='rows']//tbody/tr/td[2]")
    assert [(link.get("href"), link.text) for link in links] == [
        ("#h1", "The hypothesis"),
        ("#ties", "The ties"),
    ]
    assert none.text == "–"


def test_quotations_find_their_own_direction(root: etree._Element):
    quoted = root.xpath("//blockquote")
    assert quoted
    assert {quote.get("dir") for quote in quoted} == {"auto"}


def test_control_characters_of_a_document_do_not_break_the_page():
    cell = Cell("cell", "Steady", quotations=(quotation(text="page\x0cbreak \x00 and \ud800 half"),))
    table = CellTable("table", "", "Dimension", ("A",), (CellRow("Security", (cell,)),))
    page = render_html(Outline("Report", "", (), (), (Section("s", "S", (table,)),)))
    root = etree.fromstring(XHTML_FREE.sub("", page, count=1).strip())
    assert "page break   and   half" in "".join(root.itertext())


def test_the_same_outline_gives_the_same_page(page: str):
    assert render_html(outline()) == page


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path, page: str):
    path = tmp_path / "report.html"
    path.write_text("old")
    write_html(outline(), path)
    assert path.read_text(encoding="utf-8") == page
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_contrast_with_their_ground_by_day_and_by_night(page: str):
    day, night = re.findall(r":root \{(.*?)\}", unescape(page), flags=re.DOTALL)
    for declared in (day, night):
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", declared))
        for ground in ("page", "panel"):
            for words in ("ink", "muted", "link", "for", "against", "open", "test"):
                light, dark = sorted((luminance(colours[ground]), luminance(colours[words])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (words, ground)  # WCAG 2.2, 1.4.3: AA


@settings(max_examples=40)
@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_is_read_as_markup(text: str):
    table = DataTable("t", f"Q{text}Q", ("A",), ((f"Q{text}Q",),), f"Q{text}Q")
    section = Section("s", f"Q{text}Q", (Paragraph(f"Q{text}Q"), Bullets((f"Q{text}Q",)), table))
    page = render_html(Outline(f"Q{text}Q", f"Q{text}Q", (f"Q{text}Q",), (f"Q{text}Q",), (section,)))
    root = etree.fromstring(XHTML_FREE.sub("", page, count=1).strip())
    assert not root.xpath("//script")
    told = re.sub(r"\s+", "", "".join(root.find("body").itertext()))
    # Title, subtitle, standfirst, notice, contents, heading, paragraph, bullet, caption, cell and note.
    assert told.count(re.sub(r"\s+", "", plain(f"Q{text}Q"))) >= 11


def test_a_number_cites_the_works_that_its_source_asks_to_cite(root: etree._Element):
    told = " ".join("".join(root.itertext()).split())
    assert "cow-trade (Barbieri and others 2009), 4.0, figures.csv:12" in told


def test_every_sentence_and_number_of_a_study_is_in_the_page(miniature_outline: Outline):
    from tests.report.test_pdf import squeezed, texts

    page = etree.fromstring(XHTML_FREE.sub("", render_html(miniature_outline), count=1).strip())
    told = squeezed("".join(page.itertext()))
    empty = {cell.finding for cell in miniature_outline.cells() if cell.empty}
    wanted = [each for each in texts(plain(miniature_outline)) if each not in empty]
    assert len(wanted) > 500
    assert [each for each in wanted if squeezed(each) not in told] == []
