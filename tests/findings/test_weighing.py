import pytest

from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import Claim, Unanswered
from counterpoise.findings.weighing import by_literature, by_passages, sides_of
from counterpoise.theory.elements import ClaimUnderTest
from tests.model.rival_worlds import theory_of_library
from tests.study_in_miniature import coded, document

ASKED = Asked("claim-X1", "X1", "finding", "So.", "the share of passages")
SPEECH, DIGEST = document("speech"), document("digest", kind="literature digest", origin=None)


def claim(**changes: object) -> ClaimUnderTest:
    return ClaimUnderTest(id="X1", kind="finding", text="So.", needs=("trade",), **changes)


def said(stronger: int, weaker: int, within=SPEECH):
    return [
        coded(within, place, "strengthens" if place < stronger else "weakens")
        for place in range(stronger + weaker)
    ]


@pytest.mark.parametrize(
    ("stronger", "weaker", "bears", "finding"),
    [
        (4, 2, "strengthens", "supported"),
        (3, 2, "weakens", "weakened"),
        (5, 1, "weakens", "contradicted"),
        (3, 3, "strengthens", "undecided"),
    ],
)
def test_the_direction_of_first_hand_passages_weighs_a_claim(stronger, weaker, bears, finding):
    answer = by_passages(ASKED, claim(bears=bears), bears, said(stronger, weaker), "Norway")
    assert isinstance(answer, Claim)
    assert answer.finding == finding
    assert answer.verdict.of == stronger + weaker
    assert answer.would_change


def test_second_hand_passages_stand_on_a_side_and_are_not_judged():
    asked = claim(bears="strengthens")
    answer = by_passages(ASKED, asked, "strengthens", [*said(5, 0), *said(0, 9, DIGEST)], "Norway")
    assert str(answer.verdict) == "5 of 5 passages of strengthening as claimed"
    assert [len(side) for side in answer.sides] == [5, 9]
    few = by_passages(ASKED, asked, "strengthens", said(0, 9, DIGEST), "Norway")
    assert isinstance(few, Unanswered)


def test_fewer_than_five_passages_with_a_direction_decide_nothing():
    few = by_passages(
        ASKED, claim(bears="strengthens"), "strengthens", [*said(4, 0), coded(SPEECH, 99)], "Norway"
    )
    assert isinstance(few, Unanswered)
    assert few.verdict == "not testable with this evidence"
    assert few.needs == ("1 further first-hand passage on it, strengthening or weakening",)
    by_state = by_passages(ASKED, claim(bears="strengthens", said_by="state"), "strengthens", [], "Norway")
    assert by_state.needs == (
        "5 further first-hand passages on it in which Norway itself speaks, strengthening or weakening",
    )


def test_what_is_under_test_is_on_no_side():
    paper = document("paper", kind="paper under test")
    assert sides_of([coded(paper, 0, "strengthens"), coded(SPEECH, 0)], "strengthens") == ((), ())


def works(number: int, powers: str):
    return [
        coded(document(f"work {each}", kind="literature digest", origin=None), place, power=power)
        for each in range(number)
        for place, power in enumerate(powers)
    ]


def test_a_claim_on_the_literature_counts_its_works_and_says_how_many_are_digests():
    answer = by_literature(ASKED, claim(literature="one power"), works(5, "aaa"), theory_of_library())
    assert str(answer.verdict) == "5 of 5 works on one power as claimed"
    assert answer.reasons[1].startswith("Of 5 works judged 5 are known by a digest alone")
    few = by_literature(ASKED, claim(literature="one power"), works(3, "aab"), theory_of_library())
    assert answer.numbers[0].interval == "90 % interval 0.65 to 1.00"
    assert isinstance(few, Unanswered)
    assert few.needs == ("2 further works of the literature that can be judged",)
