import dataclasses

import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.findings.answers import Respondent
from counterpoise.findings.claim import Claim, Unanswered, Weighing
from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.scores import measure
from counterpoise.theory.elements import Assumption, ClaimUnderTest
from counterpoise.theory.estimands import ESTIMANDS
from tests.study_in_miniature import STUDY, coded, document, found, observed, write_study

SPEECH = document("speech")
PAPER = document("paper", kind="paper under test", origin=None)


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def respondent(
    findings: Findings, *values: Value, coded=(), claim: ClaimUnderTest | None = None
) -> Respondent:
    study = findings.study
    if claim is not None:
        study = dataclasses.replace(study, declared=study.declared.model_copy(update={"claims": (claim,)}))
    evidence = dataclasses.replace(findings.evidence, values=table_of_values(values))
    scores = measure(study, evidence.values)
    return Respondent(study, scores, tuple(coded), findings.themes, findings.names, evidence)


def series(power: str, indicator: str, last: float) -> list[Value]:
    """Eleven years from 0 to `last`, or from 10 down where `last` is 0."""
    first = 10.0 if last == 0 else 0.0
    return [observed(power, 2000 + n, indicator, first + (last - first) * n / 10) for n in range(11)]


def by_label(answers):
    return {answer.label: answer for answer in answers}


def test_a_claim_of_movement_is_borne_out_by_every_indicator_by_some_or_by_none(findings):
    grows, falls = series("CHN", "trade_share", 10), series("CHN", "shared_igos", 0)
    judged = {
        name: by_label(respondent(findings, *values).claims())["R2"]
        for name, values in {"all": grows, "some": [*grows, *falls], "none": falls}.items()
    }
    assert {name: claim.verdict for name, claim in judged.items()} == {
        "all": Weighing((("steady", 0), ("expanding", 1))),
        "some": Weighing((("steady", 0), ("expanding", 1)), (("contracting", 1),)),
        "none": Weighing((("steady", 0), ("expanding", 0)), (("contracting", 1),)),
    }
    assert set(judged["some"].evidence) == {value.id for value in (*grows, *falls)}
    assert judged["some"].reasons == (
        "The claim expects ties that are steady or expanding; its contrary is contracting or fluctuating.",
        "By indicator, contracting: shared international organisations; expanding: share of trade.",
        "The tie with China as a whole: steady.",
    )


def test_a_word_that_is_neither_expected_nor_its_contrary_does_neither(findings):
    # R1 expects ties that fluctuate; one that expands is no contrary of it, one that stays is.
    steady = [observed("USA", 2000 + n, "shared_igos", 10.0) for n in range(11)]
    judged = by_label(respondent(findings, *series("USA", "trade_share", 10), *steady).claims())["R1"]
    assert judged.verdict == Weighing((("fluctuating", 0),), (("steady", 1),), (("expanding", 1),))
    assert judged.reasons[-1] == "To fluctuate is to stray from the trend: no rule here looks for cycles."


def test_a_claim_of_movement_stands_on_the_cells_that_tell_the_movement_of_its_power(findings):
    assert by_label(findings.claims)["R2"].cells == ("table1-long_term_trend-b",)


def test_the_movement_of_one_power_says_nothing_of_the_other(findings):
    answers = by_label(respondent(findings, *series("CHN", "trade_share", 10)).claims())
    assert isinstance(answers["R1"], Unanswered)
    assert answers["R1"].verdict == "not testable with this evidence"


def test_a_series_too_short_to_judge_decides_no_claim(findings):
    short = [observed("CHN", 2000 + n, "trade_share", float(n)) for n in range(7)]
    claim = by_label(respondent(findings, *short).claims())["R2"]
    assert isinstance(claim, Unanswered)
    assert "8 points" in claim.reasons[0]
    judged = by_label(respondent(findings, *short, *series("CHN", "shared_igos", 0)).claims())["R2"]
    assert judged.verdict == Weighing((("steady", 0), ("expanding", 0)), (("contracting", 1),))


def test_passages_on_a_tie_stand_beside_its_movement_and_decide_nothing(findings):
    passages = [
        coded(SPEECH, 0, "strengthens", code="defence_cooperation", power="b"),
        coded(SPEECH, 50, "weakens", power="b"),
        coded(SPEECH, 100, "weakens", power="a"),
    ]
    answers = by_label(respondent(findings, *series("CHN", "trade_share", 10), coded=passages).claims())
    assert [[each.passage.start for each in side] for side in answers["R2"].sides] == [[0], [50]]
    assert answers["R2"].finding == "supported"
    assert answers["R2"].reasons[-1] == (
        "Beside the numbers stand passages on the tie, 1 for it and 1 against it (1 and 1 first-hand); they decide nothing "
        "here."
    )
    # To fluctuate is of no direction, so that no passage stands for it or against it.
    assert answers["R1"].sides == ((), ())


