import pytest

from counterpoise.wording import (
    decimals_that_tell,
    free_name,
    listed,
    percent,
    several,
    with_capital,
    within_a_sentence,
    words_of,
)


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Trade with both", "trade with both"),
        ("UN votes", "UN votes"),
        ("", ""),
        ("A choice of two", "a choice of two"),
    ],
)
def test_a_title_within_a_sentence(title: str, inside: str) -> None:
    assert within_a_sentence(title) == inside


def test_a_capital_first_letter_leaves_the_rest_as_it_is() -> None:
    assert [with_capital(each) for each in ("trade with China", "UN votes", "")] == [
        "Trade with China",
        "UN votes",
        "",
    ]


def test_a_name_that_is_taken_gets_the_first_number_that_is_free() -> None:
    given = {"a", "a-2", "a-4"}
    assert free_name("b", given.__contains__) == "b"
    assert free_name("a", given.__contains__, "{}-{}") == "a-3"
    assert free_name("A", lambda each: each.lower() in given, "{}-{}") == "A-3"


def test_an_id_as_a_readers_words() -> None:
    assert words_of("neighbour_rivalry") == "Neighbour rivalry"
    assert words_of("data-note") == "Data note"


def test_one_thing_and_more_of_them() -> None:
    assert [several(n, "passage") for n in (0, 1, 2)] == ["0 passages", "1 passage", "2 passages"]


def test_names_as_a_sentence_lists_them() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_two_decimals_tell_or_as_many_as_leave_something() -> None:
    told = [
        decimals_that_tell(each) for each in (0.123, -0.5, 0.0, 0.0049, 0.0051, -0.00042, 0.00004, -0.00004)
    ]
    assert told == ["0.12", "-0.50", "0.00", "0.005", "0.01", "-0.0004", "0.00", "0.00"]
    assert [decimals_that_tell(each, "+") for each in (0.123, -0.002, -0.0)] == ["+0.12", "-0.002", "+0.00"]


def test_a_small_part_has_a_decimal_and_none_at_all_has_not() -> None:
    told = [percent(each) for each in (0.0, 0.0004, 0.0006, 0.004, 0.0994, 0.0996, 0.337, 0.996, 1.0)]
    assert told == ["0%", "0%", "0.1%", "0.4%", "9.9%", "10%", "34%", "100%", "100%"]
