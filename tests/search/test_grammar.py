import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.search.grammar import DEEPEST, LONGEST, OPERATORS, Reading, Token, check_length, wrong


class Letters(Reading[str]):
    """A grammar whose things to be found are single letters; a group is set in brackets."""

    openers = frozenset({"letter"})
    empty = "a letter"
    expected = "a letter"

    def one(self, token: Token) -> str:
        return token.text

    def joined(self, operator: str, parts: list[str]) -> str:
        return f"{{{operator.lower()} {' '.join(parts)}}}"

    def without(self, wanted: str, unwanted: list[str]) -> str:
        return f"{{{wanted} but {' '.join(unwanted)}}}"

    def grouped(self, found: str) -> str:
        return f"[{found}]"


def read(query: str) -> str:
    tokens, place = [], 1
    for piece in query.split(" "):
        kind = piece if piece in (*OPERATORS, "(", ")") else "letter"
        tokens.append(Token(kind, piece, place))
        place += len(piece) + 1
    return Letters([*tokens, Token("end", "the end", place)]).whole()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a", "a"),
        ("a b OR c AND d", "{or {and a b} {and c d}}"),
        ("a NOT b AND NOT c d", "{and {a but b c} d}"),
        ("( a OR b ) NOT c", "{[{or a b}] but c}"),
    ],
)
def test_not_binds_before_and_and_before_or(query: str, found: str) -> None:
    assert read(query) == found


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("a OR", "query, character 3: nothing follows 'OR'; expected a letter"),
        ("a OR AND b", "query, character 6: found 'AND' here; expected a letter; to find the word itself"),
        ("( a", "query, character 1: '(' is never closed"),
        ("a )", "query, character 3: ')' closes nothing"),
        ("( " * (DEEPEST + 1) + "a", f"query, character {2 * DEEPEST + 1}: more than {DEEPEST} parentheses"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(query: str, told: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        read(query)
    assert str(caught.value).startswith(told)


def test_the_longest_query() -> None:
    check_length("a" * LONGEST)
    with pytest.raises(CounterpoiseError, match="has 20,001 characters"):
        check_length("a" * (LONGEST + 1))
    assert str(wrong(3, "is wrong")) == "query, character 3: is wrong"
