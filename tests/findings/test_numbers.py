import dataclasses

import polars as pl
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.findings.names import names_in_sentences
from counterpoise.findings.numbers import (
    by_word,
    computed_numbers,
    crossing,
    latest_ties,
    movement_number,
    movement_words,
    series_numbers,
    shown,
    years_of,
)
from counterpoise.measurement.movement import MovementResult
from counterpoise.measurement.scores import Scores, measure
from counterpoise.study import Study, read_study
from tests.study_in_miniature import observed, write_study

SEED = 7


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return read_study(write_study(tmp_path_factory.mktemp("miniature")))


def measured(study: Study, *values: Value, se: float | None = None) -> Scores:
    return measure(study, table_of_values(values).with_columns(se=pl.lit(se, pl.Float64)))


def test_years_and_numbers_as_a_reader_writes_them():
    assert [years_of(*years) for years in ((2010, 2010), (2010, 2014), (1998, 2002), (2008, 2012))] == [
        "2010",
        "2010-14",
        "1998-2002",
        "2008-12",
    ]
    assert [shown(value) for value in (1152.7, 8.97, 0.083, -1234.6, 0.0)] == [
        "1,153",
        "8.97",
        "0.083",
        "-1,235",
        "0",
    ]


def test_the_first_and_latest_observation_stand_with_their_place_and_their_id(study):
    values = [observed("USA", year, "trade_share", float(year - 1990)) for year in (2005, 1995, 2010)]
    first, last = latest_ties(measured(study, *values), "PAK", names_in_sentences(study), SEED)
    assert (first.label, first.text, first.years) == ("Share of trade, United States", "5", "1995")
    assert (last.text, last.years, last.row, last.source) == (
        "20",
        "2010",
        "figures.csv:2010",
        "made up for a test",
    )
    assert (first.evidence, last.evidence) == ((values[1].id,), (values[2].id,))


def test_a_single_observation_stands_once_and_only_its_side_is_read(study):
    scores = measured(
        study, observed("USA", 2010, "trade_share", 5.0), observed("CHN", 2010, "trade_share", 9.0)
    )
    names = names_in_sentences(study)
    assert [number.text for number in latest_ties(scores, "PAK", names, SEED, side="b")] == ["9"]
    assert latest_ties(scores, "PAK", names, SEED, dimension="security") == ()
    assert latest_ties(scores, "VNM", names, SEED) == ()


def test_an_interval_is_given_only_where_the_source_gives_an_error(study):
    value = observed("USA", 2010, "trade_share", 10.0)
    names = names_in_sentences(study)
    (without,) = latest_ties(measured(study, value), "PAK", names, SEED)
    (with_error,) = latest_ties(measured(study, value, se=1.0), "PAK", names, SEED)
    assert without.interval is None
    # 1.645 standard errors on each side hold 90 %; a thousand draws come within a tenth of one.
    assert with_error.interval is not None
    low, high = map(float, with_error.interval.removeprefix("90 % interval ").split(" to "))
    assert (low, high) == (pytest.approx(8.355, abs=0.1), pytest.approx(11.645, abs=0.1))


def test_of_a_distance_the_quantity_is_named_and_its_bounds_are_no_less_than_nothing(study):
    value = observed("CHN", 2010, "ideal_point_distance:final-passage", 0.1)
    scores = measured(study, value, se=0.5)
    (number,) = latest_ties(scores, "PAK", names_in_sentences(study), SEED)
    assert number.label == "Distance of UN ideal points (smaller is closer), China"
    assert number.text == "0.1"
    assert number.interval is not None
    assert number.interval.startswith("90 % interval 0 to ")
    assert scores.ties["title"].to_list() == ["Closeness of UN ideal points"]


def test_an_indicator_of_the_state_itself_is_not_one_of_a_tie():
    alone, tie = observed(None, 2010, "trade_hhi", 0.2), observed("USA", 2010, "trade_hhi", 0.9)
    (number,) = series_numbers(table_of_values([alone, tie]), "PAK", "trade_hhi", "Concentration")
    assert (number.text, number.evidence) == ("0.2", (alone.id,))
    assert series_numbers(table_of_values([tie]), "PAK", "trade_hhi", "Concentration") == ()


