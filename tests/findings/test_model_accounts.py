import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.model_accounts import BALANCE_SCHEMA, ModelAccounts
from counterpoise.model.allocation import DRAWS_ALONE, Division
from counterpoise.model.attribution import Attribution
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.model.paths import Paths
from tests.findings.fitted import felt_alike, known_fit, lately
from tests.findings.test_frontier_estimates import with_interest


@pytest.fixture(scope="module")
def accounts(miniature: Findings) -> ModelAccounts:
    return ModelAccounts(miniature.study, lately(with_interest()))


def test_readings_share_all_that_is_explained_and_what_filters_pass_on_leads_in_this_world(
    accounts: ModelAccounts,
) -> None:
    found = accounts.readings
    assert isinstance(found, Attribution)
    table = found.table()
    assert table["block"].to_list() == ["direct", "mediated", "moderated"]
    assert table["part"].sum() == pytest.approx(1, abs=0.05)
    assert table.sort("part")["block"].to_list()[-1] == "mediated"


def test_an_effort_is_divided_whole_and_the_same_way_each_time(
    accounts: ModelAccounts, miniature: Findings
) -> None:
    found, again = accounts.effort, ModelAccounts(miniature.study, lately(with_interest())).effort
    assert isinstance(found, Division)
    assert isinstance(again, Division)
    assert found.whole.weights.sum() == pytest.approx(1)
    assert (found.whole.weights >= 0).all()
    assert found.whole.tail_loss >= found.whole.value_at_risk - 1e-12
    assert len(found.shares) == min(accounts.fit.posterior.draws, DRAWS_ALONE)
    np.testing.assert_array_equal(found.whole.weights, again.whole.weights)
    np.testing.assert_array_equal(found.shares, again.shares)


def test_an_effort_is_divided_only_where_years_to_come_may_be_judged(miniature: Findings) -> None:
    few = known_fit(draws=20)
    assert not isinstance(ModelAccounts(miniature.study, few).effort, CounterpoiseError)
    for fit, why in (
        (replace(few, blocked=("the chains do not agree",)), "the chains do not agree"),
        (felt_alike(), FELT_ALIKE),
    ):
        refused = ModelAccounts(miniature.study, fit).effort
        assert isinstance(refused, CounterpoiseError)
        assert [each.what for each in refused.problems] == [why]


def test_balance_is_told_of_every_year_with_how_much_of_it_is_observed(accounts: ModelAccounts) -> None:
    found = accounts.balance
    assert dict(found.schema) == {name: kind() for name, kind in BALANCE_SCHEMA.items()}
    assert found["year"].to_list() == list(accounts.fit.panel.years)
    assert found["median"].is_between(0, 1).all()
    assert found["observed"].to_list() == [0] * 24 + [2] * 6


def test_states_are_enveloped_by_what_is_weighed_of_them(accounts: ModelAccounts) -> None:
    found = accounts.enveloped
    assert isinstance(found, pl.DataFrame)
    assert found.filter("efficient")["score"].min() == pytest.approx(1)
    assert set(found["state"]) <= set(accounts.fit.panel.states)


def test_what_moved_the_state_adds_up(accounts: ModelAccounts) -> None:
    found = accounts.moved
    assert isinstance(found, Paths)
    assert found.state == "PAK"
    np.testing.assert_allclose(found.draws.sum(axis=1), found.changes, atol=1e-9)


def test_all_of_it_is_data_without_a_number_that_is_none(accounts: ModelAccounts) -> None:
    told = accounts.data()
    json.dumps(told, allow_nan=False)
    assert {"readings", "explained", "moved", "balance", "effort", "envelopment"} == told.keys()
    assert 0 < told["explained"]["low90"] < told["explained"]["median"] < told["explained"]["high90"] < 1
    assert sum(told["effort"]["weights"]) == pytest.approx(1)
    for name in ("share_a", "gain", "tail_loss"):
        assert told["effort"]["by_draw"][name]["low90"] < told["effort"]["by_draw"][name]["high90"]
    blocked = replace(accounts.fit, blocked=("the chains do not agree", "few draws"))
    refused = ModelAccounts(accounts.study, blocked).data()
    assert refused["envelopment"] == "draws: no verdict may rest on them"
    assert refused["effort"] == "effort: the chains do not agree\neffort: few draws"
    assert refused["moved"] == told["moved"]


def test_what_cannot_be_told_says_why(miniature: Findings) -> None:
    # Another state than those of the panel, and no interest among its measures.
    fit = known_fit(draws=20, states=6)
    declared = miniature.study.declared.model_copy(update={"state": "AGO"})
    study = replace(miniature.study, declared=declared)
    accounts = ModelAccounts(study, fit)
    assert accounts.balance.is_empty()
    for found in (accounts.effort, accounts.moved, accounts.weighed, accounts.enveloped):
        assert isinstance(found, CounterpoiseError)
    assert "AGO" in str(accounts.effort)
    assert "none of its interests is measured in the panel" in str(accounts.enveloped)
