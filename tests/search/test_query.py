import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.search.grammar import DEEPEST, LONGEST
from counterpoise.search.query import match_expression


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("debt", '"debt"'),
        ("debt relief", '("debt" AND "relief")'),
        ('"debt relief"', '"debt relief"'),
        ("“debt relief”", '"debt relief"'),
        ("alli*", '"alli" *'),
        ('"debt rel"*', '"debt rel" *'),
        ("a OR b AND c NOT d", '("a" OR ("b" AND ("c" NOT "d")))'),
        ("a AND NOT b", '("a" NOT "b")'),
        ("a NOT b NOT c", '("a" NOT ("b" OR "c"))'),
        ("(a OR b) c", '(("a" OR "b") AND "c")'),
        ("a (b)", '("a" AND "b")'),
        ("NEAR(debt relief)", 'NEAR("debt" "relief", 10)'),
        ('NEAR("debt relief" China, 5) x', '(NEAR("debt relief" "China", 5) AND "x")'),
        ("NEAR(a b,5)", 'NEAR("a" "b", 5)'),
        ("1,000", '"1,000"'),
        # Words, not operators, and no columns, as in FTS5.
        ("and or not near", '("and" AND "or" AND "not" AND "near")'),
        ("title:debt", '"title:debt"'),
        ('"OR"', '"OR"'),
        ("中国", '" 中  国 "'),
    ],
)
def test_a_query_is_understood(query: str, expression: str) -> None:
    assert match_expression(query) == expression


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "query, character 1: the query is empty"),
        ("  ", "query, character 1: the query is empty"),
        ("debt AND", "query, character 6: nothing follows 'AND'"),
        ("NOT debt", "query, character 1: nothing stands before NOT"),
        ("debt OR AND x", "query, character 9: found 'AND' here"),
        ("(debt", "query, character 1: '(' is never closed"),
        ("debt ) relief", "query, character 6: ')' closes nothing"),
        ('a "debt relief', "query, character 3: the quotation mark is never closed"),
        ("debt — relief", "query, character 6: '—' holds no letter or digit"),
        ('debt "..."', "query, character 6: '...' holds no letter or digit"),
        ("debt *", "query, character 6: '*' stands alone"),
        ("NEAR(debt)", "query, character 1: NEAR needs two words"),
        ("NEAR(debt relief, some)", "query, character 19: the distance is 'some'"),
        ("NEAR(debt relief", "query, character 1: NEAR( is never closed"),
        ("NEAR(debt OR relief)", "query, character 11: NEAR holds words"),
        ("debt NEAR/5 relief", "query, character 6: 'NEAR/5' needs parentheses"),
        ("(" * 21 + "a" + ")" * 21, f"query, character 21: more than {DEEPEST} parentheses"),
        ("a" * (LONGEST + 1), f"query, character {LONGEST}: the query has 20,001 characters"),
    ],
)
def test_a_query_that_is_not_understood_is_told_with_its_place(query: str, told: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        match_expression(query)
    (problem,) = caught.value.problems
    assert str(problem).startswith(told)


PIECES = st.sampled_from(
    [
        "debt",
        "中",
        '"a b"',
        "x*",
        "NEAR(",
        ")",
        "(",
        "AND",
        "OR",
        "NOT",
        ",",
        "5",
        '"',
        "*",
        "-",
        "^",
        "{a}:",
        "+",
        "'",
        "\0",
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=60))
def test_whatever_is_asked_is_refused_or_understood_by_the_index(query: str) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5 (passage)")
    try:
        expression = match_expression(query)
    except CounterpoiseError:
        return
    assert connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (expression,)).fetchall() == []


@pytest.mark.parametrize(
    "query",
    [
        "(" * DEEPEST + "a OR b" + ") c OR d" * DEEPEST,
        " ".join(f"word{number}" for number in range(1_500)),
        " OR ".join(f"w{number} NOT b{number}" for number in range(1_000)),
        "a" + " NOT b" * 1_000,
        "NEAR(" + "word " * 1_000 + ", 5)",
    ],
)
def test_the_index_bears_the_longest_and_deepest_queries(query: str) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5 (passage)")
    connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (match_expression(query),)).fetchall()
