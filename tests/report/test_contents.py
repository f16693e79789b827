from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from counterpoise.findings.conclusions import Findings
from counterpoise.report.contents import outline_of
from counterpoise.report.found_cells import QUOTED_IN_A_CELL
from counterpoise.report.html import render_html
from counterpoise.report.outline import CellTable, DataTable, Outline, Paragraph, Statement
from tests.study_in_miniature import STUDY, WASHINGTON, found, write_study


def bare() -> str:
    lines = STUDY.splitlines(keepends=True)
    return "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )


@contextmanager
def changed_theory(folder: Path) -> Iterator[dict[str, Any]]:
    """The theory of a study as it stands in its file, written back with what was changed in it."""
    yaml = YAML(typ="safe", pure=True)
    yaml.representer.sort_base_mapping_type_on_output = False
    theory = yaml.load(folder / "theory.yaml")
    yield theory
    yaml.dump(theory, folder / "theory.yaml")


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def outline(miniature_outline: Outline) -> Outline:
    return miniature_outline


def statements(outline: Outline) -> list[Statement]:
    return [block for block in outline.blocks() if isinstance(block, Statement)]


def claims_of(outline: Outline) -> list[Statement]:
    return [statement for statement in statements(outline) if statement.id.startswith("claim-")]


def table(outline: Outline, id_: str) -> DataTable:
    return next(block for block in outline.blocks() if isinstance(block, DataTable) and block.id == id_)


def test_the_parts_come_in_the_order_in_which_they_are_read(outline):
    assert [section.id for section in outline.sections] == [
        "detail",
        "numbers",
        "position",
        "dependence",
        "changes",
        "sensitivity",
        "theme-evolution",
        "theme-economic",
        "theme-security",
        "theme-autonomy",
        "theme-challenges",
        "themes-work",
        "joint",
        "questions",
        "hypotheses",
        "assumptions",
        "debates",
        "claims",
        "recommendations",
        "theory",
        "method",
        "transparency",
        "holdings",
        "sources",
        "checklist",
        "references",
    ]
    assert (outline.title, outline.subtitle) == (
        "Pakistan in miniature",
        "Pakistan between the United States and China, 1990-2025",
    )
    assert len(outline.standfirst) == 5


def test_every_cell_opens_onto_evidence_or_says_what_is_missing(outline):
    cells = list(outline.cells())
    assert len(cells) == 28
    for cell in cells:
        assert cell.empty is (cell.missing is not None), cell.id
    assert any(cell.quotations for cell in cells)
    assert any(cell.values for cell in cells)


def test_what_is_quoted_is_what_the_document_says(outline, findings):
    for cell in outline.cells():
        for quotation in cell.quotations:
            passage = findings.evidence.passages[quotation.id]
            text = findings.evidence.documents[passage.document].text
            assert quotation.text == text[passage.start : passage.end]
            assert quotation.before + quotation.text + quotation.after in text


def test_counts_leave_out_the_paper_under_test_that_is_quoted(outline):
    security = next(cell for cell in outline.cells() if cell.id == "cell-table1-security-a")
    assert "under test" in {quotation.standing for quotation in security.quotations}
    assert "under test" not in {count.standing for count in security.counts}
    total = sum(count.strengthening + count.weakening + count.undirected for count in security.counts)
    assert total == sum(quotation.counted for quotation in security.quotations)
    (first_hand,) = (count for count in security.counts if count.standing == "first-hand")
    assert (first_hand.strengthening, first_hand.weakening) == (1, 1)


def test_passages_that_are_not_quoted_are_counted_as_omitted(tmp_path: Path):
    write_study(tmp_path)
    said = "Pakistan and the United States expand their trade, and nobody minds that they do so at all. " * 4
    (tmp_path / "documents" / "washington.md").write_text(WASHINGTON + f"\n{said}\n" * 12)
    economic = next(
        cell for cell in outline_of(found(tmp_path), "").cells() if cell.id == "cell-table1-economic-a"
    )
    assert len(economic.quotations) == QUOTED_IN_A_CELL
    assert economic.omitted >= 5


def test_statement_ids_are_unique_and_every_answer_stands(outline, findings):
    ids = [statement.id for statement in statements(outline)]
    assert len(ids) == len(set(ids)) == len(findings.answers())


def test_what_is_unanswered_says_what_it_needs_and_a_claim_does_not(outline):
    for statement in statements(outline):
        silent = statement.verdict.startswith("not testable")
        assert bool(statement.needs) is silent, statement.id


def test_a_claim_of_the_study_stands_whatever_its_id_is_made_of(tmp_path: Path):
    claims = "claims:\n  - {id: 2 b, kind: my own, text: A claim of the study itself., needs: [trade]}\n"
    outline = outline_of(found(write_study(tmp_path, STUDY + claims)), "")
    assert claims_of(outline)[-1].text == "A claim of the study itself."
    assert " " not in claims_of(outline)[-1].id


