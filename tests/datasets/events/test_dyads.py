"""The expressions, over tables whose counts can be told beforehand."""

from datetime import date

import ibis
import pytest

from counterpoise.datasets.events.crosswalk import CROSSWALK, crosswalk_rows
from counterpoise.datasets.events.dyads import (
    EVENTS,
    crosswalk_table,
    dyad_months,
    gdelt_events,
    polecat_events,
    unbound,
)
from counterpoise.datasets.events.layouts import GDELT_1_TO_2013, GDELT_2, POLECAT_1

DAY = date(2024, 1, 5)


def event(number: int, **cells: object) -> dict[str, object]:
    row: dict[str, object] = {
        "event": str(number),
        "day": DAY,
        "added": 20240105,
        "actor": "PAK",
        "recipient": "USA",
        "code": "071",
        "quad": 2,
        "context": None,
        "hundredths": 740,
        "mentions": 1,
        "root": True,
    }
    return row | cells


def counted(*rows: dict[str, object], **options: bool) -> list[tuple[object, ...]]:
    """Dimension, events, cooperation, conflict, mentions and scale of the months of some events."""
    listed = crosswalk_rows("cameo")
    crosswalk = ibis.memtable([dict(zip(CROSSWALK, row, strict=True)) for row in listed], schema=CROSSWALK)
    months = dyad_months(ibis.memtable(list(rows), schema=EVENTS), crosswalk, **options)
    names = ["dimension", "events", "cooperation", "conflict", "mentions", "scale"]
    return months.select(names).order_by("dimension").to_polars().rows()


def test_the_source_itself_is_believed_before_its_codes() -> None:
    assert counted(event(1, quad=4, hundredths=-500)) == [("economic", 1, 0, 1, 1, -5.0)]
    assert counted(event(1, context="security")) == [("security", 1, 1, 0, 1, 7.4)]
    assert counted(event(1, quad=None, hundredths=None)) == [("economic", 1, 1, 0, 1, 7.4)]


def test_a_code_that_is_unknown_is_of_no_dimension_and_of_no_side() -> None:
    assert counted(event(1, code="999", quad=None, hundredths=None)) == [("other", 1, 0, 0, 1, None)]


def test_rows_that_differ_in_mentions_alone_are_one_event() -> None:
    assert counted(event(1), event(1, mentions=7)) == [("economic", 1, 1, 0, 7, 7.4)]
    assert counted(event(1), event(2)) == [("economic", 2, 2, 0, 2, 7.4)]
    assert counted(event(1), event(2), one_a_day=True) == [("economic", 1, 1, 0, 1, 7.4)]


def test_later_paragraphs_may_be_left_out() -> None:
    assert counted(event(1), event(2, root=False), root_events_only=True) == [("economic", 1, 1, 0, 1, 7.4)]


@pytest.mark.parametrize(
    ("events", "layout"),
    [(gdelt_events, GDELT_2), (gdelt_events, GDELT_1_TO_2013), (polecat_events, POLECAT_1)],
)
def test_one_expression_goes_from_every_layout_to_the_same_columns(events, layout) -> None:
    expression = events(unbound(layout.schema, "raw"))
    assert {name: str(kind) for name, kind in expression.schema().items()} == EVENTS
    months = dyad_months(expression, crosswalk_table())
    assert str(months.schema()["cooperation"]) == "int64"
    assert "raw" in ibis.to_sql(months, dialect="duckdb")
