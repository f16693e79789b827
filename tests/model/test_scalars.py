from collections.abc import Callable

import numpy as np
import pytest

from counterpoise.model import gibbs, scalars
from counterpoise.model.blocks import State
from counterpoise.model.mask import Mask
from counterpoise.model.slices import log_density
from counterpoise.model.statespace import Inputs, inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.joint import log_joint
from tests.model.worlds import made

RNG = np.random.default_rng(4)


class Recorder:
    """In place of `slice_draws`: moves every coordinate somewhere, and notes by how much its log density rises and a factor moves it."""

    def __init__(self) -> None:
        self.rise, self.factors = 0.0, []

    def __call__(self, form, at, coefficients, squares, known, *_):
        found = at + RNG.uniform(-0.3, 0.3, at.shape)
        for m in range(len(at)):
            of = coefficients[m], squares[min(m, len(squares) - 1)], known[min(m, len(known) - 1)]
            self.rise += log_density(form, found[m], *of) - log_density(form, at[m], *of)
        if len(at) == 1 and at[0] == 0.0:
            self.factors.append(found[0])
        return found


def stretch(shocks_alone: bool) -> Callable[[Inputs, State, object], None]:
    def move(inputs: Inputs, at: State, rng: object) -> None:
        scalars._stretch_filter(inputs, at, 1, rng, shocks_alone=shocks_alone)

    return move


def copied(at: State) -> State:
    return {name: np.array(value) for name, value in at.items()}


SIZE = 3 * 12
MOVES = {
    "filters": (scalars.draw_of_filters, 0, False),
    "loadings": (scalars._draw_loadings, 0, True),
    "a filter with its shocks": (stretch(True), SIZE + 1, True),
    "a filter with its units": (stretch(False), SIZE + 1 - 4, True),
    # 12 years of pressure against 2 responses, 2 direct effects with those of 3 states each and 4 moderated ones.
    "pressure": (scalars.draw_of_pressure, 12 - 2 - 2 - 6 - 4, False),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_rises_by_what_the_joint_density_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    move, units, integrated = MOVES[name]
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    before = gibbs.start(inputs, np.random.default_rng(5))
    gibbs.sweep(inputs, before, np.random.default_rng(6))
    recorder, after = Recorder(), copied(before)
    monkeypatch.setattr(scalars, "slice_draws", recorder)
    move(inputs, after, np.random.default_rng(7))
    rise = log_joint(inputs, after, integrated=integrated) - log_joint(inputs, before, integrated=integrated)
    # What is stretched by a factor brings the logarithm of it as a Jacobian, once for each number.
    assert recorder.rise == pytest.approx(rise + units * sum(recorder.factors), abs=1e-6)
    assert abs(rise) > 0.01


def test_ties_and_what_differs_among_states_and_years(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    before = gibbs.start(inputs, np.random.default_rng(5))
    gibbs.sweep(inputs, before, np.random.default_rng(6))
    recorder, after = Recorder(), copied(before)
    monkeypatch.setattr(scalars, "slice_draws", recorder)
    scalars.draw_of_ties(inputs, after, np.random.default_rng(7))
    rise = log_joint(inputs, after) - log_joint(inputs, before)
    states, years = sum(recorder.factors[:2]), sum(recorder.factors[2:])
    assert recorder.rise == pytest.approx(rise + 3 * states + 12 * years, abs=1e-6)


def test_errors_and_levels_of_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    at = gibbs.start(inputs, np.random.default_rng(5))
    monkeypatch.setattr(scalars, "_draw_loadings", lambda *_: None)
    monkeypatch.setattr(scalars, "_stretch_filter", lambda *_, **__: None)
    monkeypatch.setattr(scalars, "measure_levels", lambda _, at, __: at["measure_levels"])
    recorder, after = Recorder(), copied(at)
    monkeypatch.setattr(scalars, "slice_draws", recorder)
    scalars.draw_of_measures(inputs, after, np.random.default_rng(7))
    assert recorder.rise == pytest.approx(log_joint(inputs, after) - log_joint(inputs, at), abs=1e-6)


def test_pressure_turns_only_where_nothing_but_its_series_changes() -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    before = gibbs.start(inputs, np.random.default_rng(5))
    after = copied(before)
    after["pressure_loading"] = before["pressure_loading"] = np.full(2, 1e-9)
    scalars.turn_pressure(inputs, after, np.random.default_rng(7))
    assert np.array_equal(after["pressure"], -before["pressure"])
    assert log_joint(inputs, after) == pytest.approx(log_joint(inputs, before), abs=1e-6)
    after["pressure_loading"] = np.full(2, 1e3) * np.sign(after["pressure"] @ made().pressure.T)
    scalars.turn_pressure(inputs, after, np.random.default_rng(7))
    assert np.array_equal(after["pressure"], -before["pressure"])
