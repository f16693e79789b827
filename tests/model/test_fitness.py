import numpy as np
import pytest

from counterpoise.model.fitness import constant, covered, panel_problems
from counterpoise.model.joint_ties import JointTies
from counterpoise.model.measured import Measured
from tests.model.panel_study import study_of_three

RNG = np.random.default_rng(8)


def ties(tie: np.ndarray) -> JointTies:
    return JointTies(tie, np.zeros_like(tie), (("economic", "trade_share"),), ())


def measured(title: str, values: np.ndarray, part: str) -> Measured:
    return Measured(title, part, values, np.zeros_like(values), (title,))


def test_everything_that_is_wrong_is_told_at_once(tmp_path) -> None:
    study = study_of_three(tmp_path)
    good = RNG.normal(size=(3, 12))
    nothing = np.full((3, 12), np.nan)
    found = panel_problems(
        study,
        {"a": ties(good), "b": ties(nothing)},
        [],
        [measured("Income", good, "economic"), measured("Wealth", 2 * good + 1, "security")],
        {"ties": ("trade_share",), "exposure": ("cinc",), "economic": ("cinc", "trade_share")},
    )
    assert [problem.what for problem in found] == [
        "no tie of any state with China is observed; a model needs ties with both powers",
        "no series of pressure varies; a construct with the role `pressure` needs data",
        "'trade_share' feeds both ties and economic; what stands on both sides explains itself",
        "'cinc' feeds both exposure and economic; what stands on both sides explains itself",
        "Income and Wealth go together (correlation 1.000) and cannot be told apart; leave one out of the theory's constructs",
    ]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (5, "ties with the United States are observed in 5 years of states; a model needs 8 at least"),
        (36, None),
    ],
)
def test_too_few_ties_are_refused(tmp_path, seen: int, told: str | None) -> None:
    few = np.where(np.arange(36).reshape(3, 12) < seen, RNG.normal(size=(3, 12)), np.nan)
    whole = ties(RNG.normal(size=(3, 12)))
    pressure = [measured("Risk", RNG.normal(size=12), "pressure")]
    measures = [measured("Income", RNG.normal(size=(3, 12)), "economic")]
    found = panel_problems(study_of_three(tmp_path), {"a": ties(few), "b": whole}, pressure, measures, {})
    assert [problem.what for problem in found] == ([told] if told else [])


def test_ninety_per_cent_missing_and_a_tie_that_never_moves_are_refused(tmp_path) -> None:
    thin = np.full((12, 12), np.nan)
    thin[0, :9] = RNG.normal(size=9)
    still = np.tile(np.arange(3.0)[:, None], 12)
    found = panel_problems(study_of_three(tmp_path), {"a": ties(thin), "b": ties(still)}, [], [], {})
    assert (
        found[0].what
        == "ties with the United States are observed in 6% of the years of states; a model needs 10%"
    )
    assert found[1].what == "the tie with China is the same in every year of every state"
    assert covered(thin) == 9 / 144


def test_a_series_is_constant_that_moves_in_no_state() -> None:
    assert constant(np.tile([[1.0], [5.0]], 4))
    assert not constant(np.array([1.0, 1.0, 2.0]))
    assert constant(np.full((2, 3), np.nan))


def test_two_measures_of_one_filter_may_go_together(tmp_path) -> None:
    good = RNG.normal(size=(3, 12))
    both = [measured("Income", good, "economic"), measured("Wealth", good, "economic")]
    pressure = [measured("Risk", RNG.normal(size=12), "pressure")]
    of = {"a": ties(good), "b": ties(RNG.normal(size=(3, 12)))}
    assert panel_problems(study_of_three(tmp_path), of, pressure, both, {}) == ()
