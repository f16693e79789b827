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
    assert found.contrary == 0.0


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
    assert both.contrary == 0.04
    assert both.silent == ("data",)
    assert all_of([]).silent == ("quantities of the model that decide it",)
    alone = Estimate("one", 0.97)
    assert all_of([alone]) is alone


def test_what_is_not_told_apart_decides_nothing() -> None:
    sure = Estimate("so", 0.99, 0.01)
    assert sure.judged(Decision()).finding == "supported"
    assert Estimate("so", 0.99, 0.01, told_apart=False).judged(Decision()).finding == "undecided"
    (turned,) = Estimate("so", 0.99, 0.01, told_apart=False).judged(Decision()).turned()
    assert "large enough to tell anything" in turned
    assert str(sure.judged(Decision())) == "P(so) = 0.99"


def test_a_number_of_the_model_has_its_interval_years_and_evidence() -> None:
    panel = known_fit().panel
    basis = made_from(panel, theory_of_library()).whole
    number = model_number("Effect", summary(np.linspace(0, 1, 101)), "units", panel, basis, ("id",))
    assert (number.text, number.interval, number.years) == ("0.50", "90 % interval 0.05 to 0.95", "1990-2019")
    assert number.row == "posterior median over 8 states"
    assert (number.evidence, number.basis) == (("id",), basis)
