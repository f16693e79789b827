from pathlib import Path

import pytest
from pydantic import ValidationError

from counterpoise.theory.modelled import Decision, ModelPart, ShareRule
from counterpoise.theory.reading import read_theory

FILTERS = {"economic": "need", "security": "threat"}


def test_a_rule_or_variant_of_a_block_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValidationError, match="unknown block leaders, trade; there are economic, pressure"):
        ModelPart(filters=FILTERS, beyond_figure="leaders", decided={"h": ShareRule(largest="trade")})


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


def test_another_rule_has_another_id() -> None:
    part = ModelPart(filters=FILTERS, decided={"h": ShareRule(largest="economic")})
    again = ModelPart(filters=FILTERS, decided={"h": ShareRule(largest=("economic",))})
    stricter = ModelPart(filters=FILTERS, decided={"h": ShareRule(largest="economic", each=True)})
    assert part.rules_id == again.rules_id != stricter.rules_id


def test_the_library_theory_measures_every_filter_by_a_construct_of_that_role() -> None:
    theory = read_theory("neoclassical-realism", Path())
    assert theory.model is not None
    roles = {theory.constructs[name].role for name in theory.model.filters.values()}
    assert roles == {"filter"}
    assert len(theory.model.filters) == 5
