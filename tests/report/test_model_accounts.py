from dataclasses import replace

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.report.model_accounts import YEARS_TOLD, in_short, of_the_state, readings_table
from counterpoise.report.outline import Bullets, DataTable, Paragraph
from tests.findings.fitted import known_fit, lately
from tests.findings.test_frontier_estimates import with_interest


@pytest.fixture(scope="module")
def accounts(miniature: Findings) -> ModelAccounts:
    return ModelAccounts(miniature.study, lately(with_interest()))


def test_readings_stand_side_by_side(accounts: ModelAccounts) -> None:
    (table,) = readings_table(accounts)
    assert [row[0] for row in table.rows] == ["Direct", "Mediated", "Moderated"]
    assert sum(row[4] for row in table.rows) == pytest.approx(1)


def test_the_state_is_told_of_year_by_year_and_beside_others(
    accounts: ModelAccounts, miniature: Findings
) -> None:
    intro, moved, balance, apart, effort, efficient = of_the_state(
        accounts, miniature.names, miniature.scores
    )
    assert isinstance(intro, Paragraph)
    assert isinstance(moved, Bullets)
    assert len(moved.items) == 2 * YEARS_TOLD
    assert moved.items[-1].startswith("Pakistan, 2019: engagement with the United States and China ")
    assert isinstance(balance, DataTable)
    assert len(balance.rows) == 30
    assert [balance.rows[place][4] for place in (0, -1)] == ["none", "both"]
    # Beside it stands what is measured, and of the last year with both why they differ.
    assert {row[5] is not None for row in balance.rows if row[4] == "both"} == {True}
    assert isinstance(apart, Paragraph)
    by_model, measured = balance.rows[-1][1], balance.rows[-1][5]
    start = f"In 2019 the balance of Pakistan is {by_model:.2f} by the model and {measured:.2f} as measured from indicators."
    assert apart.text.startswith(start)
    assert isinstance(effort, Paragraph)
    assert "lose least in the worst 5% of cases within a year" in effort.text
    assert isinstance(efficient, DataTable)
    assert len(efficient.rows) == 8
    assert {row[2] for row in efficient.rows} == {"yes", "no"}
    assert {row[0] for row in efficient.rows} >= {"Pakistan", "Viet Nam"}
    peers = {peer for row in efficient.rows for peer in str(row[3]).split(", ") if peer}
    assert peers <= {row[0] for row in efficient.rows}
    assert "of 6 years that are told of" in str(efficient.note)


def test_of_draws_that_carry_no_verdict_no_state_is_called_efficient_and_no_effort_divided(
    accounts: ModelAccounts, miniature: Findings
) -> None:
    fit = accounts.fit
    assert accounts.judged
    for part in (
        {"blocked": ("the chains do not agree",)},
        {"reading": "direct"},
        {"without": ("domestic",)},
        {"panel": known_fit(states=4).panel},
    ):
        assert not ModelAccounts(miniature.study, replace(fit, **part)).judged
    blocked = ModelAccounts(miniature.study, replace(fit, blocked=("the chains do not agree",)))
    *_, balance, apart = of_the_state(blocked, miniature.names, miniature.scores)
    assert isinstance(balance, DataTable)
    assert balance.id == "model-balance"
    assert isinstance(apart, Paragraph)
    assert "by the model" in apart.text
    assert len([*in_short(blocked, miniature.names)]) == 2


def test_what_cannot_be_told_is_said(miniature: Findings) -> None:
    without = ModelAccounts(miniature.study, known_fit(draws=20))
    *_, efficient = of_the_state(without, miniature.names, miniature.scores)
    assert isinstance(efficient, Paragraph)
    assert "not testable with this evidence: " in efficient.text
    fit = known_fit(draws=20)
    elsewhere = replace(fit, panel=replace(fit.panel, states=("AGO", *fit.panel.states[1:])))
    (told,) = of_the_state(ModelAccounts(miniature.study, elsewhere), miniature.names, miniature.scores)
    assert isinstance(told, Paragraph)
    assert told.text.startswith("What moved the ties of Pakistan is not testable with this evidence: ")


def test_in_short_it_is_three_sentences(accounts: ModelAccounts, miniature: Findings) -> None:
    readings, balance, effort = in_short(accounts, miniature.names)
    assert readings.startswith("Of what is explained of the ties, by reading (90 %): direct ")
    assert balance.startswith("Balance of the ties of Pakistan in 2019: ")
    assert "goes to the United States by " in effort
