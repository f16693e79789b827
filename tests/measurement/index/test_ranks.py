import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.measurement.index.ranks import RankInterval, mean_shift, rank_intervals, ranks


def test_the_greatest_is_first_and_equals_share_the_better_rank():
    found = ranks(np.array([5.0, 7.0, 5.0, np.nan, 1.0]))
    assert found == pytest.approx([2, 1, 2, np.nan, 4], nan_ok=True)


@given(
    arrays(
        float, (6, 4), elements=st.one_of(st.just(np.nan), st.integers(-3, 3).map(float), st.floats(-1, 1))
    )
)
def test_ranks_by_draw_count_those_above(scores: np.ndarray):
    above = (scores[None] > scores[:, None]).sum(axis=1) + 1.0
    assert ranks(scores) == pytest.approx(np.where(np.isnan(scores), np.nan, above), nan_ok=True)


def test_intervals_over_draws():
    # Two units change places in one draw of ten; a third is last in all, a fourth is never observed.
    scores = np.array([[3.0] * 9 + [1.5], [2.0] * 10, [1.0] * 10, [np.nan] * 10])
    first, second, third, none = rank_intervals(scores)
    assert first == RankInterval(1, 1, 2, 0.9, 1)
    assert second == RankInterval(2, 1, 2, 0.1, 1)
    assert third == RankInterval(3, 3, 3, 0, 1)
    assert none == RankInterval(None, None, None, None, 0)


def test_mean_shift_of_ranks():
    # One pair of four changes places: (1 + 1 + 0 + 0) / 4.
    ranked = np.array([[1.0, 2], [2, 1], [3, 3], [4, 4]])
    assert mean_shift(ranked, np.array([1.0, 2, 3, 4])) == pytest.approx([0, 0.5])
    ranked[0, 1], ranked[:, 0] = np.nan, np.nan
    assert mean_shift(ranked, np.array([1.0, 2, 3, 4])) == pytest.approx([np.nan, 1 / 3], nan_ok=True)


@pytest.fixture(scope="module")
def simulated() -> list[tuple[np.ndarray, np.ndarray]]:
    """True scores of ten units, and draws from their posterior (units, draws), two hundred times."""
    rng = np.random.default_rng(11)
    found = []
    for _ in range(200):
        true = rng.normal(size=10)
        estimate = true + 0.5 * rng.normal(size=10)
        # The true scores are standard normal and the error is .5, so that this is their posterior.
        found.append((true, estimate[:, None] / 1.25 + 0.2**0.5 * rng.normal(size=(10, 400))))
    return found


def test_intervals_hold_the_true_rank_as_often_as_draws_say(simulated):
    # A rank is a whole number: what an interval holds of the draws is .05 to .95 and all of both its ends, so more than .90.
    covered, held = [], []
    for true, posterior in simulated:
        intervals = rank_intervals(posterior)
        low, high = (np.array([getattr(one, end) for one in intervals]) for end in ("low90", "high90"))
        within = (low <= ranks(true)) & (ranks(true) <= high)
        covered += within.tolist()
        drawn = ranks(posterior)
        held += np.mean((low[:, None] <= drawn) & (drawn <= high[:, None]), axis=1).tolist()
    assert np.mean(covered) == pytest.approx(np.mean(held), abs=0.01)
    assert min(held) >= 0.90
    assert 0.95 <= np.mean(held) <= 0.98


def test_cut_within_its_ends_an_interval_holds_the_true_rank_at_its_nominal_rate(simulated):
    # The place of a true rank among the draws, with a random part of those that have that rank, is uniform (Czado, Gneiting & Held 2009,
    # Biometrics 65: 1254-1261, of forecasts of counts): so 90 per cent of the places lie between .05 and .95.
    rng = np.random.default_rng(12)
    places = []
    for true, posterior in simulated:
        drawn, of_true = ranks(posterior), ranks(true)[:, None]
        below, same = (drawn < of_true).mean(axis=1), (drawn == of_true).mean(axis=1)
        places += (below + rng.random(10) * same).tolist()
    assert np.mean((np.array(places) > 0.05) & (np.array(places) < 0.95)) == pytest.approx(0.90, abs=0.02)
    assert np.histogram(places, bins=5, range=(0, 1))[0] == pytest.approx([400] * 5, abs=60)
