from dataclasses import replace

from counterpoise.findings.aims import by_documents
from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import Claim
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.conclusions import Findings

ASKED = Asked("claim-F4", "F4", "theory", "Several aims?", "a share")
AIMS = {"economic_needs": ("trade", "energy"), "strategic_autonomy": ("strategic_autonomy",)}


def speeches(findings: Findings, *of: tuple[str, ...]) -> list[CodedPassage]:
    """Speeches, each with a passage of each of its codes."""
    one = next(each for each in findings.coded if each.standing == "first-hand")
    return [
        replace(one, document=replace(one.document, id=f"d{n}"), coding=replace(one.coding, code=code))
        for n, codes in enumerate(of)
        for code in codes
    ]


def test_a_document_on_several_aims_bears_it_out_and_one_on_fewer_is_contrary(miniature: Findings):
    both, one, other = ("trade", "strategic_autonomy"), ("trade", "energy"), ("counterterrorism",)
    answer = by_documents(ASKED, AIMS, 2, speeches(miniature, both, both, both, both, one, other), "Norway")
    assert isinstance(answer, Claim)
    assert answer.finding == "supported"
    assert str(answer.verdict) == "4 of 5 documents on 2 aims or more as claimed; contrary: 1 on fewer"
    assert answer.numbers[0].text == "0.80"
    assert answer.numbers[0].interval == "90 % interval 0.44 to 0.95"
    alone = by_documents(ASKED, AIMS, 2, speeches(miniature, *[one] * 5), "Norway")
    assert alone.finding == "contradicted"


def test_fewer_than_five_documents_of_its_own_tell_nothing(miniature: Findings):
    answer = by_documents(ASKED, AIMS, 2, speeches(miniature, ("trade",)), "Norway")
    assert answer.finding == "not testable with this evidence"
    assert answer.needs == ("4 further documents in which Norway itself speaks of any of its aims",)
