import numpy as np
import pytest

from counterpoise.measurement.alignment import Aligned
from counterpoise.measurement.typology import TYPE_SCHEMA, TYPES, UNDEFINED, type_of, type_table, types
from counterpoise.theory.elements import Typology

RULE = Typology(disengaged_below=0.2, split_from=0.3, even=(0.45, 0.55))


@pytest.mark.parametrize(
    ("engagement", "contradiction", "share", "name"),
    [
        (0.19, 0.9, 0.5, "disengaged"),
        # An even share at low engagement is disengagement, not balance.
        (0.10, np.nan, np.nan, "disengaged"),
        (0.20, 0.30, 0.9, "split-domain hedge"),
        (0.50, 0.29, 0.56, "aligned with a"),
        (0.50, 0.29, 0.44, "aligned with b"),
        (0.50, 0.00, 0.45, "balanced"),
        (0.50, 0.29, 0.55, "balanced"),
    ],
)
def test_types_in_the_order_of_the_rule(engagement, contradiction, share, name):
    found = type_of(np.array([engagement]), np.array([contradiction]), np.array([share]), RULE)
    assert TYPES[int(found[0])] == name


def test_without_a_share_an_engaged_state_has_no_type():
    assert type_of(np.array([0.5]), np.array([np.nan]), np.array([0.9]), RULE) == UNDEFINED
    assert type_of(np.array([np.nan]), np.array([0.1]), np.array([0.9]), RULE) == UNDEFINED


def aligned(weighed: list[list[bool]]) -> Aligned:
    share = np.tile(np.array([0.3, 0.3, 0.5, 0.6]), (2, 1))
    overall = {
        "engagement": np.full((2, 4), 0.5),
        "contradiction": np.full((2, 4), 0.1),
        "alignment_share": share,
    }
    return Aligned("PAK", 2000, {"economic": {}, "security": {}}, overall, np.array(weighed))


def test_each_type_has_the_share_of_draws_that_are_of_it():
    table = type_table([types(aligned([[True, True], [True, False]]), RULE)])
    assert set(table["year"]) == {2000}  # in 2001 one dimension only is observed
    found = dict(table.select("type", "probability").iter_rows())
    assert found == {
        "disengaged": 0,
        "split-domain hedge": 0,
        "aligned with a": 0.25,
        "aligned with b": 0.5,
        "balanced": 0.25,
    }
    assert set(table["dimensions"]) == set(table["of"]) == {2}


def test_one_dimension_alone_gives_no_type():
    table = type_table([types(aligned([[True, True], [False, False]]), RULE)])
    assert dict(table.schema) == dict(type_table([]).schema) == TYPE_SCHEMA
    assert table.is_empty()


def test_a_band_that_is_none_is_refused():
    with pytest.raises(ValueError, match="expected two shares from 0 to 1, the lesser first"):
        Typology(disengaged_below=0.2, split_from=0.3, even=(0.55, 0.45))


def test_dimensions_that_are_drawn_do_not_count_as_observed():
    whole, one_drawn = (aligned([[True, True], [True, True], [third, True]]) for third in (True, False))
    table = type_table([types(whole, RULE, one_drawn)])
    assert dict(table.select("year", "dimensions").unique().iter_rows()) == {2000: 2, 2001: 3}
    assert set(table["of"]) == {2}
    # With one dimension observed no type is told, whatever is drawn.
    assert type_table(
        [types(whole, RULE, aligned([[True, True], [False, False], [False, False]]))]
    ).is_empty()
