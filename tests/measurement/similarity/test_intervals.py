import numpy as np
import pytest

from counterpoise.agreement.bootstrap import FEWEST
from counterpoise.measurement.similarity.dyads import tally_of
from counterpoise.measurement.similarity.intervals import drawn_measures, interval
from counterpoise.measurement.similarity.measures import MEASURES
from counterpoise.measurement.similarity.portfolios import Portfolios
from tests.measurement.similarity.portfolios_made_up import portfolios


def random_portfolios(states: int, objects: int, agree: float, seed: int) -> Portfolios:
    """States that vote as the first does with a chance of `agree`, and otherwise yes or no at random."""
    rng = np.random.default_rng(seed)
    first = rng.choice([0, 2], objects)
    others = np.where(rng.random((states - 1, objects)) < agree, first, 2 - first)
    return Portfolios(1, tuple(map(str, range(states))), np.vstack([first, others]).astype(np.int8), 3)


def test_resamples_are_tables_of_roll_calls_drawn_anew() -> None:
    made = portfolios([[0, 1, 2, 0, 2, 2, 1], [0, 0, 2, 1, 0, 2, None]])
    drawn = drawn_measures(made, [(0, 1)], ("s", "agreement"), 3, 200)
    assert drawn.shape == (2, 1, 200)
    np.testing.assert_allclose(drawn[0], 2 * drawn[1] - 1, atol=1e-12)
    assert np.array_equal(drawn, drawn_measures(made, [(0, 1)], ("s", "agreement"), 3, 200))
    assert not np.array_equal(drawn, drawn_measures(made, [(0, 1)], ("s", "agreement"), 4, 200))


def test_dyads_share_their_resamples() -> None:
    # The second partner votes always against what the first votes, so that agreement with both sums to 1 in each draw.
    made = portfolios([[0, 2, 2, 0, 2, 0], [0, 2, 0, 0, 2, 2], [2, 0, 2, 2, 0, 0]])
    drawn = drawn_measures(made, [(0, 1), (0, 2)], ("agreement",), 1, 100)
    np.testing.assert_allclose(drawn[0].sum(axis=0), 1)
    assert drawn[0, 0].std() > 0


def test_intervals_cover_what_the_roll_calls_were_drawn_from() -> None:
    # Agreement .8 by the making, in sessions of 90 roll calls: 90 per cent intervals hold it in 85 to 95 of 100.
    covered = []
    for session in range(8):
        made = random_portfolios(101, 90, 0.8, session)
        drawn = drawn_measures(made, [(0, other) for other in range(1, 101)], ("agreement",), session, 400)
        for each in drawn[0]:
            low, high = interval(each, 90)
            covered.append(low <= 0.8 <= high)
    assert 0.85 <= np.mean(covered) <= 0.95


def test_it_is_as_wide_as_theory_has_it() -> None:
    made = random_portfolios(2, 2000, 0.8, 1)
    low, high = interval(drawn_measures(made, [(0, 1)], ("agreement",), 1)[0, 0], 2000)
    assert (high - low) / 2 == pytest.approx(1.645 * np.sqrt(0.8 * 0.2 / 2000), rel=0.15)


def test_where_there_is_no_interval_it_says_why() -> None:
    assert FEWEST == 5
    assert interval(np.ones(10), 1) == "rests on 1 roll call, an interval needs 5"
    assert interval(np.array([np.nan, np.nan, 1.0]), 9) == "not defined in most resamples"
    assert interval(np.full(4, np.nan), 9) == "not defined in most resamples"
    assert interval(np.array([0.5, 0.5, np.nan]), 9) == (0.5, 0.5)


def test_every_measure_is_drawn_around_its_figure() -> None:
    made = random_portfolios(3, 80, 0.7, 5)
    figures = tally_of(made, [(0, 1), (0, 2)]).measures()
    drawn = drawn_measures(made, [(0, 1), (0, 2)], MEASURES, 2)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=-1)
    assert ((low <= figures) & (figures <= high)).all()
