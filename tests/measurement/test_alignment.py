from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.alignment import align, expected_series, scored_alignment
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.score_table import SCORE_SCHEMA, score_table
from counterpoise.measurement.tie_series import tie_series
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.measurement.typology import types
from counterpoise.theory.elements import Indicator, Typology
from tests.study_in_miniature import observed

POWERS = {"a": "USA", "b": "CHN"}


def entry(id_: str, dimension: str = "economic", **fields) -> TieInput:
    indicator = Indicator(id=id_, title=id_, unit="", **fields)
    return TieInput(id_, dimension, indicator, id_, in_share=indicator.both_powers)


TRADE = entry("trade_share", both_powers=True)
ARMS = entry("arms_import_share", "security", both_powers=True)
AID = entry("us_aid")


def scored(
    values: list[Value], *inputs: TieInput, years: tuple[int, int] = (1990, 2025), se: float | None = None
) -> pl.DataFrame:
    table = table_of_values(values).with_columns(se=pl.lit(se, pl.Float64))
    ties = measure_ties(table, inputs, ("PAK",), POWERS)
    if ties.is_empty():
        return score_table([])
    dimensions = tuple(dict.fromkeys(each.dimension for each in inputs))
    aligned = align("PAK", years[0], dict(tie_series(ties, 7, *years))["PAK"], dimensions)
    return score_table(list(scored_alignment(aligned, expected_series(inputs, ties))))


def of(scores: pl.DataFrame, construct: str, dimension: str = "economic") -> list[dict]:
    return scores.filter(construct=construct, dimension=dimension).rows(named=True)


def test_ties_without_a_standard_error_have_intervals_without_width():
    rows = of(
        scored(
            [observed("USA", 2010, "trade_share", 10.0), observed("CHN", 2010, "trade_share", 20.0)], TRADE
        ),
        "alignment_share",
    )
    (row,) = rows
    assert row["low90"] == row["low50"] == row["median"] == row["high50"] == row["high90"]
    # The goalpost is 10 + .975 * 10; the second tie is clipped to 1.
    assert row["median"] == pytest.approx((10 / 19.75) / (10 / 19.75 + 1))


def test_intervals_widen_with_the_standard_error():
    values = [observed("USA", 2010, "trade_share", 10.0), observed("CHN", 2010, "trade_share", 20.0)]
    widths = []
    for se in (None, 0.5, 1.0, 2.0):
        (row,) = of(scored(values, TRADE, se=se), "alignment_share")
        assert row["low90"] <= row["low50"] <= row["median"] <= row["high50"] <= row["high90"]
        widths.append(row["high90"] - row["low90"])
    assert widths == sorted(set(widths))
    assert widths[0] == 0


def test_constructs_over_all_dimensions_have_draws_alike_where_shares_are_certain_and_ties_are_not():
    # Power b has no tie at all, so that every share is 1 for certain; the aid of power a has an error.
    shared = [
        observed(power, 2010, indicator, value)
        for indicator in ("trade_share", "arms_import_share")
        for power, value in (("USA", 10.0), ("CHN", 0.0))
    ]
    values = [*shared, observed("USA", 2010, "us_aid", 500.0), observed("USA", 2011, "us_aid", 900.0)]
    error = pl.when(pl.col("indicator") == "us_aid").then(50.0)
    table = table_of_values(values).with_columns(se=error)
    ties = measure_ties(table, (TRADE, ARMS, AID), ("PAK",), POWERS)
    (series,) = (of for _, of in tie_series(ties, 7, 2010, 2011))
    found = align("PAK", 2010, series, ("economic", "security"))
    (shape,) = {draws.shape for draws in found.overall.values()}
    assert shape[1] > 1
    assert has_width(*np.quantile(found.overall["engagement"][0], (0.05, 0.95)))
    typed = types(found, Typology(disengaged_below=0.01, split_from=0.3, even=(0.45, 0.55)))
    assert typed.probabilities[0].tolist() == [0, 0, 1, 0, 0]