def test_no_name_of_a_theory_or_a_study_can_take_the_place_of_another_part(tmp_path: Path):
    claims = "claims:\n" + "".join(
        f"  - {{id: '{name}', kind: {kind}, text: A claim., needs: [trade]}}\n"
        for name, kind in (("a b", "theme"), ("a-b", "theme"), ("a/b", "cell"), ("s", "sources"))
    )
    write_study(tmp_path, STUDY + claims)
    names = ("method", "documents", "theme", "alignment", "claims")
    with changed_theory(tmp_path) as theory:
        theory["tables"] = dict(zip(names, theory["tables"].values(), strict=True))
        for theme, name in zip(theory["themes"].values(), names, strict=True):
            theme["table"] = name
        del theory["checklist"]
    outline = outline_of(found(tmp_path), "")  # an outline refuses ids that stand twice
    tables = [block.id for block in outline.blocks() if isinstance(block, CellTable)]
    assert tables == [f"table-{name}" for name in names]
    assert [each.id for each in claims_of(outline)][-4:] == [
        "claim-a:20:b",
        "claim-a-b",
        "claim-a:2f:b",
        "claim-s",
    ]


def test_what_a_theme_asks_stands_before_its_table(tmp_path: Path):
    write_study(tmp_path)
    with changed_theory(tmp_path) as theory:
        theory["themes"]["evolution"]["asks"] = "How near is the state to power a?"
    section = next(each for each in outline_of(found(tmp_path), "").sections if each.id == "theme-evolution")
    assert section.blocks[0] == Paragraph("How near is Pakistan to the United States?")


def test_settings_that_bear_on_figures_are_printed(outline):
    printed = {str(name): value for name, value in table(outline, "settings").rows}
    assert printed["Roll calls"] == "final-passage"
    assert printed["Goalposts"] == "taken from the panel"
    assert printed["Seed"] == 7
    assert printed["Years over which movement is judged"] == "1990-2025"
    assert printed["Panel"] == "PAK, VNM"


def test_sources_list_every_document_with_what_it_counts_as_and_every_series(outline):
    documents = {row[0]: row for row in table(outline, "documents").rows}
    assert documents["Address on South Asia"][1:5] == ("speech", "first-hand", "United States", "2005")
    assert "under test" in {row[2] for row in documents.values()}
    rows = table(outline, "series").rows
    titles = {row[1]: row[0] for row in rows}
    assert titles["ideal_point_distance:final-passage"] == "Distance of UN ideal points, final passage"
    series = {row[1]: row[-1] for row in rows}
    assert (series["trade_share"], series["arms_import_share"]) == (2010, 2024)


def test_a_document_outside_the_period_says_so(tmp_path: Path):
    study = STUDY.replace('origin: USA, date: "2005"', 'origin: USA, date: "1985"')
    outline = outline_of(found(write_study(tmp_path, study)), "")
    assert {row[0]: row[5] for row in table(outline, "documents").rows}[
        "Address on South Asia"
    ] == "outside the period"


@pytest.mark.parametrize("state", ["PAK", "VNM", "NOR"])
def test_a_study_of_nothing_is_mostly_no_evidence_and_never_a_crash(tmp_path: Path, state):
    study = bare().replace("state: PAK", f"state: {state}").replace("[PAK, VNM]", f"[{state}]")
    outline = outline_of(found(write_study(tmp_path, study)), "counterpoise 0")
    assert all(cell.empty and cell.missing for cell in outline.cells())
    assert {"numbers", "theme-evolution"} <= {section.id for section in outline.sections}
    assert "no evidence" in render_html(outline).lower()


def test_documents_without_data_and_data_without_documents_make_a_report_too(tmp_path: Path):
    no_data = STUDY.replace("figures: figures.csv\n", "").replace("events: events.csv\n", "")
    lines = STUDY.splitlines(keepends=True)
    no_documents = "".join(line for line in lines if not line.startswith(("documents:", "  - {path")))
    for name, study in (("no-data", no_data), ("no-documents", no_documents)):
        outline = outline_of(found(write_study(tmp_path / name, study)), "")
        assert any(not cell.empty for cell in outline.cells())
        assert any(cell.empty for cell in outline.cells())


def test_passages_under_a_statement_are_not_told_by_direction(tmp_path: Path):
    claim = "  - {id: X1, kind: mine, text: Arms tie the state to power a., needs: [defence_cooperation], power: a}"
    outline = outline_of(found(write_study(tmp_path, f"{STUDY}claims:\n{claim}\n")), "")
    statement = claims_of(outline)[-1]
    assert statement.reasons == (
        "Passages that bear on it: 2 first-hand (1 of strengthening, 1 of weakening).",
    )
    assert [(quotation.direction, quotation.counted) for quotation in statement.quotations] == [
        ("strengthens", True),
        ("weakens", True),
        ("none", False),  # the paper under test, beside them
    ]
    _, _, article = render_html(outline).partition(f'<article class="statement" id="{statement.id}"')
    article, _, _ = article.partition("</article>")
    assert '<p class="kicker">Passages that bear on it</p>' in article
    assert '<p class="kicker">Strengthening</p>' not in article
    assert '<p class="kicker">Weakening</p>' not in article
