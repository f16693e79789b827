import pytest
from pydantic import ValidationError

from counterpoise.theory.elements import (
    Assumption,
    ClaimUnderTest,
    Construct,
    Debate,
    Edge,
    Figure,
    Hypothesis,
    Row,
    Theory,
)
from counterpoise.theory.modelled import Decision

THEORY = {
    "theory": "t",
    "title": "T",
    "codes": {"pressure": {"rivalry": "Rivalry."}, "needs": {"trade": "Trade.", "energy": "Energy."}},
    "effects": {},
    "dimensions": {},
    "figure": {"chain": ["pressure", ["needs"]]},
    "constructs": {},
    "themes": {},
    "tables": {},
}


def test_codes_of_unfolds_groups_and_keeps_order() -> None:
    theory = Theory.model_validate(THEORY)
    assert theory.codes_of(("needs", "rivalry")) == ("trade", "energy", "rivalry")
    assert theory.codes_of(()) == ()
    assert list(theory.definitions) == ["rivalry", "trade", "energy"]
    assert theory.group_of["energy"] == "needs"


def test_whatever_decides_a_verdict_is_in_the_id_of_its_rules() -> None:
    model = {"filters": {"economic": "need"}, "decided": {"h": {"largest": "economic"}}}
    claim = {"id": "C", "kind": "k", "text": "T.", "needs": ["trade"]}
    rival = {"rivals": {"r": {"uses": ["ratio"]}}}
    quantity = {"title": "Ratio", "of": "powers", "series": "cinc"}
    whole = {**THEORY, "model": model, "claims": [claim], **rival, "quantities": {"ratio": quantity}}
    others = [
        {"model": {**model, "decision": {"supported": 0.95}}},
        {"model": {**model, "decided": {"h": {"largest": "economic", "each": True}}}},
        {"model": {**model, "policies": {"polarisation": {"to": "pressure", "by": 1}}}},
        {"model": {**model, "soundness": {"r_hat": 1.1}}},
        {"claims": [{**claim, "bears": "strengthens"}]},
        {"rivals": {"r": {"uses": ["ratio"], "joined": "product"}}},
        {"quantities": {"ratio": {**quantity, "transform": "log"}}},
    ]
    told = [Theory.model_validate({**whole, **each}).rules_id for each in ({}, *others)]
    assert len(set(told)) == len(told)
    # What coders are told of codes decides evidence, and no verdict on it.
    codes = {"codes": {**THEORY["codes"], "more": {"aid": "Aid."}}}
    assert Theory.model_validate({**whole, **codes}).rules_id == told[0]


def test_only_what_measures_pressure_or_a_filter_may_be_turned() -> None:
    income = {"id": "income", "title": "Income", "unit": "ratio", "more_is": "less"}
    assert (
        Construct.model_validate({"role": "filter", "indicators": [income]}).indicators[0].more_is == "less"
    )
    with pytest.raises(
        ValidationError,
        match="of income turns a measure of pressure or a filter; here the role is 'behaviour'",
    ):
        Construct.model_validate({"role": "behaviour", "dimension": "economic", "indicators": [income]})


def test_verdicts_go_by_the_rules_of_the_model_and_without_one_by_those_that_stand() -> None:
    model = {"filters": {"economic": "need"}, "decision": {"negligible": 0.3}}
    assert Theory.model_validate({**THEORY, "model": model}).decision == Decision(negligible=0.3)
    assert Theory.model_validate(THEORY).decision == Decision()


def test_one_word_is_a_list_of_one() -> None:
    figure = Figure.model_validate({"chain": ["a", ["b", "c"]]})
    assert figure.chain == (("a",), ("b", "c"))
    assert Row(codes="trade").codes == ("trade",)  # type: ignore[arg-type]


def test_yaml_names_stand_for_words_that_python_keeps() -> None:
    edge = Edge.model_validate({"from": "a", "to": "b", "lag": 1})
    assert (edge.source, edge.target, edge.lag) == ("a", "b", 1)
    assert Construct.model_validate({"role": "outcome", "from": "x"}).made_from == ("x",)
    assert Row.model_validate({"construct": "x"}).measured_by == "x"


def test_a_lag_is_not_negative() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Edge.model_validate({"from": "a", "to": "b", "lag": -1})


@pytest.mark.parametrize(("given", "lines"), [(90, "90"), ("127-135", "127-135"), (None, None)])
def test_lines_of_the_paper_are_text(given: object, lines: str | None) -> None:
    assert Assumption.model_validate({"text": "t", "parameter": "p", "paper": given}).paper == lines


def test_unknown_keys_and_changes_are_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Hypothesis.model_validate({"text": "t", "estimand": "e", "needs": [], "ned": 1})
    debate = Debate(title="t", question="q", test="t", needs=("x",))
    with pytest.raises(ValidationError, match="frozen"):
        debate.title = "u"


def test_words_of_movement_need_a_power_to_be_of() -> None:
    claim = {"id": "c", "kind": "k", "text": "t", "needs": ["movement"]}
    assert ClaimUnderTest.model_validate(claim).power is None
    assert ClaimUnderTest.model_validate({**claim, "expects": ["steady"], "power": "a"}).expects == (
        "steady",
    )
    with pytest.raises(ValidationError, match="names no power"):
        ClaimUnderTest.model_validate({**claim, "expects": ["steady"]})


def test_a_claim_is_weighed_in_one_way() -> None:
    claim = {"id": "c", "kind": "k", "text": "t", "needs": ["cross_domain_correlation"], "apart": "economic"}
    assert ClaimUnderTest.model_validate(claim).apart == "economic"
    with pytest.raises(ValidationError, match="has both `expects` and `apart`"):
        ClaimUnderTest.model_validate({**claim, "expects": ["steady"], "power": "a"})


def test_the_codes_of_a_table_are_those_of_its_rows_and_dimensions_each_once():
    rows = {"one": {"codes": ["needs"]}, "two": {"dimension": "economic"}, "three": {"codes": ["rivalry"]}}
    table = {"title": "T", "first_column": "F", "rows": rows, "cell": "c"}
    theory = Theory.model_validate(
        THEORY | {"tables": {"table1": table}, "dimensions": {"economic": ["trade"]}}
    )
    assert theory.codes_of_table("table1") == ("trade", "energy", "rivalry")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"bears": "weakens", "literature": "one power"}, "has both `bears` and `literature`"),
        ({"literature": "earlier"}, "the year of `before` go together"),
        ({"literature": "one power", "before": 2021}, "the year of `before` go together"),
        ({"said_by": "state"}, "add `bears`"),
    ],
)
def test_a_claim_is_weighed_in_one_way_that_is_whole(changes: dict[str, object], told: str) -> None:
    claim = {"id": "c", "kind": "k", "text": "t", "needs": ["trade"]}
    with pytest.raises(ValidationError, match=told):
        ClaimUnderTest.model_validate({**claim, **changes})


@pytest.mark.parametrize(
    ("changes", "told"), [({}, "add `power: a` or"), ({"power": "a", "after": 2021}, "tested in one way")]
)
def test_a_debate_on_what_is_above_names_a_power_and_no_year(changes: dict[str, object], told: str) -> None:
    debate = {"title": "t", "question": "q", "test": "t", "needs": ["dependence"], "above": "dependence"}
    assert Debate.model_validate({**debate, "power": "b"}).above == "dependence"
    with pytest.raises(ValidationError, match=told):
        Debate.model_validate({**debate, **changes})
