import numpy as np

from counterpoise.model.gibbs import KEPT, chain, start
from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.statespace import inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made


def test_a_chain_keeps_every_thin_step_and_is_the_same_from_the_same_seed() -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    each = chain(inputs, 3, 6, 1, np.random.default_rng(4))
    other = chain(inputs, 3, 3, 2, np.random.default_rng(4))
    assert set(each) == {*KEPT, "ties", "filter_levels"}
    assert np.array_equal(each["ties"][1::2], other["ties"])
    assert not np.array_equal(each["ties"][0], each["ties"][1])


def test_what_a_reading_leaves_out_stays_0_along_the_chain() -> None:
    inputs = inputs_of(made(), mask_of("mediated", made().filters).arrays(made().filters), Priors())
    found = chain(inputs, 2, 4, 1, np.random.default_rng(4))
    assert not found["direct"].any()
    assert not found["direct_of_state"].any()
    assert not found["moderated"].any()
    assert found["mediated"].all()


def test_chains_begin_apart() -> None:
    inputs = inputs_of(made(), Mask().arrays(made().filters), Priors())
    one, other = (start(inputs, np.random.default_rng(seed)) for seed in (1, 2))
    assert (one["filter_sd"] != other["filter_sd"]).all()
