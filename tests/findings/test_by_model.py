from dataclasses import replace

import numpy as np

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import JUDGED, SOUND_DRAWS, UNEQUAL_PRESSURE, Claim, Judgement, Unanswered
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import Number
from counterpoise.theory.estimands import BY_MODEL
from tests.findings.fitted import concluded, felt_alike, known_fit, told_alone

ASKED = Asked("claim-x", "X", "theory", "Is it so?", "a quantity")


def test_with_a_fit_every_question_that_it_can_tell_has_a_verdict(modelled: Findings) -> None:
    theory = modelled.study.theory
    told = {each.id: each for each in modelled.answers()}
    for claim in theory.claims:
        if set(claim.needs) <= set(BY_MODEL) and claim.lacks is None and claim.id not in ("R4", "N9"):
            answer = told[f"claim-{claim.id}"]
            assert isinstance(answer.verdict, Judgement), claim.id
            assert answer.numbers
            assert answer.would_change
    # In this world pressure and what filters make of it are small beside what it does through them.
    assert {name: told[f"assumption-{name}"].finding for name in theory.assumptions} == {
        "relative_power": "undecided",
        "domestic_filters": "supported",
        "interaction": "undecided",
    }


def test_hypotheses_are_decided_by_their_rules_and_findings_that_need_them_too(modelled: Findings) -> None:
    told = {each.id: each for each in modelled.answers()}
    # Security is what passes most of the pressure on in this world, to both ties, and it lasts.
    decided = {"h1": "contradicted", "h1a": "contradicted", "h1b": "supported"}
    assert {name: told[f"hypothesis-{name}"].finding for name in decided} == decided
    assert told["claim-FD2"].finding == told["hypothesis-h1a"].finding
    assert told["claim-FD3"].finding == told["hypothesis-h1b"].finding


def test_a_verdict_stands_on_the_observations_of_the_panel(modelled: Findings) -> None:
    answer = next(each for each in modelled.claims if each.id == "claim-G2")
    assert isinstance(answer, Claim)
    (basis,) = answer.bases
    assert basis is modelled.model.evidence.whole
    assert len(basis.ids("observation")) > 50
    assert set(basis.rows["series"]) == {"trade_share", "arms_import_share"}


def test_a_claim_may_have_a_rule_of_its_own(modelled: Findings) -> None:
    # That pressure moves anything does not make it the prime mover: in this world security explains more.
    told = {each.id: each for each in modelled.answers()}
    assert told["claim-N6"].finding == "contradicted"
    assert str(told["claim-N6"].verdict).startswith("P(pressure has the largest share) = ")


def test_what_nothing_observes_is_not_testable_and_says_what_it_lacks(modelled: Findings) -> None:
    answer = next(each for each in modelled.claims if each.id == "claim-N8")
    assert isinstance(answer, Unanswered)
    assert answer.finding == "not testable with this evidence"
    assert answer.needs == ("measures of domestic politics",)
    told = {each.id: each for each in modelled.answers()}
    for name in ("hypothesis-h2", "claim-N9"):
        assert (
            "none of its interests is measured in the panel, so that there is no benefit to weigh"
            in told[name].needs
        )
    ideology = next(each for each in modelled.claims if each.id == "claim-R4")
    assert "Likeness of regimes: nothing is observed of electoral democracy" in ideology.needs


def test_a_tie_that_tells_the_other_leaves_nothing_open(modelled: Findings) -> None:
    # The ties of this world have a correlation of about a third, so that one tells a tenth of the other.
    answer = next(each for each in modelled.claims if each.id == "claim-P1")
    assert answer.finding == "supported"
    assert str(answer.verdict).startswith(
        "P(the tie with one power tells less than 50% of the variation of that with the other) = "
    )
    posterior = known_fit().posterior
    alike = np.repeat(posterior.tie_states[:, :1], 2, axis=1)
    fit = replace(known_fit(), posterior=replace(posterior, tie_states=alike))
    assert told_alone(modelled, fit).answer(ASKED, ["single_tie"]).finding == "contradicted"


