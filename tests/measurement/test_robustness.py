from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.datasets.source import Wanted, source_named
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.robustness import (
    CONSTRUCTS,
    ROBUSTNESS_SCHEMA,
    Robustness,
    measure_robustness,
    robustness_table,
)
from counterpoise.measurement.scores import measure
from counterpoise.study import Study, read_study
from tests.study_in_miniature import observed, write_study

YEARS = (1995, 2010, 2019)


@pytest.fixture(scope="module")
def pakistan(checkout: Path) -> Study:
    return read_study(checkout / "examples" / "pakistan")


@pytest.fixture(scope="module")
def values(pakistan: Study) -> pl.DataFrame:
    wanted = Wanted(pakistan.panel, ("USA", "CHN"), 1947, 2025)
    return source_named("figures").read([pakistan.folder / "figures.csv"], wanted).values


@pytest.fixture(scope="module")
def in_2010(pakistan: Study, values: pl.DataFrame) -> dict[tuple[str, str], Robustness]:
    found = measure_robustness(pakistan, values, 2010, runs=128)
    return {(each.dimension, each.construct): each for each in found}


@pytest.mark.parametrize("year", YEARS)
def test_the_choices_made_give_the_measured_constructs(pakistan, values, year: int):
    alignment = measure(pakistan, values).alignment.filter(state="PAK", year=year)
    measured = {
        (row["dimension"], row["construct"]): row["median"] for row in alignment.iter_rows(named=True)
    }
    found = measure_robustness(pakistan, values, year, runs=8)
    defaults = {(each.dimension, each.construct): each.outputs[0].default for each in found}
    expected = {key: value for key, value in measured.items() if key[1] in (*CONSTRUCTS, "contradiction")}
    assert defaults.keys() == expected.keys()
    assert len(defaults) >= 8
    assert defaults == pytest.approx(expected, abs=1e-12)


def test_the_ends_of_a_choice_hold_what_was_chosen(in_2010):
    for each in in_2010.values():
        value = each.outputs[0]
        for influence in value.influences:
            assert influence.least - 1e-12 <= value.default <= influence.greatest + 1e-12
        assert 0 <= value.low90 <= value.median <= value.high90 <= 1


def test_the_share_of_trade_rests_on_its_normalisation_alone(in_2010):
    # One indicator is all of the economic share, and it has no standard error: nothing else can move it.
    found = in_2010["economic", "alignment_share"]
    assert {each.choice: each.swing > 0 for each in found.outputs[0].influences} == {
        "normalisation": True, "aggregation": False, "imputation": False, "data draw": False,
    }  # fmt: skip
    (normalisation,) = (each for each in found.outputs[0].influences if each.choice == "normalisation")
    assert normalisation.total[0] == pytest.approx(1, abs=0.1)
    left_out = {(choice, alternative): why for choice, alternative, why in found.left_out}
    assert left_out["dropped indicator", "trade_share"] == "without it nothing is observed"
    assert left_out["weights", "entropy"] == "one indicator has all the weight"
    # No two ties have weights in common, so that it is no alternative to one set of weights.
    assert "by weights of its own" in left_out["weights", "benefit_of_the_doubt"]


def test_dropping_the_ideal_points_leaves_the_share_of_the_other_two(in_2010):
    # docs/methods.md, Pakistan 2010 worked: ties .258 and .961 in votes, .732 and .982 in organisations.
    value = in_2010["diplomatic", "alignment_share"].outputs[0]
    (dropped,) = (each for each in value.influences if each.choice == "dropped indicator")
    assert dropped.greatest_at == "ideal_point_distance:final-passage"
    assert dropped.greatest == pytest.approx((0.258 + 0.732) / (0.258 + 0.732 + 0.961 + 0.982), abs=1e-3)


def test_ranks_in_the_panel_and_their_shift(in_2010):
    found = in_2010["all", "balance"]
    assert [each.output for each in found.outputs] == ["value", "rank", "rank shift"]
    assert set(found.rank_intervals) == {"PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD"}
    for interval in found.rank_intervals.values():
        assert 1 <= interval.low90 <= interval.median <= interval.high90 <= 7
    assert found.outputs[2].default == pytest.approx(0, abs=1)