def test_a_computed_number_says_that_it_is_computed_and_names_the_values_of_its_year(study):
    values = [observed(power, year, "trade_share", 10.0) for power in ("USA", "CHN") for year in (2009, 2010)]
    numbers = computed_numbers(study, measured(study, *values), "balance", "Balance", "economic")
    assert [(each.text, each.years, each.interval) for each in numbers] == [
        ("1.00", "2009", None),
        ("1.00", "2010", None),
    ]
    assert numbers[1].source == "computed from share of trade"
    assert numbers[1].row == "PAK 2010, 2 of 2 inputs"
    assert set(numbers[1].evidence) == {values[1].id, values[3].id}


def test_a_number_is_computed_only_from_years_in_which_all_its_inputs_are_observed(study):
    # Trade with China begins in 2001 and ends in 2009, that with the United States runs from 2000 to 2010.
    values = [observed("USA", year, "trade_share", 10.0) for year in range(2000, 2011)]
    values += [observed("CHN", year, "trade_share", 10.0) for year in range(2001, 2010)]
    numbers = computed_numbers(study, measured(study, *values), "balance", "Balance", "economic")
    assert [(each.years, each.row) for each in numbers] == [
        ("2001", "PAK 2001, 2 of 2 inputs"),
        ("2009", "PAK 2009, 2 of 2 inputs"),
    ]
    # A security dimension has four inputs; two of them make no number.
    arms = [observed(power, 2010, "arms_import_share", 10.0) for power in ("USA", "CHN")]
    assert computed_numbers(study, measured(study, *arms), "balance", "Balance", "security") == ()


def test_a_movement_stands_with_the_numbers_that_it_follows_from():
    result = MovementResult("contracting", 21, 1990, 2010, -0.3333, 0.0004, 0.02)
    number = movement_number("Share of trade", result, ("v1",))
    assert (number.text, number.years, number.evidence) == ("contracting", "1990-2010", ("v1",))
    assert number.row == "change -0.33, Kendall p below .001, residual sd 0.02, 21 points"


def test_a_movement_names_what_did_not_enter(study):
    values = [observed("USA", start, "arms_import_share", 9.0, end=start + 4) for start in (1987, 1988, 1993)]
    (moved,) = measured(study, *values).movements
    assert crossing(moved) == ("1987-91",)
    number = movement_number("Arms", moved.result, moved.evidence, crossing(moved))
    assert number.row == "2 points; the rule asks for 8; left out: 1987-91"


@pytest.mark.parametrize(
    ("p", "told"),
    [(0.0009, "below .001"), (0.001, "0.001"), (0.0504, "0.050"), (1.0, "1.000"), (None, "not defined")],
)
def test_a_p_value_is_given_to_three_decimals_and_never_as_nothing(p, told):
    result = MovementResult("steady", 21, 1990, 2010, 0.0, p, 0.02)
    assert f"Kendall p {told}, " in movement_number("Share of trade", result, ()).row


def test_a_series_that_is_too_short_says_what_the_rule_asks_for():
    short = MovementResult("too short", 7, 1992, 2022, None, None, None)
    assert movement_number("Arms", short, ("v1",)).row == "7 points; the rule asks for 8"
    one = dataclasses.replace(short, points=1, last=1992)
    assert movement_number("Arms", one, ("v1",)).years == "1992"
    none = dataclasses.replace(short, points=0, first=float("nan"), last=float("nan"))
    assert movement_number("Arms", none, ()).years == "no years"


def test_movement_words_are_of_one_power_and_gathered_by_word(study):
    values = [observed("USA", year, "trade_share", float(year)) for year in range(2000, 2010)]
    values += [observed("CHN", 2010, "arms_import_share", 10.0)]
    movements = measured(study, *values).movements
    assert movement_words(movements, "a") == {"Share of trade": "steady"}
    assert movement_words(movements, "b") == {"Share of arms imports": "too short"}
    assert movement_words(movements, "b", "economic") == {}
    assert (
        by_word({"UN votes": "steady", "Aid": "fluctuating", "Trade": "steady"})
        == "fluctuating: aid; steady: UN votes, trade"
    )
