import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.exchange.schema import Kind
from counterpoise.exchange.values import (
    asked,
    derived_guid,
    is_value,
    parsed,
    shown,
    writable,
    written_loosely,
)

GUID = "0d62985d-b147-5d01-a9b5-cae5dcd98342"


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        (f" {{{GUID.upper()}}} ", "guid", GUID),
        (f"{{{GUID}", "guid", None),
        ("12", "integer", 12),
        ("+012", "integer", 12),
        ("12.0", "integer", None),
        ("٣", "integer", None),
        ("9" * 40, "integer", None),
        ("0", "boolean", False),
        ("TRUE", "boolean", None),
        ("#abc", "colour", "#abc"),
        ("#abcd", "colour", None),
        ("2018-03-27T17:46:39Z", "dateTime", "2018-03-27T17:46:39Z"),
        ("2018-03-27T17:46:39.123+14:00", "dateTime", "2018-03-27T17:46:39.123+14:00"),
        ("2018-02-30T17:46:39", "dateTime", None),
        ("2018-03-27 17:46:39", "dateTime", None),
        ("OneWay", ("OneWay", "Associative"), "OneWay"),
        ("oneway", ("OneWay", "Associative"), None),
    ],
)
def test_a_value_is_read_by_the_letter(written: str, kind: Kind, value: object) -> None:
    assert parsed(written, kind) == value


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("Yes", "boolean", True),
        (GUID.replace("-", "").upper(), "guid", GUID),
        ("abc", "colour", "#abc"),
        ("#ff0072B2", "colour", "#0072B2"),
        ("12.0", "integer", 12),
        ("2018-03-27 17:46:39 Z", "dateTime", "2018-03-27T17:46:39Z"),
        ("2018-03-27", "dateTime", "2018-03-27T00:00:00"),
        ("oneway", ("OneWay", "Associative"), "OneWay"),
        ("code-1", "guid", None),
        ("red", "colour", None),
        ("yesterday", "dateTime", None),
    ],
)
def test_a_value_is_read_as_it_was_surely_meant(written: str, kind: Kind, value: object) -> None:
    assert written_loosely(written, kind) == value


@pytest.mark.parametrize(
    ("written", "name", "so"),
    [
        ("anything", "TextValue", True),
        ("true", "BooleanValue", True),
        ("True", "BooleanValue", False),
        ("-4", "IntegerValue", True),
        ("4.5", "IntegerValue", False),
        (".5", "FloatValue", True),
        ("1e5", "FloatValue", False),
        ("2020-02-29", "DateValue", True),
        ("2021-02-29", "DateValue", False),
        ("2020-02-29T10:00:00", "DateTimeValue", True),
    ],
)
def test_values_of_variables_are_of_their_type(written: str, name: str, so: bool) -> None:
    assert is_value(written, name) == so


@given(st.text())
@settings(deadline=None)
def test_what_is_writable_is_as_long_and_stays_as_it_is(text: str) -> None:
    written = writable(text)
    assert len(written) == len(text)
    assert writable(written) == written


@given(st.text(), st.text())
@settings(deadline=None)
def test_identities_follow_from_what_they_name(one: str, other: str) -> None:
    assert derived_guid(one, other) == derived_guid(one, other)
    assert parsed(derived_guid(one), "guid") == derived_guid(one)
    assert (derived_guid(one) == derived_guid(other)) == (one == other)


def test_values_are_shown_as_the_schema_writes_them() -> None:
    assert (shown(True), shown(3), shown("a")) == ("true", "3", "a")
    assert asked(("a", "b")) == "one of a, b"
