from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.signals import signals


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_what_is_not_told_says_why(findings):
    table = signals(findings)
    assert table is not None
    assert table.columns[-1] == "Why nothing is told"
    why = {row[0]: row[-1] for row in table.rows}
    assert why["Contradiction between dimensions"] == "in no year are all inputs of two dimensions observed"
    assert why["Correlation: economic with diplomatic"] == "the share of one of them does not vary"
    assert why["Correlation: security with economic"] is None


def test_a_correlation_of_shares_without_errors_has_no_interval(findings):
    table = signals(findings)
    assert table is not None
    (row,) = (row for row in table.rows if row[0] == "Correlation: security with economic")
    # Both shares turn to China as time goes on: 21 years of trade.
    assert row[1] == "1990-2010, 21 years"
    assert row[2] > 0.9
    assert row[3:5] == (None, None)


def test_contradiction_is_told_of_the_first_and_last_whole_year(findings):
    whole = findings.scores.alignment.with_columns(
        observed=pl.when(pl.col("construct") == "contradiction", pl.col("year").is_between(1995, 2005))
        .then("inputs")
        .otherwise("observed")
    )
    table = signals(replace(findings, scores=replace(findings.scores, alignment=whole)))
    assert table is not None
    assert [row[1] for row in table.rows if row[0].startswith("Contradiction")] == ["1995", "2005"]


def test_the_column_of_reasons_is_left_out_where_everything_is_told(findings):
    kept = findings.scores.correlations.filter(pl.col("why").is_null())
    whole = findings.scores.alignment.with_columns(inputs=pl.col("observed"))
    table = signals(replace(findings, scores=replace(findings.scores, correlations=kept, alignment=whole)))
    assert table is not None
    assert table.columns[-1] == "90 % high"
    assert {len(row) for row in table.rows} == {5}
