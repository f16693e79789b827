import numpy as np
import pytest

from counterpoise.measurement.choices import NORMALISATIONS, DimensionChoices
from counterpoise.measurement.tie_consistency import in_words, tie_consistency

NAMES = ("trade", "arms", "aid")


def choices(
    ties: np.ndarray, table: np.ndarray, in_share: tuple[bool, ...] = (True, True, True)
) -> DimensionChoices:
    """Ties (states, indicators, 2) of a year, the same in each of three draws, and those of all years (ties, indicators)."""
    cube = np.repeat(ties[..., None], 3, axis=3)
    found = {(NORMALISATIONS[0], "observed"): cube}
    return DimensionChoices("economic", NAMES[: ties.shape[1]], np.array(in_share), found, {}, {}, table)


# Three states; the first leans to power a by trade and to power b by arms.
YEAR = np.array(
    [
        [[0.8, 0.2], [0.1, 0.6], [0.3, 0.3]],
        [[0.4, 0.4], [0.5, 0.2], [0.2, 0.3]],
        [[1.0, 0.1], [0.2, 0.3], [np.nan, 0.9]],
    ]
)


def test_what_the_indicators_of_a_dimension_say_together() -> None:
    rng = np.random.default_rng(3)
    trade = rng.random(60)
    table = np.column_stack([trade, trade + 0.05 * rng.random(60), 1 - trade + 0.3 * rng.random(60)])
    found = tie_consistency(choices(YEAR, table))
    words = {(each.one, each.other): each.word for each in found.correlated}
    assert words == {
        ("trade", "arms"): "redundant",
        ("trade", "aid"): "contrary",
        ("arms", "aid"): "contrary",
    }
    assert {each.ties for each in found.correlated} == {60}
    # Of two parallel indicators and one against them: 3/2 (1 - sum of variances / variance of the sum).
    covariances = np.cov(table, rowvar=False)
    assert found.alpha == pytest.approx(1.5 * (1 - np.trace(covariances) / covariances.sum()))


def test_ties_without_each_indicator_change_their_ranks() -> None:
    found = tie_consistency(choices(YEAR, np.empty((0, 3))))
    by_name = {each.indicator: each for each in found.without}
    assert set(by_name) == set(NAMES)
    # Means of the six ties: .40 .37 .37 .30 .60 .43; without aid .45 .40 .45 .30 .60 .20: ranks 3 4 4 6 1 2 become 2 4 2 5 1 6.
    assert by_name["aid"].mean_shift == pytest.approx((1 + 0 + 2 + 1 + 0 + 4) / 6)
    assert by_name["aid"].most_shift == 4
    assert found.alpha is None
    assert "Cronbach's alpha: trade and arms are hardly ever observed together" in found.not_told


def test_the_benefit_of_the_doubt_weighs_each_tie_as_suits_it() -> None:
    # By trade and arms: the frontier is (1, .2) with power a and (.1, .6), (.5, .2)... with others; all of the state's weight on
    # trade gives its tie with a .8, all on arms its tie with b 1.
    found = tie_consistency(choices(YEAR[:, :2], np.empty((0, 2)), (True, True)))
    best = found.best
    assert best is not None
    assert best.indicators == ("trade", "arms")
    assert best.tie_b == pytest.approx(1)
    assert 0.8 <= best.tie_a <= 1
    assert best.share == pytest.approx(best.tie_a / (best.tie_a + best.tie_b))
    assert best.equal_share == pytest.approx(0.45 / (0.45 + 0.4))
    told = in_words(found, ("USA", "CHN"))
    assert f"USA {best.tie_a:.3f}, CHN 1.000 of the frontier" in told
    assert "nan" not in told


def test_without_a_second_indicator_there_is_no_doubt_to_give() -> None:
    found = tie_consistency(choices(YEAR, np.empty((0, 3)), (True, False, False)))
    assert found.best is None
    told = in_words(found, ("USA", "CHN"))
    assert "Not told: benefit of the doubt: fewer than two indicators are observed with both powers." in told
    nothing = YEAR.copy()
    nothing[0, :, 1] = 0
    found = tie_consistency(choices(nothing, np.empty((0, 3))))
    assert found.not_told[-1] == "benefit of the doubt: the state has no tie at all with one of the powers"
