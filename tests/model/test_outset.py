from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.outset import outset
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
