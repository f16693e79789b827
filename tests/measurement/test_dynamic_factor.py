import numpy as np
import pytest

from counterpoise.measurement.dynamic_factor import draw_missing


def world(
    seed: int, states: int = 60, years: int = 25, indicators: int = 6, noise: float = 0.3
) -> tuple[np.ndarray, np.ndarray]:
    """Indicators of a factor that walks, and the factor; variances of the indicators near 1."""
    rng = np.random.default_rng(seed)
    steps = np.concatenate([rng.normal(size=(states, 1)), rng.normal(0, 0.25, (states, years - 1))], axis=1)
    factor = steps.cumsum(axis=1)
    loading = rng.uniform(0.5, 1.0, indicators)
    apart = rng.normal(0, 0.3, (states, 1, indicators))
    return apart + loading * factor[:, :, None] + rng.normal(0, noise, (states, years, indicators)), factor


def without(whole: np.ndarray, seed: int, share: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """The same with some cells missing at random, and where these are."""
    gone = np.random.default_rng(seed).random(whole.shape) < share
    return np.where(gone, np.nan, whole), np.argwhere(gone)


def test_intervals_hold_the_truth_in_nine_of_ten_cells() -> None:
    held = []
    for seed in range(4):
        whole, _ = world(seed)
        partly, missing = without(whole, seed)
        drawn = draw_missing(partly, missing, seed, draws=300)
        low, high = np.quantile(drawn, [0.05, 0.95], axis=1)
        truth = whole[tuple(missing.T)]
        held.append(np.mean((low <= truth) & (truth <= high)))
    assert 0.85 <= np.mean(held) <= 0.95


def test_with_little_noise_the_truth_is_found() -> None:
    whole, _ = world(1, indicators=15, noise=0.08)
    partly, missing = without(whole, 1)
    drawn = draw_missing(partly, missing, 1, draws=200)
    assert np.corrcoef(whole[tuple(missing.T)], drawn.mean(axis=1))[0, 1] > 0.99


def test_a_gap_is_wider_in_its_middle_than_at_its_ends() -> None:
    whole, _ = world(2, states=40, indicators=1, noise=0.05)
    gone = whole.copy()
    gone[:, 5:16] = np.nan
    missing = np.argwhere(np.isnan(gone))
    spread = draw_missing(gone, missing, 1, draws=400).std(axis=1)
    of_year = np.array([spread[missing[:, 1] == year].mean() for year in range(5, 16)])
    assert of_year[5] > of_year[0]
    assert of_year[5] > of_year[-1]


def test_the_same_seed_gives_the_same_draws() -> None:
    whole, _ = world(3, states=10)
    partly, missing = without(whole, 3)
    one, other, apart = (draw_missing(partly, missing, seed, draws=20, burn_in=10) for seed in (1, 1, 2))
    assert (one == other).all()
    assert not (one == apart).all()
    assert one.shape == (len(missing), 20)


def test_what_is_observed_of_others_tells_of_a_state() -> None:
    # Two indicators that always go together: where one is missing the other gives it.
    rng = np.random.default_rng(5)
    base = rng.normal(size=(50, 20, 1)).cumsum(axis=1) / 4
    whole = np.concatenate([base, base + rng.normal(0, 0.05, base.shape)], axis=2)
    partly, missing = without(whole, 5, share=0.2)
    alone = np.isfinite(partly[missing[:, 0], missing[:, 1], 1 - missing[:, 2]])
    drawn = draw_missing(partly, missing, 5, draws=200).mean(axis=1)
    truth = whole[tuple(missing.T)]
    assert np.abs(drawn - truth)[alone].mean() < 0.2
    assert np.corrcoef(drawn[alone], truth[alone])[0, 1] == pytest.approx(1, abs=0.03)
