import dataclasses

from counterpoise.report.quotations import quotation_of
from tests.study_in_miniature import coded, document

SAID = coded(document("speech"), 0, "strengthens")


def test_a_quotation_keeps_the_passage_its_source_and_why_it_was_coded():
    shown = quotation_of(SAID)
    assert (shown.id, shown.text, shown.direction) == (SAID.passage.id, "We trade.", "strengthens")
    assert (shown.document, shown.origin, shown.date, shown.standing) == (
        "Speech",
        "United States",
        "2005",
        "first-hand",
    )
    assert shown.reason == 'Trade: "trade" in sentence 1'


def test_who_else_has_a_coding_is_said():
    assert quotation_of(dataclasses.replace(SAID, seconded=True)).reason.endswith("; another machine agrees")
    accepted = dataclasses.replace(SAID, coding=dataclasses.replace(SAID.coding, status="accepted"))
    assert quotation_of(accepted).reason.endswith("; a person accepted it")
    by_person = dataclasses.replace(SAID, coding=dataclasses.replace(SAID.coding, coder="ada", reason=""))
    assert quotation_of(by_person).reason == "Trade"
