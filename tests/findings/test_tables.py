import dataclasses
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.findings.tables import FoundCell, TableMaker
from counterpoise.measurement.scores import measure
from counterpoise.theory.elements import Row, Table
from tests.study_in_miniature import STUDY, coded, document, found, write_study

SPEECH = document("speech")


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def cells(findings: Findings) -> dict[str, FoundCell]:
    return {cell.id: cell for table in findings.tables for cell in table.cells()}


def filled(findings: Findings, passages, row: Row, columns=()) -> tuple[FoundCell, ...]:
    """The cells of a table of one row, from passages of one's own and the scores of the miniature."""
    maker = TableMaker(findings.study, findings.evidence, findings.scores, tuple(passages), findings.names)
    table = Table(title="T", first_column="S", rows={"r": row}, cell="", columns=columns)
    return tuple(maker.table("t", table).cells())


def test_every_cell_has_evidence_or_says_what_is_missing_and_never_both(cells):
    for cell in cells.values():
        assert bool(cell.evidence) is (cell.missing is None), cell.id
    assert {cell.missing is None for cell in cells.values()} == {True, False}


def test_cells_stand_by_power(cells):
    security = cells["table1-security-a"]
    assert {each.document.title for each in security.coded if each.counted} == {"Address on South Asia"}
    assert all(each.concerns("a") for each in security.coded)
    assert all("United States" in number.label for number in security.numbers)


def test_a_cell_says_the_codes_and_the_movement_of_its_ties(cells):
    assert cells["table1-economic-a"].finding == (
        "Passages: 1 first-hand; all on trade (1 first-hand). "
        "Ties: contracting: share of trade; fluctuating: aid obligations. "
        "On Pakistan alone rest the goalposts of aid obligations"
    )


def test_a_cell_says_where_its_goalposts_rest_on_the_state_alone(cells, tmp_path):
    # Vietnam has figures of trade only, with which no indicator of security is compared.
    assert cells["table1-security-b"].finding.endswith("All goalposts here rest on Pakistan alone")
    assert "alone" not in cells["table1-economic-b"].finding
    alone = found(write_study(tmp_path, STUDY.replace("panel: [PAK, VNM]", "panel: [PAK]")))
    (trend,) = (
        cell for table in alone.tables for cell in table.cells() if cell.id == "table1-long_term_trend-a"
    )
    assert trend.finding.endswith(". All goalposts here rest on Pakistan alone")


def test_the_long_term_trend_is_a_word_with_those_of_the_indicators_beneath(cells):
    trend = cells["table1-long_term_trend-b"]
    assert trend.finding.startswith("Expanding as a whole. By indicator, expanding: share of trade")
    assert trend.numbers[0].label == "The whole tie with China"


def test_an_empty_cell_says_which_passages_would_fill_it(cells):
    assert cells["table3-neighbour_rivalry"].missing == "passages on neighbour rivalry"
    # Only a row that names a construct or a dimension is filled by an indicator too.
    assert cells["table1-diplomatic-a"].missing is None
    assert cells["table2-export_opportunities"].missing == (
        "the dictionary 'exports' in the study file, which this row reads, or an observed indicator"
    )


def test_a_row_whose_dictionary_is_not_given_says_so(cells):
    told = "the dictionary 'multilateral_lenders' in the study file, which this row reads"
    assert cells["table2-multilateral_finance"].missing.startswith(told)
    assert cells["table2-multilateral_finance"].coded == ()


def test_a_row_without_its_dictionary_still_stands_on_its_numbers(cells):
    access = cells["table2-trade_access"]
    assert access.missing is None
    assert access.coded == ()
    assert "No passage is read, for the study file has no dictionary 'market_access'" in access.finding
    assert "Share of trade, United States 10 percent (2010)" in access.finding


def test_a_row_says_how_many_speak_of_it_then_what_they_say_then_what_is_measured(cells):
    assert cells["table3-defence_with_power"].finding == (
        "2 first-hand passages speak of it, most often with the United States (2). Stronger ties (the United States): said "
        "(1 first-hand). Share of arms imports, United States 20 percent of TIV (2020-24); Share of arms imports, China 70 "
        "percent of TIV (2020-24). Movement of ties, United States: too short: share of arms imports; China: too short: share "
        "of arms imports"
    )


def test_a_quantity_stands_for_a_construct_whatever_a_theory_calls_it(findings):
    theory, scores = findings.study.theory, findings.scores
    # The miniature has no year in which all inputs are observed; here its years count as if they had them all.
    full = dataclasses.replace(scores, alignment=scores.alignment.with_columns(observed=pl.col("inputs")))
    findings = dataclasses.replace(findings, scores=full)
    (before,) = filled(findings, [], Row(measured_by="balance"))
    assert before.numbers[0].label == "Overall balance"
    constructs = dict(theory.constructs)
    constructs["evenness"] = constructs.pop("balance").model_copy(update={"title": None})
    study = dataclasses.replace(findings.study, theory=theory.model_copy(update={"constructs": constructs}))
    (after,) = filled(dataclasses.replace(findings, study=study), [], Row(measured_by="evenness"))
    assert [number.label for number in after.numbers] == ["Evenness"] * len(before.numbers)
    assert [number.text for number in after.numbers] == [number.text for number in before.numbers]


