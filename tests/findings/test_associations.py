from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.findings import associations as associations_module
from counterpoise.findings.asked import Asked
from counterpoise.findings.associations import Associations, by_association, inputs_of
from counterpoise.findings.claim import Claim, Unanswered
from counterpoise.measurement.scores import measure
from counterpoise.study import Study, read_study
from tests.model.panel_study import value
from tests.model.rival_worlds import theory_of_library

ASKED = Asked("claim-T3", "T3", "theory", "Flexible under threat?", "an association")
STATES = ("PAK", "VNM", "IDN", "THA", "LKA", "BGD")
YEARS = range(2000, 2012)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("six")
    text = (
        "study: Six states\nstate: PAK\npowers: {a: USA, b: CHN}\nperiod: 2000-2011\n"
        f"theory: neoclassical-realism\npanel: [{', '.join(STATES)}]\nsettings: {{seed: 7}}\n"
    )
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return read_study(Path(folder))


@pytest.fixture(autouse=True)
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """States are drawn anew fewer times, which is quicker."""
    monkeypatch.setattr(associations_module, "RESAMPLED", 100)


@cache
def observed(goes: float, states: int = len(STATES)) -> tuple[Value, ...]:
    """Disputes that go with even ties by so much, in states whose levels of both differ."""
    rng, rows = np.random.default_rng(3), []
    for number, state in enumerate(STATES[:states]):
        for year in YEARS:
            disputes = int(rng.poisson(2 + 3 * number))
            even = goes * np.log1p(disputes) + 0.2 * rng.normal() - number
            gap = 10.0 / (1.0 + np.exp(even))
            rows.append(value(state, None, year, "militarised_disputes", disputes, "count"))
            rows.append(value(state, "USA", year, "trade_share", 20 + gap, "percent"))
            rows.append(value(state, "CHN", year, "trade_share", 20 - gap, "percent"))
    return tuple(rows)


def associations(study: Study, goes: float, states: int = len(STATES)) -> Associations:
    values = table_of_values(list(observed(goes, states)))
    return Associations(study, measure(study, values), values)


def test_what_goes_together_within_states_is_told_whatever_the_levels_of_states(study: Study) -> None:
    # Over states the two run against each other, for levels of balance fall as those of disputes rise.
    for goes, told in (
        (1.5, {"more": "supported", "no less": "supported"}),
        (-1.5, {"less": "supported", "no less": "contradicted", "more": "contradicted"}),
    ):
        of = associations(study, goes)
        for then, finding in told.items():
            answer = by_association(ASKED, "security_requirement", "balance", then, of, ())
            assert isinstance(answer, Claim)
            assert answer.finding == finding, (goes, then)
        (number,) = answer.numbers
        assert number.row == "72 state-years of 6 states"
        assert number.interval is not None
        assert float(number.text) * goes > 0
        assert set(answer.evidence) == set(number.evidence)
        assert len(number.evidence) == 3 * 72


def test_what_does_not_go_together_is_undecided(study: Study) -> None:
    answer = by_association(ASKED, "security_requirement", "balance", "more", associations(study, 0.0), ())
    assert answer.finding in ("undecided", "contradicted")
    assert answer.would_change


def test_of_few_states_and_of_what_is_not_observed_nothing_is_told(study: Study) -> None:
    few = by_association(ASKED, "security_requirement", "balance", "more", associations(study, 1.5, 3), ())
    assert isinstance(few, Unanswered)
    assert few.finding == "not testable with this evidence"
    assert few.needs == (
        "security requirement beside balance: 3 states told of, and to tell the choice of states takes 5 or more",
    )
    unobserved = associations(study, 1.5).told("domestic_politics", "balance")
    assert unobserved.why == "domestic politics is not observed"


def test_what_shares_an_indicator_is_never_correlated(study: Study) -> None:
    told = associations(study, 1.5).told("balance", "autonomy")
    assert told.why == "true by definition: share of arms imports and share of trade stand behind both"
    theory = theory_of_library()
    assert inputs_of(theory, "autonomy") == {
        "arms_import_share",
        "trade_share",
        "trade_openness",
        "power_trade_share",
    }
    assert inputs_of(theory, "nothing") == frozenset()


def test_a_theory_without_the_construct_says_so(study: Study) -> None:
    constructs = {name: each for name, each in study.theory.constructs.items() if name != "autonomy"}
    without = replace(study, theory=study.theory.model_copy(update={"constructs": constructs}))
    told = replace(associations(study, 1.5), study=without).told("security_requirement", "autonomy")
    assert told.why == "the theory has no construct that measures autonomy"
