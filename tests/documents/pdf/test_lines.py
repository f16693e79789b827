from counterpoise.documents.pdf.lines import body_size, columns_of
from counterpoise.documents.pdf.runs import PageRuns, Run


def run(text: str, left: float, bottom: float = 700, size: float = 10, bold: bool = False) -> Run:
    return Run(text, 0, len(text), left, bottom, left + 5 * len(text), bottom + size, size, False, bold, bold)


def test_a_line_is_all_that_stands_on_it_from_left_to_right() -> None:
    (column,) = columns_of(PageRuns((run("of it", 90), run("the end", 50), run("below", 50, 688))), 4)
    assert [(line.text, line.page, line.column) for line in column.lines] == [
        ("the end of it", 4, 0),
        ("below", 4, 0),
    ]


def test_cells_stand_clearly_apart_but_not_a_mark_from_its_item() -> None:
    def cells(*runs: Run) -> int:
        ((line,),) = (column.lines for column in columns_of(PageRuns(runs), 0))
        return len(line.cells)

    assert cells(run("Loans", 50), run("1990", 150), run("1995", 200)) == 3
    assert cells(run("driven", 50), run("out", 90)) == 1
    assert cells(run("•", 50), run("An item", 80)) == 1
    assert cells(run("[Wal85]", 50), run("An entry", 120)) == 1
    assert cells(run("2.1", 50), run("A section", 90)) == 1


def test_a_line_is_as_large_as_most_of_it_and_bold_if_all_is() -> None:
    page = PageRuns((run("Note", 50, bold=True), run("longer text in it", 80, 699, 12)))
    ((line,),) = (column.lines for column in columns_of(page, 0))
    assert (line.size, line.bold, line.begins_bold) == (12, False, True)


def test_what_stands_up_the_margin_comes_last_and_apart() -> None:
    found = columns_of(PageRuns((run("body", 50),), (run("stamp", 10),)), 0)
    assert [(column.turned, column.lines[0].text) for column in found] == [(False, "body"), (True, "stamp")]


def test_the_body_is_set_in_the_size_of_most_characters() -> None:
    assert (
        body_size([run("Heading", 0, size=18), run("a long line of the body", 0), run("note", 0, size=8)])
        == 10
    )
    assert body_size([]) == 0
