from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.candidates import Candidate, candidates
from counterpoise.model.inputs import plausible_inputs
from counterpoise.model.panel import ModelPanel
from counterpoise.model.quantities import Observed
from counterpoise.model.updating import Moved, updated
from tests.model.rival_worlds import YEARS, simulated, theory_of_library


def main_theory(panel: ModelPanel) -> Candidate:
    theory = theory_of_library().model_copy(update={"rivals": {}})
    found = candidates(theory, panel, plausible_inputs(panel, 2, 1), Observed({}, {}), 1)
    return next(each for each in found if each.kind == "theory")


def test_one_more_year_like_the_others_moves_little_and_makes_surer() -> None:
    panel, _ = simulated("filters")
    found = updated(panel, main_theory(panel))
    assert found is not None
    assert found.year == YEARS[-1]
    assert {(each.side, each.term) for each in found.moved} == {
        (side, term) for side in ("a", "b") for term in ("pressure", "economic", "security")
    }
    for each in found.moved:
        assert abs(each.shift) < 2
        assert each.after[1] < each.before[1] * 1.1


def test_a_year_that_is_unlike_the_others_moves_what_it_speaks_of_most() -> None:
    panel, _ = simulated("filters")
    ties = panel.ties.copy()
    ties[0, :, -1] -= 3 * panel.measures[0, :, -1]
    found = updated(replace(panel, ties=ties), main_theory(panel))
    assert found is not None
    assert (found.moved[0].side, found.moved[0].term) == ("a", "economic")
    assert found.moved[0].shift < -2


def test_years_after_the_last_ties_move_nothing() -> None:
    panel, _ = simulated("filters")
    ties = panel.ties.copy()
    ties[:, :, -3:] = np.nan
    found = updated(replace(panel, ties=ties), main_theory(panel))
    assert found is not None
    assert found.year == YEARS[-4]


def test_one_year_has_none_before_it() -> None:
    panel, _ = simulated(states=("PAK",))
    ties = np.full_like(panel.ties, np.nan)
    ties[:, :, :2] = 0.0
    assert updated(replace(panel, ties=ties), main_theory(panel)) is None


def test_a_shift_is_told_in_what_was_not_known_before() -> None:
    assert Moved("a", "pressure", (0.2, 0.1), (0.5, 0.1)).shift == pytest.approx(3)
