from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.documents import documents_section
from counterpoise.report.outline import CellTable, DataTable


def test_passages_stand_by_theme_kind_of_source_and_power(compared: Comparison) -> None:
    section = documents_section(compared)
    themes = next(block for block in section.blocks if isinstance(block, CellTable))
    pakistan, viet_nam = themes.rows[0].cells
    assert pakistan.finding == "first-hand: 3 passages of 2 documents (the United States 2 and China 1)"
    assert {each.path.partition("/")[0] for each in pakistan.quotations} == {"PAK"}
    assert pakistan.elsewhere == "evidence.csv, beside the report of the study 'Pakistan in miniature'"
    assert viet_nam.empty
    assert viet_nam.missing == "documents coded for Viet Nam"


def test_codes_and_holdings_keep_kinds_of_source_apart_and_leave_out_what_is_under_test(
    compared: Comparison,
) -> None:
    section = documents_section(compared)
    held, codes = (block for block in section.blocks if isinstance(block, DataTable))
    assert held.rows == (
        ("Pakistan", "Pakistan in miniature", "first-hand", 2, 0, 4, 2),
        ("Viet Nam", None, None, None, None, None, None),
    )
    assert codes.columns[3:7] == ("The United States", "China", "Both powers", "No power named")
    # Each power's document speaks of trade in one passage; the paper under test does too.
    assert ("Trade", "Pakistan", "first-hand", 1, 1, 0, 0, 2) in codes.rows


def test_the_evidence_of_each_study_is_described(compared: Comparison) -> None:
    section = documents_section(compared)
    assert [each.id for each in section.subsections] == ["evidence-of-PAK"]
