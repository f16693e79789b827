from dataclasses import replace

import numpy as np

from counterpoise.model.explanation import explain
from counterpoise.model.plan import nothing_done
from tests.model.simulated_outset import made_up_outset

NOTHING = nothing_done(2, 5)


def test_the_parts_of_a_difference_add_up_to_it_year_by_year() -> None:
    pressure = np.array([1.0, 0, 0.5, 0, 0])
    plan = replace(NOTHING, pressure=pressure, evens=np.full(5, 0.2), inducement=0.1, punishment=0.1)
    found = explain(made_up_outset(), plan, NOTHING, 300, seed=2)
    np.testing.assert_allclose(found.parts.sum(axis=0), found.difference, atol=1e-12)
    chance = found.names.index("chance")
    assert not found.parts[chance].any()


def test_a_shock_to_a_tie_alone_is_told_as_that_and_fades_as_the_tie_does() -> None:
    outset = made_up_outset()
    ties = np.zeros((2, 5))
    ties[0, 0] = -1
    found = explain(outset, replace(NOTHING, ties=ties), NOTHING, 300, seed=2)
    expected = -outset.scale[0] * (outset.tie_persistence[0] ** np.arange(5)[:, None]).mean(axis=1)
    np.testing.assert_allclose(found.difference[0], expected)
    told = found.sentence(0, 0, "the tie with Alpha", 2021, "with nothing done")
    assert told == (
        "In 2021 the tie with Alpha is 0.100 lower than with nothing done: "
        "-0.100 by shocks to the tie itself and by what is steered each year."
    )
    assert (
        found.sentence(1, 0, "the tie with Beta", 2021, "before") == "In 2021 the tie with Beta is as before."
    )