def test_a_table_of_all_of_it(in_2010):
    table = robustness_table(list(in_2010.values()))
    assert dict(table.schema) == {name: kind() for name, kind in ROBUSTNESS_SCHEMA.items()}
    assert table.filter(pl.col("remark") == "")["first"].null_count() == 0
    assert not any(
        np.isnan(table[name].drop_nulls().to_numpy()).any() for name in ("default", "least", "total")
    )


def test_one_dimension_only(pakistan, values):
    found = measure_robustness(pakistan, values, 2010, "security", runs=8)
    assert {each.dimension for each in found} == {"security"}
    assert [each.construct for each in found] == ["alignment_share", "engagement", "balance"]
    whole = measure_robustness(pakistan, values, 2010, "all", runs=8)
    assert {each.dimension for each in whole} == {"all"}
    assert [each.construct for each in whole] == ["alignment_share", "engagement", "balance", "contradiction"]


def test_another_seed_draws_other_samples_and_the_same_one_the_same(pakistan, values):
    one, same, other = (
        robustness_table(measure_robustness(pakistan, values, 2010, "security", 16, seed))
        for seed in (1, 1, 2)
    )
    assert one.equals(same)
    assert not one.equals(other)


def test_an_unknown_dimension_is_refused(pakistan, values):
    with pytest.raises(
        CounterpoiseError, match="--dimension securty: the study has no such dimension - did you"
    ):
        measure_robustness(pakistan, values, 2010, "securty")


@pytest.fixture(scope="module")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return read_study(write_study(tmp_path_factory.mktemp("miniature")))


def measured(study: Study, *found: Value) -> tuple[Robustness, ...]:
    return measure_robustness(study, table_of_values(found), 2000, runs=8)


def test_what_is_not_observed_is_left_out(miniature):
    assert measured(miniature) == ()
    assert measured(miniature, observed("USA", 1999, "trade_share", 3.0)) == ()
    # With one power only there is neither share nor engagement.
    assert measured(miniature, observed("USA", 2000, "trade_share", 3.0)) == ()


def test_without_another_state_there_are_no_ranks(miniature):
    found = measured(
        miniature, observed("USA", 2000, "trade_share", 3.0), observed("CHN", 2000, "trade_share", 6.0)
    )
    assert [each.output for each in found[0].outputs] == ["value"]
    assert found[0].rank_intervals == {}


def test_two_ties_of_nothing_have_no_share(miniature):
    found = measured(
        miniature, observed("USA", 2000, "trade_share", 0.0), observed("CHN", 2000, "trade_share", 0.0)
    )
    assert [(each.dimension, each.construct) for each in found] == [
        ("economic", "engagement"),
        ("all", "engagement"),
    ]
    assert found[0].outputs[0].remark == "no choice moves it, as far as was sampled"


def test_of_a_study_that_has_missing_cells_drawn_the_choices_made_are_its_own(pakistan, values):
    settings = pakistan.declared.settings.model_copy(update={"imputation": "dynamic-factor"})
    study = replace(pakistan, declared=pakistan.declared.model_copy(update={"settings": settings}))
    gone = (
        (pl.col("indicator") == "trade_share") & (pl.col("partner") == "CHN")
        | pl.col("indicator").str.starts_with("ideal_point_distance")
    ) & ((pl.col("state") == "PAK") & pl.col("start").is_between(2008, 2012))
    with_gaps = values.filter(~gone.fill_null(False))
    alignment = measure(study, with_gaps).alignment.filter(state="PAK", year=2010)
    assert set(alignment.filter(pl.col("imputed") > 0)["dimension"]) == {"economic", "diplomatic", "all"}
    found = measure_robustness(study, with_gaps, 2010, runs=8)
    defaults = {(each.dimension, each.construct): each.outputs[0].default for each in found}
    expected = {
        (row["dimension"], row["construct"]): row["median"]
        for row in alignment.iter_rows(named=True)
        if row["construct"] in (*CONSTRUCTS, "contradiction")
    }
    assert len(defaults) >= 8
    assert defaults == pytest.approx(expected, abs=1e-12)
    engaged = {each.dimension: each for each in found if each.construct == "engagement"}["economic"]
    (imputation,) = (each for each in engaged.outputs[0].influences if each.choice == "imputation")
    assert imputation.swing > 0.01
