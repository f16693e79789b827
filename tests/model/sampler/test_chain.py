import numpy as np

from counterpoise.model.mask import Mask, mask_of
from counterpoise.model.sampler.chain import chain, exchanges, start, turns
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
    turned = turns(target)
    assert len(turned.signs) == 1  # The filter whose effect has a sign stays.
    before = target.values(start(target, np.random.default_rng(1)))
    after = target.values(turned(0, target.placed(before)))
    assert after["filter_response"][0] == -before["filter_response"][0]
    assert after["filter_response"][1] == before["filter_response"][1]
    for name in ("mediated", "moderated"):
        assert (after[name][:, 0] == -before[name][:, 0]).all()
        assert np.allclose(after[name][:, 1], before[name][:, 1])
    assert np.array_equal(after["direct"], before["direct"])


def test_filters_are_exchanged_in_what_they_are_and_do_and_not_in_how_they_are_measured() -> None:
    target = Target(inputs_of(made(), Mask().arrays(made().filters), Priors()))
    leaps = exchanges(target)
    assert leaps.by_lot
    assert len(leaps.signs) == 4  # Two filters, either turned or not.
    u = start(target, np.random.default_rng(1))
    before, after = target.values(u), target.values(leaps(1, u))
    for name in ("filter_persistence", "filter_sd"):
        assert np.array_equal(after[name], before[name][::-1])
    for name in ("mediated", "moderated"):
        assert np.allclose(after[name], before[name][:, ::-1] * [1, -1])
    assert np.allclose(after["filter_response"], before["filter_response"][::-1] * [1, -1])
    for name in ("extra_error", "loading", "direct", "pressure", "tie_persistence"):
        assert np.array_equal(after[name], before[name])
    # Each has one that leads back, so that both ways are tried alike.
    for leap in range(4):
        back = [leaps(other, leaps(leap, u)) for other in range(4)]
        assert any(np.array_equal(each, u) for each in back)


def test_filters_with_other_effects_kept_or_with_a_sign_are_not_exchanged() -> None:
    filters = made().filters
    for mask in (
        Mask(mediated=("security",)),
        Mask(signs={"mediated:security": (1, 0)}),
        mask_of("direct", filters),
    ):
        leaps = exchanges(Target(inputs_of(made(), mask.arrays(filters), Priors())))
        assert leaps.orders.shape[0] == 0
