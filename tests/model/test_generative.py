import numpy as np
import pytest

from counterpoise.model.generative import prior_parameters, prior_paths, prior_predictive, world
from counterpoise.model.mask import Mask
from counterpoise.theory.modelled import Priors
from tests.model.worlds import frame

MASK = Mask().arrays(frame().filters)


def test_paths_follow_the_equations_where_nothing_shocks_but_pressure() -> None:
    panel = frame()
    of = prior_parameters(panel, MASK, Priors(), 1, 3)
    still = {**of, "tie_sd": 0 * of["tie_sd"], "filter_sd": 0 * of["filter_sd"], "year": 0 * of["year"]}
    made = prior_paths(still, panel, 1)
    for d in range(3):
        felt = panel.exposure[:, None] * made["pressure"][d]
        m, tie = made["filters"][d], made["ties"][d]
        expected = (
            of["tie_persistence"][d][:, None] * tie[:, :, 4]
            + (of["direct"][d][:, None] + of["direct_of_state"][d]) * felt[:, 5]
            + of["mediated"][d] @ m[:, :, 5]
            + of["moderated"][d] @ m[:, :, 5] * felt[:, 5]
        )
        assert np.allclose(tie[:, :, 5], expected)


def test_pressure_varies_by_1_and_a_filter_without_response_by_its_long_run() -> None:
    panel = frame(n=8, t=12)
    of = prior_parameters(panel, MASK, Priors(), 2, 1500)
    alone = {**of, "filter_response": 0 * of["filter_response"]}
    made = prior_paths(alone, panel, 2)
    assert made["pressure"].var() == pytest.approx(1, abs=0.1)
    long_run = of["filter_sd"] / np.sqrt(1 - of["filter_persistence"] ** 2)
    ratio = made["filters"] / long_run[:, :, None, None]
    assert ratio[..., -1].var() == pytest.approx(1, abs=0.05)


def test_the_priors_of_the_library_give_ties_that_vary_as_ties_may_and_wild_ones_do_not() -> None:
    assert prior_predictive(frame(), MASK, Priors(), 3) > 0.9
    assert prior_predictive(frame(), MASK, Priors(mediated=20, direct=20), 3) < 0.2


def test_a_made_world_is_observed_where_the_panel_is() -> None:
    made, _ = world(frame(), prior_parameters(frame(), MASK, Priors(), 4, 1), 4)
    assert np.array_equal(np.isnan(made.ties), np.isnan(frame().ties))
    assert np.array_equal(np.isnan(made.measures), np.isnan(frame().measures))
