import numpy as np
import pytest

from counterpoise.model.mask import Mask
from counterpoise.model.sampler.chain import start
from counterpoise.model.sampler.marginal import marginal, precision_of, state_draws
from counterpoise.model.sampler.target import Target, arguments
from counterpoise.model.statespace import inputs_of
from counterpoise.theory.modelled import Priors
from tests.model.worlds import made


def given() -> tuple:
    target = Target(inputs_of(made(), Mask().arrays(made().filters), Priors()))
    return arguments(target.inputs, target.values(start(target, np.random.default_rng(1))))


def test_states_do_not_move_each_other() -> None:
    felt, year, filters, ties, measures, observed = given()
    alone = []
    for n in range(3):
        one = (np.ascontiguousarray(each[:, :, n : n + 1]) for each in (*measures[:2], *observed[:2]))
        values, weights, seen, sure = one
        of = (values, weights, *measures[2:])
        found = marginal(
            np.ascontiguousarray(felt[:, n : n + 1]), year, filters, ties, of, (seen, sure, observed[2])
        )
        alone.append(found[1])
    assert marginal(*given())[1] == pytest.approx(sum(alone))


def test_a_draw_without_noise_is_the_mean_to_which_the_precision_leads() -> None:
    own, ahead, border, _, towards, _, _ = precision_of(*given())
    t, k = towards.shape[:2]
    paths, edge = state_draws(*given(), np.zeros((t * k + border.shape[1], 3)))
    # A row of the precision times the mean is what it was to be solved for, here of a year amidst the others.
    year = 4
    full = np.tril(own[year][:, :, 0]) + np.tril(own[year][:, :, 0], -1).T
    led = full @ paths[year, :, 0] + ahead[year, :, :, 0].T @ paths[year + 1, :, 0]
    led += ahead[year - 1, :, :, 0] @ paths[year - 1, :, 0] + border[year, :, :, 0].T @ edge[:, 0]
    assert led == pytest.approx(towards[year, :, 0])
