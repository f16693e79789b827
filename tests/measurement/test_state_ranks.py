import numpy as np

from counterpoise.measurement.score_table import Scored, scored
from counterpoise.measurement.state_ranks import common_year, ranks_in_common_years


def of(state: str, first: int, draws: list[list[float]], observed: list[int]) -> Scored:
    years = first + np.arange(len(draws))
    return scored(
        state, "security", "tie_a", years, np.array(draws), np.array(observed), 2, ["x"] * len(years)
    )


def test_the_common_year_is_that_of_most_states_and_then_of_most_inputs() -> None:
    pakistan = of("PAK", 2000, [[0.1], [0.2], [0.3], [0.4]], [2, 2, 2, 1])
    viet_nam = of("VNM", 2001, [[0.5], [0.5]], [1, 1])
    assert common_year([pakistan]) == 2002
    assert common_year([pakistan, viet_nam]) == 2002
    assert common_year([pakistan, of("VNM", 2001, [[0.5], [np.nan], [0.5]], [1, 2, 1])]) == 2001
    assert common_year([]) is None


def test_ranks_have_the_intervals_of_draws_that_belong_together() -> None:
    # The second state is above the first in one of four draws, and the third, without errors, always below both.
    first = of("PAK", 2000, [[0.5, 0.6, 0.7, 0.8]], [2])
    second = of("VNM", 2000, [[0.4, 0.5, 0.6, 0.9]], [2])
    third = of("IDN", 2000, [[0.1]], [2])
    (found,) = ranks_in_common_years([first, second, third])
    assert (found.year, found.dimension, found.construct) == (2000, "security", "tie_a")
    assert (found.ranks["PAK"].low90, found.ranks["PAK"].median, found.ranks["PAK"].high90) == (1, 1, 2)
    assert found.ranks["PAK"].first == 0.75
    assert found.ranks["VNM"].median == 2
    assert (found.ranks["IDN"].low90, found.ranks["IDN"].high90) == (3, 3)


def test_a_state_without_a_score_in_the_year_has_no_rank() -> None:
    (found,) = ranks_in_common_years([of("PAK", 2000, [[0.5], [0.6]], [2, 2]), of("VNM", 1990, [[0.4]], [2])])
    assert (found.year, list(found.ranks)) == (2001, ["PAK"])
