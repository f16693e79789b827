from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.model.summary import summary
from counterpoise.report.model_accounts import (
    YEARS_TOLD,
    effort,
    explained,
    in_short,
    of_the_state,
    readings_table,
)
from counterpoise.report.outline import Bullets, DataTable, Paragraph
from tests.findings.fitted import known_fit, lately
from tests.findings.test_frontier_estimates import with_interest


@pytest.fixture(scope="module")
def accounts(miniature: Findings) -> ModelAccounts:
    return ModelAccounts(miniature.study, lately(with_interest()))


def test_readings_stand_side_by_side(accounts: ModelAccounts) -> None:
    (table,) = readings_table(accounts)
    assert [row[0] for row in table.rows] == ["Direct", "Mediated", "Moderated"]
    assert sum(row[1] for row in table.rows) == pytest.approx(1, abs=0.05)
    # The same shares of all variation: each is as much less as R-squared is below 1.
    found = accounts.readings
    assert not isinstance(found, CounterpoiseError)
    assert sum(row[4] for row in table.rows) == pytest.approx(float(np.median(found.r2)), abs=0.05)
    assert [row[4] for row in table.rows] == found.table()["share"].to_list()
    assert sum(row[7] for row in table.rows) == pytest.approx(1)
    assert explained(found) in str(table.note)
    r2 = summary(found.r2)
    told = f"{r2.median:.2f} ({r2.low90:.2f} to {r2.high90:.2f}) of the variation of both ties"
    assert told in explained(found)


def test_the_state_is_told_of_year_by_year_and_beside_others(
    accounts: ModelAccounts, miniature: Findings
) -> None:
    intro, moved, balance, apart, divided, efficient = of_the_state(
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
    assert isinstance(divided, Paragraph)
    assert "over the worst 5% of simulated courses of 2020 the ties" in divided.text
    assert "is observed after" not in divided.text
    assert isinstance(efficient, DataTable)
    assert len(efficient.rows) == 8
    assert {row[2] for row in efficient.rows} == {"yes", "no"}
    assert {row[0] for row in efficient.rows} >= {"Pakistan", "Viet Nam", "Indonesia"}
    compared = {name for row in efficient.rows for name in str(row[3]).split(", ") if name}
    assert compared
    assert compared <= {row[0] for row in efficient.rows}
    # By three losses and one interest it takes 12 states (Cooper, Seiford and Tone 2007).
    assert "With 3 losses and 1 interest it takes 12 states at least, and there are 8 in a year" in str(
        efficient.note
    )
    assert "is efficient in" not in str(efficient.note)
    assert "another question than whether a state is on the frontier" in str(efficient.note)


def test_of_enough_states_it_is_told_how_often_the_state_is_efficient(
    accounts: ModelAccounts, miniature: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.report.model_accounts.fewest_units", lambda *_: 8)
    *_, efficient = of_the_state(accounts, miniature.names, miniature.scores)
    assert isinstance(efficient, DataTable)
    assert "of 6 years that are told of" in str(efficient.note)
    assert "at least, and there are" not in str(efficient.note)


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
    *_, balance, apart, divided = of_the_state(blocked, miniature.names, miniature.scores)
    assert isinstance(balance, DataTable)
    assert balance.id == "model-balance"
    assert isinstance(apart, Paragraph)
    assert "by the model" in apart.text
    assert isinstance(divided, Paragraph)
    assert (
        divided.text
        == [*in_short(blocked, miniature.names)][-1]
        == (
            "How Pakistan might divide an effort between the United States and China is not testable with this evidence: "
            "no verdict rests on what the model says of years to come, for the reasons told with the estimate."
        )
    )


def test_what_cannot_be_told_is_said(miniature: Findings) -> None:
    without = ModelAccounts(miniature.study, known_fit(draws=20))
    *_, efficient = of_the_state(without, miniature.names, miniature.scores)
    assert isinstance(efficient, Paragraph)
    assert "not testable with this evidence: " in efficient.text
    fit = known_fit(draws=20)
    elsewhere = replace(fit, panel=replace(fit.panel, states=("AGO", *fit.panel.states[1:])))
    (told,) = of_the_state(ModelAccounts(miniature.study, elsewhere), miniature.names, miniature.scores)
    assert isinstance(told, Paragraph)
    assert told.text == (
        "What moved the ties of Pakistan is not testable with this evidence: "
        "Pakistan is not among the states that the model was estimated on."
    )


def test_in_short_it_is_three_sentences(accounts: ModelAccounts, miniature: Findings) -> None:
    readings, balance, divided = in_short(accounts, miniature.names)
    assert readings.startswith("The figure explains 0.")
    assert " Of what is explained, by reading (90 %): direct " in readings
    assert balance.startswith("Balance of the ties of Pakistan in 2019: ")
    assert divided == effort(accounts, miniature.names)


def test_a_division_is_told_with_its_intervals_what_it_is_of_and_what_it_is_not(
    accounts: ModelAccounts, miniature: Findings
) -> None:
    told, found = effort(accounts, miniature.names), accounts.effort
    assert not isinstance(found, CounterpoiseError)
    a, shares = found.whole.weights[0], summary(found.shares)
    assert told.startswith(
        f"How Pakistan might divide an effort between the United States and China: {a:.0%} to the United States "
        f"(90 % interval {shares.low90:.0%} to {shares.high90:.0%}) and {1 - a:.0%} to China. "
    )
    assert "What is divided is one effort to tend both ties" in told
    to_a = float(np.mean(found.shares > 0.5))
    larger, surely = ("the United States", to_a) if a > 0.5 else ("China", 1 - to_a)
    assert f" The larger part goes to {larger}, in {surely:.0%} of the draws. It does not say that" in told
    assert f"that of the division would still be {100 * found.by_chance:.0f} percentage points wide" in told
    assert told.endswith("nor what either tie is worth to Pakistan.")


@pytest.mark.parametrize(
    ("last", "seen"),
    [
        ((2016, 2016), "No tie of Pakistan is observed after 2016"),
        ((1980, 1980), "No tie of Pakistan is observed"),
        (
            (2016, 2019),
            "The tie of Pakistan with the United States is last observed in 2016, and that with China last observed in 2019",
        ),
    ],
)
def test_an_effort_that_rests_on_ties_nobody_observes_says_since_when(
    miniature: Findings, accounts: ModelAccounts, last: tuple[int, int], seen: str
) -> None:
    panel = accounts.fit.panel
    after = np.array(panel.years) > np.array(last)[:, None, None]
    unseen = replace(accounts.fit, panel=replace(panel, ties=np.where(after, np.nan, panel.ties)))
    told = effort(ModelAccounts(miniature.study, unseen), miniature.names)
    assert (
        f" on a scale of 0 to 1. {seen}: where a tie that is not observed in 2019 stands then, the model infers"
        in told
    )
