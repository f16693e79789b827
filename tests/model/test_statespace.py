import numpy as np
import pytest

from counterpoise.model.gibbs import start
from counterpoise.model.mask import Mask
from counterpoise.model.statespace import (
    filter_shocks,
    inputs_of,
    measure_levels,
    shock_precision,
    tie_error,
    tie_shocks,
)
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made

INPUTS = inputs_of(made(), Mask().arrays(made().filters), Priors())
AT = start(INPUTS, np.random.default_rng(2))


def test_shocks_are_what_the_equations_leave_over() -> None:
    filters, ties, i, t = AT["filter_states"], AT["tie_states"], 1, 4
    felt = made().exposure[i] * AT["pressure"]
    found = filter_shocks(INPUTS, AT)
    mean = AT["filter_persistence"] * filters[:, i, t - 1] + AT["filter_response"] * felt[t]
    assert found[:, i, t] == pytest.approx(filters[:, i, t] - mean)
    first = np.sqrt(1 - AT["filter_persistence"] ** 2) * (filters[:, i, 0] - AT["filter_response"] * felt[0])
    assert found[:, i, 0] == pytest.approx(first)
    mean = (
        AT["tie_persistence"] * ties[:, i, t - 1]
        + (AT["direct"] + AT["direct_of_state"][:, i]) * felt[t]
        + AT["mediated"] @ filters[:, i, t]
        + AT["moderated"] @ filters[:, i, t] * felt[t]
        + AT["year"][:, t]
    )
    assert tie_shocks(INPUTS, AT)[:, i, t] == pytest.approx(ties[:, i, t] - mean)


def test_the_precision_of_shocks_is_that_of_their_covariance() -> None:
    sd, between = AT["tie_sd"], AT["tie_correlation"]
    covariance = np.outer(sd, sd) * np.array([[1, between], [between, 1]])
    assert shock_precision(AT) @ covariance == pytest.approx(np.eye(2))


def test_what_is_not_observed_has_no_precision_and_no_variance() -> None:
    seen = made().observed_ties
    assert (INPUTS.precisions[~seen] == 0).all()
    assert INPUTS.precisions[seen] == pytest.approx(tie_error(made())[seen] ** -2)
    assert (INPUTS.measures_known[np.isnan(made().measures)] == -1).all()
    assert INPUTS.firsts.tolist() == [True, True, False]


def test_levels_of_measures_are_drawn_about_what_filters_leave() -> None:
    rng = np.random.default_rng(3)
    drawn = np.array([measure_levels(INPUTS, AT, rng)[2, 1] for _ in range(2000)])
    here = ~np.isnan(made().measures[2, 1])
    apart = made().measures[2, 1, here] - AT["loading"][2] * AT["filter_states"][1, 1, here]
    weight = 1 / (0.1**2 + AT["extra_error"][2] ** 2)
    precision = here.sum() * weight + AT["measure_level_sd"][2] ** -2.0
    assert drawn.std() == pytest.approx(precision**-0.5, rel=0.06)
    assert drawn.mean() == pytest.approx(
        apart.sum() * weight / precision, abs=4 * precision**-0.5 / 2000**0.5
    )
