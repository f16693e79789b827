import io

import pytest

from counterpoise.coding.decided import human_codings
from counterpoise.coding.linked import human_links
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Link
from counterpoise.review.entry import Entry, NothingMeant
from counterpoise.review.keyboard import Lines
from counterpoise.review.memos import memos

CODING = Coding("p", "trade", "a", "none", "lexicon/1", 0.5, "")
LINK = Link("p", "trade", "stronger_ties", "a", 1, "lexicon/1", "")


@pytest.fixture
def typed(amina):
    """Makes an entry from lines that are typed."""

    def entry(*lines: str) -> Entry:
        text = "".join(f"{line}\n" for line in lines)
        return Entry(amina, Lines(io.StringIO(text)))

    return entry


def test_what_is_left_empty_stays_as_it_is(typed):
    assert typed("", "both", "").changes(CODING) == {"power": "both"}
    assert typed("infra", "b", "w").changes(CODING) == {
        "code": "infrastructure",
        "power": "b",
        "direction": "weakens",
    }
    assert typed("", "", "", "denied").changes(LINK) == {"sign": -1}
    with pytest.raises(NothingMeant):
        typed("", "", "").changes(CODING)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("trad_e",), "the codebook has no code 'trad_e' - did you mean 'trade'"),
        (("econ",), "several codes begin with 'econ'"),
        (("", "c"), "there is no 'c'; expected one of a, b, both, none"),
        (("", "", "stronger"), "there is no 'stronger' - did you mean 'strengthens'"),
    ],
)
def test_what_is_typed_wrongly_is_named_with_what_there_is(typed, lines, told):
    with pytest.raises(CounterpoiseError, match=told):
        typed(*lines).changes(CODING)


def test_a_coding_by_hand_is_on_the_words_that_are_typed(typed, amina, trade):
    amina.do(typed("energy", "a", "s", "year after ... exports", "as they say").coding(trade))
    (said,) = human_codings(amina.now)
    assert (said.coding.code, said.coding.direction, said.coding.reason) == (
        "energy",
        "strengthens",
        "as they say",
    )
    assert said.passage.quotation == "year after year, and the exports"
    assert said.coding.span == (said.passage.start, said.passage.end)
    amina.do(typed("energy", "a", "s", "", "").coding(trade))
    assert human_codings(amina.now)[1].passage == trade
    with pytest.raises(CounterpoiseError, match="are not in it"):
        typed("energy", "b", "s", "no such words", "").coding(trade)
    with pytest.raises(NothingMeant):
        typed("").coding(trade)


def test_a_link_by_hand_has_a_factor_and_an_effect(typed, amina, trade):
    amina.do(typed("trade", "stronger", "b", "denied", "").link(trade))
    (said,) = human_links(amina.now)
    assert (said.link.factor, said.link.effect, said.link.power, said.link.sign) == (
        "trade",
        "stronger_ties",
        "b",
        -1,
    )


def test_memos_are_on_passages_codings_codes_and_documents(typed, amina, trade):
    amina.do(typed("trade", "a", "", "", "").coding(trade))
    (said,) = amina.mine(trade)
    for lines in (("", "on it"), ("c", "on this"), ("d", "", "on the code"), ("o", "on all")):
        amina.do(typed(*lines).memo(trade, said))
    assert {(each.on, each.name, each.text) for each in memos(amina.now)} == {
        ("passage", trade.id, "on it"),
        ("coding", said.id, "on this"),
        ("code", "trade", "on the code"),
        ("document", trade.document, "on all"),
    }
    with pytest.raises(CounterpoiseError, match="there is no coding of yours on the line"):
        typed("c", "x").memo(trade, None)
    with pytest.raises(NothingMeant):
        typed("p", "").memo(trade, None)


def test_lines_cuts_and_reasons_are_asked_for(typed, trade):
    assert typed("1, 3").numbers(4) == [1, 3]
    assert typed("").numbers(3) == [1, 2, 3]
    with pytest.raises(CounterpoiseError, match="9: no such line; there are 1 to 3"):
        typed("1 9").numbers(3)
    assert typed("expand their").cut(trade) == trade.start + trade.quotation.index("expand their")
    assert typed(" since ").reason() == "since"
    with pytest.raises(NothingMeant):
        typed("").reason()
