import hashlib
from dataclasses import FrozenInstanceError, replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.evidence import (
    CONTEXT,
    VALUE_SCHEMA,
    Coding,
    Link,
    Passage,
    Value,
    covering,
    ids_of_table,
    passage_id,
    passage_of,
    table_of_values,
    values_of_table,
)
from counterpoise.identity import identifier

PASSAGE = Passage(
    document="d1", start=10, end=25, quotation="a quoted stretch", before="said ", after=" and", page=3
)
CODING = Coding(
    passage=PASSAGE.id,
    code="trade",
    power="a",
    direction="strengthens",
    coder="lexicon 1",
    score=0.5,
    reason="the word 'trade'",
)
LINK = Link(
    passage=PASSAGE.id, factor="trade", effect="economic_gain", power="b", sign=1, coder="c", reason="r"
)
VALUE = Value(
    state="PAK",
    partner="CHN",
    start=2015,
    end=2019,
    indicator="arms_share",
    value=73.0,
    unit="percent",
    source="a source",
    release="2020",
    row="12",
)

IDENTIFY: dict[type, dict[str, Any]] = {
    Passage: {"document": "d2", "start": 11, "end": 26},
    Coding: {"passage": "p2", "code": "energy", "power": "both", "coder": "a person"},
    Link: {"passage": "p2", "factor": "energy", "effect": "security_gain", "coder": "a person"},
    Value: {
        "state": "IND",
        "partner": None,
        "start": 2014,
        "end": 2020,
        "indicator": "trade_share",
        "source": "another",
        "release": "2021",
    },
}
"""The fields that identify each kind of evidence, each with another value than the examples have."""

REVISE: dict[type, dict[str, Any]] = {
    Passage: {"quotation": "q", "before": "", "after": "", "page": None, "heading": "H"},
    Coding: {
        "direction": "weakens",
        "score": 0.1,
        "reason": "on second thoughts",
        "status": "rejected",
        "span": (3, 9),
    },
    Link: {"power": "none", "sign": -1, "reason": "on second thoughts", "span": (3, 9)},
    Value: {"value": 1.0, "unit": "share", "row": "99", "se": 0.1, "price_base": "2017 dollars"},
}
"""The fields that may change while the evidence stays the same."""

EXAMPLES = [PASSAGE, CODING, LINK, VALUE]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_every_field_either_identifies_or_may_be_revised(example: Any) -> None:
    kind = type(example)
    assert set(IDENTIFY[kind]) | set(REVISE[kind]) == set(kind.__dataclass_fields__)
    assert not set(IDENTIFY[kind]) & set(REVISE[kind])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_an_id_never_changes_when_somebody_changes_their_mind(example: Any) -> None:
    for field, other in REVISE[type(example)].items():
        assert replace(example, **{field: other}).id == example.id, field


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_an_id_changes_with_each_field_that_identifies(example: Any) -> None:
    ids = [replace(example, **{field: other}).id for field, other in IDENTIFY[type(example)].items()]
    assert len({example.id, *ids}) == len(ids) + 1


def test_ids_are_sixteen_hex_digits_of_the_identifying_fields() -> None:
    written = b'{"document":"d1","end":25,"start":10}'
    assert PASSAGE.id == hashlib.sha256(written).hexdigest()[:16] == "91522050dcde10f8"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_evidence_is_frozen(example: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(example, next(iter(REVISE[type(example)])), None)


def test_values_survive_being_a_table() -> None:
    values = [VALUE, replace(VALUE, partner=None, se=0.25, price_base="2017 dollars", start=1990, end=1990)]
    table = table_of_values(values)
    assert table.schema == pl.Schema(VALUE_SCHEMA)
    assert values_of_table(table) == values


@given(st.lists(st.tuples(st.text(), st.none() | st.text(), st.integers(1000, 9999)), max_size=4))
def test_ids_of_a_table_are_those_of_its_values(rows: list[tuple[str, str | None, int]]) -> None:
    values = [
        replace(VALUE, state=state, partner=partner, start=year, end=year + 4)
        for state, partner, year in rows
    ]
    assert ids_of_table(table_of_values(values)) == [value.id for value in values]


def test_no_values_are_an_empty_table_of_the_same_schema() -> None:
    assert table_of_values([]).schema == pl.Schema(VALUE_SCHEMA)
    assert values_of_table(table_of_values([])) == []


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    table = table_of_values([VALUE]).select(reversed(VALUE_SCHEMA)).with_columns(more=pl.lit(1))
    assert values_of_table(table) == [VALUE]


def test_the_schema_has_the_fields_of_a_value_in_order() -> None:
    assert list(VALUE_SCHEMA) == list(Value.__dataclass_fields__)


def test_an_interval_covers_the_years_that_it_reaches_into() -> None:
    table = pl.DataFrame(
        {"start": [1985, 1988, 1990, 1991, 2000, 2001], "end": [1989, 1992, 1990, 2005, 2004, 2001]}
    )
    assert covering(table, 1990, 2000)["start"].to_list() == [1988, 1990, 1991, 2000]


def test_a_passage_is_cut_with_its_context_whatever_lies_around_it() -> None:
    text = "a" * 40 + "quoted" + "b" * 10
    cut = passage_of("d", text, 40, 46, page=3, heading="H")
    assert cut == Passage("d", 40, 46, "quoted", "a" * CONTEXT, "b" * 10, 3, "H")
    assert passage_of("d", text, 0, 56) == Passage("d", 0, 56, text, "", "")


@given(
    st.one_of(st.text(max_size=20), st.text("0123456789abcdef", max_size=16)), st.integers(), st.integers()
)
def test_a_passage_is_named_by_its_place_as_canonical_json(document: str, start: int, end: int) -> None:
    assert passage_id(document, start, end) == identifier(document=document, start=start, end=end)
