import re
from collections.abc import Iterator

import polars as pl
import pytest
from lxml import etree

from counterpoise.report.html import render_html
from counterpoise.report.outline import DataTable, Outline, Section
from counterpoise.report.plain import observed
from counterpoise.report.spreadsheet import tables_beside
from counterpoise.report.tables import ReportTable, tables_of
from tests.report.test_html import XHTML_FREE, outline

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def page(miniature_outline: Outline) -> etree._Element:
    return etree.fromstring(XHTML_FREE.sub("", render_html(miniature_outline), count=1).strip())


@pytest.fixture(scope="module")
def tables(miniature_outline: Outline, miniature) -> dict[str, ReportTable]:
    return {each.name: each for each in tables_of(miniature_outline, **tables_beside(miniature))}


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def numbers_in(text: str) -> set[str]:
    return {each.rstrip(",") for each in NUMBER.findall(text)}


def told(table: pl.DataFrame) -> Iterator[str]:
    """The values of a table as a reader sees them, and as a sentence rounds them; how many rows it has."""
    yield from (*table.columns, str(table.height))
    for value in (value for row in table.iter_rows() for value in row if value is not None):
        yield observed(value)
        if isinstance(value, float):
            yield from (f"{value:.0f}", f"{value:.2f}", f"{value:.4g}")


def test_every_table_of_the_page_is_exported_value_for_value(page, tables) -> None:
    shown = page.xpath("//table[@class='data']")
    assert len(shown) > 20
    for table in shown:
        exported = tables[table.get("id")].values
        rows = [[text_of(cell) for cell in row] for row in table.find("tbody")]
        assert rows == [
            [" ".join(observed(value).split()) for value in row] for row in exported.iter_rows()
        ], table.get("id")
        assert [text_of(head) for head in table.iter("th")] == [
            re.sub(r" \(\d\)$", "", name).strip() for name in exported.columns
        ]


def test_what_stands_in_cells_and_beneath_them_is_exported(page, tables) -> None:
    cells = {row["cell"]: row for row in tables["cells"].values.iter_rows(named=True)}
    shown = page.xpath("//td[@data-label]")
    assert {each.get("id") for each in shown} == set(cells)
    for each in shown:
        cell = cells[each.get("id")]
        (finding,) = each.xpath("./p[starts-with(@class, 'finding')]")
        words = "No evidence" if cell["empty"] else cell["finding"]
        assert finding.text.strip() == words.strip()
        counted = [int(one.text) for one in each.xpath(".//table[@class='counts']/tbody//td")]
        rows = tables["counts"].values.filter(cell=each.get("id"))
        if counted:
            directions = rows.select("strengthening", "weakening", "no_direction")
            assert counted == [count for row in directions.transpose().rows() for count in row]
    owners = page.xpath("//td[@data-label] | //article[@class='statement']")
    for owner in owners:
        for name, shown, column in (
            ("numbers", owner.xpath(".//ul[@class='numbers']//strong"), "number"),
            ("quotations", owner.xpath(".//blockquote/q"), "quotation"),
        ):
            exported = tables[name].values.filter(of=owner.get("id"))[column]
            assert sorted(text_of(one) for one in shown) == sorted(
                " ".join(each.split()) for each in exported
            )
    assert set(tables["statements"].values["verdict"]) == {
        each.text for each in page.xpath("//span[starts-with(@class, 'verdict')]")
    }


def test_every_number_of_the_report_is_found_again_in_the_tables(page, tables) -> None:
    for drawing in page.xpath("//*[local-name()='svg'] | //style | //script"):
        drawing.getparent().remove(drawing)
    printed = numbers_in(" ".join(page.itertext()))
    assert len(printed) > 400
    data = [each.values for name, each in tables.items() if name != "sentences"]
    exported = {number for table in data for value in told(table) for number in numbers_in(value)}
    # What no other table holds are rules of the method and years of works, which a sentence names.
    left = printed - exported
    assert left <= numbers_in(" ".join(tables["sentences"].values["text"]))
    assert "97.5" in left
    assert len(left) < len(printed) / 50


def test_a_column_keeps_its_type_and_its_name_is_given_once() -> None:
    table = DataTable(
        "t:1",
        "T",
        ("Year", "Low", "Low", "Value", "Nothing"),
        ((1990, 0.25, 1, "0.7", None), (1991, 1, None, 2, None)),
        "A note.",
    )
    same = DataTable("T-1", "", ("A",), ())
    report = Outline("R", "", (), (), (Section("s", "S", (table, same)),))
    first, second = tables_of(report)[-2:]
    assert (first.name, first.note, second.name) == ("t-1", "A note.", "T-1-2")
    assert first.values.schema == {
        "Year": pl.Int64,
        "Low": pl.Float64,
        "Low (2)": pl.Int64,
        "Value": pl.String,
        "Nothing": pl.String,
    }
    assert first.values.rows() == [(1990, 0.25, 1, "0.7", None), (1991, 1.0, None, "2", None)]


def test_statements_and_sentences_say_where_they_stand() -> None:
    told = {each.name: each.values for each in tables_of(outline())}
    assert told["statements"].select("section", "statement", "verdict", "cells", "needs").rows() == [
        ("hypotheses", "h1", "not testable yet", "security-b", "trade after 2014")
    ]
    assert told["statements"].select("estimand", "would_change").rows() == [
        ("the share of years above the threshold", "Supported, if 2 more of the 5 years were above it.")
    ]
    assert told["quotations"].filter(of="h1")["side"].to_list() == [
        *("For it", "For it", "Against it", "On neither side"),
        "Under test: quoted beside the evidence, never counted",
    ]
    assert ("findings", "Five < six.") in told["sentences"].rows()
    assert ("notices", "Speeches of one power only.") in told["sentences"].rows()
