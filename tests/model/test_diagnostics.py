import numpy as np
import pytest

from counterpoise.model.diagnostics import (
    Diagnostics,
    effective_draws,
    effective_in_tails,
    overlap,
    r_hat,
)
from counterpoise.theory.modelled import Soundness


def chains(rho: float = 0.7, apart: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(4)
    noise = rng.normal(size=(2, 300, 3))
    found = noise.copy()
    for t in range(1, 300):
        found[:, t] = rho * found[:, t - 1] + np.sqrt(1 - rho**2) * noise[:, t]
    return found + apart * np.arange(2)[:, None, None]


# What ArviZ 0.23.4 gives of these chains by `rhat`, and by `ess` with the methods bulk and tail. To import it takes 12 seconds.
ARVIZ = [
    (0.0, 0.0, 0.9988815275653397, 577.3331579572963, 583.77782643858),
    (0.7, 0.0, 1.0068918040866726, 126.86005632873993, 203.8007096560722),
    (0.9, 1.0, 1.1273459339317677, 13.691574523111761, 40.41127761481634),
    (-0.5, 0.0, 0.9988189456866221, 1666.890750230186, 577.5989445688468),
]


@pytest.mark.parametrize(("rho", "apart", "hat", "bulk", "tail"), ARVIZ)
def test_r_hat_and_effective_draws_are_those_of_arviz(
    rho: float, apart: float, hat: float, bulk: float, tail: float
) -> None:
    drawn = chains(rho, apart)
    assert r_hat(drawn)[0] == pytest.approx(hat, rel=1e-10)
    assert effective_draws(drawn)[0] == pytest.approx(bulk, rel=1e-9)
    assert effective_in_tails(drawn)[0] == pytest.approx(tail, rel=1e-9)


def test_overlap_of_a_sample_with_itself_is_whole_and_of_two_apart_none() -> None:
    rng = np.random.default_rng(5)
    one = rng.normal(size=20_000)
    assert overlap(one, one) == pytest.approx(1)
    assert overlap(one, one + 50) < 0.01
    # Two normals with standard deviation 1, two apart, overlap in 2 Phi(-1).
    assert overlap(one, rng.normal(2, 1, 20_000)) == pytest.approx(0.3173, abs=0.03)


def test_bad_draws_say_which_parameters_and_one_state_says_why() -> None:
    of = Diagnostics(
        {"a": 1.002, "b": 1.2}, {"a": 900, "b": 20}, {"a": 900, "b": 20}, {"a": 0.1, "b": 0.9}, 1.0, 1
    )
    told = of.against(Soundness())
    assert told == (
        "the chains do not agree: R-hat above 1.01 of b (1.2)",
        "too few effective draws: under 400 of b (20)",
        "one state alone says too little of the parameters: what is found are the priors, and no verdict follows",
    )
    assert of.weakly_told == ("b",)
    assert Diagnostics({"a": 1.0}, {"a": 900}, {"a": 900}, {"a": 0.1}, 1.0, 5).against(Soundness()) == ()


def diagnosed(r_hat: float, effective: float, **other: float) -> Diagnostics:
    return Diagnostics({"a": r_hat}, {"a": effective}, {"a": effective + 9}, {"a": 0.1}, 1.0, 5, **other)


def test_how_many_times_as_many_draws_are_sound_follows_from_the_bar_and_what_there_was() -> None:
    assert diagnosed(1.004, 160).times_as_many(Soundness()) == pytest.approx(400 / 160)
    # Vats and Knudson (2021): R-hat squared less 1 goes down as draws go up; by 1.0201 less 1 at the bar.
    assert diagnosed(1.03, 390).times_as_many(Soundness()) == pytest.approx(0.0609 / 0.0201)
    assert diagnosed(1.004, 800).times_as_many(Soundness()) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "of", [diagnosed(1.2, 160), diagnosed(1.004, 160, chains=1), diagnosed(1.004, 160, lost=0.02)]
)
def test_of_chains_that_are_apart_alone_or_lost_nothing_is_told_of_more_draws(of: Diagnostics) -> None:
    assert of.times_as_many(Soundness()) is None


def test_the_effective_draws_of_a_chain_that_is_twice_as_long_are_about_twice_as_many() -> None:
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(2, 8000))
    chain = np.zeros_like(noise)
    for t in range(1, 8000):
        chain[:, t] = 0.8 * chain[:, t - 1] + noise[:, t]
    assert effective_draws(chain) / effective_draws(chain[:, :4000]) == pytest.approx(2, rel=0.2)


def test_what_never_varies_is_in_agreement() -> None:
    assert r_hat(np.ones((2, 20))) == 1
    assert effective_draws(np.ones((2, 20))) == 40
