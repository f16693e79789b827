from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.bibliography import write_bibtex
from counterpoise.report.contents import outline_of
from counterpoise.report.docx import write_docx
from counterpoise.report.html import render_html
from counterpoise.report.markdown import render_markdown
from counterpoise.report.outline import Outline, Paragraph, ReferenceList, Statement
from counterpoise.report.pdf import write_pdf
from tests.report.test_docx import text_of as text_of_docx
from tests.report.test_html import XHTML_FREE
from tests.report.test_markdown import told
from tests.report.test_pdf import squeezed
from tests.report.test_pdf import text_of as text_of_pdf


@pytest.fixture(scope="module")
def in_apa(miniature: Findings) -> Outline:
    settings = miniature.study.declared.settings.model_copy(update={"citation_style": "apa"})
    declared = miniature.study.declared.model_copy(update={"settings": settings})
    return outline_of(replace(miniature, study=replace(miniature.study, declared=declared)), "counterpoise 0")


def references(outline: Outline) -> ReferenceList:
    (found,) = (block for block in outline.blocks() if isinstance(block, ReferenceList))
    return found


def test_what_is_quoted_and_the_data_are_listed_without_a_style_too(miniature_outline: Outline) -> None:
    assert [each.text for each in references(miniature_outline).entries] == [
        "(2024). paper.",
        "China (2010). beijing.",
        "made up for a test. Release first.",
        "United States (2005). Address on South Asia.",
    ]
    assert {each.cited for each in references(miniature_outline).entries} == {None}
    assert [each.type for each in miniature_outline.references] == ["dataset", "speech", "speech", "document"]
    last = miniature_outline.sections[-1]
    assert (last.title, isinstance(last.blocks[-1], Paragraph)) == ("References", True)


def test_each_quotation_is_cited_as_the_list_has_it(in_apa: Outline) -> None:
    quotations = [each for cell in in_apa.cells() for each in cell.quotations]
    statements = [block for block in in_apa.blocks() if isinstance(block, Statement)]
    assert any(each.supporting for each in statements)
    quotations += [each for statement in statements for each in statement.passages]
    assert len(quotations) > 10
    cited = {entry.cited for entry in references(in_apa).entries}
    assert {each.cited for each in quotations} <= cited
    assert {each.cited for each in quotations if each.document == "Address on South Asia"} == {
        "(United States, 2005)"
    }


def test_citations_and_list_are_alike_in_every_format(in_apa: Outline, tmp_path: Path) -> None:
    parts = [each for each in in_apa.sections if each.id in ("theme-economic", "references")]
    in_apa = replace(in_apa, sections=tuple(parts))
    write_docx(in_apa, tmp_path / "r.docx")
    write_pdf(in_apa, tmp_path / "r.pdf")
    html = render_html(in_apa)
    formats = {
        "docx": text_of_docx(tmp_path / "r.docx"),
        "pdf": text_of_pdf(tmp_path / "r.pdf"),
        "html": squeezed("".join(etree_of(html).itertext())),
        "md": told(render_markdown(in_apa, "figures")),
    }
    for entry in references(in_apa).entries:
        assert {name for name, text in formats.items() if squeezed(entry.text) not in text} == set(), entry
    once = squeezed("Address on South Asia (United States, 2005), speech")
    quoted = [each for cell in in_apa.cells() for each in cell.quotations if each.document.startswith("Addr")]
    assert {text.count(once) for name, text in formats.items()} == {formats["md"].count(once)}
    assert formats["md"].count(once) >= len(quoted)
    assert "<i>Address on South Asia</i>" in html


def etree_of(html: str):
    from lxml import etree

    return etree.fromstring(XHTML_FREE.sub("", html, count=1).strip())


def test_all_sources_are_written_for_reference_managers(miniature_outline: Outline, tmp_path: Path) -> None:
    write_bibtex(miniature_outline, tmp_path / "all.bib")
    assert (tmp_path / "all.bib").read_text("utf-8").count("\n@") == len(miniature_outline.references) - 1
