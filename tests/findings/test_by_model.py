from dataclasses import replace

from counterpoise.findings.claim import DECIDED, Claim, Judgement, Unanswered
from counterpoise.findings.conclusions import Findings
from counterpoise.theory.estimands import BY_MODEL
from tests.findings.fitted import concluded, known_fit


def test_with_a_fit_every_question_that_it_can_tell_has_a_verdict(modelled: Findings) -> None:
    theory = modelled.study.theory
    told = {each.id: each for each in modelled.answers()}
    for claim in theory.claims:
        if set(claim.needs) <= BY_MODEL and claim.judged and claim.id not in ("R4", "N9"):
            answer = told[f"claim-{claim.id}"]
            assert isinstance(answer.verdict, Judgement), claim.id
            assert answer.finding in DECIDED
            assert answer.numbers
            assert answer.would_change
    for name in theory.assumptions:
        assert told[f"assumption-{name}"].finding in DECIDED


def test_hypotheses_are_decided_by_their_rules_and_findings_that_need_them_too(modelled: Findings) -> None:
    told = {each.id: each for each in modelled.answers()}
    assert {told[f"hypothesis-{name}"].finding for name in ("h1", "h1a", "h1b")} <= set(DECIDED)
    assert told["claim-FD2"].finding == told["hypothesis-h1a"].finding
    assert told["claim-FD3"].finding == told["hypothesis-h1b"].finding


def test_a_verdict_stands_on_the_observations_of_the_panel(modelled: Findings) -> None:
    answer = next(each for each in modelled.claims if each.id == "claim-G2")
    assert isinstance(answer, Claim)
    assert len(answer.evidence) > 50
    assert set(answer.evidence) <= set(modelled.model.evidence)


def test_what_nothing_observes_is_not_testable_and_says_what_it_lacks(modelled: Findings) -> None:
    answer = next(each for each in modelled.claims if each.id == "claim-N8")
    assert isinstance(answer, Unanswered)
    assert answer.finding == "not testable with this evidence"
    assert answer.needs == ("measures of the filter domestic",)
    told = {each.id: each for each in modelled.answers()}
    for name in ("hypothesis-h2", "claim-N9"):
        assert (
            "none of its interests is measured in the panel, so that there is no benefit to weigh"
            in told[name].needs
        )
    ideology = next(each for each in modelled.claims if each.id == "claim-R4")
    assert "Likeness of regimes: polyarchy not observed" in ideology.needs


def test_what_no_rule_judges_is_shown_without_a_verdict(modelled: Findings) -> None:
    answer = next(each for each in modelled.claims if each.id == "claim-P1")
    assert answer.finding == "evidence shown, no verdict"
    assert answer.numbers[0].label == "Correlation of what else moves both ties"


def test_bad_draws_and_few_states_carry_no_verdict(miniature: Findings) -> None:
    fit = replace(known_fit(states=3), blocked=("the chains do not agree",))
    found = concluded(miniature, fit)
    assert {each.finding for each in found.assumptions} == {"not testable with this evidence"}
    for answer in found.assumptions:
        assert answer.needs[:2] == (
            "the chains do not agree",
            "a panel of 5 states at least; this one has 3 states",
        )
        assert answer.numbers
    # Predictions rest on no draws of the model.
    assert next(each for each in found.claims if each.id == "claim-K3").finding in DECIDED


def test_futures_decide_debates_levers_and_what_claims_say_of_them(modelled: Findings) -> None:
    told = {each.id: each for each in modelled.answers()}
    lasts = told["debate-sustainability"]
    assert lasts.finding in DECIDED
    assert told["claim-G7"].finding == lasts.finding
    assert told["claim-FD5"].finding == "evidence shown, no verdict"
    levers = [told[f"lever-{name}"] for name in modelled.study.theory.levers]
    assert {each.finding for each in levers} <= set(DECIDED)
    assert told["claim-CN1"].verdict == told["lever-institutional_capacity"].verdict
    assert any("is assumed in the theory file" in reason for reason in levers[0].reasons)


def test_without_a_fit_all_that_waits_for_one(miniature: Findings) -> None:
    assert miniature.model is None
    assert {each.finding for each in (*miniature.hypotheses, *miniature.assumptions)} == {"not testable yet"}


def test_codes_speak_of_the_blocks_whose_constructs_name_them(modelled: Findings) -> None:
    blocks = modelled.model.block_of_code
    assert blocks["trade"] == "economic"
    assert blocks["neighbour_rivalry"] == blocks["counterterrorism"] == "security"
    assert blocks["general_rivalry"] == "pressure"
