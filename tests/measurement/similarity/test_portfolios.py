import numpy as np
import polars as pl

from counterpoise.datasets.vote_agreement import RollCalls
from counterpoise.measurement.similarity.portfolios import NONE, vote_portfolios
from tests.measurement.similarity.portfolios_made_up import portfolios

CALLS = RollCalls(
    pl.DataFrame({"rcid": [10, 11, 20, 30], "session": [1, 1, 2, None], "year": [1946, 1946, 1947, 1948]}),
    1948,
)


def cast(*votes: tuple[int, str, int]) -> pl.DataFrame:
    schema = {"rcid": pl.Int32, "state": pl.String, "vote": pl.Int8}
    return pl.DataFrame(votes, schema=schema, orient="row")


def test_votes_become_a_portfolio_for_each_session() -> None:
    votes = cast(
        (20, "USA", 3), (10, "USA", 1), (10, "MEX", 2), (11, "MEX", 3), (30, "MEX", 1), (99, "MEX", 1)
    )
    first, second = vote_portfolios(votes, CALLS)
    assert (first.period, first.states, first.categories) == (1, ("MEX", "USA"), 3)
    assert first.positions.tolist() == [[1, 2], [0, NONE]]
    assert (second.period, second.states, second.positions.tolist()) == (2, ("USA",), [[2]])


def test_of_two_votes_of_one_state_the_first_counts() -> None:
    (only,) = vote_portfolios(cast((10, "USA", 1), (10, "USA", 3)), CALLS)
    assert only.positions.tolist() == [[0]]


def test_without_votes_there_are_no_portfolios() -> None:
    assert vote_portfolios(cast(), CALLS) == ()


def test_unanimous_is_what_nobody_who_voted_differs_on() -> None:
    made = portfolios([[0, 1, None, None, 2], [0, 2, 1, None, 2], [0, 1, None, None, None]])
    assert made.unanimous.tolist() == [True, False, True, True, True]


def test_planes_hold_a_bit_for_each_position() -> None:
    # 70 objects need two words of 64.
    positions = np.tile([0, 1, 2, None, 1, 2, 0], 10)
    planes = portfolios([positions, positions[::-1]]).planes()
    assert planes.taken.shape == (2, 3, 2)
    assert (planes.states, planes.objects) == (2, 70)
    for k in range(3):
        bits = sum(int(word) << 64 * at for at, word in enumerate(planes.taken[:, k, 0]))
        assert [bool(bits >> at & 1) for at in range(70)] == [each == k for each in positions]
    assert (planes.any == planes.taken[:, 0] | planes.taken[:, 1] | planes.taken[:, 2]).all()
