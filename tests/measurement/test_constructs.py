import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.measurement.constructs import (
    alignment_share,
    aocai,
    autonomy,
    balance,
    contradiction,
    dependence,
    engagement,
    influence_capacity,
    weighted_means,
)

tie = st.floats(0, 1)


def arrays(*values: float) -> list[np.ndarray]:
    return [np.array([value]) for value in values]


def test_the_worked_row_of_pakistan_in_2010():
    # Trade shares 8.97 % and 15.51 % between goalposts 0 and 30 %, as METHODS section 3 works them.
    tie_a, tie_b = arrays(0.299, 0.517)
    share = alignment_share(tie_a, tie_b)
    assert share == pytest.approx(0.366, abs=5e-4)
    assert engagement(tie_a, tie_b) == pytest.approx(0.408, abs=5e-4)
    # .928 is 4 (.366) (.634), from the rounded share; the share itself gives .9286.
    assert balance(np.array([0.366])) == pytest.approx(0.928, abs=5e-4)
    assert balance(share) == pytest.approx(0.9286, abs=5e-5)


def test_balance_is_whole_at_an_even_share_and_nothing_at_either_end():
    assert balance(np.array([0.0, 0.5, 1.0])) == pytest.approx([0, 1, 0])


def test_without_any_tie_there_is_no_share():
    assert np.isnan(alignment_share(*arrays(0.0, 0.0))).all()


@given(tie, tie)
def test_shares_of_both_powers_add_up_to_one(tie_a, tie_b):
    share, mirrored = alignment_share(*arrays(tie_a, tie_b)), alignment_share(*arrays(tie_b, tie_a))
    if tie_a + tie_b > 0:
        assert 0 <= share[0] <= 1
        assert share + mirrored == pytest.approx(1)
        assert balance(share) == pytest.approx(balance(mirrored))


@given(tie, tie)
def test_engagement_lies_between_the_two_ties(tie_a, tie_b):
    level = engagement(*arrays(tie_a, tie_b))[0]
    assert min(tie_a, tie_b) - 1e-12 <= level <= max(tie_a, tie_b) + 1e-12


@given(st.lists(st.tuples(tie, tie), min_size=1, max_size=5))
def test_overall_balance_lies_within_those_of_the_dimensions(pairs):
    ties_a, ties_b = np.array(pairs).T[:, :, None]
    weights = engagement(ties_a, ties_b)
    each = np.nan_to_num(balance(alignment_share(ties_a, ties_b)))
    (total,) = weighted_means([each], weights)
    if weights.sum() > 0:
        weighing = each[weights > 0]
        assert weighing.min() - 1e-9 <= total[0] <= weighing.max() + 1e-9
    else:
        assert np.isnan(total).all()


@given(st.lists(tie, min_size=2, max_size=5))
def test_contradiction_is_the_deviation_of_shares_on_a_scale_of_its_own(shares):
    found = contradiction(np.array(shares)[:, None])[0]
    assert found == pytest.approx(np.std(shares) / 0.5, abs=1e-9)
    assert 0 <= found <= 1 + 1e-12


def test_contradiction_is_greatest_where_half_the_domains_stand_with_each_power():
    shares = np.array([[0.0, 0.4, np.nan, 0.5], [1.0, 0.4, 0.4, np.nan], [np.nan, 0.4, np.nan, 0.7]])
    found = contradiction(shares)
    assert found[:2] == pytest.approx([1, 0])
    assert np.isnan(found[2])
    # Shares of .5 and .7: their deviation is .1, a fifth of the largest.
    assert found[3] == pytest.approx(0.2)


def test_dependence_weighs_each_share_by_what_the_flow_is_to_the_state():
    shares = np.array([[0.2], [0.5], [np.nan]])
    importance = np.array([[0.5], [1.0], [1.0]])
    assert dependence(shares, importance) == pytest.approx((0.2 * 0.5 + 0.5) / 2)
    assert np.isnan(dependence(np.array([[np.nan]]), np.array([[1.0]]))).all()


def test_autonomy_is_what_does_not_hang_on_the_greater_dependence():
    assert autonomy(*arrays(0.2, 0.35)) == pytest.approx(0.65)


def test_published_scales():
    assert aocai(np.array([0.409])) == pytest.approx(40.9)
    assert influence_capacity(*arrays(0.6, 0.5)) == pytest.approx(0.3)
