from dataclasses import replace

from counterpoise.report.phrases import (
    decided_by,
    finding_lines,
    further,
    number_line,
    origin_of_number,
    source_line,
)
from tests.report.test_html import ARMS, EMPTY, FULL, quotation


def test_a_cell_says_its_finding_what_is_disputed_and_what_is_counted() -> None:
    assert list(finding_lines(FULL)) == [
        "Expanding",
        "Disagreement: One speech denies it.",
        "first-hand: 3 strengthening, 1 weakening, 0 no direction",
        "data note: 2 strengthening, 0 weakening, 0 no direction",
    ]
    assert list(finding_lines(EMPTY)) == ["No evidence", "Missing: speeches of the first power"]


def test_a_number_has_its_unit_its_interval_and_its_place() -> None:
    told = "Arms imports from the second power, 2010-14: 48.6 % of deliveries"
    assert number_line(ARMS) == f"{told} (45 to 52)"
    assert number_line(replace(ARMS, interval=None)) == told
    assert origin_of_number(ARMS) == "Arms register, 2025, figures.csv:12"
    cited = replace(ARMS, source="cow-trade", release="4.0")
    assert origin_of_number(cited) == "cow-trade (Barbieri and others 2009), 4.0, figures.csv:12"


def test_a_quotation_says_whose_it_is_and_who_coded_it() -> None:
    told = "first-hand. Coded by lexicon 1: partnership near value. documents/address.txt, passage 0123456789abcdef"
    assert source_line(quotation()) == f"Address & reply, speech, PAK, 2013-09-27, p. 3. {told}"
    assert source_line(quotation(page=None, origin=None)) == f"Address & reply, speech, 2013-09-27. {told}"


def test_passages_that_are_not_quoted_are_counted() -> None:
    assert further(1) == "1 further passage stands in evidence.csv."
    assert further(12) == "12 further passages stand in evidence.csv."


def test_what_decides_a_statement_is_named() -> None:
    assert decided_by("the share of years above 0.5") == "Decided by: the share of years above 0.5."
