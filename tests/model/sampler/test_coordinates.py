import numpy as np
import pytest
from scipy import stats

from counterpoise.model.mask import Mask
from counterpoise.model.parameters import Parameter
from counterpoise.model.sampler.coordinates import Coordinate, coordinates_of
from counterpoise.model.statespace import inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made

PRIORS = [
    (Parameter("x", "normal", (2,), 0.3), lambda v: stats.norm(0, 0.3).logpdf(v)),
    (Parameter("x", "half-normal", (2,), 0.3), lambda v: stats.halfnorm(0, 0.3).logpdf(v) + np.log(v)),
    (
        Parameter("x", "beta", (2,), numbers=(6, 2)),
        lambda v: stats.beta(6, 2).logpdf(v) + np.log(v * (1 - v)),
    ),
    (Parameter("x", "uniform", (2,)), lambda v: np.log(1 - v**2)),
    (
        Parameter("x", "log-normal", (2,), 0.5, middle=0.2),
        lambda v: stats.norm(np.log(0.2), 0.5).logpdf(np.log(v)),
    ),
]


@pytest.mark.parametrize(("prior", "log"), PRIORS, ids=[each.family for each, _ in PRIORS])
def test_priors_are_told_in_the_coordinate(prior: Parameter, log) -> None:
    of = Coordinate("x", prior, slice(1, 3), np.arange(2))
    u, other = np.array([9.0, 0.3, -0.4]), np.array([9.0, -0.2, 0.7])
    assert of.place(of.value(u)) == pytest.approx(u[1:])
    found = of.log_prior(u, of.value(u))[0] - of.log_prior(other, of.value(other))[0]
    assert found == pytest.approx(log(of.value(u)).sum() - log(of.value(other)).sum())
    step = 1e-6
    along = np.array([0.0, step, 0.0])
    slope = of.log_prior(u + along, of.value(u + along))[0] - of.log_prior(u - along, of.value(u - along))[0]
    assert of.log_prior(u, of.value(u))[1][0] == pytest.approx(slope / (2 * step), rel=1e-4)
    moved = (of.value(u + along) - of.value(u - along))[0] / (2 * step)
    assert of.slope(of.value(u))[0] == pytest.approx(moved, rel=1e-4)


def test_every_number_that_is_sampled_has_one_place() -> None:
    inputs = inputs_of(made(), Mask(mediated=("security",)).arrays(made().filters), Priors())
    found = coordinates_of(inputs)
    places = [place for each in found for place in range(each.places.start, each.places.stop)]
    assert places == list(range(len(places)))
    sizes = {each.name: len(each.chosen) for each in found}
    # The first measure of each filter has the loading 1, and an effect that a mask leaves out is no number.
    assert sizes["loading"] == 1
    assert sizes["mediated"] == 2
    assert sizes["moderated"] == 4
    assert sizes["pressure"] == 12
    assert sizes["year"] == 24
