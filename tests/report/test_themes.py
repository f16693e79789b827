from dataclasses import replace

import docx
import pypdfium2
import pytest

from counterpoise.findings.coded_passages import tally
from counterpoise.findings.conclusions import Findings
from counterpoise.report.docx import write_docx
from counterpoise.report.html import render_html
from counterpoise.report.markdown import render_markdown
from counterpoise.report.outline import DataTable, Figure, Outline, Passages, Section
from counterpoise.report.pdf import write_pdf
from counterpoise.report.quotations import quotation_of
from counterpoise.report.tables import tables_of
from counterpoise.report.themes import theme_section
from tests.study_in_miniature import coded, document


def sides(miniature: Findings, *passages) -> list[Passages]:
    theme = replace(miniature.themes[1], coded=passages, passages=tally(passages))
    return [block for block in theme_section(miniature, theme).blocks if isinstance(block, Passages)]


def test_a_theme_quotes_what_shows_it_and_what_speaks_against(miniature):
    speeches = [document(name) for name in "abc"]
    ways = ("strengthens", "strengthens", "weakens")
    best, against = sides(miniature, *(coded(each, 0, way) for each, way in zip(speeches, ways, strict=True)))
    assert len(best.quotations) == 3
    assert [quotation.document for quotation in against.quotations] == ["C"]
    assert against.told == (
        "More first-hand passages speak of strengthening than of weakening (2 of strengthening and 1 of weakening), "
        "though no side leads clearly. These say the contrary, chosen in the same way."
    )


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        (("none",), "No passage of this theme takes a direction, so none speaks against it."),
        (("strengthens", "weakens"), "There are as many first-hand passages on either side"),
        (("weakens",) * 5, "No passage of any kind of source says the contrary."),
    ],
)
def test_where_nothing_speaks_against_it_is_said_why(miniature, ways, told):
    _, against = sides(miniature, *(coded(document(f"d{n}"), 0, way) for n, way in enumerate(ways)))
    assert against.quotations == ()
    assert told in against.told
    assert "no side leads" not in against.told


def test_second_hand_passages_speak_against_first_hand_ones(miniature):
    passages = [coded(document("speech"), 0, "weakens")]
    passages += [coded(document(f"n{n}", kind="news"), 0, "strengthens") for n in range(6)]
    _, against = sides(miniature, *passages)
    assert len(against.quotations) == 4
    assert against.omitted == 2


def test_a_theme_tells_where_it_is_spoken_of(miniature):
    section = theme_section(miniature, miniature.themes[1])
    (table,) = (block for block in section.blocks if isinstance(block, DataTable))
    assert table.rows[0] == ("first-hand", "kind", "speech", 2, 2, "100%", 2, 0, 0)
    assert ("first-hand", "origin", "China", 1, 1, "100%", 1, 0, 0) in table.rows
    assert [row[2] for row in table.rows if row[1] == "period"] == ["2000-2009", "2010-2019"]


def test_a_theme_has_its_curve_of_saturation_and_none_where_nothing_is_coded(miniature):
    ids = [
        block.id
        for block in theme_section(miniature, miniature.themes[1]).blocks
        if isinstance(block, Figure)
    ]
    assert ids == ["figure-saturation-economic"]
    empty = replace(miniature.themes[1], coded=(), passages=tally(()))
    assert not [block for block in theme_section(miniature, empty).blocks if isinstance(block, Figure)]


def test_passages_stand_in_every_format(tmp_path):
    shown = quotation_of(coded(document("speech"), 0, quotation="We trade with both."))
    block = Passages("passages-x", "What shows it", "Chosen by hand.", (shown,), omitted=3)
    outline = Outline("T", "", (), (), (Section("s", "S", (block,)),))
    write_docx(outline, tmp_path / "r.docx")
    write_pdf(outline, tmp_path / "r.pdf")
    pages = {
        "html": render_html(outline),
        "markdown": render_markdown(outline, "f"),
        "docx": "\n".join(each.text for each in docx.Document(str(tmp_path / "r.docx")).paragraphs),
        "pdf": " ".join(
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "r.pdf")
        ),
    }
    for name, page in pages.items():
        for words in ("What shows it", "Chosen by hand.", "We trade with both.", "3 further passages stand"):
            assert words in " ".join(page.split()), (name, words)
    frames = {each.name: each.values for each in tables_of(outline)}
    assert frames["quotations"]["quotation"].to_list() == ["We trade with both."]
