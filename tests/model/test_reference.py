import numpy as np

from counterpoise.model.reference import autoregression, reference, rough_moves, rough_posterior
from tests.model.worlds import made


def test_the_rough_posterior_is_that_of_a_gaussian_reckoned_whole() -> None:
    rng = np.random.default_rng(0)
    prior, level_sd = autoregression(6, 0.8, 0.7), 0.9
    seen, precision = rng.normal(size=(2, 6)), np.array([[4.0] * 6, [0, 1.0, 0, 2.0, 2.0, 0]])
    centre, spread = rough_posterior(prior, seen, precision, level_sd)
    # Conditioned at once on all that is observed: Gaussian x | y = K y, the levels as common errors.
    at = [(row, year) for row in range(2) for year in range(6) if precision[row, year] > 0]
    design = np.array([[float(year == other) for other in range(6)] for _, year in at])
    noise = np.diag([1 / precision[place] for place in at])
    noise += level_sd**2 * np.array([[float(one[0] == other[0]) for other in at] for one in at])
    gain = prior @ design.T @ np.linalg.inv(design @ prior @ design.T + noise)
    assert np.allclose(centre, gain @ np.array([seen[place] for place in at]))
    assert np.allclose(spread @ spread.T, prior - gain @ design @ prior)


def test_what_is_not_observed_lies_about_nothing_known() -> None:
    at = reference(made())
    widths = np.sqrt(np.einsum("pnts,pnts->pnt", at.ties_spread, at.ties_spread))
    assert (widths[:, :, -1] > 2 * widths[:, :, 3]).all()
    assert np.isfinite(at.filters).all()
    assert np.isfinite(at.levels).all()


def test_shocks_and_errors_are_told_apart_by_changes_over_one_and_two_years() -> None:
    rng = np.random.default_rng(1)
    walk = np.cumsum(0.3 * rng.normal(size=(40, 60)), axis=1)
    shock, error = rough_moves(walk + 0.2 * rng.normal(size=walk.shape))
    assert abs(shock - 0.3) < 0.02
    assert abs(error - 0.2) < 0.02
    assert rough_moves(np.full((3, 9), np.nan)) == (0.25, 0.2)
