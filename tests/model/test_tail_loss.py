import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.model.tail_loss import tail_loss


def test_of_a_normal_loss_it_is_the_density_at_the_edge_over_the_tail() -> None:
    # CVaR of N(0, 1) is phi(z) / tail: 1.755 at .10, 2.063 at .05 (Rockafellar & Uryasev 2000, p. 27, c_1 of equation 19).
    cases = norm.ppf((np.arange(100000) + 0.5) / 100000)
    assert tail_loss(cases, 0.1) == pytest.approx(1.755, abs=1e-3)
    assert tail_loss(cases, 0.05) == pytest.approx(norm.pdf(norm.ppf(0.95)) / 0.05, abs=1e-3)


def test_a_case_that_is_partly_in_the_tail_counts_in_part() -> None:
    assert tail_loss(np.array([0.0, 4.0, 2.0, 10.0]), 0.5) == pytest.approx(7)
    assert tail_loss(np.array([0.0, 4.0, 2.0, 10.0]), 0.375) == pytest.approx((10 + 4 * 0.5) / 1.5)
    assert tail_loss(np.array([0.0, 4.0, 2.0, 10.0]), 1.0) == pytest.approx(4)


def test_each_row_is_taken_by_itself() -> None:
    losses = np.random.default_rng(1).normal(size=(3, 2, 40))
    found = tail_loss(losses, 0.1)
    assert found.shape == (3, 2)
    assert found[2, 1] == pytest.approx(np.sort(losses[2, 1])[-4:].mean())
