"""The paper whose tables the theory has, fed in as a document without them: which cells its prose gives back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from counterpoise.findings.cells import FoundCell, leading
from counterpoise.findings.conclusions import Findings
from tests.study_in_miniature import found

PAPER = "kanwal-samrana-alvi-2026.txt"

RECOVERED = {
    "table1-security-b",
    "table1-economic-a",
    "table1-economic-b",
    "table2-flagship_investment",
    "table4-balanced_diplomacy",
    "table4-multi_vector_policy",
    "table5-polarisation",
}
"""What leads in 7 of the 27 cells that can be coded is what Kanwal, Samrana and Alvi (2026), Tables 1-5, say there."""

SILENT = {
    "table2-trade_access",
    "table2-multilateral_finance",
    "table2-export_opportunities",
    "table3-neighbour_rivalry",
    "table5-external_expectations",
}
"""Rows of which no passage of the prose states any effect."""


@pytest.fixture(scope="module")
def findings(shared: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    paper = shared / "paper" / PAPER
    if not paper.is_file():
        pytest.skip(f"no {PAPER} among the shared documents")
    lines = paper.read_text(encoding="utf-8").splitlines()
    dated = ("Received", "Revised", "Accepted", "Available")
    prose = [
        line
        for line in lines
        if not line.startswith("**Table ") and ("\t" not in line or line.startswith(dated))
    ]
    folder = tmp_path_factory.mktemp("paper")
    (folder / "documents").mkdir()
    (folder / "documents" / "paper.md").write_text("\n".join(prose), encoding="utf-8")
    yaml = YAML(typ="safe", pure=True)
    study = yaml.load((checkout / "examples" / "pakistan" / "study.yaml").read_text(encoding="utf-8"))
    for key in ("data", "figures", "events", "notices"):
        study.pop(key, None)
    for key in ("window", "vintages"):
        study["settings"].pop(key, None)
    study["period"] = "1990-2026"
    study["documents"] = [{"path": "documents/paper.md", "kind": "scholarly", "date": "2026"}]
    # Learned suggesters may have read the paper.
    study["coding"]["suggesters"] = ["lexicon"]
    yaml.dump(study, folder / "study.yaml")
    return found(folder)


@pytest.fixture(scope="module")
def cells(findings: Findings) -> dict[str, FoundCell]:
    return {cell.id: cell for table in findings.tables for cell in table.cells()}


@pytest.fixture(scope="module")
def printed(shared: Path) -> dict[str, list[str] | str]:
    """What the paper's cells say, as codes, movement words or effects, by the cell's id; None where nothing can say it."""
    path = shared / "design" / "paper_tables.yaml"
    if not path.is_file():
        pytest.skip("the paper's cells are not at hand as effects")
    tables = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    by_power = tables.pop("table1")
    said = {f"table1-{row}-{side}": what for row, of in by_power.items() for side, what in of.items()}
    said |= {f"{table}-{row}": what for table, rows in tables.items() for row, what in rows.items()}
    return {name: what for name, what in said.items() if what != "not codable"}


def leads(cell: FoundCell, what: list[str] | str) -> bool:
    """Whether what a cell of the paper says leads in the found one, alone or beside others."""
    if isinstance(what, list):
        anchors = {(each.passage.id, each.coding.code) for each in cell.coded if each.counted}
        times = Counter(code for _, code in anchors)
        return any(times[code] == max(times.values()) for code in what if times)
    effect, _, power = what.rstrip("]").partition("[")
    return any(
        each.effect == effect and power in ("", each.power) and each.said for each in leading(cell.effects)
    )


def test_the_tables_are_left_out(findings):
    (document,) = findings.evidence.documents.values()
    assert "Broader diplomatic options" not in document.text
    assert "Table 4" not in document.text
    assert "strategic autonomy" in document.text
    assert {coding.coder.partition("/")[0] for coding in findings.evidence.codings} == {"lexicon"}


def test_the_share_of_cells_that_the_prose_gives_back(cells, printed):
    assert len(printed) == 27
    assert {name for name, what in printed.items() if leads(cells[name], what)} == RECOVERED


def test_rows_of_which_the_prose_states_no_effect_say_so(cells):
    assert {name for name, cell in cells.items() if not (cell.side or cell.effects)} == SILENT


def test_no_prose_stands_for_the_movement_of_a_tie(cells):
    assert cells["table1-long_term_trend-b"].missing == "an observed indicator of a tie with China"
