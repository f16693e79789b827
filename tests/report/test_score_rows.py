from dataclasses import replace

import polars as pl
import pytest

from counterpoise.datasets.indicators import in_titles
from counterpoise.findings.conclusions import Findings
from counterpoise.report.score_rows import (
    interval_cells,
    interval_of,
    rows_of,
    titles_of,
    years_in_words,
    years_without_a_tie,
)


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_rows_come_by_year_of_the_state_under_study_or_the_one_named(findings):
    own = rows_of(findings, "alignment_share", "economic")
    assert [row["year"] for row in own] == list(range(1990, 2011))
    assert {row["state"] for row in own} == {"PAK"}
    other = rows_of(findings, "alignment_share", "economic", "VNM")
    # Viet Nam has no trade with the United States in 1990: its share is 0, and defined.
    assert (other[0]["state"], other[0]["median"]) == ("VNM", 0.0)
    assert rows_of(findings, "no such construct", "economic") == []


@pytest.mark.parametrize(
    ("low", "high", "told"), [(0.1, 0.2, (0.1, 0.2)), (0.1, 0.1, None), (0.1, 0.104, None)]
)
def test_an_interval_without_width_is_none(low, high, told):
    assert interval_of({"low90": low, "high90": high}) == told


def test_series_are_told_by_their_titles_with_and_without_variant_and_others_by_their_ids(findings):
    titles = titles_of(findings)
    assert in_titles("ideal_point_distance:final-passage, trade_share, gold", titles) == (
        "closeness of UN ideal points; share of trade; gold"
    )


def test_an_interval_without_width_leaves_its_cells_empty():
    assert interval_cells({"low90": 0.3, "high90": 0.3 + 1e-12}) == (None, None)
    assert interval_cells({"low90": 0.1, "high90": 0.3}) == (0.1, 0.3)


def test_years_that_follow_each_other_are_one_span():
    assert years_in_words((2001, 2002, 2003, 2006)) == "2001-03, 2006"
    assert years_in_words(()) == ""


def test_a_share_of_nothing_is_none_although_ties_are_observed(findings):
    assert years_without_a_tie(findings, "alignment_share", "economic") == ()
    none = pl.when(~pl.col("year").is_in([1995, 1996])).then(pl.col("median"))
    scores = replace(findings.scores, alignment=findings.scores.alignment.with_columns(median=none))
    assert years_without_a_tie(replace(findings, scores=scores), "alignment_share", "economic") == (
        1995,
        1996,
    )
