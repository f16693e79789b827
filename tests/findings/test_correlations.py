from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.correlations import (
    Pair,
    pairs_with,
    sentence_on,
    span,
    values_behind,
    weighed_apart,
    word_of,
)
from counterpoise.measurement.cross_domain import CORRELATION_SCHEMA

PAIR = Pair("economic", "security", 25, 1990, 2014, 0.1, 0.05, 0.15, 20.0, -0.05, 0.2, None)
UNTOLD = Pair("economic", "votes", 7, *[None] * 8, "7 years in which both are observed")


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-0.05, 0.2, "weaker than .3"),
        # Mirror images are not kept apart.
        (-0.99, -0.9, "stronger than .3"),
        (-0.9, 0.2, "on both sides of .3"),
        (0.3, 0.5, "stronger than .3"),
        (0.35, 0.8, "stronger than .3"),
        (0.006, 0.46, "on both sides of .3"),
        # Zero in a wide interval is no sign that two dimensions are apart.
        (-0.2, 0.9, "on both sides of .3"),
    ],
)
def test_a_pair_is_apart_only_where_its_whole_interval_lies_within_the_bound(low, high, word) -> None:
    assert word_of(replace(PAIR, low_years=low, high_years=high)) == word


def test_what_is_not_told_has_no_word() -> None:
    with pytest.raises(ValueError, match="economic with votes: nothing is told"):
        word_of(UNTOLD)


def test_pairs_are_counted_as_claimed_contrary_and_neither() -> None:
    pairs = (PAIR, replace(PAIR, low_years=0.1, high_years=0.5), replace(PAIR, low_years=0.4, high_years=0.5))
    assert str(weighed_apart(pairs)) == (
        "1 of 3 correlations weaker than .3 as claimed; contrary: 1 stronger than .3; neither: 1 on both sides of .3"
    )
    assert str(weighed_apart((PAIR,))) == "1 of 1 correlation weaker than .3 as claimed"


def test_a_sentence_gives_interval_and_years_or_why_there_are_none() -> None:
    assert sentence_on(PAIR) == (
        "Economic with security: 0.10 (90 % interval -0.05 to 0.20; of measurement alone 0.05 to 0.15), "
        "25 years that amount to 20.0 independent ones, 1990-2014."
    )
    assert "no error of measurement, as the sources publish none" in sentence_on(
        replace(PAIR, low=0.1, high=0.1)
    )
    assert sentence_on(replace(PAIR, median=-0.8, low_years=-0.9, high_years=-0.7)).endswith(
        "so that they move in opposite ways."
    )
    assert sentence_on(UNTOLD) == "Economic with votes: 7 years in which both are observed."
    assert (span(PAIR), span(UNTOLD)) == ("1990-2014", "–")


def test_the_dimension_asked_about_stands_first_and_other_states_are_left_out() -> None:
    rows = [
        {"state": state, "one": one, "other": other, "years": 9}
        for state, one, other in [
            ("PAK", "security", "economic"),
            ("PAK", "security", "votes"),
            ("PAK", "economic", "votes"),
            ("VNM", "security", "economic"),
        ]
    ]
    table = pl.DataFrame(rows, schema=CORRELATION_SCHEMA)
    assert [(each.one, each.other) for each in pairs_with(table, "PAK", "economic")] == [
        ("economic", "security"),
        ("economic", "votes"),
    ]


def test_a_correlation_stands_on_the_values_of_its_shares_and_years() -> None:
    rows = [
        ("inside", "PAK", "economic", 1990, 1990, True),
        ("reaching in", "PAK", "security", 1985, 1990, True),
        ("before", "PAK", "economic", 1989, 1989, True),
        ("no share", "PAK", "economic", 1991, 1991, False),
        ("another state", "VNM", "economic", 1991, 1991, True),
        ("another dimension", "PAK", "votes", 1991, 1991, True),
    ]
    schema = ["observation", "state", "dimension", "start", "end", "in_share"]
    ties = pl.DataFrame(rows, schema=schema, orient="row")
    assert values_behind([PAIR, UNTOLD, PAIR], ties, "PAK") == ("inside", "reaching in")
