from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.outset import outset
from tests.model.simulated_outset import made_up_outset
from tests.model.test_panel import panel
from tests.model.test_posterior import posterior


def test_a_state_sets_out_from_its_own_last_year() -> None:
    of_states = np.zeros((5, 2, 3))
    of_states[:, 1, 2] = 0.5
    ties = np.zeros((5, 2, 3, 4))
    ties[:, 0, 2, -1] = 7
    drawn = replace(posterior(), direct=np.ones((5, 2)), direct_of_state=of_states, tie_states=ties)
    found = outset(panel(), drawn, "C")
    assert (found.year, found.draws, found.exposure) == (2003, 5, 1.5)
    assert found.ties.tolist() == [[7] * 5, [0] * 5]
    assert found.direct.tolist() == [[1] * 5, [1.5] * 5]


def test_years_to_come_vary_as_those_estimated() -> None:
    year = np.zeros((5, 2, 4))
    year[:, 1] = [1, -1, 1, -1]
    assert outset(panel(), replace(posterior(), year=year), "A").year_sd.tolist() == [[0] * 5, [1] * 5]


def test_a_state_outside_the_panel_is_refused_with_those_in_it() -> None:
    with pytest.raises(CounterpoiseError, match="there are A, B, C"):
        outset(panel(), posterior(), "ZWE")


def test_the_last_year_in_which_each_tie_is_observed_is_that_of_the_state_itself() -> None:
    ties = panel().ties.copy()
    ties[1, 2, 2:] = np.nan
    assert outset(replace(panel(), ties=ties), posterior(), "C").ties_until == (2003, 2001)


def test_a_thinned_outset_keeps_some_of_its_draws_whole_and_all_else() -> None:
    whole = made_up_outset(draws=300)
    few = whole.thinned(100)
    assert (few.draws, few.state, few.year, few.exposure) == (100, whole.state, whole.year, whole.exposure)
    assert few.centre is whole.centre
    at = [int(np.flatnonzero(whole.pressure == each)[0]) for each in few.pressure]
    assert (at[0], at[-1], len(set(at))) == (0, 299, 100)
    assert np.array_equal(few.mediated, whole.mediated[..., at])
    assert np.array_equal(few.ties, whole.ties[:, at])
    assert whole.thinned(300) is whole