def test_a_flow_of_one_power_enters_its_tie_and_engagement_but_no_share():
    values = [
        *(observed(power, 2010, "trade_share", value) for power, value in (("USA", 10.0), ("CHN", 20.0))),
        observed("USA", 2010, "us_aid", 500.0),
    ]
    without, with_aid = scored(values, TRADE), scored(values, TRADE, AID)
    assert of(with_aid, "alignment_share")[0]["median"] == of(without, "alignment_share")[0]["median"]
    assert of(with_aid, "alignment_share")[0]["series"] == "trade_share"
    # Aid stands at its own goalpost, so that it is a tie of 1 beside that of trade.
    trade = of(without, "tie_a")[0]["median"]
    assert of(with_aid, "tie_a")[0]["median"] == pytest.approx((trade + 1) / 2)
    assert of(with_aid, "engagement")[0]["median"] > of(without, "engagement")[0]["median"]


def test_a_flow_of_one_power_alone_gives_no_share_at_all():
    scores = scored([observed("USA", 2010, "us_aid", 500.0)], AID, TRADE)
    assert set(scores["construct"]) == {"tie_a"}


def test_an_indicator_seen_for_one_power_only_waits_for_the_other():
    scores = scored(
        [observed("USA", 2010, "trade_share", 10.0), observed("CHN", 2011, "trade_share", 20.0)], TRADE
    )
    assert of(scores, "alignment_share") == []


def test_a_five_year_share_covers_its_five_years_and_no_other():
    values = [observed(power, 2010, "arms_import_share", 40.0, end=2014) for power in ("USA", "CHN")]
    rows = of(scored(values, ARMS, years=(1990, 2013)), "alignment_share", "security")
    assert [(row["year"], row["median"]) for row in rows] == [(year, 0.5) for year in range(2010, 2014)]


def test_coverage_counts_indicators_and_two_intervals_over_one_year_are_one():
    values = [
        observed(power, start, "arms_import_share", value, end=start + 4)
        for power in ("USA", "CHN")
        for start, value in ((2006, 20.0), (2010, 40.0))
    ]
    row = next(row for row in of(scored(values, ARMS), "tie_a", "security") if row["year"] == 2010)
    assert (row["observed"], row["inputs"]) == (1, 1)


def test_overlapping_intervals_of_one_indicator_weigh_as_one_beside_another():
    values = [
        *(observed("USA", start, "arms_import_share", 40.0, end=start + 4) for start in (2006, 2010)),
        observed("USA", 2010, "visits", 5.0),
        observed("USA", 2011, "visits", 10.0),
    ]
    visits = entry("visits", "security")
    row = next(row for row in of(scored(values, ARMS, visits), "tie_a", "security") if row["year"] == 2010)
    # Arms stand at their goalpost (1); visits at 5 of 9.875.
    assert row["median"] == pytest.approx((1 + 5 / 9.875) / 2)


def test_overall_balance_weighs_dimensions_by_engagement():
    values = [
        *(observed(power, 2010, "trade_share", value) for power, value in (("USA", 10.0), ("CHN", 10.0))),
        *(
            observed(power, 2010, "arms_import_share", value)
            for power, value in (("USA", 0.0), ("CHN", 60.0))
        ),
    ]
    scores = scored(values, TRADE, ARMS)
    economic = of(scores, "engagement")[0]["median"], of(scores, "balance")[0]["median"]
    security = (
        of(scores, "engagement", "security")[0]["median"],
        of(scores, "balance", "security")[0]["median"],
    )
    assert economic == pytest.approx((1, 1))
    assert security == pytest.approx((0.5, 0))
    (whole,) = of(scores, "balance", "all")
    assert whole["median"] == pytest.approx((1 * 1 + 0.5 * 0) / 1.5)
    assert (whole["observed"], whole["inputs"]) == (4, 4)


def test_the_coverage_of_overall_balance_counts_the_inputs_of_its_weights():
    values = [
        *(observed(power, year, "trade_share", 10.0) for power in ("USA", "CHN") for year in (2010, 2011)),
        *(
            observed(power, year, "arms_import_share", 9.0)
            for power in ("USA", "CHN")
            for year in (2010, 2011)
        ),
        observed("USA", 2010, "us_aid", 500.0),
    ]
    whole = of(scored(values, TRADE, ARMS, AID), "balance", "all")
    found = {row["year"]: (row["observed"], row["inputs"]) for row in whole}
    # Two powers in trade and arms, and the aid of one: it moves the weight of the economic dimension.
    assert found == {2010: (5, 5), 2011: (4, 5)}


def test_where_no_power_has_any_tie_the_share_is_missing_and_not_one_half():
    values = [observed(power, 2010, "trade_share", 0.0) for power in ("USA", "CHN")]
    scores = scored(values, TRADE)
    assert of(scores, "engagement")[0]["median"] == 0
    assert of(scores, "alignment_share")[0]["median"] is None
    assert of(scores, "balance")[0]["median"] is None


