import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.pdf.columns import Places, columns

Placed = tuple[str, float, float, float]
"""A name, and left, bottom and right of a run ten points high."""


def places(placed: list[Placed]) -> Places:
    left, bottom, right = (np.array([each[n] for each in placed], np.float64) for n in (1, 2, 3))
    return Places(left, bottom, right, bottom + 10, height=10.0)


def read(placed: list[Placed]) -> list[list[str]]:
    """The names of runs, row by row, of each column."""
    return [["".join(placed[run][0] for run in row) for row in column] for column in columns(places(placed))]


def column(names: str, left: float, top: float, width: float = 150) -> list[Placed]:
    return [(name, left, top - 12 * n, left + width) for n, name in enumerate(names)]


def across(*parts: list[Placed]) -> list[Placed]:
    """The runs of several columns as a program writes them that goes line by line over the page."""
    return sorted((run for part in parts for run in part), key=lambda run: -run[2])


def test_one_column_is_read_from_top_to_bottom() -> None:
    assert read(column("abcdef", 50, 700)[::-1]) == [list("abcdef")]


def test_two_and_three_columns_written_across_are_read_down() -> None:
    two = across(column("abcde", 50, 700), column("fghij", 220, 698))
    assert read(two) == [list("abcde"), list("fghij")]
    three = across(column("abcde", 50, 700), column("fghij", 212, 700), column("klmno", 374, 695))
    assert read(three) == [list("abcde"), list("fghij"), list("klmno")]


def test_a_title_parts_what_stands_above_it_from_what_stands_below() -> None:
    title = [("T", 100.0, 720.0, 320.0)]
    upper = across(column("abc", 50, 780), column("def", 220, 780))
    lower = across(column("ghi", 50, 690), column("jkl", 220, 690))
    assert read(upper + title + lower) == [list("abc"), list("def"), ["T"], list("ghi"), list("jkl")]


def test_a_heading_over_two_of_three_columns_does_not_cut_the_third() -> None:
    left = across(column("abc", 50, 760), column("def", 212, 760))
    heading = [("H", 50.0, 715.0, 362.0)]
    lower = across(column("ghi", 50, 695), column("jkl", 212, 695))
    third = column("mnopqrstu", 374, 760)
    found = read(across(left, heading, lower, third))
    assert found == [list("abc"), list("def"), ["H"], list("ghi"), list("jkl"), list("mnopqrstu")]


def test_ragged_lines_and_a_short_last_line_do_not_hide_a_gutter() -> None:
    left = [
        (name, left, low, right - 25 * (n % 3))
        for n, (name, left, low, right) in enumerate(column("abcdef", 50, 700))
    ]
    assert read(across(left, column("ghijkl", 220, 700))) == [list("abcdef"), list("ghijkl")]


def test_cells_of_a_table_are_read_by_rows() -> None:
    narrow = across(column("abcd", 50, 700, 40), column("efgh", 150, 700, 30), column("ijkl", 250, 700, 20))
    assert read(narrow) == [["aei", "bfj", "cgk", "dhl"]]


def test_a_table_under_columns_of_text_is_read_after_them() -> None:
    text = across(column("abcde", 50, 700), column("fghij", 220, 700))
    table = [
        (name, left, low, right)
        for name, left, low, right in across(column("klm", 80, 600, 30), column("nop", 180, 600, 60))
    ]
    assert read(text + table) == [list("abcde"), list("fghij"), ["kn", "lo", "mp"]]


def test_short_lists_written_one_after_the_other_are_columns() -> None:
    lists = column("abc", 50, 700, 40) + column("def", 150, 700, 40)
    assert read(lists) == [list("abc"), list("def")]


@given(
    st.lists(
        st.tuples(st.floats(0, 600), st.floats(0, 800), st.floats(0, 300)),
        max_size=60,
    )
)
def test_every_run_is_read_once(drawn: list[tuple[float, float, float]]) -> None:
    found = columns(places([("", left, low, left + width) for left, low, width in drawn]))
    assert sorted(run for rows in found for row in rows for run in row) == list(range(len(drawn)))
