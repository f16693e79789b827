import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.model.summary import COLUMNS, summary


def test_draws_of_a_normal_law_have_its_quantiles() -> None:
    # 20,001 evenly spaced quantiles of N(.1, .2^2): the intervals are mean +- .6745 sd and +- 1.6449 sd.
    drawn = norm.ppf((np.arange(20001) + 0.5) / 20001) * 0.2 + 0.1
    told = summary(drawn)
    assert told.median == pytest.approx(0.1, abs=1e-6)
    assert (told.low50, told.high50) == pytest.approx((0.1 - 0.6745 * 0.2, 0.1 + 0.6745 * 0.2), abs=1e-4)
    assert (told.low90, told.high90) == pytest.approx((0.1 - 1.6449 * 0.2, 0.1 + 1.6449 * 0.2), abs=1e-4)
    assert told.positive == pytest.approx(norm.cdf(0.5), abs=1e-4)


def test_the_likelier_sign_may_be_that_below_zero() -> None:
    told = summary(np.array([-3.0, -2.0, -1.0, 0.5]))
    assert (told.positive, told.sign) == (0.25, 0.75)
    assert tuple(told.row()) == COLUMNS
    assert str(told) == "-1.50 (90 % interval -2.85 to 0.27)"
