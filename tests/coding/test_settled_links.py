from dataclasses import replace

import pytest

from counterpoise.coding.linked import HumanLink
from counterpoise.coding.settled_links import settle_links
from counterpoise.evidence import Link, passage_of

TEXT = "Because China builds roads, its role grows. The United States buys cloth from Karachi, as ever."
ROADS = passage_of("d1", TEXT, 0, 43)
PASSAGES = {ROADS.id: ROADS}
LINK = Link(ROADS.id, "infrastructure", "larger_role", "b", 1, "lexicon/1.a", '"because"')


def says(coder, status="accepted", passage=ROADS, adjudicates=False, **changes):
    link = replace(LINK, coder=coder, passage=passage.id, **changes)
    return HumanLink(f"{coder} {link.factor}", passage, link, status, None, adjudicates)


def counts(*judged):
    return [(each.coder, each.factor, each.sign) for each in settle_links(PASSAGES, (LINK,), judged)[1]]


def test_what_nobody_spoke_of_stays_suggested():
    assert settle_links(PASSAGES, (LINK,), ()) == (PASSAGES, (LINK,))


@pytest.mark.parametrize(
    ("judged", "found"),
    [
        ([says("Amina", "rejected")], []),
        ([says("Amina", sign=-1)], [("Amina", "infrastructure", -1)]),
        ([says("Amina"), says("Bilal", "rejected")], []),
        ([says("Amina"), says("Bilal", "rejected"), says("Chen")], [("Chen", "infrastructure", 1)]),
        ([says("Amina"), says("Bilal"), says("Chen", "rejected", adjudicates=True)], []),
    ],
)
def test_most_of_those_who_spoke_decide_and_who_adjudicates_alone(judged, found):
    assert counts(*judged) == found


def test_a_persons_own_link_counts_beside_what_was_suggested():
    assert counts(says("Amina", factor="trade")) == [
        ("lexicon/1.a", "infrastructure", 1),
        ("Amina", "trade", 1),
    ]


def test_a_link_on_a_stretch_of_text_belongs_to_the_passage_around_it_or_stands_for_itself():
    inside, outside = passage_of("d1", TEXT, 8, 26), passage_of("d1", TEXT, 44, 80)
    passages, links = settle_links(PASSAGES, (), [says("Amina", passage=inside)])
    assert (passages, [each.passage for each in links]) == (PASSAGES, [ROADS.id])
    passages, links = settle_links(PASSAGES, (), [says("Amina", passage=outside)])
    assert passages == {ROADS.id: ROADS, outside.id: outside}
    assert [each.passage for each in links] == [outside.id]