def test_bad_draws_and_few_states_carry_no_verdict(miniature: Findings) -> None:
    fit = replace(known_fit(states=3), blocked=("the chains do not agree",))
    found = concluded(miniature, fit)
    assert {each.finding for each in found.assumptions} == {"not testable with this evidence"}
    for answer in found.assumptions:
        # The reasons are told once, and each answer says in a few words that it lacks sound draws.
        assert answer.needs == (SOUND_DRAWS,)
    told = {each.id: each for each in found.answers()}
    # Of the draws there is no number in any answer or cell: in hypotheses, debates, claims and recommendations alike.
    named = ("hypothesis-h1", "hypothesis-h2", "debate-sustainability", "claim-FD5", "claim-N7")
    levers = [f"lever-{name}" for name in found.study.theory.levers]
    for name in (*named, *levers, *(each.id for each in found.assumptions)):
        assert not any(_of_draws(number) for number in told[name].numbers), name
    cells = [cell for table in found.tables for cell in table.cells()]
    assert not any(_of_draws(number) for cell in cells for number in cell.numbers)


def test_predictions_rest_on_no_draws_but_on_enough_states(miniature: Findings) -> None:
    (rival, *_) = miniature.study.theory.rivals
    blocked = told_alone(miniature, replace(known_fit(), blocked=("the chains do not agree",)))
    few = told_alone(miniature, known_fit(states=3))
    why = "more states: a verdict takes 5 states at least, and this panel has 3"
    for need in ("model_comparison", "forecast_score"):
        answer = blocked.answer(ASKED, [need])
        assert answer.finding in JUDGED
        assert answer.numbers
        answer = few.answer(ASKED, [need])
        assert (answer.finding, answer.numbers) == ("not testable with this evidence", ())
        assert isinstance(answer, Unanswered)
        assert answer.needs == (why,)
    assert few.rival(rival) == ("not testable with this evidence", why)
    # The comparison itself stands for inspection.
    assert not isinstance(few.comparison, CounterpoiseError)


def _of_draws(number: Number) -> bool:
    return "model of the causal figure" in number.source


def test_what_stands_against_the_draws_is_told_once_in_words(miniature: Findings) -> None:
    assert told_alone(miniature, known_fit()).headline is None
    blocked = ("the chains do not agree: R-hat above 1.01 of direct[a] (1.2) and response_sd[a] (1.1)",)
    told = told_alone(miniature, replace(known_fit(states=3), blocked=blocked))
    assert told.headline == (
        "No verdict rests on the draws of the model. What stands against them: the chains do not agree: R-hat above 1.01 of "
        "direct effect of pressure on the tie with the United States (1.2) and spread of the states' own responses in the tie "
        "with the United States (1.1); a verdict takes 5 states at least, and this panel has 3."
    )
    assert told_alone(miniature, felt_alike()).headline == (
        "Every state feels pressure alike, so that its effect cannot be told from that of the years: no verdict on what pressure "
        "does rests on the draws."
    )


def test_futures_of_a_state_without_ties_in_the_panel_say_what_they_lack(miniature: Findings) -> None:
    fit = known_fit()
    away = replace(fit, panel=replace(fit.panel, states=("NPL", *fit.panel.states[1:])))
    (problem,) = told_alone(miniature, away).scenarios.problems
    assert problem.what == "ties of the state itself in the panel"


def test_where_all_states_feel_pressure_alike_nothing_that_it_does_is_judged(miniature: Findings) -> None:
    told = told_alone(miniature, felt_alike())
    for needs in (
        *(["pressure_effect"], ["mediated_effect"], ["moderated_effect"], ["h1a"], ["interaction"]),
        *(["scenarios"], ["sustainability"]),
    ):
        answer = told.answer(ASKED, needs)
        assert answer.finding == "not testable with this evidence", needs
        assert UNEQUAL_PRESSURE in answer.needs, needs
    assert isinstance(told.answer(ASKED, ["joint_ties"]), Claim)


def test_a_fit_of_a_part_of_the_figure_has_no_verdict_on_the_rest_of_it(miniature: Findings) -> None:
    for part, has in (
        ({"reading": "direct"}, "only the reading 'direct' was kept"),
        ({"without": ("domestic",)}, "no effect was kept of domestic politics"),
    ):
        told = told_alone(miniature, replace(known_fit(), **part))
        answer = told.answer(ASKED, ["mediated_effect"])
        assert answer.finding == "not testable with this evidence"
        assert answer.needs == (SOUND_DRAWS,)
        assert (
            told.headline == f"No verdict rests on the draws of the model. What stands against them: {has}."
        )


