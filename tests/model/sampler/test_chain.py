import numpy as np

from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.sampler.chain import chain, start, turns
from counterpoise.model.sampler.target import Target
from counterpoise.model.statespace import inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made


def test_a_chain_is_the_same_from_the_same_seed() -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    one, same, other = (chain(inputs, 6, 4, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert np.array_equal(one["ties"], same["ties"])
    assert not np.array_equal(one["ties"], other["ties"])
    assert one["filter_levels"].shape == (4, 2, 3)
    assert one["lost"].shape == (4,)
    assert np.isfinite(one["direct_of_state"]).all()


def test_what_a_reading_leaves_out_stays_0_along_the_chain() -> None:
    inputs = inputs_of(made(), mask_of("mediated", made().filters).arrays(made().filters), Priors())
    found = chain(inputs, 4, 4, np.random.default_rng(4))
    assert not found["direct"].any()
    assert not found["direct_of_state"].any()
    assert not found["moderated"].any()
    assert found["mediated"].all()


def test_chains_begin_apart_but_with_the_pressure_that_is_observed() -> None:
    target = Target(inputs_of(made(), Mask().arrays(made().filters), Priors()))
    one, other = (target.values(start(target, np.random.default_rng(seed))) for seed in (1, 2))
    assert (one["filter_sd"] != other["filter_sd"]).all()
    assert np.allclose(one["pressure"], made().pressure.mean(axis=0))


def test_a_filter_is_turned_with_its_response_and_its_effects() -> None:
    inputs = inputs_of(made(), Mask(signs={"mediated:security": (1, 0)}).arrays(made().filters), Priors())
    target = Target(inputs)
    (signs,) = turns(target)  # The filter whose effect has a sign stays.
    before = target.values(start(target, np.random.default_rng(1)))
    after = target.values(signs * target.placed(before))
    assert after["filter_response"][0] == -before["filter_response"][0]
    assert after["filter_response"][1] == before["filter_response"][1]
    for name in ("mediated", "moderated"):
        assert (after[name][:, 0] == -before[name][:, 0]).all()
        assert np.allclose(after[name][:, 1], before[name][:, 1])
    assert np.array_equal(after["direct"], before["direct"])
