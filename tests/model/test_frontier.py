from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.balance import Balance, balance_of_ties
from counterpoise.model.frontier import (
    benefit_and_risk,
    efficient_balancing,
    enveloped,
    not_dominated,
)
from counterpoise.theory.interests import Frontier, Interest
from counterpoise.theory.modelled import Decision
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=7, years=8)
TRUTH = simulated(WORLD, seed=31)
PANEL = replace(panel_of(WORLD, TRUTH), evidence={"ties": ("trade_share",)})
STATED = Frontier(
    interests={
        "prosperity": Interest(indicator="gdp", weight=2),
        "security": Interest(indicator="disputes", more_is="worse"),
    }
)
TITLES = {"gdp": "economic", "disputes": "security", "embassies": "Embassies abroad"}
POSTERIOR = repeated(TRUTH, 12, spread=0.05)
FOUND = benefit_and_risk(POSTERIOR, PANEL, STATED, TITLES, 1)


def test_benefit_is_the_weighted_mean_of_interests_against_the_states_own_past() -> None:
    from scipy.stats import norm

    wealth, disputes = PANEL.measures[0, 2], PANEL.measures[1, 2]
    by_hand = (2 * norm.cdf(wealth[3] - wealth.mean()) + norm.cdf(disputes.mean() - disputes[3])) / 3
    assert FOUND.benefit[:, 2, 3] == pytest.approx(np.full(12, by_hand))
    richer = replace(PANEL, measures=PANEL.measures + np.arange(7)[None, :, None])
    other = benefit_and_risk(POSTERIOR, richer, STATED, TITLES, 1)
    np.testing.assert_allclose(other.benefit, FOUND.benefit, atol=1e-12)


def test_an_interest_counts_by_what_is_observed_also_where_less_of_it_is_more_of_its_filter() -> None:
    turned = np.concatenate([-PANEL.measures[:1], PANEL.measures[1:]])
    poor = replace(PANEL, measures=turned, measure_titles=("Less economic", *PANEL.measure_titles[1:]))
    found = benefit_and_risk(POSTERIOR, poor, STATED, TITLES, 1)
    np.testing.assert_allclose(found.interests, FOUND.interests, atol=1e-12)


def test_the_frontier_of_a_draw_is_what_none_dominates() -> None:
    # Benefit and risk by hand: the third has less benefit at as much risk as the second, the last is not told of.
    benefit = np.array([1, 2, 1.5, 3, np.nan])[None, :, None]
    risk = np.array([1, 2, 2, 2.5, 0])[None, :, None]
    assert not_dominated(benefit, risk)[0, :4, 0].tolist() == [True, True, False, True]
    for t in range(8):
        b, r = FOUND.benefit[..., t], FOUND.risk.total[..., t]
        best = b.argmax(axis=1), r.argmin(axis=1)
        on = not_dominated(FOUND.benefit, FOUND.risk.total)[..., t]
        assert all(on[draw, each[draw]] for each in best for draw in range(12))


def test_efficiency_is_the_score_of_one_input_and_one_output() -> None:
    from counterpoise.model.envelopment import envelopment

    scored = envelopment(FOUND.risk.total[3, :, 5][:, None], FOUND.benefit[3, :, 5][:, None])
    assert FOUND.efficiency[3, :, 5] == pytest.approx(scored.score, abs=1e-6)
    assert FOUND.efficiency.max(axis=1) == pytest.approx(np.ones((12, 8)))


def test_what_is_not_observed_is_not_told() -> None:
    measures, ties = PANEL.measures.copy(), PANEL.ties.copy()
    measures[0, 0, 0] = np.nan
    ties[1, 1, 2] = np.nan
    ties[:, 1:, 7] = np.nan
    gaps = replace(PANEL, measures=measures, ties=ties)
    found = benefit_and_risk(POSTERIOR, gaps, STATED, TITLES, 1)
    silent = np.argwhere(~found.told).tolist()
    assert silent == [[0, 0], [0, 7], [1, 2], *[[i, 7] for i in range(1, 7)]]
    table = found.table()
    assert table.height == 7 * 8 - 9
    assert np.isfinite(table.drop("state").to_numpy()).all()


