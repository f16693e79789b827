import numpy as np

from counterpoise.model.smoothing import gaussian_draw

RNG = np.random.default_rng(12)


def test_a_draw_of_a_band_with_a_border_is_that_of_dense_algebra() -> None:
    size, inner = 14, 11
    first = np.array([max(0, i - 2) if i < inner else 0 for i in range(size)])
    root = np.tril(RNG.normal(size=(size, size)) / 3) + 2 * np.eye(size)
    root[np.arange(size) < first[:, None]] = 0
    precision, towards = root @ root.T, RNG.normal(size=size)
    mean = np.linalg.solve(precision, towards)
    assert np.allclose(gaussian_draw(precision.copy(), towards, first, np.zeros(size)), mean)
    apart = np.array([gaussian_draw(precision.copy(), towards, first, unit) - mean for unit in np.eye(size)])
    assert np.allclose(apart.T @ apart, np.linalg.inv(precision))
