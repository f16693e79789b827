import numpy as np
import pytest

from counterpoise.agreement.ratings import MISSING, read_ratings
from counterpoise.errors import CounterpoiseError


def test_numbers_and_names_stand_for_their_places_among_the_values() -> None:
    ratings = read_ratings([[3, None, 1.5], [float("nan"), 3, 3]])
    assert ratings.values == (1.5, 3.0)
    assert ratings.codes.tolist() == [[1, MISSING, 0], [MISSING, 1, 1]]
    assert ratings.judged().tolist() == [1, 1, 2]
    named = read_ratings([["b", None], ["a", "b"]])
    assert named.values == ("a", "b")
    assert named.codes.tolist() == [[1, MISSING], [0, 1]]


def test_a_missing_judgement_among_names_does_not_become_a_name() -> None:
    assert read_ratings([["a", float("nan")], ["a", "b"]]).values == ("a", "b")


def test_arrays_are_read_as_lists_are() -> None:
    table = np.array([[1.0, np.nan], [2.0, 1.0]])
    found, same = read_ratings(table), read_ratings(table.tolist())
    assert np.array_equal(found.codes, same.codes)
    assert found.values == same.values == (1.0, 2.0)
    assert read_ratings(np.array([[True, False], [True, True]])).values == (0.0, 1.0)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ([1, 2, 3], "1 dimensions"),
        ([[1, 2], [1]], "1 dimensions"),
        ([[1, "a"], [1, 1]], "name, number"),
        ([[1, float("inf")], [1, 1]], "infinite"),
        ([[("a",), None], [1, 2]], "3 dimensions|tuple"),
    ],
)
def test_what_is_no_table_of_judgements_is_refused(data: list[object], found: str) -> None:
    with pytest.raises(CounterpoiseError, match=found):
        read_ratings(data)


def test_names_have_no_distances() -> None:
    with pytest.raises(CounterpoiseError, match="only numbers have an order"):
        read_ratings([["a"], ["b"]]).numbers()


def test_no_units_are_a_table_too() -> None:
    ratings = read_ratings(np.zeros((2, 0)))
    assert ratings.values == ()
    assert ratings.judged().tolist() == []
