import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.model.envelopment import envelopment, fewest_units

positive = st.floats(0.1, 10)


def columns(rows: int, width: int) -> st.SearchStrategy[np.ndarray]:
    return st.lists(st.lists(positive, min_size=width, max_size=width), min_size=rows, max_size=rows).map(
        np.array
    )


def test_stores_with_one_input_and_one_output_are_scored_by_their_ratio() -> None:
    # Cooper, Seiford & Tone (2007), Data Envelopment Analysis, table 1.1: employees and sales of eight stores.
    employees = np.array([2, 3, 3, 4, 5, 5, 6, 8.0])[:, None]
    sales = np.array([1, 3, 2, 3, 4, 2, 3, 5.0])[:, None]
    found = envelopment(employees, sales)
    assert found.score == pytest.approx([0.5, 1, 0.667, 0.75, 0.8, 0.4, 0.5, 0.625], abs=5e-4)
    assert found.efficient.tolist() == [False, True] + [False] * 6
    # With constant returns both orientations give one score.
    other = envelopment(employees, sales, orientation="output")
    assert other.score == pytest.approx(found.score, abs=1e-7)


def test_so_many_units_are_needed_as_inputs_and_outputs_ask_for() -> None:
    # Cooper, Seiford & Tone (2007): max(m s, 3 (m + s)).
    assert (fewest_units(3, 3), fewest_units(1, 1), fewest_units(8, 8)) == (18, 6, 64)


def test_a_score_of_1_with_something_left_over_is_not_efficient() -> None:
    # Cooper, Seiford & Tone (2007), example 2.2 (table 2.2): A .8571, B .6316, F 1 but with 2 of input 1 left over beside C.
    inputs = np.array([[4, 3], [7, 3], [8, 1], [4, 2], [2, 4], [10, 1.0]])
    found = envelopment(inputs, np.ones((6, 1)))
    assert found.score == pytest.approx([0.8571, 0.6316, 1, 1, 1, 1], abs=5e-5)
    assert found.efficient.tolist() == [False, False, True, True, True, False]
    assert found.peers[5] == pytest.approx([0, 0, 1, 0, 0, 0])
    assert np.flatnonzero(found.peers[0] > 1e-9).tolist() == [3, 4]


def test_variable_returns_let_the_smallest_unit_stand_by_itself() -> None:
    # Inputs 2, 3, 6 and 5, outputs 1, 3, 5 and 2: the last could do with 2.5 units of input, half-way between the first two.
    inputs, outputs = np.array([[2.0], [3], [6], [5]]), np.array([[1.0], [3], [5], [2]])
    found = envelopment(inputs, outputs, "variable")
    assert found.score == pytest.approx([1, 1, 1, 0.5])
    assert found.peers[3] == pytest.approx([0.5, 0.5, 0, 0])
    # With its input of 5 it could have 3 + 2 x 2/3 of output.
    grown = envelopment(inputs, outputs, "variable", "output")
    assert grown.score[3] == pytest.approx(2 / (3 + 4 / 3))
    assert envelopment(inputs, outputs).score == pytest.approx([0.5, 1, 5 / 6, 0.4])


@settings(max_examples=6)
@given(columns(4, 2), columns(4, 2), st.lists(st.floats(0.01, 100), min_size=4, max_size=4))
def test_scores_do_not_depend_on_units_of_measurement(
    inputs: np.ndarray, outputs: np.ndarray, factors: list[float]
) -> None:
    found = envelopment(inputs, outputs, "variable")
    other = envelopment(inputs * factors[:2], outputs * factors[2:], "variable")
    np.testing.assert_allclose(other.score, found.score, atol=1e-6)


@settings(max_examples=6)
@given(columns(4, 2), columns(4, 2), st.integers(0, 3), st.sampled_from(["constant", "variable"]))
def test_a_dominated_unit_is_never_efficient(
    inputs: np.ndarray, outputs: np.ndarray, where: int, returns: str
) -> None:
    # The last unit does as unit 1 in all but one thing, in which it does worse.
    worse = np.full(4, 1.0)
    worse[where] = 1.2 if where < 2 else 0.8
    inputs[3], outputs[3] = inputs[0] * worse[:2], outputs[0] * worse[2:]
    assert not envelopment(inputs, outputs, returns).efficient[3]


def test_what_cannot_be_compared_is_told_at_once() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        envelopment(np.array([[1.0, np.nan], [1, 1]]), np.array([[0.0, 0], [1, 0]]))
    told = [problem.what for problem in raised.value.problems]
    assert told == ["an input is missing", "unit 1 has no output at all", "output 2 is 0 in every unit"]
