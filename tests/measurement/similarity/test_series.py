import numpy as np
import polars as pl
import pytest

from counterpoise.measurement.similarity.measures import ALL_ALIKE, NOTHING_COMMON, SIX
from counterpoise.measurement.similarity.series import (
    NO_SHARE,
    Resampling,
    kappa_share_series,
    similarity_series,
)
from counterpoise.measurement.votes import kappa_share
from tests.measurement.similarity.portfolios_made_up import portfolios

VOTED = portfolios(
    [
        [0, 0, 2, 2, 1, 0, 2, None],
        [0, 2, 2, 2, 0, 0, 2, 1],
        [2, 0, 0, 0, 1, 2, 2, 0],
        [None, None, None, None, None, None, None, 2],
    ]
)
ALIKE = portfolios([[0, 0, 0], [0, 0, 0], [0, 0, 0]])


def test_each_pair_has_a_row_in_each_period_and_what_is_not_defined_is_null_with_its_reason() -> None:
    found = similarity_series([VOTED, ALIKE], ["A", "D"], ["B", "A"], SIX)
    rows = {
        (row["state"], row["partner"], at // 3): row for at, row in enumerate(found.iter_rows(named=True))
    }
    assert set(rows) == {
        (*pair, period) for pair in (("A", "B"), ("D", "B"), ("D", "A")) for period in (0, 1)
    }
    assert rows["A", "B", 0]["n"] == 7
    assert rows["A", "B", 0]["not_defined"] is None
    assert (rows["D", "A", 0]["n"], rows["D", "A", 0]["s"]) == (0, None)
    assert rows["D", "A", 0]["not_defined"] == f"{', '.join(SIX)}: {NOTHING_COMMON}"
    assert rows["A", "B", 1]["not_defined"] == f"kappa, pi: {ALL_ALIKE}"
    assert (rows["A", "B", 1]["s"], rows["A", "B", 1]["kappa"]) == (1, None)
    assert rows["D", "B", 1]["not_defined"] == "D took no position"
    assert not found.select(pl.col(pl.Float64).is_nan().any()).row(0).count(True)


def test_measures_come_in_the_order_asked_with_their_intervals() -> None:
    found = similarity_series([VOTED], ["A"], ["B"], ("kappa", "s"), Resampling(200, 1))
    assert found.columns == [
        *("period", "state", "partner", "n", "kappa", "kappa_low90", "kappa_high90"),
        *("s", "s_low90", "s_high90", "not_defined"),
    ]
    row = found.row(0, named=True)
    assert row["s_low90"] <= row["s"] <= row["s_high90"]


def test_a_figure_of_few_roll_calls_has_no_interval_and_says_so() -> None:
    row = similarity_series([ALIKE], ["A"], ["B"], ("s",), Resampling(50, 1)).row(0, named=True)
    assert (row["s"], row["s_low90"]) == (1, None)
    assert row["not_defined"] == "interval of s: rests on 3 roll calls, an interval needs 5"


def test_shares_between_the_powers_by_kappa() -> None:
    kappas = similarity_series([VOTED], ["A"], ["B", "C"], ("kappa",))["kappa"].to_numpy()
    found = kappa_share_series([VOTED], ["A", "B"], ("B", "C"), Resampling(300, 1))
    assert found["state"].to_list() == ["A"]
    row = found.row(0, named=True)
    assert row["kappa_share"] == pytest.approx(kappa_share(kappas[:1], kappas[1:])[0])
    assert row["kappa_share_low90"] < row["kappa_share"] < row["kappa_share_high90"]
    assert row["not_defined"] is None


def test_a_share_that_is_not_defined_says_why() -> None:
    same = portfolios([[0, 2, 1], [0, 2, 1], [0, 2, 1]])
    reasons = [
        kappa_share_series([each], [state], powers)["not_defined"].item()
        for each, state, powers in (
            (same, "A", ("B", "C")),
            (ALIKE, "A", ("B", "C")),
            (VOTED, "A", ("B", "D")),
            (ALIKE, "Z", ("B", "C")),
        )
    ]
    assert reasons == [
        NO_SHARE,
        f"kappa with B: {ALL_ALIKE}",
        f"kappa with D: {NOTHING_COMMON}",
        "Z took no position",
    ]


def test_weights_enter_the_measures_and_not_the_count() -> None:
    found = similarity_series(
        [VOTED], ["A"], ["B"], ("agreement_strict",), weights=lambda each: np.eye(each.positions.shape[1])[0]
    )
    assert found.row(0) == (1, "A", "B", 7, 1.0, None)
