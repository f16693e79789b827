from pathlib import Path

import pytest

from counterpoise.datasets.events.layouts import (
    GDELT_1,
    GDELT_1_TO_2013,
    GDELT_2,
    GDELT_READ,
    POLECAT_1,
    POLECAT_COLUMNS,
    POLECAT_READ,
    gdelt_layout,
    polecat_layout,
)


def test_columns_are_those_of_the_published_headers(shared: Path) -> None:
    formats = shared / "data" / "formats"
    for name, layout in (("gdelt1", GDELT_1), ("gdelt2", GDELT_2)):
        written = (formats / f"{name}_events_columns.csv").read_text().strip().split(",")
        assert layout.columns == tuple(written)
    assert tuple((formats / "polecat_columns.txt").read_text().strip("\n").split("\t")) == POLECAT_COLUMNS


def test_layouts_have_their_numbers_of_columns() -> None:
    # GDELT Event Codebook 2.0 (2015): 61 columns; release 1.0: 58, and 57 in files until March 2013.
    assert [len(each.columns) for each in (GDELT_2, GDELT_1, GDELT_1_TO_2013)] == [61, 58, 57]
    assert GDELT_1_TO_2013.columns == GDELT_1.columns[:-1]
    for layout in (GDELT_2, GDELT_1, GDELT_1_TO_2013, POLECAT_1):
        assert len(set(layout.columns)) == len(layout.columns)
        assert set(layout.needed) | set(layout.types) <= set(layout.columns)


@pytest.mark.parametrize("layout", [GDELT_2, GDELT_1, GDELT_1_TO_2013])
def test_a_layout_of_gdelt_is_known_with_and_without_its_header(layout) -> None:
    assert gdelt_layout(layout.without_header) is layout
    assert gdelt_layout(layout.columns).release == layout.release


@pytest.mark.parametrize("columns", [("rows:62",), ("rows:60",), (), GDELT_READ[1:]])
def test_other_columns_are_no_layout_of_gdelt(columns: tuple[str, ...]) -> None:
    assert gdelt_layout(columns) is None


def test_polecat_needs_the_columns_that_are_read_and_no_others() -> None:
    assert polecat_layout((*POLECAT_COLUMNS, "Headline")) is POLECAT_1
    assert polecat_layout(POLECAT_READ[1:]) is None
