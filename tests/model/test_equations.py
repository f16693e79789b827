import numpy as np
import pytest

from counterpoise.model.equations import (
    OnTies,
    correlated,
    filters_after,
    handed_on,
    pressure_after,
    tie_terms,
    ties_after,
)

RNG = np.random.default_rng(1)
EFFECTS = OnTies(RNG.normal(size=(2, 1)), RNG.normal(size=(2, 3, 1)), RNG.normal(size=(2, 3, 1)))


def test_ties_are_what_is_left_of_them_and_all_terms_in_sum() -> None:
    before, felt, filters = RNG.normal(size=(2, 9)), RNG.normal(size=9), RNG.normal(size=(3, 9))
    persistence, shock = np.array([[0.5], [0.8]]), RNG.normal(size=(2, 9))
    terms = tie_terms(felt, filters, EFFECTS)
    whole = persistence * before + terms.direct + terms.mediated.sum(axis=1) + terms.moderated.sum(axis=1)
    found = ties_after(before, felt, filters, persistence, EFFECTS, shock)
    np.testing.assert_allclose(found, whole + shock)


def test_a_moderated_effect_is_that_of_pressure_which_a_filter_changes() -> None:
    # By hand: a filter of 2 adds 2 x .3 to the effect of a pressure of 3, and passes on 2 x .1 whatever that is.
    effects = OnTies(np.array([0.5, 0.0]), np.array([[0.1], [0.0]]), np.array([[0.3], [0.0]]))
    found = tie_terms(np.array(3.0), np.array([2.0]), effects)
    assert found.direct[0] == pytest.approx(1.5)
    assert found.mediated[0, 0] == pytest.approx(0.2)
    assert found.moderated[0, 0] == pytest.approx(1.8)


def test_pressure_has_the_standard_deviation_1_and_a_filter_settles_where_it_is_moved_to() -> None:
    pressure = np.zeros(20_000)
    for _ in range(30):
        pressure = pressure_after(pressure, np.array(0.8), RNG.standard_normal(pressure.size))
    assert pressure.std() == pytest.approx(1, abs=0.02)
    filters = np.zeros(1)
    for _ in range(200):
        filters = filters_after(filters, np.array(1.0), np.array([0.9]), np.array([0.2]), np.zeros(1))
    assert filters == pytest.approx(0.2 / (1 - 0.9))


def test_shocks_have_the_correlation_asked_for() -> None:
    one, other = correlated(np.array(-0.6), *RNG.standard_normal((2, 40_000)))
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(-0.6, abs=0.02)
    assert other.std() == pytest.approx(1, abs=0.02)


def test_what_is_handed_on_fades_by_the_persistence() -> None:
    found = handed_on(np.array([[1.0, 0, 0], [0, 1, 1]]), np.array([0.5, 1.0]))
    np.testing.assert_allclose(found, [[1, 0.5, 0.25], [0, 1, 2]])
