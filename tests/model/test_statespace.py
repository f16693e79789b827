import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from counterpoise.model.mask import Mask
from counterpoise.model.statespace import (
    filter_density,
    inputs_of,
    measure_likelihood,
    pressure_density,
    tie_density,
    widths,
)
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made

RNG = np.random.default_rng(6)
N, T = 3, 12
OF = {
    "pressure_persistence": 0.7,
    "filter_persistence": np.array([0.8, 0.6]),
    "filter_response": np.array([0.1, -0.2]),
    "filter_sd": np.array([0.3, 0.5]),
    "tie_persistence": np.array([0.9, 0.5]),
    "tie_sd": np.array([0.2, 0.4]),
    "tie_correlation": 0.3,
    "direct": np.array([0.2, -0.1]),
    "direct_of_state": RNG.normal(0, 0.1, (2, N)),
    "mediated": RNG.normal(0, 0.2, (2, 2)),
    "moderated": RNG.normal(0, 0.2, (2, 2)),
    "year": RNG.normal(0, 0.2, (2, T)),
    "loading": np.array([1.0, 1.0, 0.6]),
    "extra_error": np.array([0.2, 0.3, 0.4]),
    "measure_level_sd": np.array([0.7, 0.5, 0.9]),
}
PRESSURE, FILTERS, TIES = RNG.normal(size=T), RNG.normal(size=(2, N, T)), RNG.normal(size=(2, N, T))


def test_paths_have_the_density_of_the_equations_reckoned_shock_by_shock() -> None:
    exposure = made().exposure
    pressure = norm.logpdf(PRESSURE[0]) + sum(
        norm.logpdf(PRESSURE[t], 0.7 * PRESSURE[t - 1], np.sqrt(1 - 0.49)) for t in range(1, T)
    )
    assert float(pressure_density(OF, PRESSURE)) == pytest.approx(pressure)
    filters = ties = 0.0
    for i in range(N):
        for t in range(T):
            felt = exposure[i] * PRESSURE[t]
            for k in range(2):
                rho, sd = OF["filter_persistence"][k], OF["filter_sd"][k]
                mean = OF["filter_response"][k] * felt + (rho * FILTERS[k, i, t - 1] if t else 0.0)
                filters += norm.logpdf(FILTERS[k, i, t], mean, sd if t else sd / np.sqrt(1 - rho**2))
            sd = OF["tie_sd"] if t else OF["tie_sd"] / np.sqrt(1 - OF["tie_persistence"] ** 2)
            mean = (
                (OF["direct"] + OF["direct_of_state"][:, i]) * felt
                + OF["mediated"] @ FILTERS[:, i, t]
                + OF["moderated"] @ FILTERS[:, i, t] * felt
                + OF["year"][:, t]
                + (OF["tie_persistence"] * TIES[:, i, t - 1] if t else 0.0)
            )
            between = np.outer(sd, sd) * np.array([[1, 0.3], [0.3, 1]])
            ties += multivariate_normal.logpdf(TIES[:, i, t], mean, between)
    assert float(filter_density(OF, exposure, PRESSURE, FILTERS)) == pytest.approx(filters)
    assert float(tie_density(OF, exposure, PRESSURE, FILTERS, TIES)) == pytest.approx(ties)


def test_levels_of_measures_are_integrated_out() -> None:
    panel = made()
    total = 0.0
    for r, of in enumerate(panel.filter_of):
        for i in range(N):
            seen = ~np.isnan(panel.measures[r, i])
            variance = panel.measure_errors[r, i, seen] ** 2 + OF["extra_error"][r] ** 2
            covariance = np.diag(variance) + OF["measure_level_sd"][r] ** 2
            mean = OF["loading"][r] * FILTERS[of, i, seen]
            total += multivariate_normal.logpdf(panel.measures[r, i, seen], mean, covariance)
    assert float(measure_likelihood(OF, panel, FILTERS)) == pytest.approx(total)


def test_every_coordinate_has_a_width() -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    assert all((width > 0).all() for width in widths(inputs).values())
