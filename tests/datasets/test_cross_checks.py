from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.datasets.cow_trade import COW_TRADE
from counterpoise.datasets.cross_checks import (
    ERROR_SCHEMA,
    FEWEST,
    KEY,
    errors_of,
    pairs_of,
    with_error_terms,
)
from counterpoise.datasets.source import Wanted
from counterpoise.evidence import VALUE_SCHEMA

BY_A_AND_B = {"source": "a", "release": "1", "source_other": "b", "release_other": "1"}


def observed(
    *rows: tuple[int, float, str], indicator: str = "arms_share", unit: str = "percent"
) -> pl.DataFrame:
    """Values of Pakistan with China: year, value, source."""
    return pl.DataFrame(
        [
            ("PAK", "CHN", year, year, indicator, value, unit, source, "1", f"{source} {year}", None, None)
            for year, value, source in rows
        ],
        schema=VALUE_SCHEMA,
        orient="row",
    )


def declared_twice(one: np.ndarray, other: np.ndarray) -> pl.DataFrame:
    return observed(
        *((1000 + at, value, "one") for at, value in enumerate(one.tolist())),
        *((1000 + at, value, "other") for at, value in enumerate(other.tolist())),
    )


def test_what_is_observed_twice_makes_a_pair_and_both_are_kept() -> None:
    # Shares of arms imports from China by two rules of spreading deliveries over years.
    pairs = pairs_of(observed((2010, 48.6, "register"), (2010, 51.0, "values"), (2015, 74.6, "register")))
    (row,) = pairs.iter_rows(named=True)
    assert tuple(row[name] for name in KEY) == ("PAK", "CHN", "arms_share", 2010, 2010)
    assert (row["value"], row["source"], row["row"]) == (48.6, "register", "register 2010")
    assert (row["value_other"], row["source_other"], row["row_other"]) == (51.0, "values", "values 2010")
    assert row["relative"] == pytest.approx(2.4 / 49.8)


def test_three_declarations_are_three_pairs_and_two_zeros_disagree_by_nothing_that_can_be_told() -> None:
    pairs = pairs_of(observed((2010, 0.0, "a"), (2010, 0.0, "b"), (2010, 4.0, "c")))
    assert pairs.select("source", "source_other", "relative").rows() == [
        ("a", "b", None),
        ("a", "c", 2.0),
        ("b", "c", 2.0),
    ]


def test_aid_in_other_prices_is_no_check() -> None:
    # The same aid in current and in constant dollars differs because prices do.
    values = observed((2010, 3133.6, "constant"), (2010, 2600.0, "current"), indicator="us_aid")
    priced = values.with_columns(price_base=pl.Series(["2019", None]))
    assert pairs_of(priced).is_empty()
    assert errors_of(pairs_of(priced)).schema == pl.Schema(ERROR_SCHEMA)


@pytest.mark.parametrize("sigma", [0.02, 0.1, 0.4])
def test_the_error_that_declarations_were_made_with_is_found(sigma: float) -> None:
    # Dahlberg (1940): of duplicates with independent errors, sd of differences / root 2.
    rng = np.random.default_rng(5)
    true = np.exp(rng.normal(6, 2, 4000))
    one, other = (true * np.exp(rng.normal(0, sigma, 4000)) for _ in range(2))
    (found,) = errors_of(pairs_of(declared_twice(one, other))).iter_rows(named=True)
    assert found["error_sd"] == pytest.approx(sigma, rel=0.06)
    assert found["bias"] == pytest.approx(0, abs=4 * sigma / np.sqrt(4000) * np.sqrt(2))
    duplicates = np.sqrt((np.log(other / one) ** 2).sum() / (2 * 4000))
    assert found["error_sd"] == pytest.approx(duplicates, rel=0.06)


def test_what_one_says_more_as_a_rule_is_no_error_and_few_wild_ones_do_not_matter() -> None:
    # Imports hold freight and insurance that exports do not: about a tenth.
    rng = np.random.default_rng(6)
    one = np.exp(rng.normal(6, 1, 1000))
    other = 1.1 * one * np.exp(rng.normal(0, 0.05 * np.sqrt(2), 1000))
    other[:30] *= 100
    (found,) = errors_of(pairs_of(declared_twice(one, other))).iter_rows(named=True)
    assert found["bias"] == pytest.approx(np.log(1.1), abs=0.01)
    assert found["error_sd"] == pytest.approx(0.05, rel=0.12)


def test_nothing_declared_enters_no_ratio_and_few_pairs_tell_no_error() -> None:
    one, other = np.array([0.0, 3, 4, 5, 6]), np.array([2.0, 3, 4, 5, 6])
    (found,) = errors_of(pairs_of(declared_twice(one, other))).iter_rows(named=True)
    assert (found["pairs"], found["used"], found["error_sd"]) == (5, 4, None)
    assert found["not_known"] == f"rests on 4 pairs, needs {FEWEST}"
    assert found["median_disagreement"] == 0


