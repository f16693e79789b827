import numpy as np

from counterpoise.model.candidates import candidates
from counterpoise.model.inputs import plausible_inputs
from counterpoise.model.quantities import Observed
from counterpoise.model.rows import LeftOut, Rows, rows_of
from tests.model.rival_worlds import STATES, YEARS, simulated, theory_of_library


def rows(lag: int = 0) -> Rows:
    theory = theory_of_library().model_copy(update={"rivals": {}})
    panel, _ = simulated()
    panel.ties[1, 2, 5] = np.nan
    found = candidates(theory, panel, plausible_inputs(panel, 1, 1), Observed({}, {}), 1)
    return rows_of(panel, next(each for each in found if each.name == "direct"), lag)


def test_a_row_has_both_ties_and_those_of_the_year_before() -> None:
    found = rows()
    assert len(found.state) == len(STATES) * (len(YEARS) - 1) - 2
    assert not {(2, 5), (2, 6)} & set(zip(found.state.tolist(), found.year.tolist(), strict=True))


def test_a_year_is_told_from_those_before_it_and_a_state_from_the_others() -> None:
    found = rows()
    left_out = LeftOut.of(found)
    held, kept = left_out.held(found), left_out.kept(found)
    for place in range(len(left_out.years)):
        assert found.year[kept[place]].max() < found.year[held[place]].min()
    for place in range(len(left_out.years), len(held)):
        assert not set(found.state[kept[place]]) & set(found.state[held[place]])


def test_with_a_lag_terms_are_those_of_the_year_before() -> None:
    at_once, later = rows(), rows(lag=1)
    of = {key: at_once.x[0, 0, i, -1] for i, key in enumerate(zip(at_once.state, at_once.year, strict=True))}
    place = next(i for i in range(len(later.state)) if (later.state[i], later.year[i]) == (3, 10))
    assert later.x[0, 0, place, -1] == of[3, 9]


def test_the_posterior_of_what_is_left_out_knows_nothing_of_it() -> None:
    found = rows()
    left_out = LeftOut.of(found)
    first = next(iter(found.fits(0, 0, left_out)))[1]
    found.y[:, found.year >= left_out.years[0]] += 100
    assert np.array_equal(next(iter(found.fits(0, 0, left_out)))[1].mean, first.mean)
