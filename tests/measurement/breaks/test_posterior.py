import numpy as np
import pytest

from counterpoise.measurement.breaks.posterior import PRIOR, WHITE, BreakDate, BreakPrior, break_posterior
from tests.nile import FLOW, YEARS

FORTY = np.arange(1980.0, 2020.0)


def noise(seed: int, correlation: float = 0.0, n: int = 40) -> np.ndarray:
    """Stationary noise of variance 1."""
    drawn = np.random.default_rng(seed).normal(size=n + 60)
    for t in range(1, n + 60):
        drawn[t] = correlation * drawn[t - 1] + np.sqrt(1 - correlation**2) * drawn[t]
    return drawn[60:]


def test_the_nile_broke_after_1898() -> None:
    # Cobb (1978): the change lies between 1898 and 1899, a fall of about 250 from 1100 to 850.
    for correlations in (WHITE, PRIOR.correlations):
        found = break_posterior(YEARS, FLOW[:, None], 1, prior=BreakPrior(correlations=correlations))
        assert found.most_probable == 1
        assert found.any > 0.999
        assert found.times[np.argmax(found.at)] == found.times[np.argmax(found.single)] == 1899
        assert set(found.credible_dates()) <= {1896, 1897, 1898, 1899, 1900, 1901, 1902}
        once = (found.dates >= 0).sum(axis=1) == 1
        assert np.median(found.sizes[once, 0]) == pytest.approx(849.97 - 1097.75, rel=0.05)


def test_probabilities_add_up_and_the_prior_is_what_it_says() -> None:
    found = break_posterior(FORTY, noise(1)[:, None], 1)
    assert found.number.sum() == pytest.approx(1)
    assert found.single.sum() == pytest.approx(1)
    assert found.at.sum() == pytest.approx(found.number @ np.arange(6))
    assert PRIOR.of_number(5).sum() == pytest.approx(1)
    assert found.prior_at.sum() == pytest.approx(PRIOR.of_number(5) @ np.arange(6))
    assert (found.at[:3] == 0).all()
    assert (found.at[-2:] == 0).all()
    assert 0 <= found.correlation <= max(PRIOR.correlations)


def test_of_a_series_without_a_break_it_says_none() -> None:
    said = [break_posterior(FORTY, noise(seed)[:, None], seed, paths=1) for seed in range(60)]
    assert np.mean([each.most_probable == 0 for each in said]) > 0.9
    assert np.mean([each.any > 0.9 for each in said]) < 0.05


def test_noise_that_lasts_is_not_taken_for_breaks() -> None:
    # Without correlations in the prior nine of ten such series are said to break.
    lasting = [noise(seed, 0.8)[:, None] for seed in range(40)]
    careful = [break_posterior(FORTY, each, 1, paths=1).any > 0.9 for each in lasting]
    white = BreakPrior(correlations=WHITE)
    careless = [break_posterior(FORTY, each, 1, prior=white, paths=1).any > 0.9 for each in lasting]
    assert np.mean(careful) < 0.2
    assert np.mean(careless) > 0.6


def test_dates_and_sizes_lie_in_their_intervals_in_nine_of_ten_series() -> None:
    rng = np.random.default_rng(4)
    dated, sized = [], []
    for seed in range(200):
        place = rng.integers(6, 35)
        size = rng.normal(0, 2.0)
        series = noise(seed) + size * (np.arange(40) >= place)
        found = break_posterior(FORTY, series[:, None], seed, paths=400)
        once = (found.dates >= 0).sum(axis=1) == 1
        if found.number[1] < 0.5:
            continue
        dated.append(FORTY[place] in found.credible_dates())
        low, high = np.quantile(found.sizes[once, 0], [0.05, 0.95])
        sized.append(low <= size <= high)
    assert len(dated) > 60
    assert 0.85 <= np.mean(dated) <= 1.0  # dates are whole years, so that their sets hold more than they must
    assert 0.85 <= np.mean(sized) <= 0.95


