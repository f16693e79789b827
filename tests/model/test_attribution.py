from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.attribution import (
    Attribution,
    attribution,
    attribution_of_readings,
    share_verdict,
)
from counterpoise.model.contributions import contributions
from counterpoise.model.impulse import READINGS
from counterpoise.theory.modelled import Decision, ModelPart, ShareRule
from tests.model.simulated import FILTERS, World, panel_of, regressed, repeated, simulated

WORLD = World(states=4, years=20)
TRUTH = simulated(WORLD, seed=11)
PANEL = panel_of(WORLD, TRUTH)
MODEL = ModelPart(
    filters={name: name for name in FILTERS},
    decided={
        "h1": ShareRule(largest=("economic", "security"), each=True),
        "h1a": ShareRule(largest=("economic",)),
    },
)
FOUND = attribution(repeated(TRUTH, 130, spread=0.05), PANEL)


def of_shares(*shares: tuple[float, ...]) -> Attribution:
    """An attribution with these shares of four blocks, a row each draw."""
    drawn = np.array(shares).T
    blocks = ("pressure", "economic", "security", "leadership")
    return Attribution(blocks, drawn, drawn.sum(axis=0), np.zeros((4, 4, len(shares))))


def test_shares_sum_to_bayesian_r2_as_defined() -> None:
    np.testing.assert_allclose(FOUND.shares.sum(axis=0), FOUND.r2, atol=1e-9)
    # Gelman et al. (2019), equation 3: var(fit) / (var(fit) + var(residual)), of one draw, by stepping through the years.
    terms = contributions(TRUTH, PANEL).by_block.sum(axis=2)[0]
    fit = np.zeros_like(terms)
    for year in range(20):
        before = fit[..., year - 1] if year else 0.0
        fit[..., year] = WORLD.tie_persistence[:, None] * before + terms[..., year]
    explained, rest = (sum(np.var(each[p]) for p in range(2)) for each in (fit, TRUTH.tie_states[0] - fit))
    assert attribution(TRUTH, PANEL).r2[0] == pytest.approx(explained / (explained + rest))
    assert 0.2 < FOUND.r2.mean() < 1


def test_a_block_that_does_nothing_has_no_share_and_no_effect() -> None:
    idle = replace(TRUTH, mediated=TRUTH.mediated * [1, 1, 0, 1], moderated=TRUTH.moderated * [1, 1, 0, 1])
    found = attribution(idle, PANEL)
    place = found.blocks.index("leadership")
    np.testing.assert_allclose(found.shares[place], 0, atol=1e-12)
    np.testing.assert_allclose(found.interactions[place], 0, atol=1e-12)
    assert found.effects is not None
    np.testing.assert_allclose(found.effects[place], 0, atol=1e-12)


def test_state_years_without_a_tie_do_not_count() -> None:
    ties = PANEL.ties.copy()
    ties[:, :, 10:] = np.nan
    first = replace(
        PANEL,
        years=PANEL.years[:10],
        pressure=PANEL.pressure[:, :10],
        measures=PANEL.measures[..., :10],
        measure_errors=PANEL.measure_errors[..., :10],
        ties=PANEL.ties[..., :10],
        tie_errors=PANEL.tie_errors[..., :10],
    )
    short = replace(
        TRUTH,
        pressure=TRUTH.pressure[:, :10],
        filter_states=TRUTH.filter_states[..., :10],
        tie_states=TRUTH.tie_states[..., :10],
        year=TRUTH.year[..., :10],
    )
    seen = attribution(TRUTH, replace(PANEL, ties=ties))
    np.testing.assert_allclose(seen.shares, attribution(short, first).shares, atol=1e-12)
    with pytest.raises(CounterpoiseError, match="fewer than two state-years"):
        attribution(TRUTH, replace(PANEL, ties=np.full_like(ties, np.nan)))


def test_two_of_four_blocks_that_sum_to_a_half_prove_nothing() -> None:
    # Security alone carries the pair: it is the largest of all pairs with hardly anything of the economy in it.
    found = of_shares(*[(0.05, 0.06, 0.5, 0.04)] * 10)
    told = share_verdict("h1", MODEL.decided["h1"], found, Decision(), "id")
    assert (told.largest, told.each, told.probability, told.verdict) == (1.0, 0.0, 0.0, "contradicted")
    alone = share_verdict("h1", ShareRule(largest=("economic", "security")), found, Decision(), "id")
    assert (alone.each, alone.verdict) == (None, "supported")


