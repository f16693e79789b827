from itertools import product

import numpy as np
import pytest

from counterpoise.measurement.index.sensitivity import DATA, Choice, sensitivity

MEAN = Choice("mean", ("one", "two", "three"))
SCALE = Choice("scale", ("plain", "double"))
IDLE = Choice("idle", ("this", "that"))
DRAWS = 4
EFFECT = np.array([0.0, 1.0, 5.0])
FACTOR = np.array([1.0, 2.0])
NOISE = np.array([-0.5, 0.0, 0.0, 0.5])


def model(points: np.ndarray) -> np.ndarray:
    """(1 + effect + noise) times factor, and an output that nothing moves, and one that is not always defined."""
    value = (1 + EFFECT[points[:, 0]] + NOISE[points[:, 3]]) * FACTOR[points[:, 1]]
    return np.column_stack([value, np.full(len(value), 0.25), np.where(points[:, 0] == 2, np.nan, value)])


def exact() -> tuple[list[float], list[float]]:
    """First-order and total indices by running every combination: variances of conditional means."""
    levels = (3, 2, 2, DRAWS)
    table = model(np.array(list(product(*map(range, levels)))))[:, 0].reshape(levels)
    first, total = [], []
    for axis in range(4):
        others = tuple(other for other in range(4) if other != axis)
        first.append(table.mean(axis=others).var() / table.var())
        total.append(1 - table.mean(axis=axis).var() / table.var())
    return first, total


@pytest.fixture(scope="module")
def found():
    return sensitivity(model, ("value", "constant", "partial"), (MEAN, SCALE, IDLE), DRAWS, runs=4096, seed=2)


def test_shares_are_those_of_every_combination(found):
    value = found.of_outputs[0]
    first, total = exact()
    assert [each.choice for each in value.influences] == ["mean", "scale", "idle", DATA]
    assert [each.first[0] for each in value.influences] == pytest.approx(first, abs=0.02)
    assert [each.total[0] for each in value.influences] == pytest.approx(total, abs=0.02)
    for each, truth in zip(value.influences, total, strict=True):
        assert each.total[1] - 1e-9 <= truth <= each.total[2] + 1e-9
    assert value.influences[2].total == (0, 0, 0)


def test_the_tornado_changes_one_choice_at_a_time(found):
    value = found.of_outputs[0]
    assert value.default == pytest.approx(1)
    by_name = {each.choice: each for each in value.influences}
    mean = by_name["mean"]
    assert (mean.least, mean.least_at, mean.greatest, mean.greatest_at) == (1, "one", 6, "three")
    assert mean.swing == 5
    assert (by_name["scale"].least, by_name["scale"].greatest) == (1, 2)
    assert by_name["idle"].swing == 0
    # 5th and 95th percentile of .5, 1, 1, 1.5.
    assert (by_name[DATA].least, by_name[DATA].greatest) == pytest.approx((0.575, 1.425))


def test_what_no_choice_moves_has_no_shares(found):
    constant = found.of_outputs[1]
    assert constant.remark == "no choice moves it, as far as was sampled"
    assert (constant.low90, constant.median, constant.high90) == (0.25, 0.25, 0.25)
    assert {each.total for each in constant.influences} == {None}


def test_what_is_not_always_defined_says_so(found):
    partial = found.of_outputs[2]
    assert partial.remark.startswith("not defined in 33")
    assert partial.influences[0].greatest_at == "two"
    assert np.isfinite([partial.median, partial.low90, partial.high90]).all()


def test_an_output_that_is_not_observed_as_chosen_is_left_out():
    found = sensitivity(lambda points: np.full((len(points), 1), np.nan), ("value",), (SCALE,), 1)
    assert found.of_outputs == ()


def test_without_anything_to_choose_there_is_one_value():
    found = sensitivity(lambda points: np.ones((len(points), 1)), ("value",), (Choice("mean", ("one",)),), 1)
    assert found.of_outputs[0].influences == ()
    assert found.of_outputs[0].remark == "no choice moves it, as far as was sampled"
