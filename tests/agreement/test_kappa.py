import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from counterpoise.agreement.alpha import krippendorff_alpha
from counterpoise.agreement.coefficient import NO_VARIATION
from counterpoise.agreement.kappa import Contingencies, cohen_kappa, confusion
from counterpoise.errors import CounterpoiseError
from tests.agreement.published import TWO_VALUES

# All three values occur, so that the other program, which goes by places and not by values, has the same distances.
pairs = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=25).map(
    lambda found: [*found, (0, 1), (2, 1)]
)


def test_the_example_of_cohen() -> None:
    # Cohen (1960), table 1, as shares of 200 cases: kappa = (.70 - .41) / (1 - .41) = .492.
    shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    first, second = [], []
    for one, row in enumerate(shares):
        for other, share in enumerate(row):
            first += [one] * round(200 * share)
            second += [other] * round(200 * share)
    found = cohen_kappa(first, second)
    assert found.observed == pytest.approx(0.30)
    assert found.expected == pytest.approx(0.59)
    assert found.value == pytest.approx(0.492, abs=1e-3)


@pytest.mark.parametrize(
    ("weights", "theirs"), [("unweighted", None), ("linear", "linear"), ("quadratic", "quadratic")]
)
@settings(deadline=None)
@given(found=pairs)
def test_it_agrees_with_another_program(weights, theirs, found) -> None:
    first, second = (list(each) for each in zip(*found, strict=True))
    assert cohen_kappa(first, second, weights).value == pytest.approx(
        cohen_kappa_score(first, second, weights=theirs), abs=1e-9
    )
    assert np.array_equal(confusion(first, second).counts, confusion_matrix(first, second))


@settings(deadline=None)
@given(pairs)
def test_weights_change_nothing_where_there_are_two_values(found) -> None:
    first, second = ([value > 0 for value in each] for each in zip(*found, strict=True))
    plain = cohen_kappa(first, second).value
    assert cohen_kappa(first, second, "linear").value == pytest.approx(plain)
    assert cohen_kappa(first, second, "quadratic").value == pytest.approx(plain)


@settings(deadline=None)
@given(pairs)
def test_alpha_comes_near_to_kappa_only_as_coders_use_values_alike(found) -> None:
    # Krippendorff (2004), section 11.3.3: of two coders with equal margins, alpha = 1 - (1 - kappa)(1 - 1/2N).
    both = [*found, *((other, one) for one, other in found)]
    first, second = zip(*both, strict=True)
    kappa, alpha = cohen_kappa(first, second).value, krippendorff_alpha([list(first), list(second)]).value
    assert alpha == pytest.approx(1 - (1 - kappa) * (1 - 1 / (2 * len(both))), abs=1e-9)


def test_what_both_judged_is_counted_with_prevalence_and_bias() -> None:
    table = confusion([1, 1, 0, None, 0], [1, 0, 0, 1, None])
    assert table.units == 3
    assert table.values == (0.0, 1.0)
    assert table.prevalence.tolist() == pytest.approx([0.5, 0.5])
    assert table.bias.tolist() == pytest.approx([-1 / 3, 1 / 3])
    assert table.table().rows() == [("0", "0", 1), ("1", "0", 1), ("1", "1", 1)]
    assert np.isnan(confusion([None], [1]).prevalence).all()


def test_coders_who_always_say_one_thing_have_no_kappa() -> None:
    assert cohen_kappa([1, 1], [1, 1]).reason == NO_VARIATION
    # One who always says the same agrees with another by chance only.
    assert cohen_kappa([1, 1, 1, 1], [1, 1, 0, 1]).value == pytest.approx(0)


def test_two_coders_judge_as_many_units() -> None:
    with pytest.raises(CounterpoiseError, match="found 2 judgements of one coder and 1 of the other"):
        cohen_kappa([1, 2], [1])
    with pytest.raises(CounterpoiseError, match="only numbers"):
        cohen_kappa(["a", "b"], ["a", "a"], "linear")


def test_weights_by_document_are_repetitions() -> None:
    counts = np.array([[[3, 1], [0, 2]], [[1, 0], [4, 1]]])
    by_document = Contingencies(counts, 1 - np.eye(2))
    observed, expected = by_document.disagreements(np.array([[2.0, 1.0], [0.0, 1.0]]))
    for at, together in enumerate((2 * counts[0] + counts[1], counts[1])):
        first = np.repeat([0, 0, 1, 1], together.ravel())
        second = np.repeat([0, 1, 0, 1], together.ravel())
        assert 1 - observed[at] / expected[at] == pytest.approx(cohen_kappa(first, second).value)
    assert by_document.units.tolist() == [6, 6]
    assert len(TWO_VALUES[0]) == confusion(*TWO_VALUES).units
