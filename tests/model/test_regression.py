from itertools import product

import numpy as np
import pytest
from scipy.stats import multivariate_t

from counterpoise.model.regression import (
    SCALE,
    SHAPE,
    Coefficients,
    Prior,
    draw_rows,
    fit,
    log_density,
    log_of_signs,
)

RNG = np.random.default_rng(3)
X = RNG.normal(size=(40, 3))
Y = X @ [0.5, -0.3, 0.0] + RNG.normal(0, 0.4, 40)
NEW_X = RNG.normal(size=(2, 3))
NEW_Y = NEW_X @ [0.5, -0.3, 0.0] + [0.3, -0.2]


def fitted(sign: tuple[int, ...]) -> Coefficients:
    prior = Prior(np.zeros(3), np.ones(3), np.array(sign, dtype=np.int8))
    (found,) = fit((X.T @ X)[None], (X.T @ Y)[None], np.array([Y @ Y]), np.array([len(Y)]), prior)
    return found


def test_without_signs_what_was_left_out_has_the_density_of_student() -> None:
    # O'Hagan and Forster (2004), 11.25-11.27, written out by hand.
    cover = np.linalg.inv(np.eye(3) + X.T @ X)
    mean = cover @ X.T @ Y
    scale = SCALE + (Y @ Y - mean @ np.linalg.inv(cover) @ mean) / 2
    shape = SHAPE + 20
    spread = scale / shape * (np.eye(2) + NEW_X @ cover @ NEW_X.T)
    expected = multivariate_t(NEW_X @ mean, spread, df=2 * shape).logpdf(NEW_Y)
    assert log_density(fitted((0, 0, 0)), NEW_X, NEW_Y) == pytest.approx(expected, abs=1e-9)


def drawn_freely(found: Coefficients, draws: int = 400_000) -> np.ndarray:
    rng = np.random.default_rng(5)
    noise = np.sqrt(found.scale / rng.gamma(found.shape, size=draws))
    return found.mean + noise[:, None] * (rng.standard_normal((draws, 3)) @ np.linalg.cholesky(found.cover).T)


@pytest.mark.parametrize("sign", [(1, 0, 0), (0, -1, 0), (0, 0, 1), (0, -1, 1), (1, -1, -1)])
def test_signs_are_as_probable_as_draws_that_have_them(sign: tuple[int, ...]) -> None:
    drawn = drawn_freely(fitted((0, 0, 0)))
    right = (drawn * sign >= 0).all(axis=1).mean()
    assert np.exp(log_of_signs(fitted(sign))) == pytest.approx(right, abs=0.006)


def test_as_many_signs_may_be_expected_as_there_are_terms() -> None:
    # Of twelve coefficients about 0 that nothing ties together each has its sign every other time.
    found = Coefficients(np.zeros(12), np.eye(12), 50.0, 50.0, np.ones(12, dtype=np.int8))
    assert log_of_signs(found) == pytest.approx(12 * np.log(0.5), abs=0.02)


@pytest.mark.parametrize("places", [(2,), (1, 2)])
def test_the_density_is_that_of_all_signs_told_apart(places: tuple[int, ...]) -> None:
    # p(y) is the sum of P(signs) p(y | signs) over all signs that there may be.
    whole = 0.0
    for each in product((-1, 1), repeat=len(places)):
        sign = np.zeros(3, dtype=int)
        sign[list(places)] = each
        found = fitted(tuple(sign))
        whole += np.exp(log_of_signs(found) + log_density(found, NEW_X, NEW_Y))
    assert whole == pytest.approx(
        np.exp(log_density(fitted((0, 0, 0)), NEW_X, NEW_Y)), rel=1e-9 if len(places) == 1 else 0.01
    )


def test_rows_far_off_have_the_tails_of_student_under_a_sign_too() -> None:
    # The mean over a few draws of the noise would be off by tens here.
    far = NEW_Y + np.array([6.0, -5.0])
    free, cut = fitted((0, 0, 0)), fitted((1, 0, 0))
    assert log_density(cut, NEW_X, far) == pytest.approx(log_density(free, NEW_X, far), abs=0.5)


def test_draws_of_rows_have_the_mean_and_width_of_their_density() -> None:
    found = fitted((0, 0, 0))
    drawn = draw_rows(found, NEW_X, 20_000, np.random.default_rng(1))
    width = np.sqrt(found.scale / (found.shape - 1) * (1 + np.diag(NEW_X @ found.cover @ NEW_X.T)))
    assert drawn.mean(axis=0) == pytest.approx(NEW_X @ found.mean, abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(width, rel=0.03)
    with pytest.raises(ValueError, match="without expected signs"):
        draw_rows(fitted((1, 0, 0)), NEW_X, 10, np.random.default_rng(1))


def test_nothing_left_out_has_a_density_of_one() -> None:
    assert log_density(fitted((0, 0, 0)), NEW_X[:0], NEW_Y[:0]) == 0.0