def test_a_claim_of_movement_says_what_would_change_its_verdict_and_shows_its_numbers(findings):
    answer = by_label(respondent(findings, *series("CHN", "trade_share", 10)).claims())["R2"]
    assert [number.text for number in answer.numbers] == ["expanding"]
    assert answer.would_change[:2] == (
        "Contradicted, if 1 more of the 1 indicator were contrary to it: two thirds are 1.",
        "No longer supported, if 1 of the 1 that bear it out did not.",
    )
    assert answer.would_change[2].startswith("Nearest to a bound of the movement rule")


def test_only_what_the_state_says_itself_tells_what_it_sees(findings):
    of_power = [
        coded(SPEECH, 50 * n, "strengthens", code="security_partnership", power="b") for n in range(5)
    ]
    answer = by_label(respondent(findings, coded=of_power).claims())["FD1"]
    assert isinstance(answer, Unanswered)
    assert answer.needs[0].startswith("5 further first-hand passages on it in which Pakistan itself speaks")
    own = document("own", origin="PAK")
    of_state = [coded(own, 50 * n, "strengthens", code="security_partnership", power="b") for n in range(5)]
    assert by_label(respondent(findings, coded=of_state).claims())["FD1"].finding == "supported"


def test_a_claim_on_a_construct_shows_its_numbers_or_asks_for_its_series(findings):
    assert by_label(findings.claims)["S5"].needs == ("observations of trade in GDP",)
    values = [observed(None, year, "trade_openness", 30.0) for year in (2000, 2010)]
    answer = by_label(respondent(findings, *values).claims())["S5"]
    assert answer.finding == "evidence shown, no verdict"
    assert ([number.years for number in answer.numbers], len(answer.evidence)) == (["2000", "2010"], 2)


def test_objectives_are_answered_as_questions_are(findings):
    question = findings.study.declared.questions[0]
    declared = findings.study.declared.model_copy(update={"objectives": (question,)})
    study = dataclasses.replace(findings.study, declared=declared)
    (answer,) = dataclasses.replace(respondent(findings), study=study).objectives()
    assert (answer.id, answer.label, answer.kind) == ("objective-1", "Objective 1", "objective")
    assert (answer.text, answer.cells) == (findings.questions[0].text, findings.questions[0].cells)


def test_assumptions_and_levers_wait_for_the_quantity_that_tests_them(findings):
    theory = findings.study.theory
    assert [each.id for each in findings.assumptions] == [f"assumption-{name}" for name in theory.assumptions]
    assert [each.id for each in findings.recommendations] == [f"lever-{name}" for name in theory.levers]
    for answer in (*findings.assumptions, *findings.recommendations):
        assert answer.finding == "not testable yet"
        assert answer.estimand
        assert answer.needs
    assert {each.estimand for each in findings.recommendations} == {ESTIMANDS["scenarios"]}


def test_what_a_computed_quantity_tests_waits_for_a_rule_alone(findings):
    moved = {"moved": Assumption(text="Ties with power a move.", parameter="movement")}
    theory = findings.study.theory.model_copy(update={"assumptions": moved})
    study = dataclasses.replace(findings.study, theory=theory)
    (answer,) = dataclasses.replace(respondent(findings), study=study).assumptions()
    assert answer.text == "Ties with the United States move."
    assert answer.needs == ("a rule of verdict on the movement words of the ties with a power",)


def shares(indicator: str, *to_a: float) -> list[Value]:
    """Shares of both powers in some years from 2000 on; what is not with power a is with power b."""
    return [
        observed(power, 2000 + n, indicator, share if power == "USA" else 100 - share)
        for n, share in enumerate(to_a)
        for power in ("USA", "CHN")
    ]


UP_AND_DOWN = (20.0, 40.0, 60.0, 80.0, 80.0, 60.0, 40.0, 20.0)
RISING = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0)


def test_a_claim_that_a_dimension_is_kept_apart_is_weighed_by_correlations(findings):
    trade = shares("trade_share", *RISING)
    apart = respondent(findings, *trade, *shares("arms_import_share", *UP_AND_DOWN))
    claim = by_label(apart.claims())["R5"]
    # Eight years are too few to bear out that two dimensions are apart, whatever their correlation.
    assert str(claim.verdict) == (
        "0 of 1 correlation weaker than .3 as claimed; neither: 1 on both sides of .3"
    )
    # Both shares of eight years: sixteen values of each indicator.
    assert len(claim.evidence) == 32
    assert claim.reasons[1].startswith("Economic with security: 0.00 (90 % interval -")
    joined = respondent(findings, *trade, *shares("arms_import_share", *RISING))
    assert str(by_label(joined.claims())["R5"].verdict) == (
        "0 of 1 correlation weaker than .3 as claimed; contrary: 1 stronger than .3"
    )


