from array import array

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import INSERTED
from counterpoise.documents.pdf.boxes import Box, Glyphs


def row_of_glyphs(lines: list[int], pages: list[int]) -> Glyphs:
    """Glyphs ten points wide, side by side on lines twelve points high."""
    count = len(lines)
    left = np.array([10.0 * lines[:n].count(lines[n]) for n in range(count)], np.float32)
    bottom = np.array([100.0 - 12 * line for line in lines], np.float32)
    return Glyphs(
        page=np.array(pages, np.int32),
        index=np.arange(count, dtype=np.int32),
        line=np.array(lines, np.int32),
        left=left,
        bottom=bottom,
        right=left + np.float32(10),
        top=bottom + np.float32(12),
    )


def test_a_quotation_has_one_box_a_printed_line() -> None:
    glyphs = row_of_glyphs([0, 0, 0, 1, 1, 2], [1, 1, 1, 1, 1, 2])
    assert glyphs.boxes(1, 6) == (Box(1, 10, 100, 30, 112), Box(1, 0, 88, 20, 100), Box(2, 0, 76, 10, 88))
    assert glyphs.boxes(4, 4) == ()


def test_inserted_code_points_have_no_box_and_do_not_part_a_line() -> None:
    glyphs = row_of_glyphs([0, 0, 0], [1, 1, 1]).of(array("i", [0, INSERTED, 2]))
    assert glyphs.line.tolist() == [0, INSERTED, 0]
    assert glyphs.boxes(0, 3) == (Box(1, 0, 100, 30, 112),)
    assert glyphs.boxes(1, 2) == ()


def test_no_glyphs_at_all() -> None:
    nothing = row_of_glyphs([], [])
    assert len(nothing.of(array("i"))) == 0
    assert nothing.of(array("i", [INSERTED])).boxes(0, 1) == ()
    assert len(Glyphs.from_bytes(nothing.to_bytes())) == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9_999_99, 9_999_99)), max_size=40))
def test_what_is_kept_is_what_was_there_to_a_hundredth_of_a_point(rows: list[tuple[int, int]]) -> None:
    glyphs = row_of_glyphs([line for line, _ in rows], [1 + line for line, _ in rows])
    moved = np.array([place / 100 for _, place in rows], np.float32)
    glyphs = Glyphs(glyphs.page, glyphs.index, glyphs.line, moved, moved, moved + 1, moved + 1)
    kept = Glyphs.from_bytes(glyphs.to_bytes())
    for name in ("page", "index", "line"):
        assert np.array_equal(getattr(kept, name), getattr(glyphs, name))
    for name in ("left", "bottom", "right", "top"):
        assert np.allclose(getattr(kept, name), getattr(glyphs, name), atol=0.01)


def test_the_same_glyphs_are_kept_as_the_same_bytes() -> None:
    assert row_of_glyphs([0, 1], [1, 1]).to_bytes() == row_of_glyphs([0, 1], [1, 1]).to_bytes()
