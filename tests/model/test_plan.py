from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.plan import nothing_done


def test_where_nothing_is_done_nothing_is_held_and_all_pressure_is_felt() -> None:
    plan = nothing_done(filters=2, years=3)
    assert plan.years == 3
    assert np.isnan(plan.held_ties).all()
    assert (plan.exposure == 1).all()


def test_every_array_of_another_length_is_named_at_once() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        replace(nothing_done(2, 3), ties=np.zeros((2, 4)), raised=np.zeros((1, 3)))
    assert [problem.what for problem in raised.value.problems] == [
        "raised has the shape (1, 3); expected (2, 3)",
        "ties has the shape (2, 4); expected (2, 3)",
    ]
