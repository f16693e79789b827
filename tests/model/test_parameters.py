import numpy as np
import pytest
from scipy import stats

from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.parameters import Parameter, complete, parameters_of
from counterpoise.theory.modelled import Priors
from tests.model.worlds import frame

FAMILIES = [
    (Parameter("x", "normal", (), 0.3), stats.norm(0, 0.3)),
    (Parameter("x", "half-normal", (), 0.3), stats.halfnorm(0, 0.3)),
    (Parameter("x", "beta", (), numbers=(6.0, 2.0)), stats.beta(6, 2)),
    (Parameter("x", "uniform", ()), stats.uniform(-1, 2)),
    (Parameter("x", "log-normal", (), 0.5, middle=0.2), stats.lognorm(0.5, scale=0.2)),
]


@pytest.mark.parametrize(("parameter", "law"), FAMILIES, ids=[each.family for each, _ in FAMILIES])
def test_a_parameter_is_drawn_from_its_prior(parameter: Parameter, law: object) -> None:
    drawn = parameter.prior_draws(np.random.default_rng(1), 4000)
    assert stats.kstest(drawn, law.cdf).pvalue > 1e-3


def test_what_a_mask_fixes_is_not_sampled_and_is_0() -> None:
    panel, mask = frame(), mask_of("mediated", frame().filters).arrays(frame().filters)
    named = {each.name for each in parameters_of(panel, mask, Priors())}
    assert "mediated_free" in named
    assert not named & {"direct_free", "moderated_free", "response_sd"}
    rng = np.random.default_rng(2)
    drawn = {each.name: each.prior_draws(rng, 5) for each in parameters_of(panel, mask, Priors())}
    of = complete(drawn, panel, mask)
    assert not of["direct"].any()
    assert not of["direct_of_state"].any()
    assert of["mediated"].all()
    assert (of["loading"][:, :2] == 1).all()
    assert (of["loading"][:, 2] != 1).all()


def test_a_sign_holds_in_every_draw() -> None:
    panel, mask = frame(), Mask(signs={"direct": (-1, 0)}).arrays(frame().filters)
    rng = np.random.default_rng(3)
    drawn = {each.name: each.prior_draws(rng, 50) for each in parameters_of(panel, mask, Priors())}
    direct = complete(drawn, panel, mask)["direct"]
    assert (direct[:, 0] < 0).all()
    assert 0 < (direct[:, 1] < 0).mean() < 1
