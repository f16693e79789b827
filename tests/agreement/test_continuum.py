import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.agreement.continuum import (
    Continuum,
    Span,
    Stretch,
    continuum_of,
    marked_units,
    overlaps,
    shared_by,
)
from counterpoise.errors import CounterpoiseError

places = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda found: (found[0], sum(found)))
stretches = st.lists(st.tuples(st.sampled_from("xy"), places), min_size=1, max_size=6).map(
    lambda found: [Stretch(name, *place) for name, place in found]
)
spans = st.lists(st.tuples(st.sampled_from("xyz"), places), max_size=6).map(
    lambda found: [Span(name, *place, "c", "i") for name, place in found]
)


def text(line: Continuum) -> set[tuple[str, int]]:
    """Each code point of a line, by its document and place there."""
    return {line.place_of(at) for at in range(line.length)}


def covered(found: list[Stretch] | list[Span]) -> set[tuple[str, int]]:
    return {(each.document, at) for each in found for at in range(each.start, each.end)}


@settings(deadline=None)
@given(stretches)
def test_the_line_holds_each_code_point_once(found) -> None:
    line = continuum_of(found)
    assert text(line) == covered(found)
    assert line.length == len(covered(found)) == line.lengths.sum()
    assert line.stretches.sum() == len(line.start)


@settings(deadline=None)
@given(stretches, spans)
def test_units_and_gaps_are_the_whole_line(found, marked) -> None:
    line = continuum_of(found)
    units = line.units_of(marked)
    gaps = line.gaps_between(units)
    within = {line.place_of(at) for a, b in zip(units.start, units.end, strict=True) for at in range(a, b)}
    assert within == covered(found) & covered(marked)
    assert units.length.sum() + gaps.length.sum() == line.length
    assert (units.length > 0).all()
    assert (gaps.length > 0).all()
    assert (units.start[1:] >= units.end[:-1]).all()
    for start, end, document in zip(gaps.start, gaps.end, gaps.document, strict=True):
        # No gap runs from one stretch into the next.
        first, last = line.place_of(start), line.place_of(end - 1)
        assert first[0] == last[0] == line.names[document]
        assert last[1] - first[1] == end - 1 - start


@settings(deadline=None)
@given(stretches, stretches)
def test_what_two_lines_share_lies_on_both(one, other) -> None:
    assert text(shared_by(continuum_of(one), continuum_of(other))) == covered(one) & covered(other)


@settings(deadline=None)
@given(st.lists(places, max_size=7), st.lists(places, max_size=7).map(sorted))
def test_overlaps_are_those_that_share_a_code_point(one, other) -> None:
    start, end = (np.array([place[at] for place in one], dtype=np.int64) for at in (0, 1))
    from_, to = (np.array([place[at] for place in other], dtype=np.int64) for at in (0, 1))
    found = set(zip(*(each.tolist() for each in overlaps(start, end, from_, to)), strict=True))
    assert found == {
        (i, j)
        for i, left in enumerate(one)
        for j, right in enumerate(other)
        if max(left[0], right[0]) < min(left[1], right[1])
    }


def test_spans_that_overlap_are_one_unit_and_those_that_touch_are_two() -> None:
    line = continuum_of([Stretch("d", 10, 60)])
    found = [Span("d", 0, 15, "c", "i"), Span("d", 12, 20, "c", "i"), Span("d", 20, 25, "c", "i")]
    units = line.units_of(found)
    assert list(zip(units.start.tolist(), units.end.tolist(), strict=True)) == [(0, 10), (10, 15)]


def test_units_are_told_apart_by_coder_and_code() -> None:
    line = continuum_of([Stretch("d", 0, 60)])
    found = [Span("d", 0, 5, "c", "i"), Span("d", 3, 9, "k", "i"), Span("d", 3, 9, "c", "j")]
    assert {key: units.length.tolist() for key, units in marked_units(found, line).items()} == {
        ("i", "c"): [5],
        ("i", "k"): [6],
        ("j", "c"): [6],
    }


def test_every_stretch_that_holds_no_text_is_named() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        continuum_of([Stretch("d", 5, 5), Stretch("e", -1, 4), Stretch("f", 0, 4)])
    assert [problem.place for problem in raised.value.problems] == ["d", "e"]
