import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from counterpoise.model.explanation import Explanation, explain
from counterpoise.model.plan import nothing_done
from counterpoise.model.simulation import account
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
        "In 2021 the tie with Alpha is on average 0.100 lower than with nothing done: "
        "-0.100 by shocks to the tie itself and by what is steered each year."
    )
    assert (
        found.sentence(1, 0, "the tie with Beta", 2021, "before")
        == "In 2021 the tie with Beta is on average as before."
    )


def test_what_is_named_and_all_else_add_up_to_the_difference_as_they_are_told() -> None:
    plan = replace(NOTHING, pressure=np.ones(5), evens=np.full(5, 0.2), inducement=0.1, punishment=0.1)
    found = explain(made_up_outset(), plan, NOTHING, 300, seed=2)
    rests = 0
    for side, horizon in product((0, 1), range(5)):
        told = found.sentence(side, horizon, "it", 2021, "before")
        whole = float(re.search(r"([0-9.]+) (?:lower|higher)", told)[1])
        parts = [float(each) for each in re.findall(r"([+-][0-9.]+) (?:by|through)", told)]
        assert abs(sum(parts)) == pytest.approx(whole, abs=1e-9)
        rests += "by all else together" in told
    assert rests


def test_where_every_part_is_too_small_to_be_told_the_sentence_says_so_and_names_none() -> None:
    parts = np.full((3, 2, 1), 0.0009)
    slight = Explanation(("pressure", "economic", "reply"), parts, *(parts.sum(axis=0),) * 3)
    assert slight.sentence(0, 0, "it", 2021, "before") == (
        "In 2021 it is on average 0.003 higher than before: "
        "by all parts together, none of which alone makes a difference of 0.001."
    )


def test_the_interval_of_a_difference_is_that_over_the_runs() -> None:
    plan = replace(NOTHING, pressure=np.ones(5))
    outset = made_up_outset()
    found = explain(outset, plan, NOTHING, 300, seed=2)
    one, two = account(outset, plan, 300, 2), account(outset, NOTHING, 300, 2)
    apart = (one.ties - two.ties)[0, 4] * outset.scale[0]
    low, high = np.quantile(apart, (0.05, 0.95))
    told = found.sentence(0, 4, "it", 2025, "before")
    assert f"(90 % interval of the difference {low:+.3f} to {high:+.3f}): " in told
    # On average nothing, but not in each run.
    even = replace(found, difference=np.zeros_like(found.difference))
    assert (
        even.sentence(0, 4, "it", 2025, "before")
        == f"In 2025 it is on average as before (90 % interval of the difference {low:+.3f} to {high:+.3f})."
    )