def test_cells_carry_the_power_of_their_column_and_whether_they_tell_movement(cells):
    trend, security, balanced = (
        cells[name] for name in ("table1-long_term_trend-b", "table1-security-a", "table4-balanced_diplomacy")
    )
    assert (trend.side, trend.movement) == ("b", True)
    assert (security.side, security.movement) == ("a", False)
    assert (balanced.side, balanced.movement) == (None, False)


def test_a_row_about_something_reads_only_passages_that_name_it(cells):
    flagship = cells["table2-flagship_investment"]
    assert flagship.coded
    assert all("Gwadar" in each.passage.quotation for each in flagship.coded)


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("GSP+",), ["GSP+ was granted.", "The GSP-plus scheme came."]),
        (("corridor*",), ["Corridors of trade.", "A corridor."]),
        (("market access",), ["Market-access talks."]),
        (("WHO",), []),
    ],
)
def test_a_row_finds_the_names_of_its_dictionary_as_terms_do(
    findings: Findings, names: tuple[str, ...], read: list[str]
) -> None:
    said = [
        "GSP+ was granted.",
        "The GSP-plus scheme came.",
        "Corridors of trade.",
        "A corridor.",
        "Market-access talks.",
        "Those who came.",
    ]
    passages = [coded(SPEECH, 100 * i, quotation=text) for i, text in enumerate(said)]
    declared = findings.study.declared.model_copy(update={"dictionaries": {"market_access": names}})
    study = replace(findings.study, declared=declared)
    (cell,) = filled(replace(findings, study=study), passages, Row(codes=("trade",), about="market_access"))
    assert [each.passage.quotation for each in cell.coded] == read


def test_a_paper_under_test_fills_no_cell(findings):
    paper = document("paper", kind="paper under test")
    (cell,) = filled(findings, [coded(paper, 0, code="energy")], Row(codes=("energy",)))
    assert cell.missing == "passages on energy"
    assert cell.evidence == ()


TRADE = Row(codes=("trade",), measured_by="trade_share")


def five(power, direction="strengthens"):
    return [coded(SPEECH, 50 * number, direction, power=power) for number in range(5)]


def test_passages_on_a_power_part_from_the_tie_with_that_power(findings):
    # In the miniature the share of trade with the United States contracts, and that with China expands.
    (cell,) = filled(findings, five("a"), TRADE)
    assert cell.disagreement == (
        "First-hand passages speak of strengthening (5 of the 5 that take a direction), "
        "while this is contracting: share of trade, United States."
    )
    (cell,) = filled(findings, five("b", "weakens"), TRADE)
    assert cell.disagreement.endswith("while this is expanding: share of trade, China.")


def test_passages_on_one_power_do_not_part_from_the_tie_with_the_other(findings):
    (of_b,) = filled(findings, five("b"), TRADE)
    (weaker_a,) = filled(findings, five("a", "weakens"), TRADE)
    assert (of_b.disagreement, weaker_a.disagreement) == (None, None)
    (nobody,) = filled(findings, five("none"), TRADE)
    assert nobody.disagreement is None


def test_in_a_column_of_a_power_too(findings):
    row = Row(dimension="economic")
    a, b = filled(findings, [*five("a"), *five("b")], row, columns=("a", "b"))
    assert a.disagreement.endswith("while this is contracting: share of trade.")
    assert b.disagreement is None


def test_a_study_of_nothing_has_tables_of_missing_cells(tmp_path: Path):
    lines = STUDY.splitlines(keepends=True)
    bare = "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )
    nothing = found(write_study(tmp_path, bare))
    cells = [cell for table in nothing.tables for cell in table.cells()]
    assert len(cells) == 28
    assert all(cell.missing and not cell.evidence for cell in cells)


def test_a_word_of_the_period_that_differs_from_that_of_the_window_is_told(tmp_path: Path):
    text = (
        (write_study(tmp_path) / "study.yaml").read_text().replace("period: 1990-2025", "period: 2006-2025")
    )
    (tmp_path / "study.yaml").write_text(text.replace("{seed: 7}", "{seed: 7, window: 1990-2025}"))
    long = found(tmp_path)
    cell = next(cell for cell in long.tables[0].cells() if cell.id.endswith("trend-a"))
    assert cell.disagreement == "Over 2006-2025 alone too short to judge (share of trade, aid obligations)."
    text = (tmp_path / "study.yaml").read_text().replace("period: 2006-2025", "period: 1999-2025")
    (tmp_path / "study.yaml").write_text(text)
    lines = (tmp_path / "figures.csv").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("PAK,USA,") or "trade_share" not in line]
    # Down until 1999 and up a little after: contracting over all years, expanding over the last.
    kept += [
        f"PAK,USA,{year},{year},trade_share,{30 - 3 * (year - 1990) if year < 1999 else year - 1998},percent,made up,1"
        for year in range(1990, 2011)
    ]
    (tmp_path / "figures.csv").write_text("\n".join(kept) + "\n")
    cell = next(cell for cell in found(tmp_path).tables[0].cells() if cell.id.endswith("trend-a"))
    assert cell.disagreement == "Over 1999-2025 alone the word differs (share of trade expanding)."


def test_what_stands_beside_a_table_and_is_not_computed_is_said(findings):
    notes = {table.id: table.note for table in findings.tables}
    assert notes["table1"] is None
    assert notes["table3"].endswith("not testable yet.")


def test_equal_evidence_gives_equal_tables(findings):
    again = conclude(findings.study, findings.evidence, measure(findings.study, findings.evidence.values))
    assert again.tables == findings.tables
