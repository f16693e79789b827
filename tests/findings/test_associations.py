from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.findings.asked import Asked
from counterpoise.findings.associations import Associations, by_association, inputs_of
from counterpoise.findings.claim import Claim, Unanswered
from counterpoise.measurement.scores import measure
from counterpoise.model import association
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
    monkeypatch.setattr(association, "RESAMPLED", 100)


@cache
def observed(
    goes: float, states: int = len(STATES), trend: float = 0.0, ties_in: range = YEARS, alone: bool = False
) -> tuple[Value, ...]:
    """Disputes that go with even ties by so much, in states whose levels of both differ, and of which all share a trend in both.

    Ties are observed in some years, of one state in each where it stands `alone`.
    """
    rng, rows = np.random.default_rng(3), []
    for number, state in enumerate(STATES[:states]):
        for year in YEARS:
            disputes = int(rng.poisson((2 + 3 * number) * np.exp(trend * (year - YEARS[0]))))
            even = goes * np.log1p(disputes) + 0.2 * rng.normal() - number + 4 * trend * (year - YEARS[0])
            gap = 10.0 / (1.0 + np.exp(even))
            rows.append(value(state, None, year, "militarised_disputes", disputes, "count"))
            if year in ties_in and not (alone and year % states != number):
                rows.append(value(state, "USA", year, "trade_share", 20 + gap, "percent"))
                rows.append(value(state, "CHN", year, "trade_share", 20 - gap, "percent"))
    return tuple(rows)


def associations(study: Study, *of: float, **how: float | range) -> Associations:
    """What is observed, measured."""
    values = table_of_values(list(observed(*of, **how)))
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
        assert number.row == "72 state-years of 6 states, the median over samples of states"
        assert number.years == "2000-11"
        assert number.interval is not None
        assert float(number.text) * goes > 0
        assert set(answer.evidence) == set(number.evidence)
        assert len(number.evidence) == 3 * 72


def test_what_all_states_have_in_common_in_a_year_does_not_count(study: Study) -> None:
    of = associations(study, 0.0, trend=0.15)
    disputes, even = of._levels("security_requirement"), of._levels("balance")
    about = [(each - each.mean(axis=1, keepdims=True)).ravel() for each in (disputes, even)]
    assert np.corrcoef(*about)[0, 1] > 0.7  # Both rise in every state.
    found = of.told("security_requirement", "balance").rho
    assert found is not None
    assert abs(found.median) < 0.15
    assert found.low90 < 0 < found.high90
    within = associations(study, 1.5, trend=0.15).told("security_requirement", "balance").rho
    assert within is not None
    assert within.low90 > 0


def test_a_number_tells_the_years_that_entered_and_stands_on_their_observations_alone(study: Study) -> None:
    years = range(2003, 2009)
    of = associations(study, 1.5, ties_in=years)
    number = of.number("security_requirement", "balance", of.told("security_requirement", "balance"))
    assert number.years == "2003-08"
    assert number.row == "36 state-years of 6 states, the median over samples of states"
    expected = {each.id for each in observed(1.5, ties_in=years) if each.start in years}
    assert len(number.evidence) == 3 * 36
    assert set(number.evidence) == expected
    untold = of.told("domestic_politics", "balance")
    with pytest.raises(ValueError, match="domestic politics is not observed"):
        of.number("domestic_politics", "balance", untold)


def test_where_each_year_has_one_state_it_is_not_testable(study: Study) -> None:
    answer = by_association(
        ASKED, "security_requirement", "balance", "more", associations(study, 1.5, alone=True), ()
    )
    assert isinstance(answer, Unanswered)
    assert answer.finding == "not testable with this evidence"
    assert answer.needs == (
        "security requirement beside balance: the levels of states and years take all that varies: "
        "too few states are observed in the same years",
    )


def test_what_does_not_go_together_is_undecided(study: Study) -> None:
    answer = by_association(ASKED, "security_requirement", "balance", "more", associations(study, 0.0), ())
    assert answer.finding in ("undecided", "contradicted")
    assert answer.would_change


def test_that_there_is_no_less_is_not_told_by_noise_and_the_reasons_say_so(study: Study) -> None:
    estimate = associations(study, 0.0).estimate("security_requirement", "balance", "no less")
    assert estimate.contrary_says == "the correlation is below -0.1"
    (reason,) = estimate.reasons
    assert "of as few as 6 states it is likely to be too narrow" in reason
    assert "would speak for there being no less: so that takes a correlation of 0 or above" in reason


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
