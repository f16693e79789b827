from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.scales import scales


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_the_state_stands_on_each_scale_every_fifth_year_and_in_the_last(findings):
    table = scales(findings)
    assert table is not None
    aocai = [row for row in table.rows if row[0] == "AOCAI"]
    assert [row[2] for row in aocai] == [*range(1990, 2021, 5), 2024]
    assert {row[1] for row in aocai} == {"between both"}
    assert {row[1] for row in table.rows if row[0] == "influence capacity"} == {"China", "United States"}


def test_the_band_has_a_probability_and_no_interval_where_sources_publish_no_error(findings):
    table = scales(findings)
    assert table is not None
    first = table.rows[0]
    assert (first[0], first[2], first[3]) == ("AOCAI", 1990, 59.6)
    assert first[4:7] == (None, None, 0.0)
    assert first[-1] == "7 of 13"
    assert {row[6] for row in table.rows if row[0] != "AOCAI"} == {None}


def test_the_band_of_the_scale_and_the_roll_calls_that_count_are_named(findings):
    table = scales(findings)
    assert table is not None
    assert table.columns[6] == "Probability of the AOCAI band, 45 to 55"
    assert "Voeten's dyadic data leave out the unanimous ones" in table.note


def test_an_interval_with_a_width_is_told(findings):
    wide = findings.scores.alignment.with_columns(low90=pl.col("median") - 0.01)
    table = scales(replace(findings, scores=replace(findings.scores, alignment=wide)))
    assert table is not None
    assert table.rows[0][4:6] == (58.6, 59.6)


def test_without_scores_there_is_no_table(findings):
    nothing = replace(findings.scores, alignment=findings.scores.alignment.clear())
    assert scales(replace(findings, scores=nothing)) is None
