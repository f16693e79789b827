from counterpoise.documents.canonical import INSERTED, PAGE_START, Role
from counterpoise.documents.pdf.blocks import blocks_of
from counterpoise.documents.pdf.lines import Line, columns_of
from counterpoise.documents.pdf.paragraphs import Paragraph
from counterpoise.documents.pdf.runs import PageRuns, Run


def line(*texts: str, page: int = 0) -> Line:
    runs, start = [], 0
    for n, text in enumerate(texts):
        left = 50 + 100 * n
        runs.append(
            Run(text, start, start + len(text), left, 0, left + len(text), 10, 10, False, False, False)
        )
        start += len(text) + 2
    ((found,),) = (column.lines for column in columns_of(PageRuns(tuple(runs)), page))
    return found


def paragraph(*lines: Line, role: Role = "paragraph") -> Paragraph:
    return Paragraph(lines, role)


def test_each_code_point_knows_its_glyph() -> None:
    (block,) = blocks_of([paragraph(line("ab"), line("cd", page=1))], [0, 10])
    assert block.text == f"{PAGE_START}ab {PAGE_START}cd"
    assert block.glyphs is not None
    assert block.glyphs.tolist() == [INSERTED, 0, 1, INSERTED, INSERTED, 10, 11]


def test_a_hyphen_of_the_line_end_goes_with_its_glyph() -> None:
    known = paragraph(line("the agreement"))
    divided, kept = (
        paragraph(line("an agree-"), line("ment")),
        paragraph(line("the U.S.-"), line("China talks")),
    )
    _, block, other = blocks_of([known, divided, kept], [0])
    assert (block.text, other.text) == ("an agreement", "the U.S.-China talks")
    assert block.glyphs is not None
    assert block.glyphs.tolist() == [*range(8), 0, 1, 2, 3]


def test_rows_and_cells_of_a_table() -> None:
    (block,) = blocks_of([paragraph(line("a", "b"), line("c", "d"), role="table")], [0])
    assert block.text == f"{PAGE_START}a\tb\nc\td"
    assert block.glyphs is not None
    assert block.glyphs.tolist() == [INSERTED, 0, INSERTED, 3, INSERTED, 0, INSERTED, 3]


def test_the_mark_of_a_footnote_is_set_apart() -> None:
    (block,) = blocks_of([paragraph(line("12Ibid."), role="footnote")], [0])
    assert block.text == f"{PAGE_START}12 Ibid."
    assert block.glyphs is not None
    assert block.glyphs.tolist() == [INSERTED, 0, 1, INSERTED, 2, 3, 4, 5, 6]


def test_pages_without_text_are_counted() -> None:
    blocks = list(blocks_of([paragraph(line("a", page=1))], [0, 0, 5, 5]))
    assert [block.text for block in blocks] == [f"{PAGE_START * 2}a", PAGE_START * 2]
