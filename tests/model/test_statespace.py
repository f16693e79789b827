from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.mask import Mask
from counterpoise.model.statespace import (
    inputs_of,
    measure_precisions,
    shock_precision,
    tie_error,
)
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made

INPUTS = inputs_of(made(), Mask().arrays(made().filters), Priors())


def test_the_precision_of_shocks_is_that_of_their_covariance() -> None:
    at = {"tie_sd": np.array([0.2, 0.5]), "tie_correlation": np.array(0.3)}
    covariance = np.array([[0.04, 0.03], [0.03, 0.25]])
    assert shock_precision(at) @ covariance == pytest.approx(np.eye(2))


def test_what_is_not_observed_has_no_precision_and_no_variance() -> None:
    seen = made().observed_ties
    assert (INPUTS.tie_precisions.transpose(1, 2, 0)[~seen] == 0).all()
    assert INPUTS.tie_precisions.transpose(1, 2, 0)[seen] == pytest.approx(tie_error(made())[seen] ** -2)
    missing = np.isnan(made().measures)
    assert (INPUTS.measures_known.transpose(1, 2, 0)[missing] == -1).all()
    assert INPUTS.firsts.tolist() == [True, True, False]


def test_measures_err_by_what_is_known_and_by_what_their_filter_has_in_common() -> None:
    found = measure_precisions(INPUTS, {"extra_error": np.array([0.2, 0.5])}).transpose(1, 2, 0)
    missing = np.isnan(made().measures)
    assert (found[missing] == 0).all()
    assert found[0] == pytest.approx(1 / (0.1**2 + 0.2**2))
    assert found[1] == pytest.approx(1 / (0.1**2 + 0.5**2))
    assert found[2][~missing[2]] == pytest.approx(1 / (0.1**2 + 0.5**2))


def test_pressure_errs_by_what_the_theory_takes_for_given_whatever_its_sources_say() -> None:
    told = replace(made(), pressure_errors=np.full(made().pressure.shape, 0.4))
    found = inputs_of(told, Mask().arrays(made().filters), Priors(pressure_error=0.3))
    assert found.pressure_precisions == pytest.approx(0.3**-2)