def test_where_no_correlation_can_be_told_a_claim_on_it_says_why(findings):
    few = respondent(findings, *shares("trade_share", 10, 20), *shares("arms_import_share", 30, 20))
    claim = by_label(few.claims())["R5"]
    assert isinstance(claim, Unanswered)
    assert claim.verdict == "not testable with this evidence"
    assert "Economic with security: 2 years in which both are observed; 8 are asked for." in claim.reasons
    assert claim.needs == ("at least 8 years in which shares of two dimensions are observed",)


def test_what_needs_a_measured_outcome_does_not_wait_for_it(findings):
    claim = ClaimUnderTest(id="X1", kind="finding", text="So.", needs=("counterterrorism", "autonomy"))
    of_a = [coded(SPEECH, 0, "strengthens", code="counterterrorism")]
    assert isinstance(by_label(respondent(findings, coded=of_a, claim=claim).claims())["X1"], Claim)


def test_a_debate_on_dependence_is_held_to_a_threshold_set_beforehand(findings):
    debate = by_label(findings.debates)["Over-dependence"]
    assert isinstance(debate, Unanswered)
    assert debate.needs[0].startswith(
        "a threshold set beforehand: `settings: {thresholds: {dependence: ...}}`"
    )
    settings = findings.study.declared.settings.model_copy(update={"thresholds": {"dependence": 0.5}})
    declared = findings.study.declared.model_copy(update={"settings": settings})
    asked = dataclasses.replace(findings, study=dataclasses.replace(findings.study, declared=declared))
    values = [
        *(observed("CHN", year, "trade_share", 90.0) for year in range(2000, 2009)),
        *(observed("CHN", year, "arms_import_share", 80.0) for year in range(2000, 2009)),
        *(observed(None, year, "trade_openness", 50.0) for year in range(2000, 2009)),
    ]
    judged = by_label(respondent(asked, *values).debates())["Over-dependence"]
    # The mean of arms, 0.8, and of trade, 0.9 of half the product.
    assert judged.numbers[-1].text == "0.62"
    assert str(judged.verdict) == "5 of 5 years above 0.5 in 2004-08 as claimed"
    assert {
        observed("CHN", 2004, "trade_share", 90.0).id,
        observed(None, 2008, "trade_openness", 50.0).id,
    } <= set(judged.evidence)


def sentences(findings: Findings) -> dict[str, tuple[str, str]]:
    """Debates and claims by id: the sentence and its verdict."""
    return {each.id: (each.text, str(each.verdict)) for each in (*findings.debates, *findings.claims)}


def test_a_study_of_the_same_case_in_the_other_order_gives_the_same_sentences_and_verdicts(
    findings, tmp_path
):
    turned = found(write_study(tmp_path, STUDY.replace("{a: USA, b: CHN}", "{a: CHN, b: USA}")))
    assert sentences(turned) == sentences(findings)
    assert sentences(turned)["claim-R1"][0] == "Ties with the United States are transactional and cyclical."
    assert sentences(turned)["debate-overdependence"][0] == "Is Pakistan over-dependent on China?"
    assert {each.said_of for each in (*turned.debates, *turned.claims)} == {None}
    weighed = {each.label: each.verdict for each in turned.claims}
    assert isinstance(weighed["R1"], Weighing)
    assert isinstance(weighed["R2"], Weighing)


def test_what_was_said_of_another_case_names_it_and_the_study_s_own_claims_do_not(tmp_path):
    own = "claims: [{id: V1, kind: relation, text: Ties grow., needs: [movement], expects: [expanding], power: a}]\n"
    study = STUDY.replace("state: PAK", "state: VNM").replace("{a: USA, b: CHN}", "{a: CHN, b: IND}")
    elsewhere = found(write_study(tmp_path, study + own))
    said_of = {each.label: each.said_of for each in (*elsewhere.debates, *elsewhere.claims)}
    assert said_of.pop("V1") is None
    assert set(said_of.values()) == {"Pakistan between the United States and China"}
    assert {each.label: each.text for each in elsewhere.claims}[
        "R2"
    ] == "Ties with China are steady and growing."
    assert {each.label: each.text for each in elsewhere.claims}["R1"] == (
        "Ties with India are transactional and cyclical."
    )


def test_what_needs_the_model_is_not_testable_yet_and_says_what_it_waits_for(findings):
    for answer in findings.hypotheses:
        assert isinstance(answer, Unanswered)
        assert answer.verdict == "not testable yet"
        assert answer.needs
    assert [answer.label for answer in findings.hypotheses] == [
        "Hypothesis 1",
        "Hypothesis 1a",
        "Hypothesis 1b",
        "Hypothesis 2",
    ]


