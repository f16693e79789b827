from counterpoise.findings.comparison import Comparison
from counterpoise.report.html import render_html
from counterpoise.report.outline import DataTable, Outline
from counterpoise.report.tables import tables_of


def test_every_part_is_there_in_its_order(compared_outline: Outline) -> None:
    assert compared_outline.title == "Pakistan and Viet Nam between the United States and China"
    assert [section.id for section in compared_outline.sections] == [
        *("position", "years", "scores", "changes", "documents"),
        *("verdicts", "limits", "coverage", "method", "references"),
    ]


def test_goalposts_are_told_and_named(compared: Comparison, compared_outline: Outline) -> None:
    tables = {block.id: block for block in compared_outline.blocks() if isinstance(block, DataTable)}
    settings = dict(row for row in tables["settings"].rows if len(row) == 2)
    assert "frozen for all of them as release " in str(settings["Goalposts"])
    of = {row[0]: row[-1] for row in tables["goalposts"].rows}
    assert of["Share of trade"] == 2
    assert len(tables["goalposts"].rows) == len(compared.first.scores.goalposts)


def test_a_cell_of_the_page_opens_on_what_it_stands_on(compared_outline: Outline) -> None:
    page = render_html(compared_outline)
    cell = page.partition('<td id="compared-economic-tie_b-VNM"')[2].partition("</td>")[0]
    assert "1.00 in 2010, rank 1 of 2" in cell
    assert "Share of trade, China, 2010:</span> <strong>30</strong> percent" in cell


def test_quotations_name_the_state_of_their_study_and_sources_are_listed(compared_outline: Outline) -> None:
    paths = {each.path for cell in compared_outline.cells() for each in cell.quotations}
    assert paths == {"PAK/documents/washington.md", "PAK/documents/beijing.txt", "PAK/documents/paper.txt"}
    assert {each.title for each in compared_outline.references} >= {"Address on South Asia"}


def test_numbers_of_cells_are_data_too(compared_outline: Outline) -> None:
    tables = {table.name: table.values for table in tables_of(compared_outline)}
    numbers = tables["numbers"].filter(of="compared-economic-tie_b-VNM")
    assert numbers["number"].to_list() == ["1.00", "30"]
