import numpy as np
import pytest

from counterpoise.measurement.breaks.posterior import break_posterior
from counterpoise.measurement.breaks.stated import break_at, too_dense
from tests.nile import FLOW, YEARS

FORTY = np.arange(1980.0, 2020.0)
RNG = np.random.default_rng(11)


@pytest.fixture(scope="module")
def nile():
    return break_posterior(YEARS, FLOW[:, None], 1)


def test_at_the_year_of_the_break_it_is_far_more_probable_than_elsewhere(nile) -> None:
    found = break_at(nile, 1899)
    assert found.probability > 0.85
    assert found.placebo < 0.02
    assert found.odds > 500
    assert found.as_probable == 0
    assert found.size["low90"] < -247.8 < found.size["high90"]
    assert found.change["median"] == pytest.approx(-247.8, rel=0.1)


def test_at_another_year_it_is_not(nile) -> None:
    found = break_at(nile, 1930)
    assert found.probability < 0.05
    assert found.odds < 1
    assert found.change["median"] == 0
    assert found.size is None


def test_the_probability_is_of_the_years_asked_for(nile) -> None:
    at = dict(zip(nile.times, nile.at, strict=True))
    assert break_at(nile, 1899, within=1).probability == pytest.approx(at[1898] + at[1899] + at[1900])
    assert break_at(nile, 1899, within=0).probability == pytest.approx(at[1899])


def test_before_it_is_seen_every_year_of_the_middle_is_as_probable(nile) -> None:
    assert break_at(nile, 1920).prior == pytest.approx(break_at(nile, 1921).prior, rel=0.02)


@pytest.mark.parametrize("year", [1800, 1871, 1872, 1970, 2001])
def test_a_series_does_not_bear_on_years_at_or_beyond_its_ends(nile, year: int) -> None:
    assert break_at(nile, year) is None


def test_two_breaks_within_the_years_asked_for_are_refused(nile) -> None:
    assert too_dense(nile, 1920, within=2)
    assert not too_dense(nile, 1920)
    assert not too_dense(nile, 1800, within=2)  # the series does not bear on it at all
    with pytest.raises(ValueError, match="expected at most 3"):
        break_at(nile, 1920, within=2)


def test_in_a_series_of_five_year_points_a_change_between_two_points_is_that_of_all_years_between() -> None:
    times = np.arange(1952.0, 2023, 5)
    series = np.where(times < 1990, 0.2, 0.8) + RNG.normal(0, 0.05, len(times))
    found = break_posterior(times, series[:, None], 1)
    for year in (1988, 1990, 1992):  # between the points of 1987 and 1992
        assert break_at(found, year).probability > 0.9
    assert break_at(found, 1984).probability < 0.1


def test_an_event_that_nothing_followed_has_odds_of_about_one() -> None:
    odds = []
    for seed in range(30):
        found = break_posterior(FORTY, np.random.default_rng(seed).normal(size=(40, 1)), seed)
        odds.append(break_at(found, 2001).odds)
    assert np.median(odds) < 3
