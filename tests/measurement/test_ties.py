from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.draws import Position
from counterpoise.measurement.ties import (
    TIE_SCHEMA,
    TieInput,
    by_year,
    measure_ties,
    observed_ties,
    series_name,
    tie_inputs,
    tie_strength,
)
from counterpoise.theory.elements import Indicator
from counterpoise.theory.reading import read_theory
from tests.study_in_miniature import observed

POWERS = {"a": "USA", "b": "CHN"}
PANEL = ("PAK", "VNM")


def trade(**fields) -> TieInput:
    indicator = Indicator(
        id="trade_share",
        title="Share of trade",
        unit="percent",
        both_powers=True,
        **fields,
    )
    return TieInput("trade", "economic", indicator, "trade_share", in_share=True)


def measured(*values: Value, entry: TieInput | None = None) -> pl.DataFrame:
    return measure_ties(table_of_values(values), (entry or trade(),), PANEL, POWERS)


def test_the_worked_row_of_trade():
    # Pakistan 2010: 8.97 % of trade with the United States, 15.51 % with China; goalpost 30 %.
    assert tie_strength(np.array([8.97, 15.51]), 30.0) == pytest.approx([0.299, 0.517])


def test_ties_are_clipped_between_the_goalposts():
    assert tie_strength(np.array([-5.0, 0.0, 30.0, 45.0]), 30.0) == pytest.approx([0, 0, 1, 1])


def test_nearness_is_strength():
    assert tie_strength(np.array([0.0, 1.0, 4.0, 5.0]), 4.0, distance=True) == pytest.approx([1, 0.75, 0, 0])


def test_where_nobody_has_the_tie_it_is_nothing():
    assert tie_strength(np.zeros(2), 0.0) == pytest.approx([0, 0])
    assert tie_strength(np.zeros(2), 0.0, distance=True) == pytest.approx([1, 1])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(1e-3, 1e6), st.booleans())
def test_a_tie_lies_between_nothing_and_one(values, goalpost, distance):
    ties = tie_strength(np.array(values), goalpost, distance=distance)
    assert ((ties >= 0) & (ties <= 1)).all()


def test_the_goalpost_is_the_97th_and_a_half_percentile_over_the_panel_and_both_powers():
    # 0, 1, ... 40 spread over two states and two powers: 97.5 % of the way from 0 to 40 is 39.
    values = [
        observed(("USA", "CHN")[n % 2], 1950 + n, "trade_share", float(n), state=PANEL[n % 3 == 0])
        for n in range(41)
    ]
    ties = measured(*values)
    assert ties.height == 41
    assert ties["goalpost"].unique().to_list() == [39.0]
    assert ties.filter(value=40.0)["tie"].to_list() == [1.0]
    assert ties.filter(value=13.0)["tie"].to_list() == pytest.approx([13 / 39])


def test_other_states_partners_and_indicators_move_no_goalpost():
    alone = observed("USA", 2010, "trade_share", 10.0)
    others = (
        observed("USA", 2010, "trade_share", 90.0, state="IDN"),
        observed("JPN", 2010, "trade_share", 90.0),
        observed(None, 2010, "trade_share", 90.0),
        observed("USA", 2010, "trade_hhi", 90.0),
    )
    ties = measured(alone, *others)
    assert ties.select("state", "side", "value", "goalpost").rows() == [("PAK", "a", 10.0, 10.0)]


def test_the_partner_of_an_observation_says_which_power_it_concerns():
    entry = TieInput("finance", "economic", trade().indicator, "trade_share", in_share=False)
    ties = measured(observed("CHN", 2010, "trade_share", 10.0), entry=entry)
    assert ties.select("side", "partner", "goalpost", "in_share").rows() == [("b", "CHN", 10.0, False)]
    swapped = measure_ties(
        table_of_values([observed("CHN", 2010, "trade_share", 10.0)]),
        (entry,),
        PANEL,
        {"a": "CHN", "b": "USA"},
    )
    assert swapped.select("side", "partner", "goalpost", "in_share").rows() == [("a", "CHN", 10.0, False)]


