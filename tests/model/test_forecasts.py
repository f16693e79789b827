from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.candidates import candidates
from counterpoise.model.forecasts import LAST, MEAN, Forecast, forecasts
from counterpoise.model.inputs import plausible_inputs
from counterpoise.model.panel import ModelPanel
from counterpoise.model.quantities import Observed
from counterpoise.model.rows import LeftOut, rows_of
from tests.model.rival_worlds import simulated, theory_of_library


def forecast(panel: ModelPanel) -> dict[str, Forecast]:
    theory = theory_of_library().model_copy(update={"rivals": {}})
    found = candidates(theory, panel, plausible_inputs(panel, 1, 1), Observed({}, {}), 1)
    main = next(each for each in found if each.kind == "theory")
    return {each.name: each for each in forecasts(panel, main, LeftOut.of(rows_of(panel, main)), 1)}


def test_a_theory_is_held_to_the_year_before_and_to_the_mean() -> None:
    panel, _ = simulated("filters")
    found = forecast(panel)
    assert set(found) == {"theory", LAST, MEAN}
    years = {len(each.crps) for each in found.values()}
    assert years == {len(panel.years) - 1 - 8}


def test_the_baseline_of_the_year_before_is_off_by_what_the_tie_moved() -> None:
    panel, _ = simulated()
    moved = np.diff(panel.ties, axis=-1)[..., -16:] ** 2
    assert forecast(panel)[LAST].square == pytest.approx(moved.mean(axis=(0, 1)))


def test_what_comes_later_changes_no_earlier_forecast() -> None:
    panel, _ = simulated("filters")
    ties = panel.ties.copy()
    ties[..., -1] += 5
    before, after = forecast(panel), forecast(replace(panel, ties=ties))
    for name in before:
        assert after[name].square[:-1] == pytest.approx(before[name].square[:-1])
        assert after[name].square[-1] > before[name].square[-1]