def test_both_conditions_are_held_in_one_draw() -> None:
    both, pair = (0.1, 0.4, 0.3, 0.1), (0.1, 0.15, 0.5, 0.1)
    found = of_shares(*[both] * 9, pair)
    told = share_verdict("h1", MODEL.decided["h1"], found, Decision(), "id")
    assert (told.largest, told.each, told.probability, told.verdict) == (1.0, 0.9, 0.9, "supported")
    assert "largest of 6 sets of 2) = 1.00, P(each above 1/4) = 0.90" in str(told)
    open_ = share_verdict("h1", MODEL.decided["h1"], of_shares(both, pair), Decision(), "id")
    assert open_.verdict == "undecided"


def test_a_set_is_the_largest_of_all_of_its_size_as_going_through_them_says() -> None:
    from itertools import combinations

    for one in combinations(range(5), 2):
        sums = {pair: FOUND.shares[list(pair)].sum(axis=0) for pair in combinations(range(5), 2)}
        others = np.max([total for pair, total in sums.items() if pair != one], axis=0)
        expected = (sums[one] > others).astype(float)
        np.testing.assert_array_equal(FOUND.largest(tuple(FOUND.blocks[j] for j in one)), expected)


def test_what_is_not_observed_cannot_be_decided() -> None:
    told = share_verdict("h9", ShareRule(largest=("domestic", "economic")), FOUND, Decision(), "id")
    assert (told.verdict, told.probability) == (None, None)
    assert str(told) == "h9: not testable with this evidence: nothing is observed of domestic (rules id)."
    whole = share_verdict("h9", ShareRule(largest=FOUND.blocks), FOUND, Decision(), "id")
    assert whole.why is not None
    assert "no other set" in whole.why


def test_tables_hold_every_block_and_every_pair() -> None:
    table, pairs = FOUND.table(), FOUND.pairs()
    assert table["block"].to_list() == ["pressure", *FILTERS]
    assert table["share"].sum() == pytest.approx(np.median(FOUND.r2), abs=0.02)
    assert table["largest"].sum() == pytest.approx(1)
    assert pairs.height == 10
    assert pairs["largest"].sum() == pytest.approx(1)
    assert FOUND.interaction("economic", "security").median == pytest.approx(
        pairs.filter(one="economic", other="security")["median"].item()
    )


def test_readings_share_the_same_r2() -> None:
    found = attribution_of_readings(TRUTH, PANEL)
    assert found.blocks == READINGS
    np.testing.assert_allclose(found.r2, attribution(TRUTH, PANEL).r2, atol=1e-12)
    np.testing.assert_allclose(found.shares.sum(axis=0), found.r2, atol=1e-9)


def of_worlds(world: World, number: int) -> list[str | None]:
    """What H1 comes to in some simulated worlds, by the exact posterior of the ties' equation."""
    told = []
    for seed in range(number):
        truth = simulated(world, seed)
        found = attribution(regressed(truth, 100, seed), panel_of(world, truth))
        told.append(share_verdict("h1", MODEL.decided["h1"], found, MODEL.decision, "id").verdict)
    return told


def test_a_world_without_filters_does_not_support_h1() -> None:
    # In no more than a tenth of worlds: here where pressure acts by itself, and where nothing acts at all.
    small = World(states=8, years=20)
    silent = replace(small, direct=np.zeros(2), response_sd=np.zeros(2))
    for world in (small.without_filters(), silent.without_filters()):
        assert of_worlds(world, 15).count("supported") <= 1


def test_a_world_in_which_h1_holds_supports_it() -> None:
    ties = np.array([[0.35, 0.3, 0, 0], [0.35, -0.3, 0, 0]])
    true = World(states=10, years=25, mediated=ties, moderated=np.zeros((2, 4)), direct=np.full(2, 0.05))
    assert of_worlds(true, 8).count("supported") >= 5
