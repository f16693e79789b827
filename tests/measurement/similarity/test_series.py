from dataclasses import replace

import numpy as np
import pytest

from counterpoise.measurement.similarity.measures import (
    ALL_ALIKE,
    ALL_UNANIMOUS,
    MEASURES,
    NOTHING_COMMON,
    SIX,
)
from counterpoise.measurement.similarity.portfolios import ObjectWeights
from counterpoise.measurement.similarity.series import (
    NO_SHARE,
    Resampling,
    all_dyads_table,
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
    later = replace(ALIKE, period=2)
    found = similarity_series([VOTED, later], ["A", "D"], ["B", "A"], SIX)
    rows = {
        (row["state"], row["partner"], row["period"], row["measure"]): row
        for row in found.iter_rows(named=True)
    }
    assert len(rows) == found.height == 3 * 2 * len(SIX)
    assert rows["A", "B", 1, "kappa"]["n"] == 7
    assert rows["A", "B", 1, "kappa"]["not_defined"] is None
    assert (rows["D", "A", 1, "s"]["n"], rows["D", "A", 1, "s"]["value"]) == (0, None)
    assert {rows["D", "A", 1, name]["not_defined"] for name in SIX} == {NOTHING_COMMON}
    assert rows["A", "B", 2, "s"]["value"] == 1
    assert [rows["A", "B", 2, name]["not_defined"] for name in ("kappa", "pi", "a")] == [ALL_ALIKE] * 2 + [
        None
    ]
    assert rows["D", "B", 2, "s"]["not_defined"] == "D took no position"
    assert not found["value"].is_nan().any()


def test_figures_have_intervals_around_them() -> None:
    found = similarity_series([VOTED], ["A"], ["B"], ("kappa", "s"), Resampling(200, 1))
    assert found["measure"].to_list() == ["kappa", "s"]
    assert (found["low90"] <= found["value"]).all()
    assert (found["value"] <= found["high90"]).all()


def test_a_figure_of_few_roll_calls_has_no_interval_and_says_so() -> None:
    row = similarity_series([ALIKE], ["A"], ["B"], ("s",), Resampling(50, 1)).row(0, named=True)
    assert (row["value"], row["low90"]) == (1, None)
    assert row["not_defined"] == "interval: rests on 3 roll calls, an interval needs 5"


def test_shares_between_the_powers_by_kappa() -> None:
    kappas = similarity_series([VOTED], ["A"], ["B", "C"], ("kappa",))["value"].to_numpy()
    row = kappa_share_series([VOTED], ["A", "B"], ("B", "C"), Resampling(300, 1)).row(0, named=True)
    assert (row["state"], row["partner"], row["measure"], row["n"]) == ("A", None, "kappa_share", 7)
    assert row["value"] == pytest.approx(kappa_share(kappas[:1], kappas[1:])[0])
    assert row["low90"] < row["value"] < row["high90"]
    assert row["not_defined"] is None


def test_every_two_states_of_every_period_stand_in_one_table() -> None:
    table = all_dyads_table([VOTED, replace(ALIKE, period=2)], MEASURES)
    assert table.height == 6 + 3
    for row in table.iter_rows(named=True):
        each = VOTED if row["period"] == 1 else ALIKE
        alone = similarity_series([each], [row["state"]], [row["partner"]], MEASURES)
        assert alone["n"].unique().to_list() == [row["n"]]
        for name, value in alone.select("measure", "value").iter_rows():
            assert row[name] == (None if value is None else pytest.approx(value))
    assert table.filter(period=1, partner="D", state="A")["not_defined"].to_list() == [NOTHING_COMMON]
    assert table.filter(period=2)["not_defined"].unique().to_list() == [
        f"kappa: {ALL_ALIKE}; pi: {ALL_ALIKE}; agreement_dataverse: {ALL_UNANIMOUS}"
    ]
    assert table.filter(period=1, state="A", partner="B")["not_defined"].to_list() == [None]


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
        [VOTED],
        ["A"],
        ["B"],
        ("agreement_strict",),
        weights=lambda each: ObjectWeights(np.eye(each.positions.shape[1])[0], {}),
    )
    assert found.select("n", "value").row(0) == (7, 1.0)
