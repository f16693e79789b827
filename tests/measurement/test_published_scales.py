import numpy as np
import polars as pl
import pytest

from counterpoise.measurement.published_scales import (
    AOCAI,
    INFLUENCE,
    SCALE_SCHEMA,
    VOTES,
    in_band,
    published_scales,
)
from counterpoise.measurement.scores import Scores, measure
from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.study_in_miniature import write_study

POWERS = {"a": "USA", "b": "CHN"}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    folder = write_study(tmp_path_factory.mktemp("miniature"))
    with (folder / "figures.csv").open("a") as file:
        # Agreement in votes of one year, with each power.
        file.write("PAK,USA,2000,2000,vote_agreement:final-passage,25,percent,made up,first\n")
        file.write("PAK,CHN,2000,2000,vote_agreement:final-passage,93.3,percent,made up,first\n")
    study = read_study(folder)
    return measure(study, gather(study).values)


@pytest.fixture(scope="module")
def table(scores: Scores) -> pl.DataFrame:
    return published_scales(scores.alignment, scores.in_band, scores.ties, POWERS, "final-passage")


def test_the_band_holds_its_ends_and_draws_that_are_not_defined_do_not_count() -> None:
    shares = np.array([[0.45, 0.55, 0.44, 0.56], [0.5, np.nan, np.nan, 0.6], [np.nan] * 4])
    assert in_band(shares) == pytest.approx([0.5, 0.5, np.nan], nan_ok=True)


def test_every_scale_has_the_columns_and_no_nan(table: pl.DataFrame) -> None:
    assert dict(table.schema) == SCALE_SCHEMA
    assert set(table["scale"]) == {AOCAI, INFLUENCE, VOTES}
    for name in ("median", "low90", "high90", "in_band"):
        assert not table[name].drop_nulls().is_nan().any()


def test_the_aocai_is_the_overall_share_times_100_with_the_probability_of_its_band(table, scores) -> None:
    shares = dict(
        scores.alignment.filter(state="PAK", dimension="all", construct="alignment_share")
        .select("year", "median")
        .iter_rows()
    )
    rows = table.filter(state="PAK", scale=AOCAI)
    assert rows.height == len(shares) == 35
    for row in rows.iter_rows(named=True):
        assert row["median"] == pytest.approx(100 * shares[row["year"]])
        assert row["power"] is None
        # No source of the miniature publishes an error: the share lies in the band or does not.
        assert row["in_band"] == float(45 <= row["median"] <= 55)


def test_influence_is_the_mean_tie_over_dimensions_times_dependence(table, scores) -> None:
    found = {
        (row["dimension"], row["construct"]): row["median"]
        for row in scores.alignment.filter(state="PAK", year=2000).iter_rows(named=True)
    }
    for side, power in POWERS.items():
        ties = [
            found[dimension, f"tie_{side}"]
            for dimension in ("security", "economic", "diplomatic")
            if (dimension, f"tie_{side}") in found
        ]
        (influence,) = table.filter(state="PAK", year=2000, scale=INFLUENCE, power=power)["median"]
        assert influence == pytest.approx(np.mean(ties) * found["all", f"dependence_{side}"])


def test_agreement_in_votes_is_as_observed_and_has_no_interval(table: pl.DataFrame) -> None:
    rows = table.filter(scale=VOTES).select("state", "power", "year", "median", "low90", "high90").rows()
    assert rows == [("PAK", "CHN", 2000, 93.3, None, None), ("PAK", "USA", 2000, 25.0, None, None)]


def test_nothing_measured_gives_an_empty_table(scores: Scores) -> None:
    empty = published_scales(
        scores.alignment.clear(), scores.in_band.clear(), scores.ties.clear(), POWERS, "final-passage"
    )
    assert (empty.height, dict(empty.schema)) == (0, SCALE_SCHEMA)


def test_scales_tell_how_many_inputs_were_drawn(scores: Scores, table: pl.DataFrame) -> None:
    assert table["imputed"].to_list() == [0] * table.height
    drawn = scores.alignment.with_columns(imputed=pl.lit(2, pl.Int32))
    found = published_scales(drawn, scores.in_band, scores.ties, POWERS, "final-passage")
    counted = dict(found.select("scale", "imputed").unique().iter_rows())
    assert counted == {AOCAI: 2, INFLUENCE: 2, VOTES: 0}
