from contextlib import closing
from itertools import pairwise

import pypdfium2
import pytest

from counterpoise.documents.pdf.glyphs import glyphs_of
from counterpoise.documents.pdf.runs import PageRuns, runs_of
from tests.documents.pdf_in_miniature import BOLD, FIXED, Printed, made


def read(content: bytes) -> PageRuns:
    with (
        pypdfium2.PdfDocument(content) as document,
        closing(document[0]) as page,
        closing(page.get_textpage()) as text_page,
    ):
        return runs_of(text_page, glyphs_of(text_page, text_page.count_chars()), page.get_bbox())


def test_a_wide_gap_or_another_line_begins_a_run() -> None:
    found = read(
        made([[Printed("two words", 50, 700), Printed("a cell", 200, 700), Printed("below", 50, 688)]])
    )
    assert [run.text for run in found.runs] == ["two words", "a cell", "below"]


def test_a_raised_mark_is_told_and_does_not_lift_its_run() -> None:
    found = read(made([[Printed("1", 50, 704, 5, FIXED), Printed("See the treaty.", 53, 700, 10, FIXED)]]))
    (run,) = found.runs
    assert (run.text, run.size, run.begins_raised) == ("1See the treaty.", 10, True)
    (plain,) = read(made([[Printed("See the treaty.", 53, 700, 10, FIXED)]])).runs
    assert (run.bottom, run.top) == pytest.approx((plain.bottom, plain.top), abs=0.01)
    assert not plain.begins_raised


def test_a_run_is_bold_where_it_begins_and_ends_so() -> None:
    bold = [Printed("Dates:", 50, 700, 10, BOLD)]
    mixed = [*bold, Printed("by spring", 86, 700)]
    (run,) = read(made([bold])).runs
    assert (run.begins_bold, run.bold) == (True, True)
    (run,) = read(made([mixed])).runs
    assert (run.begins_bold, run.bold) == (True, False)


def test_what_stands_off_the_page_is_left_out() -> None:
    found = read(made([[Printed("seen", 50, 700), Printed("unseen", 700, 700), Printed("below", 50, -40)]]))
    assert [run.text for run in found.runs] == ["seen"]


@pytest.mark.parametrize(
    "matrix",
    [
        "",
        "0 1 -1 0 595 0 cm",
        "-1 0 0 -1 595 842 cm",
        "0 -1 1 0 0 842 cm",
        "0.999 0.035 -0.035 0.999 20 0 cm",
    ],
    ids=["upright", "leftwards", "upside down", "rightwards", "askew"],
)
def test_lines_are_level_however_the_page_is_turned(matrix: str) -> None:
    lines = [
        Printed(f"Line {n} of a page that lies as it lies", 100, 500 - 14 * n, 10, FIXED) for n in range(8)
    ]
    found = read(made([lines], matrix=matrix, page="/MediaBox [-300 -300 900 900]"))
    down = sorted(found.runs, key=lambda run: -run.middle)
    assert [run.text[:6] for run in down] == [f"Line {n}" for n in range(8)]
    assert not found.turned
    lefts = [run.left for run in down]
    assert max(lefts) - min(lefts) < 2
    gaps = [before.middle - after.middle for before, after in pairwise(down)]
    assert gaps == pytest.approx([14] * 7, abs=0.5)


def test_text_up_the_margin_stands_apart() -> None:
    lines = [Printed(f"Line {n} of a page that is upright", 100, 500 - 14 * n) for n in range(8)]
    margin = b"BT /F1 20 Tf 0 1 -1 0 40 200 Tm (up it) Tj ET"
    content = made([[*lines, Printed("X" * 40, 0, 0)]])
    drawn = b"BT /F1 10 Tf 0 0 Td (" + b"X" * 40 + b") Tj ET"
    found = read(content.replace(drawn, margin.ljust(len(drawn))))
    assert [run.text for run in found.turned] == ["up it"]
    assert len(found.runs) == 8
