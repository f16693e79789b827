import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.publicdata.changes import Change, Revision, changes

Key = tuple[str, str, str | None, int]

keys = st.tuples(
    st.sampled_from(["trade_share", "us_aid"]),
    st.sampled_from(["PAK", "VNM"]),
    st.sampled_from(["USA", "CHN", None]),
    st.integers(2000, 2003),
)
numbers = st.floats(-1e4, 1e4, allow_nan=False).map(lambda number: round(number, 3))
tables = st.dictionaries(keys, numbers, max_size=12)


def table(observed: dict[Key, float], unit: str = "percent") -> pl.DataFrame:
    rows = [
        {
            "state": state,
            "partner": partner,
            "start": year,
            "end": year,
            "indicator": indicator,
            "value": value,
            "unit": unit,
            "source": "s",
            "release": "1",
            "row": f"a.csv:{number}",
        }
        for number, ((indicator, state, partner, year), value) in enumerate(observed.items(), start=2)
    ]
    return pl.DataFrame(rows, schema=VALUE_SCHEMA)


@given(tables)
def test_a_table_does_not_differ_from_itself_in_whatever_order(observed: dict[Key, float]) -> None:
    assert changes(table(observed), table(dict(reversed(observed.items())))) == ()


@given(tables, tables)
def test_looked_at_the_other_way_round_what_was_added_is_gone(
    one: dict[Key, float], other: dict[Key, float]
) -> None:
    there, back = changes(table(one), table(other)), changes(table(other), table(one))
    assert [(c.indicator, c.added, c.gone, c.revised) for c in there] == [
        (c.indicator, c.gone, c.added, c.revised) for c in back
    ]
    for change, mirrored in zip(there, back, strict=True):
        assert (change.largest is None) == (mirrored.largest is None) == (change.revised == 0)
        if change.largest and mirrored.largest:
            assert change.largest.relative == mirrored.largest.relative


@given(tables, tables)
def test_counts_are_those_of_plain_sets(one: dict[Key, float], other: dict[Key, float]) -> None:
    found = {change.indicator: change for change in changes(table(one), table(other))}
    for indicator in ("trade_share", "us_aid"):
        before, after = ({k: v for k, v in each.items() if k[0] == indicator} for each in (one, other))
        revised = [key for key in before.keys() & after.keys() if before[key] != after[key]]
        expected = (len(after.keys() - before.keys()), len(before.keys() - after.keys()), len(revised))
        change = found.get(indicator)
        assert ((change.added, change.gone, change.revised) if change else (0, 0, 0)) == expected


def test_the_largest_revision_is_told_with_its_place() -> None:
    key = ("trade_share", "PAK", "USA", 2001)
    before = {("trade_share", "PAK", "USA", 2000): 10.0, key: 4.0, ("trade_share", "PAK", None, 2002): 7.0}
    after = {("trade_share", "PAK", "USA", 2000): 11.0, key: 5.0, ("trade_share", "PAK", None, 2003): 7.0}
    assert changes(table(before), table(after)) == (
        Change("trade_share", 1, 1, 2, Revision("PAK", "USA", 2001, 2001, 4.0, 5.0, "a.csv:3"), None),
    )


def test_noise_of_another_file_format_is_no_revision_and_a_turned_sign_is_the_largest_there_is() -> None:
    key = ("us_aid", "PAK", "USA", 2001)
    assert changes(table({key: 0.1 + 0.2}), table({key: 0.3})) == ()
    (change,) = changes(table({key: 5.0}), table({key: -5.0}))
    assert change.largest is not None
    assert change.largest.relative == 2
    assert Revision("PAK", None, 2000, 2000, 0.0, 0.0, "").relative == 0


@pytest.mark.parametrize("other", [1.0, 2.0])
def test_another_unit_is_told_even_where_the_numbers_are_the_same(other: float) -> None:
    key = ("us_aid", "PAK", "USA", 2001)
    (change,) = changes(
        table({key: 1.0}, "million constant 2021 USD"), table({key: other}, "million constant 2023 USD")
    )
    assert change.units == (("million constant 2021 USD",), ("million constant 2023 USD",))
    assert change.revised == int(other != 1.0)


def test_an_observation_that_stands_twice_counts_once_by_its_first_value() -> None:
    key = ("us_aid", "PAK", "USA", 2001)
    twice = pl.concat([table({key: 1.0}), table({key: 2.0})])
    assert changes(twice, table({key: 1.0})) == ()
