from pathlib import Path

import pytest
from pydantic import ValidationError

from counterpoise.theory.modelled import Decision, ModelPart, Priors, Quantity, ShareRule
from counterpoise.theory.reading import read_theory

FILTERS = {"economic": "need", "security": "threat"}


def test_a_rule_by_shares_names_a_block_at_least() -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        ShareRule(largest=())


@pytest.mark.parametrize("endless", [float("nan"), float("inf")])
def test_no_prior_is_without_end(endless: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Priors(tie_persistence=(endless, 2))


def test_pressure_is_a_block_beside_the_filters() -> None:
    part = ModelPart(filters=FILTERS, decided={"h": ShareRule(largest=("pressure", "security"))})
    assert part.decided["h"].largest == ("pressure", "security")


def test_an_even_chance_decides_nothing() -> None:
    with pytest.raises(ValidationError, match="supported"):
        ModelPart(filters=FILTERS, decision={"supported": 0.5})


def test_between_its_probabilities_a_rule_decides_nothing() -> None:
    rule = Decision(supported=0.9, contradicted=0.1)
    told = {0.9: "supported", 0.89: "undecided", 0.11: "undecided", 0.1: "contradicted"}
    assert {probability: rule.of(probability) for probability in told} == told


def test_an_estimate_is_named_by_what_it_follows_from_and_not_by_what_verdicts_hold_to() -> None:
    part = ModelPart(filters=FILTERS, decided={"h": ShareRule(largest="economic")})
    stricter = ModelPart(
        filters=FILTERS,
        decided={"h": ShareRule(largest="economic", each=True)},
        decision={"supported": 0.99},
        soundness={"r_hat": 1.1},
        policies={"polarisation": {"to": "pressure", "by": 1}},
        frontier={"tail": 0.1},
    )
    assert part.estimate_id == stricter.estimate_id
    others = [
        ModelPart(filters={**FILTERS, "trade": "openness"}),
        ModelPart(filters=FILTERS, exposure={"construct": "capability"}),
        ModelPart(filters=FILTERS, priors={"direct": 0.3}),
        ModelPart(filters=FILTERS, beyond_figure="security"),
    ]
    assert len({part.estimate_id, *(each.estimate_id for each in others)}) == 5


def test_the_library_theory_measures_every_filter_by_a_construct_of_that_role() -> None:
    theory = read_theory("neoclassical-realism", Path())
    assert theory.model is not None
    roles = {theory.constructs[name].role for name in theory.model.filters.values()}
    assert roles == {"filter"}
    assert len(theory.model.filters) == 5


def test_a_quantity_says_of_whom_it_is_and_is_made_of_what_that_has() -> None:
    with pytest.raises(ValidationError, match="of ties takes no series"):
        Quantity(title="Tilt", of="ties", made="difference", series="cinc")
    with pytest.raises(ValidationError, match="needs the series"):
        Quantity(title="Capability", of="power")
    with pytest.raises(ValidationError, match="similarity is of a state and a power"):
        Quantity(title="Likeness", of="state", series="polyarchy", transform="similarity")
    with pytest.raises(ValidationError, match="one tie alone"):
        Quantity(title="Ratio", of="powers", series="cinc", expects={"a": "more"})


def test_a_quantity_expects_the_same_of_both_ties_or_something_of_each() -> None:
    both = Quantity(title="Distance", of="pair", series="distance", expects="less")
    each = Quantity(title="Ratio", of="powers", series="cinc", expects={"a": "more", "b": "less"})
    neither = Quantity(title="Ratio", of="powers", series="cinc")
    signs = [(one.sign("a"), one.sign("b")) for one in (both, each, neither)]
    assert signs == [(-1, -1), (1, -1), (0, 0)]
