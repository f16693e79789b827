import numpy as np
import pytest

from counterpoise.measurement.tie_consistency import tie_consistency
from counterpoise.report.consistency import consistency
from tests.measurement.test_tie_consistency import YEAR, choices

TITLES = {"trade": "share of trade", "arms": "share of arms", "aid": "share of aid"}


def test_each_dimension_has_what_its_indicators_say_together_by_their_titles() -> None:
    trade = np.random.default_rng(3).random(60)
    found = tie_consistency(choices(YEAR, np.column_stack([trade, trade + 0.01, 1 - trade])))
    (row,) = consistency(TITLES, 2010, [found]).rows
    dimension, alpha, pairs, moved, best, equal, untold = row
    assert dimension == "Economic"
    assert alpha == pytest.approx(found.alpha, abs=0.005)
    assert "share of trade and share of arms redundant (1.00, 60)" in pairs
    assert "share of arms and share of aid contrary (-1.00, 60)" in pairs
    assert "without share of aid 1.3 places on average, 4 at most" in moved
    assert (best, equal) == (round(found.best.share, 3), round(found.best.equal_share, 3))
    assert untold is None


def test_what_cannot_be_told_stands_with_its_reason() -> None:
    found = tie_consistency(choices(YEAR, np.empty((0, 3)), (True, False, False)))
    (row,) = consistency(TITLES, 2010, [found]).rows
    assert (row[1], row[4], row[5]) == (None, None, None)
    assert "Cronbach's alpha: share of trade and share of arms are hardly ever observed together" in row[6]
    assert "benefit of the doubt: fewer than two indicators" in row[6]
