from counterpoise.documents.pdf.lines import Column, columns_of
from counterpoise.documents.pdf.paragraphs import Paragraph, paragraphs_of
from counterpoise.documents.pdf.runs import PageRuns, Run

WIDTH = 40
"""Characters that fill a line; each is five points wide."""


def line(
    text: str, row: float, indent: float = 0, size: float = 10, raised: bool = False, bold: bool = False
) -> Run:
    left, bottom = 50 + indent, 700 - 12 * row
    return Run(
        text, 0, len(text), left, bottom, left + 5 * len(text), bottom + size, size, raised, bold, bold
    )


def page(number: int, *lines: Run) -> list[Column]:
    return columns_of(PageRuns(lines), number)


def told(columns: list[Column], size: float = 10, even: bool = True) -> list[tuple[str, str]]:
    return [(each.role, words(each)) for each in paragraphs_of(columns, size, even)]


def words(paragraph: Paragraph) -> str:
    return " | ".join(each.text for each in paragraph.lines)


FULL = "xx " * 11 + "words"
"""A line that leaves no room for a word."""


def test_an_indented_line_or_room_after_a_full_stop_begins_a_paragraph() -> None:
    lines = [
        line(f"A{FULL}", 0),
        line(f"b{FULL}.", 1),
        line("Indented it goes on here", 2, 15),
        line("in this way.", 3),
    ]
    lines += [line(f"N{FULL}", 4)]
    assert [text.count("|") for _, text in told(page(0, *lines))] == [1, 1, 0]


def test_a_wide_gap_begins_a_paragraph_but_not_within_a_sentence() -> None:
    lines = [
        line(f"A{FULL}", 0),
        line(f"b{FULL}", 1),
        line(f"c{FULL}", 2),
        line(f"d{FULL}", 3),
        line(f"e{FULL}", 4.4),
    ]
    assert len(told(page(0, *lines))) == 1
    assert len(told(page(0, *lines[:4], line(f"E{FULL}", 4.4)))) == 2


def test_headings_by_size_by_weight_and_by_capitals() -> None:
    lines = [
        line("A large title", 0, size=14),
        line("Set in bold", 3, bold=True),
        line(f"A{FULL}", 4),
        line(f"b{FULL} to the end.", 5),
        line("IV. DATA", 7),
        line(f"C{FULL}", 9),
    ]
    found = told(page(0, *lines))
    assert [text for role, text in found if role == "heading"] == ["A large title", "Set in bold", "IV. DATA"]
    assert len(found) == 5


def test_items_of_a_list_and_rows_of_a_table() -> None:
    items = [line("• the first of them", 0), line("• the second", 1)]
    assert [role for role, _ in told(page(0, *items))] == ["list item", "list item"]
    rows = [line(text, n, indent) for n in range(3) for text, indent in ((f"Row {n}", 0), ("12.5", 100))]
    assert told(page(0, *rows)) == [("table", "Row 0 12.5 | Row 1 12.5 | Row 2 12.5")]
    driven = [
        line(text, n, indent)
        for n in range(3)
        for text, indent in (("ab", 0), ("cde", 40 + 17 * n), ("f", 97 + 21 * n))
    ]
    assert "table" not in [role for role, _ in told(page(0, *driven))]


def test_a_paragraph_over_the_end_of_a_page_is_one_and_notes_keep_to_their_page() -> None:
    one = page(0, line(f"A{FULL}", 0), line(f"b{FULL}", 1), line("1Noted.", 30, size=8, raised=True))
    two = page(1, line(f"c{FULL}", 0), line(f"d{FULL}", 1), line("2Also.", 30, size=8, raised=True))
    three = page(2, line("at its end.", 0), line("Another one begins.", 3))
    found = told(one + two + three)
    assert [role for role, _ in found] == ["footnote", "paragraph", "footnote", "paragraph"]
    assert found[0][1] == "1Noted."
    assert found[1][1].endswith("| at its end.")
    assert found[1][1].count("|") == 4


def test_a_note_that_its_page_did_not_hold_goes_on_in_the_next_column() -> None:
    left = [line(f"A{FULL}", n) for n in range(4)] + [line(f"1Note{FULL}"[:40], 30, size=8, raised=True)]
    right = [line(f"b{FULL}", n, 250) for n in range(4)] + [line("goes on.", 30, 250, size=8)]
    found = told(page(0, *left, *right))
    assert ("footnote", f"{f'1Note{FULL}'[:40]} | goes on.") in found


def test_small_type_without_a_raised_mark_is_no_footnote() -> None:
    lines = [line(f"A{FULL}", 0), line("12 March is the day.", 30, size=8)]
    assert "footnote" not in [role for role, _ in told(page(0, *lines))]


def test_a_caption_does_not_cut_the_paragraph_that_runs_on_after_it() -> None:
    one = page(0, line(f"A{FULL}", 0), line(f"b{FULL}", 1))
    two = page(1, line("Fig. 2: Loans by year", 0), line("and ends here.", 4))
    assert told(one + two) == [
        ("paragraph", f"A{FULL} | b{FULL} | and ends here."),
        ("paragraph", "Fig. 2: Loans by year"),
    ]


def test_a_title_page_does_not_run_into_the_next() -> None:
    one, two = (
        page(0, line("Ministry of Trade", 0), line(FULL, 1), line("Capital", 2)),
        page(1, line("Contents of it all", 0)),
    )
    assert told(one + two)[-1] == ("paragraph", "Contents of it all")


def test_sizes_guessed_off_a_scan_do_not_part_lines() -> None:
    lines = [line(f"a{FULL}", n, size=9 + n % 2) for n in range(6)]
    assert len(told(page(0, *lines), even=True)) == 6
    assert len(told(page(0, *lines), even=False)) == 1
