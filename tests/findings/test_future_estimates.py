import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.future_estimates import FutureEstimates
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.policies import Policies
from tests.findings.fitted import known_fit


def of(findings: Findings, state: str = "PAK", **changes: object) -> FutureEstimates:
    part = findings.study.theory.model
    assert isinstance(part, ModelPart)
    changed = part.model_copy(update={"policies": part.policies.model_copy(update=changes)})
    return FutureEstimates.of(known_fit(), findings.names, changed, ("value",), state)


@pytest.fixture(scope="module")
def futures(miniature: Findings) -> FutureEstimates:
    return of(miniature)


def test_balancing_lasts_as_probably_as_no_choice_is_forced_whatever_the_powers_do(
    futures: FutureEstimates,
) -> None:
    found = futures.lasting()
    forced = [futures.futures.choices["as_now", replies].by_year[-1] for replies in (True, False)]
    assert found.probability == 1 - max(forced)
    assert found.contrary == min(forced)
    assert [number.text for number in found.numbers] == [f"{each:.2f}" for each in forced]
    assert found.numbers[0].evidence == ("value",)


def test_room_is_what_polarisation_leaves_of_the_lesser_tie(
    miniature: Findings, futures: FutureEstimates
) -> None:
    found = futures.room()
    assert found.probability + found.contrary == 1
    assert not found.silent
    assert of(miniature, shocks={}).room().silent == (
        "a shock named polarisation in the policies of the theory's model",
    )


def test_balancing_is_best_only_as_far_as_it_is_at_every_weight(futures: FutureEstimates) -> None:
    found = futures.best()
    chances = [
        sum(each.least for each in of if each.strategy in ("equidistance", "hedge"))
        for of in futures.futures.regrets.values()
    ]
    assert found.probability == pytest.approx(min(chances))
    assert found.probability <= 1 - found.contrary
    assert len(found.numbers) == 3


def test_a_lever_that_raises_what_is_not_measured_is_silent_on_that(futures: FutureEstimates) -> None:
    measured = set(known_fit().panel.filters)
    for name, lever in futures.model.policies.levers.items():
        found = futures.lever(name)
        assert bool(found.silent) == (not set(lever.raises) <= measured), name
    assert futures.lever("other").silent == (
        "a meaning of the lever other in the policies of the theory's model",
    )


def test_a_state_outside_the_panel_has_no_futures(miniature: Findings) -> None:
    with pytest.raises(CounterpoiseError, match="no state of the panel"):
        of(miniature, state="ZWE")


def test_polarisation_is_that_of_the_theory(miniature: Findings) -> None:
    harder = Policies().polarisation.model_copy(update={"by": 3.0})
    plain, hard = of(miniature), of(miniature, polarisation=harder)
    assert hard.futures.scenario.shocks == (replace_by(plain, 3.0),)


def replace_by(estimates: FutureEstimates, by: float) -> object:
    return estimates.futures.scenario.shocks[0].model_copy(update={"by": by})