def test_a_dimension_without_ties_does_not_hide_the_balance_of_the_others():
    values = [
        *(observed(power, 2010, "trade_share", 0.0) for power in ("USA", "CHN")),
        *(observed(power, 2010, "arms_import_share", 60.0) for power in ("USA", "CHN")),
    ]
    (whole,) = of(scored(values, TRADE, ARMS), "balance", "all")
    assert whole["median"] == pytest.approx(1)


def test_nothing_observed_gives_an_empty_table():
    assert scored([], TRADE).schema == pl.Schema(SCORE_SCHEMA)


def mirrored(values: list[Value]) -> list[Value]:
    """The same observations, each with the other power."""
    other = {"USA": "CHN", "CHN": "USA"}
    return [replace(value, partner=other[value.partner]) for value in values]


def test_a_flow_of_one_power_is_expected_of_the_power_that_sends_it():
    values = [
        *(observed(power, 2010, "trade_share", value) for power, value in (("USA", 10.0), ("CHN", 20.0))),
        observed("USA", 2010, "us_aid", 500.0),
        observed("USA", 2011, "trade_share", 10.0),
    ]
    for side, other, seen in (("a", "b", values), ("b", "a", mirrored(values))):
        scores = scored(seen, TRADE, AID)
        found = {
            (row["construct"], row["year"]): (row["observed"], row["inputs"])
            for row in scores.rows(named=True)
        }
        assert found[f"tie_{side}", 2010] == (2, 2)
        assert found[f"tie_{side}", 2011] == (1, 2)
        assert found[f"tie_{other}", 2010] == (1, 1)
        assert found["engagement", 2010] == (3, 3)


def test_an_indicator_that_nobody_observes_is_still_expected_of_both_powers_if_it_concerns_both():
    values = [observed(power, 2010, "trade_share", 10.0) for power in ("USA", "CHN")]
    votes = entry("vote_agreement", both_powers=True)
    row = of(scored(values, TRADE, votes), "alignment_share")[0]
    assert (row["observed"], row["inputs"]) == (2, 4)


def test_over_all_dimensions_stand_share_engagement_and_contradiction():
    values = [
        *(observed(power, 2010, "trade_share", value) for power, value in (("USA", 0.0), ("CHN", 20.0))),
        *(
            observed(power, 2010, "arms_import_share", value)
            for power, value in (("USA", 30.0), ("CHN", 0.0))
        ),
        *(observed(power, 2011, "trade_share", 20.0) for power in ("USA", "CHN")),
    ]
    scores = scored(values, TRADE, ARMS)
    # Wholly with b in trade, wholly with a in arms: contradiction at its largest, and an even share on the whole.
    (split,) = of(scores, "contradiction", "all")
    assert (split["year"], split["median"]) == (2010, pytest.approx(1))
    assert (split["observed"], split["inputs"], split["series"]) == (4, 4, "2 of 2 dimensions")
    share = {row["year"]: row["median"] for row in of(scores, "alignment_share", "all")}
    assert share == {2010: pytest.approx(0.5), 2011: pytest.approx(0.5)}
    assert [row["median"] for row in of(scores, "engagement", "all")] == [
        pytest.approx(0.5),
        pytest.approx(1),
    ]


def test_a_dimension_observed_at_zero_counts_as_observed_and_has_no_share():
    values = [
        *(observed(power, 2010, "trade_share", 0.0) for power in ("USA", "CHN")),
        *(observed(power, year, "trade_share", 20.0) for power in ("USA", "CHN") for year in (2011, 2012)),
        *(
            observed(power, year, "arms_import_share", 30.0)
            for power in ("USA", "CHN")
            for year in (2010, 2011)
        ),
    ]
    scores = scored(values, TRADE, ARMS)
    told = {row["year"]: row["series"] for row in of(scores, "engagement", "all")}
    assert told == {
        2010: "2 of 2 dimensions, 1 of them without a tie",
        2011: "2 of 2 dimensions",
        2012: "1 of 2 dimensions",
    }
    assert {row["year"]: row["median"] for row in of(scores, "engagement", "all")}[2010] == pytest.approx(0.5)
    (share,) = (row for row in of(scores, "alignment_share", TRADE.dimension) if row["year"] == 2010)
    assert (share["median"], share["observed"]) == (None, 2)