def test_a_claim_that_rests_on_a_hypothesis_waits_for_what_that_waits_for(findings):
    answer = by_label(findings.claims)["FD2"]
    assert answer.verdict == "not testable yet"
    assert answer.needs == by_label(findings.hypotheses)["Hypothesis 1a"].needs


def test_a_claim_of_texts_shows_its_passages_and_gives_no_verdict(findings):
    claim = ClaimUnderTest(
        id="X1", kind="finding", text="The state fights with power a.", needs="counterterrorism", power="a"
    )
    of_a = [
        coded(SPEECH, 0, "strengthens", code="counterterrorism"),
        coded(SPEECH, 50, "weakens", code="counterterrorism"),
    ]
    of_b = [coded(SPEECH, 100, code="counterterrorism", power="b")]
    answer = by_label(respondent(findings, coded=[*of_a, *of_b], claim=claim).claims())["X1"]
    assert isinstance(answer, Claim)
    assert answer.verdict == "evidence shown, no verdict"
    assert answer.text == "Pakistan fights with the United States."
    assert answer.evidence == tuple(each.passage.id for each in of_a)
    assert answer.reasons == ("Passages that bear on it: 2 first-hand (1 of strengthening, 1 of weakening).",)


def test_a_paper_under_test_cannot_bear_itself_out(findings):
    claim = ClaimUnderTest(id="X1", kind="finding", text="So.", needs="counterterrorism")
    said = [coded(PAPER, 50 * n, "strengthens", code="counterterrorism") for n in range(9)]
    answer = by_label(respondent(findings, coded=said, claim=claim).claims())["X1"]
    assert isinstance(answer, Unanswered)
    assert answer.reasons == ("No counted passage bears on it.",)


def test_a_question_stands_on_the_cells_of_its_themes(findings):
    (answer,) = findings.questions
    assert answer.text == "How have Pakistan's relations with the United States and China evolved?"
    assert set(answer.cells) <= {cell.id for cell in findings.themes[0].table.cells()} | {
        cell.id for theme in findings.themes for cell in theme.table.cells()
    }
    unheard = sum(not cell.first_hand for cell in findings.themes[0].table.cells() if cell.id in answer.cells)
    assert answer.reasons == (
        f"{len(answer.cells)} of the 8 cells that answer it stand on evidence, {unheard} of them on no first-hand passage.",
    )


def decline(findings: Findings, *values: Value) -> Unanswered:
    return by_label(respondent(findings, *values).debates())["Decline after 2021"]


def test_a_debate_on_what_followed_a_year_needs_an_observation_wholly_after_it(findings):
    five_years = observed("USA", 2020, "arms_import_share", 5.0, end=2024)
    assert decline(findings, five_years).verdict == "not testable with this evidence"
    assert (
        decline(findings, observed("USA", 2021, "trade_share", 5.0)).verdict
        == "not testable with this evidence"
    )
    reaching = decline(findings, observed("USA", 2022, "trade_share", 5.0))
    assert reaching.verdict == "not testable with this evidence"
    assert "series of the tie in economic with three observations or more after 2021" in reaching.needs


def test_a_debate_on_one_power_is_not_answered_by_the_other(findings):
    assert (
        decline(findings, observed("CHN", 2022, "trade_share", 5.0)).verdict
        == "not testable with this evidence"
    )


def test_a_debate_says_for_each_dimension_how_far_the_data_reach(findings):
    reasons = decline(
        findings,
        observed("USA", 2022, "trade_share", 5.0),
        observed("USA", 2020, "arms_import_share", 5.0, end=2024),
    ).reasons
    assert sorted(reasons) == [
        "Diplomatic: not testable with this evidence; no observation lies wholly after 2021.",
        "Economic: observed after 2021 (share of trade to 2022).",
        "Security: not testable with this evidence; no observation lies wholly after 2021 (share of arms imports to 2024).",
    ]


def test_what_is_unanswered_never_carries_a_verdict(findings):
    everything = [
        *findings.answers(),
        *(
            answer
            for answers in (respondent(findings).claims(), respondent(findings).debates())
            for answer in answers
        ),
    ]
    for answer in everything:
        if isinstance(answer, Unanswered):
            assert answer.verdict in {"not testable yet", "not testable with this evidence"}
            assert answer.reasons or answer.needs


def test_every_claim_names_passages_and_values_that_the_study_holds(findings):
    values = findings.evidence.values
    known = {*findings.evidence.passages, *(Value(**row).id for row in values.iter_rows(named=True))}
    claims = [answer for answer in findings.answers() if isinstance(answer, Claim)]
    assert {claim.label for claim in claims} >= {"Question 1", "R1", "R2"}
    for claim in claims:
        assert set(claim.evidence) <= known, claim.id


def test_ids_of_answers_are_unique(findings):
    ids = [answer.id for answer in findings.answers()]
    assert len(ids) == len(set(ids))
