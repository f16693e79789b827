import numpy as np

from counterpoise.measurement.ideal_points.votes import ALL_THREE, YES_OR_NO, votes_as_arrays


def test_votes_are_sorted_by_roll_call_and_category() -> None:
    unit = np.array([0, 1, 2, 2, 0, 3], np.int32)
    roll_call = np.array([0, 0, 0, 1, 1, 1], np.int32)
    category = np.array([3, 1, 2, 3, 1, 1], np.int32)
    votes = votes_as_arrays(
        unit, roll_call, category, np.array([0, 1, 2, 0], np.int32), np.array([1, 1, 1, 2])
    )
    assert votes.starts.tolist() == [[0, 1, 2, 3], [3, 5, 5, 6]]
    assert votes.units.tolist() == [1, 2, 0, 0, 3, 2]
    assert votes.observed.tolist() == [ALL_THREE, YES_OR_NO]
    assert votes.count.tolist() == [2, 1, 2, 1]
    assert votes.before.tolist() == [-1, -1, -1, 0]
    assert votes.after.tolist() == [3, -1, -1, -1]


def test_sessions_with_a_roll_call_in_common_are_one_block() -> None:
    # Sessions 1 and 3 share roll call 0, session 2 stands alone.
    unit = np.array([0, 1, 4, 5, 2, 3], np.int32)
    roll_call = np.array([0, 0, 0, 0, 1, 1], np.int32)
    category = np.array([1, 3, 1, 3, 1, 3], np.int32)
    state = np.array([0, 1, 0, 1, 0, 1], np.int32)
    votes = votes_as_arrays(unit, roll_call, category, state, np.array([1, 1, 2, 2, 3, 3]))
    assert votes.block.tolist() == [0, 0, 1, 1, 0, 0]
    assert votes.roll_block.tolist() == [0, 1]
