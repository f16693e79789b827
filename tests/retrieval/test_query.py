import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.retrieval.query import (
    NEAR_WORDS,
    All,
    Codes,
    Dated,
    Either,
    Filter,
    Near,
    Tree,
    distance_of,
    fields_of,
    is_filter,
    read_query,
)
from tests.retrieval.few import VOCABULARY

TRADE, ENERGY, ARMS = (Codes(frozenset({name})) for name in ("trade", "energy", "arms"))
A = Filter("power", frozenset({"a"}))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("trade", TRADE),
        ('"trade"', TRADE),
        ("needs/*", Codes(frozenset({"trade", "energy"}))),
        ("needs/trade", TRADE),
        ("*", Codes(None)),
        ("trade NEAR arms", Near(TRADE, ARMS, NEAR_WORDS, "words")),
        ("trade NEAR/5 arms", Near(TRADE, ARMS, 5, "words")),
        ("trade NEAR/2-sentences arms", Near(TRADE, ARMS, 2, "sentences")),
        ("trade NEAR/1p arms", Near(TRADE, ARMS, 1, "passages")),
        ("trade NEAR/5 arms NEAR/1s energy", Near(Near(TRADE, ARMS, 5, "words"), ENERGY, 1, "sentences")),
        ("trade NEAR/5 (arms OR energy)", Near(TRADE, Either((ARMS, ENERGY)), 5, "words")),
        ("trade OR arms energy", Either((TRADE, All((ARMS, ENERGY))))),
        ("trade NOT arms power:a", All((TRADE, A), (ARMS,))),
        ("trade AND power:USA", All((TRADE, A))),
        ("(trade power:a) arms", All((All((TRADE, A), (), True), ARMS))),
        ("power:a,b", Filter("power", frozenset({"a", "b"}))),
        ('coder:"amina k."', Filter("coder", frozenset({"Amina K."}))),
        ('kind:speech,"data note"', Filter("kind", frozenset({"speech", "data note"}))),
        ("document:documents/first.txt", Filter("document", frozenset({"id-of-first"}))),
        ("since:2018", Dated("2018", None)),
        ("until:2018-04", Dated(None, "2018-04")),
        ("date:2018", Dated("2018", "2018")),
        ("period:1990-1999", Dated("1990", "1999")),
    ],
)
def test_a_query_is_understood(query: str, tree: Tree) -> None:
    assert read_query(query, VOCABULARY) == tree


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "query, character 1: the query is empty; expected a code, group/* or a filter"),
        ("trad", "query, character 1: there is no code 'trad' - did you mean 'trade'?"),
        ("trade AND Arms", "query, character 11: there is no code 'Arms' - did you mean 'arms'?"),
        ("needs", "query, character 1: 'needs' is a group of codes; write needs/* for all of them"),
        ("neds/*", "query, character 1: there is no 'neds/*' - did you mean 'needs/*'?"),
        ("trade kind:speach", "query, character 7: no kind is 'speach' - did you mean 'speech'?"),
        ("trade origin:XYZ", "query, character 7: no origin is 'XYZ'; there are USA and CHN"),
        ("trade powr:a", "query, character 7: there is no filter 'powr' - did you mean 'power'?"),
        ("trade power:", "query, character 7: 'power:' names nothing"),
        ("since:18", "query, character 1: '18' is no date; expected YYYY"),
        ("period:1999-1990", "query, character 1: the period is '1999-1990'; expected first and last year"),
        ("trade AND", "query, character 7: nothing follows 'AND'; expected a code, group/* or a filter"),
        ("NOT trade", "query, character 1: nothing stands before NOT"),
        ("NEAR/5 trade", "query, character 1: nothing stands before NEAR"),
        ("trade NEAR/five arms", "query, character 7: the distance is 'five'; expected a number of words"),
        ("trade NEAR/5", "query, character 7: nothing follows 'NEAR/5'"),
        ("power:a NEAR/5 arms", "query, character 9: a filter alone stands nowhere; name a code before NEAR"),
        ("arms NEAR/5 power:a", "query, character 13: a filter alone stands nowhere; name a code after NEAR"),
        ("(trade", "query, character 1: '(' is never closed"),
        ("trade)", "query, character 6: ')' closes nothing"),
        ('trade "arms', "query, character 7: the quotation mark is never closed"),
        ('coder:"amina', "query, character 7: the quotation mark is never closed"),
    ],
)
def test_a_query_that_is_not_understood_is_told_with_its_place(query: str, told: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        read_query(query, VOCABULARY)
    assert str(caught.value.problems[0]).startswith(told)


def test_every_wrong_name_is_told_at_once() -> None:
    with pytest.raises(CounterpoiseError) as caught:
        read_query("trad NEAR/5 amrs OR kind:speach", VOCABULARY)
    assert [problem.place for problem in caught.value.problems] == [
        "query, character 1",
        "query, character 13",
        "query, character 21",
    ]


def test_what_filters_are_and_which_fields_they_name() -> None:
    assert is_filter(read_query("power:a OR kind:speech NOT since:2000", VOCABULARY))
    assert not is_filter(read_query("power:a OR trade", VOCABULARY))
    tree = read_query("(trade power:a) NEAR/5 (arms NOT status:accepted) OR kind:speech", VOCABULARY)
    assert set(fields_of(tree)) == {"power", "status", "kind"}


def test_distances() -> None:
    assert distance_of("50") == (50, "words")
    assert distance_of("2-sentences") == (2, "sentences")
    assert distance_of("1 passage") is None


PIECES = st.sampled_from(
    ["trade", "*", "needs/*", "NEAR/5", "NEAR", "power:a", "(", ")", "AND", "OR", "NOT", '"', ":", "x:"]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
def test_whatever_is_asked_is_understood_or_refused(query: str) -> None:
    with contextlib.suppress(CounterpoiseError):
        read_query(query, VOCABULARY)
