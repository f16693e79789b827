from dataclasses import replace

import numpy as np
import pytest

from counterpoise.evidence import table_of_values
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.model.balance import balance_apart, balance_of_ties
from counterpoise.theory.elements import Indicator
from tests.model.simulated import World, panel_of, simulated
from tests.study_in_miniature import observed

WORLD = World(states=2, years=4)
TRUTH = simulated(WORLD, seed=31)
PANEL = replace(panel_of(WORLD, TRUTH), states=("PAK", "VNM"), years=(2000, 2001, 2002, 2003))


def share(dimension: str, name: str) -> TieInput:
    return TieInput(
        name, dimension, Indicator(id=name, title=name, unit="", both_powers=True), name, in_share=True
    )


INPUTS = share("security", "arms_import_share"), share("economic", "trade_share")
TIES = measure_ties(
    table_of_values(
        [
            observed("USA", 2001, "arms_import_share", 30.0),
            observed("CHN", 2001, "arms_import_share", 10.0),
            replace(observed("USA", 2001, "trade_share", 10.0), se=1.0),
            observed("CHN", 2001, "trade_share", 20.0),
            observed("USA", 2002, "trade_share", 20.0),
            observed("CHN", 2002, "trade_share", 20.0),
        ]
    ),
    INPUTS,
    ("PAK",),
    {"a": "USA", "b": "CHN"},
)


def test_even_ties_are_in_balance() -> None:
    even = replace(
        TRUTH, tie_states=np.zeros_like(TRUTH.tie_states), tie_levels=np.zeros_like(TRUTH.tie_levels)
    )
    alike = replace(PANEL, tie_centre=np.full(2, 0.3), evidence={"ties": ("trade_share",)})
    found = balance_of_ties(even, alike)
    assert found.draws == pytest.approx(np.ones((1, 2, 4)))
    assert found.inputs == {"trade_share"}
    # Ties of .4 and .3: 4 x 4/7 x 3/7.
    assert balance_of_ties(even, PANEL).draws[0, 0, 0] == pytest.approx(48 / 49)
    nothing = replace(PANEL, tie_centre=np.zeros(2))
    assert np.isnan(balance_of_ties(even, nothing).draws).all()


def test_what_is_left_without_some_indicators_is_measured_by_the_others_alone() -> None:
    found = balance_apart(TIES, PANEL, ("security", "economic"), {"trade_share"}, 3, seed=1)
    assert found.inputs == {"arms_import_share"}
    # Shares of arms of 30 and 10 per cent, the first cut at the goalpost, 29.5, the 97.5th percentile of both; no error is
    # published, so that each draw is alike.
    assert found.draws[:, 0, 1] == pytest.approx([4 * 29.5 * 10 / 39.5**2] * 3)
    assert np.isnan(found.draws[:, 1]).all()
    assert np.isnan(found.draws[:, 0, [0, 2, 3]]).all()


def test_errors_of_ties_are_carried() -> None:
    found = balance_apart(TIES, PANEL, ("security", "economic"), (), 50, seed=1)
    assert found.inputs == {"arms_import_share", "trade_share"}
    assert found.draws[:, 0, 1].std() > 0.001
    assert found.draws[:, 0, 2] == pytest.approx([1.0] * 50)


def test_nothing_left_is_told_of_nobody() -> None:
    found = balance_apart(TIES, PANEL, ("security",), {"trade_share", "arms_import_share"}, 2, seed=1)
    assert np.isnan(found.draws).all()
    assert found.inputs == frozenset()
