import numpy as np
import pytest

from counterpoise.model.candidates import Candidate, candidates, year_before
from counterpoise.model.inputs import plausible_inputs
from counterpoise.model.quantities import observe_quantities
from tests.model.rival_worlds import POWERS, simulated, theory_of_library


@pytest.fixture(scope="module")
def found() -> dict[str, Candidate]:
    theory = theory_of_library()
    panel, values = simulated()
    observed = observe_quantities(theory, panel, values, POWERS)
    return {each.name: each for each in candidates(theory, panel, plausible_inputs(panel, 2, 1), observed, 1)}


def test_readings_of_the_figure_are_masks_of_one_regression(found: dict[str, Candidate]) -> None:
    counts = {
        name: found[name].terms.shape[-1]
        for name in ("persistence", "direct", "mediated", "theory", "moderated")
    }
    assert counts == {"persistence": 0, "direct": 1, "mediated": 2, "theory": 3, "moderated": 5}
    assert np.array_equal(found["theory"].terms[..., :1], found["direct"].terms)
    assert found["moderated"].terms[..., :3] == pytest.approx(found["theory"].terms)


def test_the_main_theory_expects_no_sign_and_rivals_what_they_say(found: dict[str, Candidate]) -> None:
    assert not found["theory"].signs.any()
    assert found["balance_of_power"].signs.tolist() == [[1], [-1]]
    assert found["ideology"].signs.tolist() == [[1], [1]]
    assert found["power_transition"].signs.tolist() == [[0, 0], [0, 0]]


def test_a_threat_is_one_term_and_does_without_what_is_not_observed(found: dict[str, Candidate]) -> None:
    threat = found["balance_of_threat"]
    assert threat.terms.shape[-1] == 1
    assert threat.holds == ("Capability of the power",)
    assert len(threat.does_without) == 3


def test_what_a_rival_takes_from_ties_is_of_the_year_before(found: dict[str, Candidate]) -> None:
    panel, _ = simulated()
    apart = panel.ties[0] - panel.ties[1]
    tilt = found["classical_alignment"].terms[0, 0, :, 1:, 0]
    assert np.corrcoef(tilt.ravel(), apart[:, :-1].ravel())[0, 1] == pytest.approx(1)
    assert np.isnan(found["classical_alignment"].terms[..., 0, :]).all()


def test_without_a_term_only_persistence_can_be_tested(found: dict[str, Candidate]) -> None:
    assert [name for name, each in found.items() if not each.testable] == ["liberal_institutionalism"]


def test_the_year_before_the_first_is_not_observed() -> None:
    before = year_before(np.array([1.0, 2.0]))
    assert np.isnan(before[0])
    assert before[1] == 1.0
