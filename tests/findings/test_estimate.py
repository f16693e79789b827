from dataclasses import replace

import numpy as np
import pytest

from counterpoise.findings.estimate import Estimate, all_of, either_way, model_number
from counterpoise.model.summary import summary
from counterpoise.theory.modelled import Decision
from tests.findings.fitted import known_fit, made_from
from tests.model.rival_worlds import theory_of_library

RNG = np.random.default_rng(1)


def test_a_side_is_told_where_little_is_left_for_all_that_was_asked() -> None:
    # Two quantities with two sides each: of a side at .98 is left .02, four times.
    draws = np.where(np.arange(1000) < 980, 1.0, -1.0)
    found = either_way("so", {"one": draws, "other": np.zeros(1000)}, 0.1)
    assert found.probability == pytest.approx(1 - 4 * 0.02)
    # Any of them is larger for certain: that is no direction yet.
    assert (found.at_most, found.contrary) == (1.0, 0.0)
    assert found.reasons == (
        "Likeliest is that one is above 0.1, by itself with a probability of 0.98. 4 such were asked for, so that what it leaves, "
        "0.02, is counted 4 times for the lower bound.",
    )
    assert (
        str(found.judged(Decision()))
        == "P(so, in a direction that can be told) is at least 0.92 and at most 1.00"
    )


def test_what_is_not_known_is_neither_so_nor_its_contrary() -> None:
    vague = either_way("so", {"one": RNG.normal(0, 1, 5000), "other": RNG.normal(0, 1, 5000)}, 0.1)
    assert vague.judged(Decision()).finding == "undecided"
    nothing = either_way("so", {"one": RNG.normal(0, 0.02, 5000)}, 0.1)
    assert (nothing.probability, nothing.judged(Decision()).finding) == (0.0, "contradicted")


def test_where_nothing_is_so_a_side_is_rarely_told() -> None:
    # Posteriors of worlds without an effect, as sure as they are off: a tenth at most may come out supported.
    supported = 0
    for _ in range(600):
        centres = RNG.normal(0, 0.3, 2)
        draws = {str(i): centre + RNG.normal(0, 0.3, 2000) for i, centre in enumerate(centres)}
        supported += either_way("so", draws, 0.0).judged(Decision()).finding == "supported"
    assert supported / 600 <= 0.13


def test_all_is_at_least_as_probable_as_what_each_leaves() -> None:
    both = all_of([Estimate("one", 0.97, 0.02), Estimate("other", 0.95, 0.04, silent=("data",))])
    assert both.says == "one and other"
    assert both.probability == pytest.approx(0.92)
    assert (both.at_most, both.contrary) == (0.95, 0.04)
    assert both.contrary_at_most == pytest.approx(0.06)
    assert both.silent == ("data",)
    assert all_of([]).silent == ("quantities of the model that decide it",)
    alone = Estimate("one", 0.97)
    assert all_of([alone]) is alone


def test_what_is_told_by_the_same_draws_is_told_at_once() -> None:
    # Each is so in half of the draws, and both in none: the bounds of Frechet, 0 and .5, would leave it open.
    half = np.arange(1000) < 500
    one, other = Estimate.of_draws("one", half), Estimate.of_draws("other", ~half)
    never = all_of([one, other])
    assert (never.probability, never.contrary, never.at_most, never.contrary_at_most) == (
        0.0,
        1.0,
        None,
        None,
    )
    assert never.judged(Decision()).finding == "contradicted"
    # What is so of all at once can be asked for with more of the same draws.
    always = all_of([all_of([one, Estimate.of_draws("more", np.ones(1000, bool))]), one])
    assert (always.probability, always.contrary) == (0.5, 0.5)


def test_parts_from_different_sources_are_told_by_themselves_and_decide_by_their_bounds() -> None:
    sure = Estimate.of_draws("one", np.arange(1000) < 970)
    # Of another source: another number of draws, or none at all.
    for other in (Estimate.of_draws("other", np.arange(200) < 120), Estimate("other", 0.6, 0.4)):
        both = all_of([sure, other])
        assert (both.probability, both.at_most) == (pytest.approx(0.57), pytest.approx(0.6))
        assert (both.contrary, both.contrary_at_most) == (pytest.approx(0.4), pytest.approx(0.43))
        judged = both.judged(Decision())
        assert judged.finding == "undecided"
        assert str(judged) == (
            "P(one and other) is at least 0.57 and at most 0.60; P(the contrary of one of them is so) is at least 0.40 and at most 0.43"
        )
        assert judged.turned() == (
            "Supported, from a probability of 0.9 on; it is at least 0.57 and at most 0.60.",
            "Contradicted, where its contrary, that the contrary of one of them is so, has a probability of 0.9; that is at least 0.40 "
            "and at most 0.43.",
        )
        assert both.reasons == (
            "Its parts were reckoned each by itself and not jointly, so that all is so with a probability "
            "that is known but between bounds (Frechet). By itself: P(one) = 0.97; P(other) = 0.60.",
        )


def test_what_is_not_told_apart_decides_nothing() -> None:
    sure = Estimate("so", 0.99, 0.01)
    assert sure.judged(Decision()).finding == "supported"
    assert Estimate("so", 0.99, 0.01, told_apart=False).judged(Decision()).finding == "undecided"
    (turned,) = Estimate("so", 0.99, 0.01, told_apart=False).judged(Decision()).turned()
    assert "enough to tell anything" in turned
    assert str(sure.judged(Decision())) == "P(so) = 0.99"


def test_a_part_that_is_not_told_apart_leaves_what_another_contradicts_contradicted() -> None:
    vague = Estimate("vague", 0.99, 0.01, told_apart=False)
    against = all_of([vague, Estimate("other", 0.01, 0.99)])
    assert against.judged(Decision()).finding == "contradicted"
    assert (against.probability, against.at_most, against.contrary_at_most) == (0.0, 0.01, 1.0)
    assert "P(vague) = 0.99, which tells nothing; P(other) = 0.01." in against.reasons[-1]
    # However sure the other is, all is not supported, nor contradicted by what tells nothing.
    for_it = all_of([replace(vague, contrary=0.99), Estimate("other", 0.99, 0.01)])
    assert for_it.judged(Decision()).finding == "undecided"
    # What is told by the same draws is no other.
    drawn = [Estimate.of_draws(name, np.full(100, so)) for name, so in (("vague", True), ("other", False))]
    assert (
        all_of([replace(drawn[0], told_apart=False), drawn[1]]).judged(Decision()).finding == "contradicted"
    )
    assert not all_of([vague, vague]).told_apart


def test_a_number_of_the_model_has_its_interval_years_and_evidence() -> None:
    panel = known_fit().panel
    basis = made_from(panel, theory_of_library()).whole
    number = model_number("Effect", summary(np.linspace(0, 1, 101)), "units", panel, basis, ("id",))
    assert (number.text, number.interval, number.years) == ("0.50", "90 % interval 0.05 to 0.95", "1990-2019")
    assert number.row == "posterior median over 8 states"
    assert (number.evidence, number.basis) == (("id",), basis)
