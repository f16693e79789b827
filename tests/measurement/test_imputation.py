import numpy as np
import pytest

from counterpoise.measurement.imputation import (
    AFTER,
    BEFORE,
    EMPTY,
    IMPUTED,
    OBSERVED,
    STANDINGS,
    STATE_EMPTY,
    STATE_OUTSIDE,
    impute,
)
from tests.measurement.test_dynamic_factor import without, world


def some(seed: int = 1, states: int = 12, years: int = 15, indicators: int = 4) -> np.ndarray:
    """Indicators in units of their own, with a fifth of the cells missing, but none in the first and last year."""
    whole, _ = world(seed, states, years, indicators)
    whole = 50 + 10 * whole
    partly, _ = without(whole, seed, 0.2)
    partly[:, [0, -1]] = whole[:, [0, -1]]
    return partly


def test_what_is_observed_stays_and_what_is_missing_between_is_drawn() -> None:
    values = some()
    found = impute(values, 1, draws=40)
    assert (found.observed == np.isfinite(values)).all()
    assert len(found.cells) == np.isnan(values).sum()
    whole = found.completed(3)
    assert not np.ma.is_masked(whole)
    assert (whole[found.observed] == values[found.observed]).all()
    assert found.draws.std(axis=1).min() > 0
    assert 30 < found.draws.mean() < 70
    assert found.coverage() == {"observed": int(np.isfinite(values).sum()), "imputed": len(found.cells)}


def test_nothing_is_invented_of_a_state_of_which_nothing_is_observed() -> None:
    values = some()
    values[4] = np.nan
    found = impute(values, 1, draws=10)
    assert (found.standing[4] == STATE_EMPTY).all()
    assert found.completed(0)[4].mask.all()
    assert 4 not in found.cells[:, 0]
    assert STANDINGS[STATE_EMPTY].startswith("not observed")


def test_nothing_is_invented_of_a_dimension_of_which_nothing_is_observed() -> None:
    found = impute(np.full((3, 5, 2), np.nan), 1, draws=10)
    assert set(found.coverage()) == {STANDINGS[EMPTY]}
    assert found.draws.shape == (0, 10)
    assert found.completed(0).mask.all()


def test_nothing_is_carried_past_an_indicators_last_complete_year() -> None:
    values = some()
    values[:, 11:, 2] = np.nan
    found = impute(values, 1, draws=10)
    assert (found.standing[:, 11:, 2] == AFTER).all()
    assert (found.standing[:, 11:, 1] <= IMPUTED).all()


def test_a_last_complete_year_before_the_last_observed_one_is_kept_to() -> None:
    values = some()
    values[1:, 13:, 0] = np.nan
    found = impute(values, 1, draws=10, last=np.array([12, 14, 14, 14]))
    assert (found.standing[1:, 13:, 0] == AFTER).all()
    assert (found.standing[0, 13:, 0] <= IMPUTED).sum() == np.isfinite(values[0, 13:, 0]).sum()


def test_nothing_is_carried_back_before_an_indicator_or_a_state_begins() -> None:
    values = some()
    values[:, :5, 1] = np.nan
    values[7, :8] = np.nan
    values[8, 9:] = np.nan
    found = impute(values, 1, draws=10)
    assert (np.delete(found.standing, 7, axis=0)[:, :5, 1] == BEFORE).all()
    assert np.isin(found.standing[7, :8], [STATE_OUTSIDE, BEFORE]).all()
    assert (found.standing[8, 9:] == STATE_OUTSIDE).all()


def test_an_indicator_that_never_varies_is_filled_in_as_what_it_is() -> None:
    values = some()
    values[:, :, 3] = np.where(np.isfinite(values[:, :, 3]), 7.0, np.nan)
    found = impute(values, 1, draws=10)
    constant = found.cells[:, 2] == 3
    assert constant.any()
    assert (found.draws[constant] == 7).all()
    assert found.draws[~constant].std(axis=1).min() > 0
    everything = impute(np.where(np.isfinite(values), 7.0, np.nan), 1, draws=10)
    assert (everything.draws == 7).all()


def test_one_indicator_alone_is_filled_in_from_its_own_years() -> None:
    values = some(indicators=1, states=30)
    found = impute(values, 1, draws=200)
    assert np.isfinite(found.draws).all()
    whole = 50 + 10 * world(1, 30, 15, 1)[0]
    truth = whole[tuple(found.cells.T)]
    low, high = np.quantile(found.draws, [0.05, 0.95], axis=1)
    assert 0.8 <= np.mean((low <= truth) & (truth <= high)) <= 1.0


def test_units_do_not_matter() -> None:
    values = some()
    one, other = impute(values, 1, draws=20), impute(1e-6 * values, 1, draws=20)
    assert 1e6 * other.draws == pytest.approx(one.draws, rel=1e-3)


@pytest.mark.parametrize(
    ("values", "last", "told"),
    [
        (np.full((2, 3, 2), np.inf), None, "finite values or nan"),
        (np.zeros((2, 3)), None, "by state, year and indicator"),
        (np.zeros((2, 3, 2)), np.array([1]), "found 1 last years of 2 indicators"),
    ],
)
def test_what_does_not_fit_is_told(values: np.ndarray, last: np.ndarray | None, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        impute(values, 1, last=last)


def test_observed_is_the_first_standing() -> None:
    assert (OBSERVED, IMPUTED) == (0, 1)
    assert all(word.startswith("not observed") for word in STANDINGS[2:])