def test_errors_of_measures_make_benefit_uncertain() -> None:
    unsure = replace(PANEL, measure_errors=np.full_like(PANEL.measures, 0.5))
    found = benefit_and_risk(POSTERIOR, unsure, STATED, TITLES, 1)
    assert found.benefit.std(axis=0).min() > 0.02
    assert FOUND.benefit.std(axis=0).max() < 1e-12


def test_an_interest_that_nothing_measures_is_left_out_and_told() -> None:
    more = Frontier(interests={**STATED.interests, "influence": Interest(indicator="embassies")})
    found = benefit_and_risk(POSTERIOR, PANEL, more, TITLES, 1)
    np.testing.assert_allclose(found.benefit, FOUND.benefit)
    assert found.notes == ("Influence is left out of benefit: embassies abroad is not measured in the panel",)
    assert "embassies" not in found.inputs


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        ("gdp_", "Wealth: no indicator 'gdp_' is known - did you mean 'gdp'"),
        ("embassies", "none of its interests is measured"),
        (None, "no interest is stated"),
    ],
)
def test_without_an_interest_that_is_measured_there_is_no_benefit(indicator: str | None, told: str) -> None:
    stated = Frontier(interests={"wealth": Interest(indicator=indicator)} if indicator else {})
    with pytest.raises(CounterpoiseError, match=told):
        benefit_and_risk(POSTERIOR, PANEL, stated, TITLES, 1)


def test_what_is_made_of_the_same_ties_is_true_by_definition() -> None:
    balance = balance_of_ties(POSTERIOR, PANEL)
    told = efficient_balancing(FOUND, balance, Decision(), "id", seed=1)
    assert (told.verdict, told.efficiency.rho, told.shared) == (None, None, ("trade_share",))
    assert "true by definition: trade_share stands behind both" in str(told)
    assert told.benefit.rho is not None
    assert told.table()["why"].null_count() == 1


def test_balance_of_other_indicators_is_held_against_efficiency() -> None:
    along = Balance(FOUND.efficiency.copy(), frozenset({"visits"}))
    told = efficient_balancing(FOUND, along, Decision(), "id", seed=1)
    assert (told.verdict, told.efficiency.state_years) == ("supported", 56)
    against = Balance(-FOUND.efficiency, frozenset({"visits"}))
    assert efficient_balancing(FOUND, against, Decision(), "id", seed=1).verdict == "contradicted"


def test_a_correlation_that_counts_as_none_supports_nothing() -> None:
    noise = 0.5 * np.random.default_rng(2).normal(size=FOUND.efficiency.shape[1:])
    loosely = Balance(FOUND.efficiency + noise, frozenset({"visits"}))
    told = efficient_balancing(FOUND, loosely, Decision(), "id", seed=1)
    assert told.efficiency.rho is not None
    assert told.efficiency.rho.positive > 0.95
    draws = told.efficiency.draws
    assert told.probability == np.mean(draws > 0.1)
    strict = Decision(negligible=float(np.max(draws)))
    none = efficient_balancing(FOUND, loosely, strict, "id", seed=1)
    # A correlation above 0 that counts as none is no contrary: noise alone would make it small.
    assert (none.probability, none.verdict) == (0.0, "undecided")
    assert none.contrary == np.mean(draws <= 0)


def test_balance_of_other_draws_is_refused() -> None:
    other = Balance(FOUND.efficiency[:5], frozenset({"visits"}))
    with pytest.raises(CounterpoiseError, match=r"shape \(5, 7, 8\); expected \(12, 7, 8\)"):
        efficient_balancing(FOUND, other, Decision(), "id", seed=1)


def test_envelopment_scores_every_state_year_that_is_told() -> None:
    three = replace(
        PANEL,
        ties=np.where(np.arange(8) < 2, PANEL.ties, np.nan),
    )
    scored = enveloped(benefit_and_risk(POSTERIOR, three, STATED, TITLES, 1))
    assert scored.height == 7 * 2
    assert scored["score"].is_between(0, 1).all()
    assert scored.filter("efficient")["score"].min() == pytest.approx(1)
    assert 0 < scored["efficient"].sum() < 14
    assert (scored.filter(~scored["efficient"])["peers"] != "").all()
