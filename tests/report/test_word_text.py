import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from counterpoise.report.word_text import (
    NAMESPACES,
    TEXT_WIDTH,
    column_widths,
    contents_field,
    paragraph,
    run,
    table,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(xml: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMESPACES}>{xml}</w:body>")


def test_columns_have_room_for_their_longest_word_and_share_the_rest() -> None:
    widths = column_widths([["Year", "1990"], ["A sentence of many short words " * 4], ["Share", "0.4"]], 9)
    assert sum(widths) == TEXT_WIDTH
    assert widths[1] > widths[0] + widths[2]
    assert widths[0] > 20 * 9 * 0.45 * len("1990")
    many = column_widths([["Unbreakable" * 3]] * 12, 7.5)
    assert sum(many) == TEXT_WIDTH
    assert max(many) - min(many) < 20
    # Few short columns fill the page too.
    assert sum(column_widths([["a"], ["b"]], 9)) == TEXT_WIDTH


@given(st.lists(st.lists(st.text(max_size=90), min_size=1, max_size=4), min_size=1, max_size=14))
def test_widths_always_fill_the_page_and_none_is_without_width(columns: list[list[str]]) -> None:
    widths = column_widths(columns, 7.5)
    assert sum(widths) == TEXT_WIDTH
    assert min(widths) > 0


def test_a_table_has_a_fixed_grid_whose_cells_fit_it() -> None:
    body = parsed(
        table(["State", "Value"], [[["Nor", "way"], ["0.5"]], [[], ["1"]]], "Cell", 9, [False, True])
    )
    grid = [int(each.get(f"{W}w")) for each in body.iter(f"{W}gridCol")]
    assert sum(grid) == TEXT_WIDTH
    rows = list(body.iter(f"{W}tr"))
    for row in rows:
        assert [int(each.get(f"{W}w")) for each in row.iter(f"{W}tcW")] == grid
    assert body.find(f".//{W}tblLayout").get(f"{W}type") == "fixed"
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    # Every cell has a paragraph, and numbers stand to the right.
    assert all(cell.find(f"{W}p") is not None for cell in body.iter(f"{W}tc"))
    flush = [cell.find(f".//{W}jc") is not None for cell in rows[1] if cell.tag == f"{W}tc"]
    assert flush == [False, True]


def test_the_contents_begin_and_end_one_field() -> None:
    body = parsed(contents_field([("One", "a"), ("Two", "b")], "Contents"))
    kinds = [each.get(f"{W}fldCharType") for each in body.iter(f"{W}fldChar")]
    assert (kinds.count("begin"), kinds.count("separate"), kinds.count("end")) == (3, 3, 3)
    assert kinds[0] == "begin"
    assert kinds[-1] == "end"
    assert all((one, two) != ("separate", "separate") for one, two in pairwise(kinds))


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_breaks_a_paragraph_and_its_words_are_kept(text: str) -> None:
    body = parsed(paragraph(run(text, bold=True), "Normal"))
    told = "".join(each.text or "" for each in body.iter(f"{W}t"))
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text)
    assert told.split() == kept.split()