def test_filters_that_pass_pressure_on_bear_mediation_out_and_those_that_do_nothing_contradict_it(
    miniature: Findings,
) -> None:
    does, nothing = known_fit(), known_fit(filters=False)
    # The same world without filters, known five times as closely as thirty years of eight states let it be.
    closely = replace(nothing.posterior, mediated=nothing.posterior.mediated / 5)
    for fit, finding in (
        (does, "supported"),
        (nothing, "undecided"),
        (replace(nothing, posterior=closely), "contradicted"),
    ):
        assert told_alone(miniature, fit).answer(ASKED, ["mediated_effect"]).finding == finding


def test_passages_that_bear_on_what_is_judged_stand_beside_the_verdict(miniature: Findings) -> None:
    bearing = miniature.coded[:2]
    assert bearing
    told = told_alone(miniature, known_fit())
    answer = told.answer(ASKED, ["pressure_effect"], bearing=bearing)
    assert isinstance(answer, Claim)
    assert answer.codes == codes_of(bearing)
    assert answer.evidence == passages_of(bearing)
    assert any(answer.bases)
    assert answer.reasons[-1] == counted_sentence(bearing)


def test_effects_that_have_no_long_run_in_sight_are_judged_after_years_and_say_why(
    miniature: Findings,
) -> None:
    fit = known_fit()
    settled = told_alone(miniature, fit).answer(ASKED, ["pressure_effect"])
    assert all("in the long run" in number.unit for number in settled.numbers)
    for kept, halved in ((1.0, "endless"), (0.99, "69")):
        slow = replace(fit.posterior, tie_persistence=np.full_like(fit.posterior.tie_persistence, kept))
        answer = told_alone(miniature, replace(fit, posterior=slow)).answer(ASKED, ["pressure_effect"])
        assert isinstance(answer, Claim)
        assert all("after 10 years" in number.unit for number in answer.numbers)
        assert answer.reasons[-1] == (
            f"No long run is told: half of what moves the tie with the United States is still there {halved} years later (90 % "
            f"interval {halved} to {halved}), and the panel has 30. Where effects would settle lies beyond what is observed, and so they "
            "are told after 10 years of pressure that lasts."
        )


def test_futures_decide_debates_levers_and_what_claims_say_of_them(modelled: Findings) -> None:
    told = {each.id: each for each in modelled.answers()}
    lasts = told["debate-sustainability"]
    assert lasts.finding in JUDGED
    assert told["claim-G7"].finding == lasts.finding
    room = told["claim-FD5"]
    assert room.finding in JUDGED
    assert [each.label for each in room.numbers] == [
        "Room lost to polarisation, the powers replying",
        "Room lost to polarisation, no power replying",
    ]
    assert all(each.interval for each in room.numbers)
    levers = [told[f"lever-{name}"] for name in modelled.study.theory.levers]
    assert {each.finding for each in levers} <= set(JUDGED)
    assert told["claim-CN1"].verdict == told["lever-institutional_capacity"].verdict
    assert any("is assumed in the theory file" in reason for reason in levers[0].reasons)


def test_what_no_evidence_tells_is_not_testable_with_a_fit_or_without(
    modelled: Findings, miniature: Findings
) -> None:
    for findings in (modelled, miniature):
        answer = next(each for each in findings.claims if each.id == "claim-N7")
        assert answer.finding == "not testable with this evidence"
        assert answer.needs == (
            "an observation of what Pakistan wants: interests and their weights are set in the theory file (`frontier`), and "
            "what a state has is not what it seeks",
        )


def test_without_a_fit_all_that_waits_for_one(miniature: Findings) -> None:
    assert miniature.model is None
    assert {each.finding for each in (*miniature.hypotheses, *miniature.assumptions)} == {"not testable yet"}


def test_codes_speak_of_the_blocks_whose_constructs_name_them(modelled: Findings) -> None:
    blocks = modelled.model.block_of_code
    assert blocks["trade"] == "economic"
    assert blocks["neighbour_rivalry"] == blocks["counterterrorism"] == "security"
    assert blocks["general_rivalry"] == "pressure"
