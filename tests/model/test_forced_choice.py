import numpy as np

from counterpoise.model.forced_choice import time_to_choice
from counterpoise.model.scenariofile import ForcedChoice

START = np.full((2, 4), 0.4)
RULE = ForcedChoice(below=0.5, years=2)


def test_a_choice_is_forced_when_one_tie_alone_stays_low_for_the_years_of_the_rule() -> None:
    ties = np.full((2, 4, 4), 0.4)
    ties[0, 1:, 0] = 0.1  # left with b in the third year
    ties[1, 0, 1] = 0.1  # one year only
    ties[:, :, 2] = 0.1  # both fall
    ties[1, 2:, 3] = 0.1  # left with a in the fourth year
    found = time_to_choice(ties, START, RULE)
    assert found.by_year.tolist() == [0, 0, 0.25, 0.5]
    assert found.for_a == 0.5
    assert found.median == 4


def test_where_it_never_comes_to_that_there_is_neither_a_side_nor_a_median() -> None:
    found = time_to_choice(np.full((2, 3, 4), 0.4), START, RULE)
    assert found.by_year.tolist() == [0, 0, 0]
    assert (found.for_a, found.median) == (None, None)


def test_a_horizon_shorter_than_the_rule_forces_nothing() -> None:
    ties = np.full((2, 1, 4), 0.4)
    ties[0] = 0
    assert time_to_choice(ties, START, RULE).by_year.tolist() == [0]
    assert time_to_choice(ties, START, ForcedChoice(years=1)).by_year.tolist() == [1]
