import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.retrieval.answering import Answering, Extent, dated_within, extents
from counterpoise.retrieval.query import read_query
from tests.retrieval.few import ROWS, VOCABULARY, laid_out, plainly, row, told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("energy", [("first", 0, "energy", "b"), ("third", 2, "energy", "none")]),
        # Both codings of the passage answer; the paper's stand on one passage too.
        (
            "trade AND arms",
            [("fourth", 0, "trade", "both"), ("fourth", 0, "arms", "both")],
        ),
        ("trade energy", [("first", 0, "trade", "a"), ("first", 0, "energy", "b")]),
        # The filter holds for both codes, and energy is coded for the other power there.
        ("trade energy power:a", []),
        ("(trade power:a) energy", [("first", 0, "trade", "a"), ("first", 0, "energy", "b")]),
        ("trade NOT power:a kind:speech", [("first", 2, "trade", "b"), ("second", 0, "trade", "b")]),
        ("trade power:a NOT energy", [("first", 0, "trade", "a"), ("second", 0, "trade", "a")]),
        ("(trade power:a) NOT energy", [("second", 0, "trade", "a")]),
        ("trade coder:lexicon since:2010 until:2019", [("second", 0, "trade", "b")]),
        ("trade origin:USA power:b", [("first", 2, "trade", "b")]),
        ("* document:documents/first.txt power:a", [("first", 0, "trade", "a"), ("first", 1, "arms", "a")]),
        ("arms kind:speech", [("first", 1, "arms", "a")]),
        ("arms kind:speech status:rejected", [("second", 1, "arms", "b")]),
        ("power:none OR power:both", [("third", 2, "energy", "none"), ("fourth", 0, "trade", "both"), ("fourth", 0, "arms", "both")]),
        # "five" and "Seven" have one word between them, "two" and "five" two.
        ("energy NEAR/1 arms", [("first", 0, "energy", "b")]),
        ("arms NEAR/1 energy", [("first", 1, "arms", "a")]),
        ("energy NEAR/0 arms", []),
        ("trade NEAR/1 energy", []),
        ("trade NEAR/2 energy", [("first", 0, "trade", "a")]),
        ("energy NEAR/0-sentences trade", [("first", 0, "energy", "b")]),
        ("arms NEAR/1-sentence trade kind:speech", [("first", 1, "arms", "a")]),
    ],
)  # fmt: skip
def test_answers(query: str, found: list[tuple[str, int, str, str]]) -> None:
    answering = Answering(laid_out())
    assert told(answering.codings, answering.answer(read_query(query, VOCABULARY))) == found


QUERIES = (
    "trade",
    "trade NEAR/2 energy",
    "trade NEAR/3 trade",
    "needs/* NEAR/1-sentence arms",
    "* NEAR/4 (trade OR arms power:a)",
    "trade AND energy NOT arms",
    "trade power:a NOT (energy power:b)",
    "(trade OR arms) kind:speech NOT power:b",
    "power:a OR energy NEAR/9 arms since:2006",
    "arms NOT coder:lexicon OR (trade NEAR/0-sentences energy) NOT power:none",
)

CODED = st.lists(
    st.builds(
        row,
        st.sampled_from(["first", "second", "third", "fourth"]),
        st.just(0),
        st.sampled_from(["trade", "energy", "arms"]),
        st.sampled_from(["a", "b", "none"]),
        st.sampled_from([None, "One", "two", "three four", "five", "six"]),
        status=st.sampled_from(["suggested", "rejected", "unanswered"]),
        coder=st.sampled_from(["lexicon/1.x", "Amina K."]),
    )
    | st.builds(
        row,
        st.sampled_from(["first", "second"]),
        st.just(1),
        st.sampled_from(["trade", "energy", "arms"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([None, "Seven", "eight nine", "twelve"]),
    ),
    max_size=14,
)


@given(CODED, st.sampled_from(QUERIES))
def test_the_answer_is_that_of_looking_row_by_row(rows: list[tuple[object, ...]], query: str) -> None:
    codings = laid_out(tuple(rows))
    tree = read_query(query, VOCABULARY)
    found = codings.table.filter(Answering(codings).answer(tree))
    assert found.to_dicts() == plainly(tree, codings.table.to_dicts())


def test_without_a_query_all_that_people_did_not_refuse_or_leave_answers() -> None:
    answering = Answering(laid_out())
    assert answering.answer().sum() == len(ROWS) - 1


def test_nothing_coded_answers_nothing() -> None:
    answering = Answering(laid_out(()))
    for query in QUERIES:
        assert not answering.answer(read_query(query, VOCABULARY)).any()


def test_extents_tell_kinds_of_source_apart() -> None:
    codings = laid_out()
    found = extents(codings, Answering(codings).answer(read_query("trade", VOCABULARY)))
    assert found == {
        "first-hand": Extent(4, 3, 2),
        "second-hand": Extent(0, 0, 0),
        "data note": Extent(0, 0, 0),
        "under test": Extent(1, 1, 1),
    }


def test_a_date_of_which_less_is_known_counts_as_any_of_it() -> None:
    assert dated_within("2005-04", "2005-04-30", None)
    assert dated_within("2005", "2005-04", "2005-04")
    assert not dated_within("2005-04", None, "2005-03")
    assert not dated_within(None, "1900", None)
    assert dated_within("2005", None, None)
