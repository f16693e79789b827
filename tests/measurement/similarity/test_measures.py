import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from counterpoise.measurement.similarity.measures import (
    ALL_ALIKE,
    ALL_UNANIMOUS,
    MEASURES,
    NOTHING_COMMON,
    SIX,
    Tally,
    fill_measures,
    over,
    places_of,
    reason,
    tally,
)

TABLES = st.integers(2, 4).flatmap(
    lambda k: arrays(np.int64, (k, k), elements=st.integers(0, 40)).map(lambda table: table.astype(float))
)


def measured(table) -> dict[str, float]:
    return dict(zip(MEASURES, tally(np.array(table, float)).measures().tolist(), strict=True))


def test_the_formulas_give_what_they_give_by_hand() -> None:
    # Of 10: 6 both yes, 2 yes and abstain, 1 abstain and no, 1 both no. Margins 8, 1, 1 and 6, 2, 2.
    found = measured([[6, 2, 0], [0, 0, 1], [0, 0, 1]])
    assert found["s"] == pytest.approx(1 - 2 * 0.3 / 2)
    assert found["s_squared"] == pytest.approx(1 - 2 * 0.3 / 4)
    # Expected |k - l|: .8 x .2 + .1 x .6 + .1 x .2 + .1 x .2 + 2 (.8 x .2 + .1 x .6) = .70; squared 1.14.
    assert found["a"] == pytest.approx(0.70 - 0.3)
    assert found["kappa"] == pytest.approx(1 - 0.3 / 1.14)
    # Pooled margins .7, .15, .15: 2 (.7 x .15 + .15 x .15 + 4 x .7 x .15) = 1.095.
    assert found["pi"] == pytest.approx(1 - 0.3 / 1.095)
    assert found["agreement"] == pytest.approx(0.85)
    assert found["agreement_strict"] == pytest.approx(0.7)
    assert found["agreement_dataverse"] == found["agreement"]


@given(TABLES)
def test_s_is_twice_agreement_less_one_and_measures_keep_their_bounds(table: np.ndarray) -> None:
    found = measured(table)
    if table.sum() == 0:
        assert all(np.isnan(value) for value in found.values())
        return
    assert found["s"] == pytest.approx(2 * found["agreement"] - 1)
    for name in ("s", "s_squared"):
        assert -1 - 1e-12 <= found[name] <= 1
    if not np.isnan(found["kappa"]):
        assert found["kappa"] <= 1
        assert (
            -1 - 1e-12 <= found["pi"] <= found["kappa"] + 1e-12
        )  # pooled margins expect the least agreement


@given(TABLES)
def test_measures_do_not_ask_who_comes_first_nor_from_which_end_categories_are_counted(
    table: np.ndarray,
) -> None:
    ours = tally(table).measures()
    np.testing.assert_allclose(tally(table.T).measures(), ours, atol=1e-12)
    np.testing.assert_allclose(tally(table[::-1, ::-1]).measures(), ours, atol=1e-12)
    np.testing.assert_allclose(tally(7 * table).measures(), ours, atol=1e-12)


@given(TABLES.filter(lambda table: np.count_nonzero(table) > 1))
def test_kappa_is_that_of_scikit_learn(table: np.ndarray) -> None:
    k = np.arange(len(table))
    one, other = (
        np.repeat(each.ravel(), table.astype(int).ravel()) for each in np.meshgrid(k, k, indexing="ij")
    )
    ours = measured(table)["kappa"]
    assert ours == pytest.approx(cohen_kappa_score(one, other, weights="quadratic", labels=k), abs=1e-12)


def test_the_largest_distance_is_that_of_the_categories_and_not_of_what_occurs() -> None:
    # Nobody voted no: S with a largest distance of 1 would be 0.
    assert measured([[5, 5, 0], [0, 0, 0], [0, 0, 0]])["s"] == 0.5


def test_independent_portfolios_have_nothing_beyond_chance() -> None:
    table = np.outer([5, 3, 2], [1, 4, 5])
    found = measured(table)
    assert found["kappa"] == pytest.approx(0)
    assert found["a"] == pytest.approx(0)


def test_what_never_varies_is_zero_beyond_chance_or_not_defined() -> None:
    one_varies = measured([[6, 3, 1], [0, 0, 0], [0, 0, 0]])
    assert (one_varies["kappa"], one_varies["a"]) == (0, pytest.approx(0))
    alike = measured([[0, 0, 0], [0, 0, 0], [0, 0, 9]])
    assert np.isnan([alike["kappa"], alike["pi"]]).all()
    assert (alike["s"], alike["a"]) == (1, 0)
    assert reason("kappa", 9) == reason("pi", 9) == ALL_ALIKE
    assert reason("s", 0) == reason("kappa", 0) == NOTHING_COMMON
    assert reason("agreement_dataverse", 4) == ALL_UNANIMOUS


def test_tables_of_any_further_shape_are_tallied_at_once() -> None:
    rng = np.random.default_rng(1)
    tables = rng.integers(0, 9, (3, 3, 4, 5)).astype(float)
    together = tally(tables)
    assert together.objects.shape == (4, 5)
    found = together.measures(("a", "kappa"))
    assert found.shape == (2, 4, 5)
    alone = tally(tables[:, :, 3, 1])
    np.testing.assert_allclose(found[:, 3, 1], alone.measures(("a", "kappa")))


def test_unanimous_roll_calls_are_left_out_of_the_dataverses_agreement() -> None:
    table = np.array([[6.0, 0, 0], [0, 0, 0], [2, 0, 0]])
    found = tally(table, np.array(4.0))
    names = ("agreement", "agreement_dataverse")
    assert found.measures(names).tolist() == [0.75, 0.5]
    assert np.isnan(tally(np.diag([4.0, 0, 0]), np.array(4.0)).measures(names[1:])).all()


def test_whole_numbers_give_what_floats_give_uncompiled_as_compiled() -> None:
    sums = np.array([[10], [7], [2], [3], [3], [70], [114], [438]])
    expected = Tally(3, sums.astype(float)).measures()
    for fill in (fill_measures, fill_measures.py_func):
        found = np.empty((len(MEASURES), 1))
        fill(sums.astype(np.int32), 2.0, places_of(MEASURES), found)
        np.testing.assert_allclose(found, expected)
    assert over.py_func(1, 2) == 0.5
    assert np.isnan(over.py_func(0, 0))
    assert set(SIX) < set(MEASURES)
