from dataclasses import replace

from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.literature import literature_rule, theories_in, weighed_literature, works_in
from counterpoise.theory.elements import ClaimUnderTest
from tests.study_in_miniature import coded, document

DIMENSIONS = {"economic": ("trade",), "security": ("counterterrorism",)}
NAMED = {"main": ("neoclassical realis*",), "hedging": ("hedging",), "unnamed": ()}


def test_a_work_uses_the_theories_that_it_names_and_one_that_names_none_is_not_judged():
    def of(name: str, text: str) -> CodedPassage:
        found = coded(work(name), 0)
        return replace(found, document=replace(found.document, text=text))

    found = [
        of("rose", "Neoclassical realism, and hedging besides."),
        of("kuik", "Hedging is what small states do."),
        of("kux", "A history of relations without a theory."),
    ]
    weighing, judged = weighed(claim(literature="another theory"), *found)
    assert str(weighing) == "1 of 2 works that name others alone as claimed; contrary: 1 that name the theory"
    assert set(judged) == {"id-of-rose", "id-of-kuik"}
    assert theories_in("NEOCLASSICAL REALISTS hold", NAMED) == ("main",)


def work(name: str, date: str | None = "2015"):
    return document(name, kind="literature digest", origin=None, date=date)


def claim(**changes: object) -> ClaimUnderTest:
    return ClaimUnderTest(id="C1", kind="critique", text="So.", needs=("trade",), **changes)


def weighed(asked: ClaimUnderTest, *found):
    return weighed_literature(asked, works_in(found), DIMENSIONS, NAMED)


def test_only_second_hand_works_are_literature():
    found = [coded(document("speech"), 0), coded(document("paper", kind="paper under test"), 0)]
    assert works_in([*found, coded(work("book"), 0)]).keys() == {"id-of-book"}


def test_a_work_is_on_one_power_where_two_thirds_of_its_codings_are():
    one = [coded(work("one"), place, power=power) for place, power in enumerate("aab")]
    two = [coded(work("two"), place, power=power) for place, power in enumerate(["a", "b", "both"])]
    few = [coded(work("few"), place, power=power) for place, power in enumerate(["a", "a", "none"])]
    weighing, judged = weighed(claim(literature="one power"), *one, *two, *few)
    assert str(weighing) == "1 of 2 works on one power as claimed; contrary: 1 on more than one power"
    # Two codings are too few to tell how a work spreads them.
    assert judged == ("id-of-one", "id-of-two")


def test_a_work_is_on_one_dimension_by_the_codes_of_the_theory():
    one = [coded(work("one"), place) for place in range(3)]
    two = [
        coded(work("two"), place, code=code)
        for place, code in enumerate(["trade", "counterterrorism", "trade", "counterterrorism"])
    ]
    none = [coded(work("none"), place, code="general_rivalry") for place in range(5)]
    weighing, judged = weighed(claim(literature="one dimension"), *one, *two, *none)
    assert (weighing.supporting, weighing.of, len(judged)) == (1, 2, 2)


def test_a_work_is_earlier_by_its_date_and_not_judged_without_one():
    old, new, undated = work("old", "2020-12"), work("new", "2021"), work("undated", None)
    asked = claim(literature="earlier", before=2021)
    weighing, judged = weighed(asked, *(coded(each, 0) for each in (old, new, undated)))
    assert str(weighing) == "1 of 2 works from before 2021 as claimed; contrary: 1 of 2021 or later"
    assert judged == ("id-of-old", "id-of-new")


def test_the_rule_says_what_is_not_counted():
    for asked in (claim(literature="one power"), claim(literature="earlier", before=2021)):
        assert "does not hold is not counted" in literature_rule(asked)
