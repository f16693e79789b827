from pathlib import Path

import pytest

from counterpoise.findings.coded_passages import one_for_each_passage
from counterpoise.findings.conclusions import Findings
from counterpoise.report.annex import annex_of, annex_path, write_with_annex
from counterpoise.report.contents import outline_of
from counterpoise.report.docx import write_docx
from counterpoise.report.found_cells import cell_id
from counterpoise.report.html import write_html
from counterpoise.report.markdown import write_markdown
from counterpoise.report.outline import Outline, Passages
from counterpoise.report.pdf import write_pdf
from counterpoise.report.writers import writer_of
from tests.report.test_docx import text_of as text_of_docx
from tests.report.test_pdf import squeezed
from tests.report.test_pdf import text_of as text_of_pdf


@pytest.fixture
def short(miniature: Findings, monkeypatch: pytest.MonkeyPatch) -> Outline:
    """The report of the study in miniature, of which each cell quotes one passage."""
    for module in ("found_cells", "annex"):
        monkeypatch.setattr(f"counterpoise.report.{module}.QUOTED_IN_A_CELL", 1)
    return outline_of(miniature, "counterpoise 0")


def test_the_annex_holds_what_each_cell_counts_and_does_not_quote(
    miniature: Findings, short: Outline
) -> None:
    annex = annex_of(short, miniature)
    assert annex is not None
    left_out = {block.id: block for block in annex.blocks() if isinstance(block, Passages)}
    found = {cell_id(cell.id): cell for table in miniature.tables for cell in table.cells()}
    cells = [cell for cell in short.cells() if cell.omitted]
    assert len(cells) > 5
    assert set(left_out) == {f"annex-{cell.id}" for cell in cells}
    for cell in cells:
        rest = [each.id for each in left_out[f"annex-{cell.id}"].quotations]
        assert len(rest) == cell.omitted
        both = sorted([*rest, *(each.id for each in cell.quotations)])
        assert both == sorted(each.passage.id for each in one_for_each_passage(found[cell.id].coded))


def test_a_report_that_quotes_all_has_no_annex(
    miniature: Findings, miniature_outline: Outline, tmp_path: Path
) -> None:
    assert annex_of(miniature_outline, miniature) is None
    assert write_with_annex(write_html, miniature_outline, None, tmp_path / "report.html") is None
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_each_format_has_its_annex_beside_it_and_the_report_names_it(
    miniature: Findings, short: Outline, tmp_path: Path
) -> None:
    annex = annex_of(short, miniature)
    assert annex is not None
    first = next(iter(annex.sections))
    part = Outline(annex.title, annex.subtitle, annex.standfirst, (), (first,), annex.colophon)
    themed = next(
        each for each in short.sections if any(b.id == first.id[6:] for b in each.blocks if hasattr(b, "id"))
    )
    report = Outline(short.title, "", (), (), (themed,))
    readers = {
        ".html": lambda path: squeezed(path.read_text("utf-8")),
        ".md": lambda path: squeezed(path.read_text("utf-8").replace("\\", "")),
        ".docx": text_of_docx,
        ".pdf": text_of_pdf,
    }
    for ending, writer in (
        (".html", write_html),
        (".md", write_markdown),
        (".docx", write_docx),
        (".pdf", write_pdf),
    ):
        path = tmp_path / f"mine{ending}"
        place = write_with_annex(writer, report, part, path)
        assert place == annex_path(path) == tmp_path / f"mine-annex{ending}"
        assert squeezed(f"in the annex, mine-annex{ending}.") in readers[ending](path)
        for block in part.blocks():
            assert isinstance(block, Passages)
            assert squeezed(block.told) in readers[ending](place)
    write_with_annex(writer_of(tmp_path / "all.bib"), report, part, tmp_path / "all.bib")
    assert not annex_path(tmp_path / "all.bib").exists()
