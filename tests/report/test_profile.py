from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.profile import NOT_OBSERVED, full_year, profile
from tests.study_in_miniature import found, write_study


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def cells(findings: Findings) -> dict[str, tuple[str, ...]]:
    table = profile(findings)
    assert table is not None
    return {row[0]: row[2:] for row in table.rows}


def test_the_last_fully_observed_year_stands_beside_ten_years_before(findings):
    assert full_year(findings) == 2010
    table = profile(findings)
    assert table is not None
    assert table.columns[2:] == ("2000", "2010")


def test_every_dimension_stands_with_each_power(findings):
    found_ = cells(findings)
    # Trade with the United States, 10 % in 2010, of a goalpost of 30 %; all aid inputs are seen.
    assert [name for name in found_ if " tie with " in name] == [
        f"{dimension} tie with {power}"
        for dimension in ("Security", "Economic", "Diplomatic")
        for power in ("the United States", "China")
    ]
    assert found_["Economic tie with China"] == ("0.33", "0.50")
    assert found_["Diplomatic tie with China"] == ("0.83 [1 of 3 inputs]",) * 2


def test_what_is_not_observed_says_so(findings):
    found_ = cells(findings)
    assert found_["Diversification of trade"] == (NOT_OBSERVED, NOT_OBSERVED)
    assert found_["Security requirement: Strategic rivalries"] == (NOT_OBSERVED, NOT_OBSERVED)
    assert found_["Autonomy"] == ("0.62", "0.68")


def test_what_bears_on_security_is_told_in_its_unit(tmp_path: Path):
    folder = write_study(tmp_path)
    with (folder / "figures.csv").open("a") as file:
        file.write("PAK,,2010,2010,rivalries,2,count,made up,first\n")
    found_ = cells(found(folder))
    assert found_["Security requirement: Strategic rivalries"] == (NOT_OBSERVED, "2")


def test_an_interval_is_told_where_it_has_a_width(findings):
    scores = findings.scores.alignment.with_columns(
        low90=pl.col("median") - 0.1, high90=pl.col("median") + 0.1
    )
    changed = replace(findings, scores=replace(findings.scores, alignment=scores))
    assert cells(changed)["Autonomy"][1] == "0.68 (0.58 to 0.78)"


def test_without_ties_there_is_no_profile(findings):
    nothing = findings.scores.alignment.filter(~pl.col("construct").str.starts_with("tie_"))
    assert profile(replace(findings, scores=replace(findings.scores, alignment=nothing))) is None