def test_values_that_may_be_negative_are_compared_in_their_unit() -> None:
    one = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    (found,) = errors_of(pairs_of(declared_twice(one, one + np.array([0.1, 0.3, 0.2, 0.1, 0.3])))).iter_rows(
        named=True
    )
    assert (found["scale"], found["used"]) == ("absolute", 5)
    assert found["bias"] == pytest.approx(0.2)
    assert found["error_sd"] == pytest.approx(1.4826 * 0.1 / np.sqrt(2))


def test_the_disagreement_becomes_an_error_term_where_none_is_published() -> None:
    errors = pl.DataFrame(
        [
            BY_A_AND_B | {"indicator": "arms_share", "scale": "log", "error_sd": 0.05},
            BY_A_AND_B | {"indicator": "arms_share", "scale": "log", "error_sd": 0.1, "source_other": "c"},
            BY_A_AND_B | {"indicator": "arms_share", "scale": "log", "error_sd": None},
            BY_A_AND_B | {"indicator": "point", "scale": "absolute", "error_sd": 0.2},
        ],
        schema=ERROR_SCHEMA,
    )
    values = pl.concat(
        [
            observed((2010, 50.0, "a"), (2011, 40.0, "a")).with_columns(se=pl.Series([None, 1.5])),
            observed((2010, -0.7, "b"), indicator="point"),
            observed((2010, 9.0, "c"), indicator="visits"),
        ]
    )
    found = with_error_terms(values, errors)
    assert found.columns == values.columns
    assert found["se"].to_list() == [pytest.approx(5.0), 1.5, 0.2, None]
    assert found.drop("se").equals(values.drop("se"))
    # Neither a third source nor another release of the same has been checked.
    others = [observed((2010, 50.0, "d")), observed((2010, 50.0, "a")).with_columns(release=pl.lit("2"))]
    assert with_error_terms(pl.concat(others), errors)["se"].to_list() == [None, None]


def test_a_copy_that_is_rounded_shows_no_error_and_a_constant_difference_is_a_bias() -> None:
    one = np.random.default_rng(7).uniform(20, 60, 200)
    rounded, scaled = (
        errors_of(pairs_of(declared_twice(one, other))).row(0, named=True)
        for other in (one.round(1), 1.3 * one)
    )
    assert (rounded["error_sd"], scaled["error_sd"]) == (None, None)
    assert rounded["not_known"] == "below 0.5 per cent of the value, as of figures that are rounded"
    assert rounded["relative_bias"] == pytest.approx(0, abs=0.005)
    assert scaled["relative_bias"] == pytest.approx(0.3)


def test_a_repayment_among_many_amounts_leaves_them_on_the_scale_of_logs() -> None:
    rng = np.random.default_rng(8)
    one = np.exp(rng.normal(6, 1, 40))
    other = one * np.exp(rng.normal(0, 0.1, 40))
    one[0] = other[0] = -3
    (found,) = errors_of(pairs_of(declared_twice(one, other))).iter_rows(named=True)
    assert (found["scale"], found["pairs"], found["used"]) == ("log", 40, 39)


def test_mirror_declarations_of_trade(shared: Path) -> None:
    # Correlates of War Trade 4.0 (Barbieri, Keshk & Pollins 2009), 1990-2014: a state's exports as it declares them, and as its
    # partners' imports add up. Imports are declared by one side only, so that the two files hardly differ.
    folder = shared / "data/cow"
    paths = [folder / "cow_trade_dyadic_4.0_1870_2014.parquet", folder / "cow_trade_national_4.0.csv"]
    panel = ("PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD")
    wanted = Wanted(panel, ("USA", "CHN"), 1990, 2014)
    pairs = pairs_of(COW_TRADE.declarations(paths, wanted))
    assert "the error of one is 9.6 per cent of the value (225 pairs)" in str(
        COW_TRADE.read(paths, wanted).notices
    )
    assert pairs.height == 2 * 9 * 25
    pakistan = pairs.filter(state="PAK", indicator="exports_total", start=2014).row(0, named=True)
    assert (round(pakistan["value"], 1), pakistan["value_other"]) == (27052.1, 29170.0)
    errors = {row["indicator"]: row for row in errors_of(pairs).iter_rows(named=True)}
    assert errors["exports_total"]["error_sd"] == pytest.approx(0.096, abs=0.0005)
    assert errors["imports_total"]["error_sd"] == pytest.approx(0.014, abs=0.0005)
    # Singapore declares what it passes on, and its partners declare where that was made.
    by_state = pairs.filter(indicator="exports_total").group_by("state").agg(pl.col("relative").median())
    assert by_state.sort("relative")["state"][-1] == "SGP"