def test_several_breaks_are_found_where_they_are() -> None:
    series = noise(3) + 6 * ((FORTY >= 1992) & (FORTY < 2007))
    found = break_posterior(FORTY, series[:, None], 1)
    assert found.most_probable == 2
    assert set(found.times[np.argsort(found.at)[-2:]]) == {1992, 2007}
    told = found.likeliest_breaks()
    assert [each.date for each in told] == [1992, 2007]
    assert all(each.low <= each.date <= each.high and each.high - each.low <= 4 for each in told)


def test_as_many_breaks_are_told_as_are_the_most_probable() -> None:
    once = break_posterior(FORTY, (noise(1) + 6 * (FORTY >= 2000))[:, None], 1)
    (told,) = once.likeliest_breaks()
    held = once.credible_dates()
    assert (told.date, told.low, told.high) == (once.times[np.argmax(once.single)], held[0], held[-1])
    assert str(BreakDate(2000, 2000, 2000)) == "2000"
    assert str(BreakDate(2000, 1998.5, 2001)) == "2000 (1998.5-2001)"
    none = break_posterior(FORTY, noise(3)[:, None], 1)
    assert (none.most_probable, none.likeliest_breaks()) == (0, ())


def test_a_line_that_rises_has_no_break_as_a_line() -> None:
    series = noise(9) + np.linspace(0, 12, 40)
    assert break_posterior(FORTY, series[:, None], 1, line=True).any < 0.5
    white = BreakPrior(correlations=WHITE)
    assert break_posterior(FORTY, series[:, None], 1, prior=white).any > 0.99


def test_a_line_that_turns_has_one() -> None:
    series = 0.5 * noise(2) + np.abs(FORTY - 2000)
    found = break_posterior(FORTY, series[:, None], 1, line=True, prior=BreakPrior(correlations=WHITE))
    assert found.most_probable == 1
    assert abs(found.times[np.argmax(found.single)] - 2000) <= 1


def test_of_draws_the_mean_is_given_and_uncertainty_is_carried() -> None:
    jump = 3.0 * (FORTY >= 2000)
    rng = np.random.default_rng(1)
    certain = (noise(5) + jump)[:, None]
    blurred = certain + rng.normal(0, 3.0, (40, 100))
    one, many = break_posterior(FORTY, certain, 1), break_posterior(FORTY, blurred, 1)
    assert many.any < one.any
    apart = [break_posterior(FORTY, blurred[:, [k]], 1).number for k in range(100)]
    assert many.number == pytest.approx(np.mean(apart, axis=0))
    assert many.dates.shape[0] == 1000


def test_neither_scale_nor_calendar_matters() -> None:
    series = (noise(6) + 2 * (FORTY >= 1995))[:, None]
    one = break_posterior(FORTY, series, 1)
    other = break_posterior(FORTY - 1000, 5 + 1e-3 * series, 1)
    assert other.at == pytest.approx(one.at)
    assert other.sizes == pytest.approx(1e-3 * one.sizes)


def test_a_series_that_never_changes_has_no_break() -> None:
    found = break_posterior(FORTY, np.full((40, 3), 0.2), 1)
    assert found.number[0] == 1
    assert found.any == 0
    assert not found.at.any()
    assert len(found.credible_dates()) == 0
    assert (found.dates == -1).all()


def test_steps_without_noise_are_found() -> None:
    found = break_posterior(FORTY, np.where(FORTY < 2003, 1.0, 2.0)[:, None], 1)
    assert found.at[FORTY == 2003] > 0.999
    assert found.most_probable == 1


def test_observations_far_apart_are_correlated_less() -> None:
    times = np.cumsum(np.tile([1.0, 1, 6], 8))
    found = break_posterior(times, noise(4, n=24)[:, None], 1)
    assert np.isfinite(found.at).all()
    assert found.number.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("times", "shape", "told"),
    [
        (np.arange(5.0), (5, 1), "found 5 times; expected 6 to 200"),
        (np.arange(201.0), (201, 1), "found 201 times"),
        (np.arange(9.0)[::-1], (9, 1), "9 times in order"),
        (np.arange(9.0), (10, 1), "10 times in order"),
    ],
)
def test_what_cannot_be_cut_is_told(times: np.ndarray, shape: tuple[int, int], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        break_posterior(times, np.zeros(shape), 1)
