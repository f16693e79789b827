import numpy as np

from counterpoise.model.prim import SMALLEST, find_box


def test_a_box_that_is_there_is_found_and_the_condition_that_does_not_matter_is_left_open() -> None:
    conditions = np.random.default_rng(1).uniform(size=(4000, 3))
    came = (conditions[:, 0] > 0.6) & (conditions[:, 2] < 0.5)
    box = find_box(conditions, ("pressure", "noise", "trade"), came)
    assert [name for name, _, _ in box.limits] == ["pressure", "trade"]
    assert box.density > 0.95
    assert box.coverage > 0.8
    assert abs(box.limits[0][1] - 0.6) < 0.05
    assert abs(box.limits[1][2] - 0.5) < 0.05


def test_what_always_or_never_comes_about_has_no_limits() -> None:
    conditions = np.random.default_rng(1).uniform(size=(500, 2))
    for came in (np.ones(500, bool), np.zeros(500, bool)):
        box = find_box(conditions, ("x", "y"), came)
        assert box.limits == ()
        assert box.support == 1
        assert box.density == box.everywhere == came[0]


def test_no_box_is_smaller_than_what_is_worth_telling() -> None:
    conditions = np.random.default_rng(2).uniform(size=(1000, 2))
    box = find_box(conditions, ("x", "y"), conditions[:, 0] > 0.99)
    assert box.support >= SMALLEST