def test_a_standard_error_is_scaled_as_its_value_is():
    values = table_of_values(
        [observed("USA", 2010, "trade_share", 10.0), observed("CHN", 2010, "trade_share", 40.0)]
    )
    values = values.with_columns(se=pl.when(partner=pl.lit("USA")).then(2.0))
    ties = measure_ties(values, (trade(),), PANEL, POWERS)
    goalpost = ties["goalpost"][0]
    assert dict(ties.select("side", "tie_se").rows()) == {"a": pytest.approx(2.0 / goalpost), "b": None}


def test_a_five_year_share_stays_one_tie():
    ties = measured(observed("USA", 2010, "trade_share", 10.0, end=2014))
    assert ties.select("start", "end").rows() == [(2010, 2014)]


def test_nothing_observed_gives_an_empty_table_of_ties():
    assert measured().schema == pl.Schema(TIE_SCHEMA)
    assert measured().is_empty()


def test_votes_depend_on_the_roll_calls_and_trade_does_not():
    votes = Indicator(id="vote_agreement", title="", unit="", varies_with="roll_calls")
    assert series_name(votes, "final-passage") == "vote_agreement:final-passage"
    assert series_name(trade().indicator, "final-passage") == "trade_share"


DISTANCE = TieInput(
    "vote_proximity",
    "diplomatic",
    Indicator(
        id="distance",
        title="Closeness",
        quantity="Distance",
        unit="points",
        transform="proximity",
        positions="point",
        varies_with="roll_calls",
    ),
    "distance:all",
    in_share=True,
)


def position(state: str, place: float, se: float | None = 0.1, **fields) -> Value:
    return replace(observed(None, 2010, "point:all", place, state=state), se=se, **fields)


def test_a_distance_has_the_two_positions_that_it_lies_between():
    ties = measured(
        observed("USA", 2010, "distance:all", 3.0),
        position("PAK", -1.0, 0.1),
        position("USA", 2.0, 0.2),
        position("CHN", -1.2, 0.3),
        entry=DISTANCE,
    )
    columns = ("positions", "own_place", "own_se", "power_place", "power_se")
    assert ties.select(columns).rows() == [("point:all", -1.0, 0.1, 2.0, 0.2)]
    (tie,) = observed_ties(ties)
    assert tie.own == Position("point:all", "PAK", 2010, -1.0, 0.1)
    assert tie.power == Position("point:all", "USA", 2010, 2.0, 0.2)


@pytest.mark.parametrize(
    "power", [position("USA", 2.0, None), position("USA", 2.0, 0.0), position("USA", 2.0, release="second")]
)
def test_a_distance_without_standard_errors_of_its_own_release_has_no_positions(power):
    ties = measured(observed("USA", 2010, "distance:all", 3.0), position("PAK", -1.0), power, entry=DISTANCE)
    assert ties["power_place"].to_list() == [None]
    assert observed_ties(ties)[0].own is None


def test_the_library_says_of_no_indicator_which_power_it_concerns(tmp_path):
    inputs = {
        entry.series: entry for entry in tie_inputs(read_theory("neoclassical-realism", tmp_path), "all")
    }
    assert {name for name, entry in inputs.items() if not entry.in_share} == {
        "us_aid",
        "gcdf_oof_oda",
        "government_visits",
    }
    assert inputs["ideal_point_distance:all"].positions == "ideal_point:all"
    assert {entry.dimension for entry in inputs.values()} == {"security", "economic", "diplomatic"}
    assert "power" not in Indicator.model_fields


def test_one_row_a_year_that_a_tie_covers():
    ties = pl.DataFrame({"start": [2010, 2012], "end": [2011, 2012]})
    assert by_year(ties).select("draw", "year").rows() == [(0, 2010), (0, 2011), (1, 2012)]
