from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterpoise.agreement.coefficient import NO_VARIATION
from counterpoise.agreement.continuum import Span, Stretch, continuum_of, marked_units
from counterpoise.agreement.valued_units import unitized_coding, valued_units
from counterpoise.errors import CounterpoiseError

LENGTH = 24
LINE = continuum_of([Stretch("d", 0, LENGTH)])


@st.composite
def marks(draw) -> list[tuple[int, int, str]]:
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    places = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [(*place, draw(st.sampled_from("ck"))) for place in places]


def spans_of(coders: list[list[tuple[int, int, str]]]) -> list[Span]:
    return [Span("d", a, b, code, str(at)) for at, units in enumerate(coders) for a, b, code in units]


def by_place(coders: list[list[tuple[int, int, str]]]) -> list[list[tuple[str, object]]]:
    """Of each coder the value of each code point, and the unit that it stands in: a gap's point stands alone."""
    found = []
    for units in coders:
        row: list[tuple[str, object]] = [("", at) for at in range(LENGTH)]
        for unit in units:
            row[unit[0] : unit[1]] = [(unit[2], unit)] * (unit[1] - unit[0])
        found.append(row)
    return found


def naive(coders: list[list[tuple[int, int, str]]], marked_only: bool) -> tuple[float, float] | None:
    """Shares of pairs of code points with different values: at one place, and of all that are not of one unit."""
    rows = by_place(coders)
    met = [
        (one[at], other[at])
        for one, other in permutations(rows, 2)
        for at in range(LENGTH)
        if not marked_only or (one[at][0] and other[at][0])
    ]
    if not met:
        return None
    points = [
        (coder, value)
        for coder, row in enumerate(rows)
        for at, value in enumerate(row)
        if not marked_only or (value[0] and rows[1 - coder][at][0])
    ]
    pairs = [
        (left, right)
        for left in points
        for right in points
        if not (left[0] == right[0] and left[1][1] == right[1][1])
    ]
    if not pairs:
        return None
    observed = np.mean([left[0] != right[0] for left, right in met])
    return float(observed), float(np.mean([left[1][0] != right[1][0] for left, right in pairs]))


@settings(deadline=None)
@given(st.tuples(marks(), marks()))
def test_the_family_is_that_of_pairs_of_code_points(coders) -> None:
    # Krippendorff et al. (2016), equations 3 to 10: coincidences are lengths of intersections, and by chance any
    # code point may meet any other but those of its own unit.
    found = unitized_coding(spans_of(list(coders)), LINE, ("0", "1"))
    for coefficient, marked_only in ((found.u, False), (found.cu, True)):
        told = naive(list(coders), marked_only)
        if told is None or told[1] == 0:
            assert coefficient.value is None
        else:
            assert coefficient.observed == pytest.approx(told[0], abs=1e-9)
            assert coefficient.expected == pytest.approx(told[1], abs=1e-9)


@settings(deadline=None)
@given(st.lists(marks(), min_size=2, max_size=4))
def test_of_one_code_relevance_is_all_there_is(coders) -> None:
    one_code = [[(a, b, "c") for a, b, _ in units] for units in coders]
    found = unitized_coding(spans_of(one_code), LINE, ("0", "1", "2", "3")[: len(coders)])
    assert found.relevance.reason == found.u.reason
    if found.u.value is not None:
        assert found.relevance.value == pytest.approx(found.u.value, abs=1e-9)
        assert found.relevance.observed == pytest.approx(found.u.observed, abs=1e-9)
    assert found.cu.value is None
    assert 0 <= found.coverage <= 1


@settings(deadline=None)
@given(marks())
def test_coders_who_mark_the_same_agree_wholly(units) -> None:
    assume(units)
    found = unitized_coding(spans_of([units, units, units]), LINE, ("0", "1", "2"))
    for coefficient in (found.u, found.relevance, found.cu, *found.of_code.values()):
        assert coefficient.value == pytest.approx(1) or coefficient.value is None
    assert found.coverage == pytest.approx(sum(b - a for a, b, _ in units) / LENGTH)


@settings(deadline=None)
@given(st.tuples(marks(), marks(), marks()), st.permutations([0, 1, 2]))
def test_the_order_of_coders_does_not_matter(coders, order) -> None:
    spans = spans_of(list(coders))
    found = unitized_coding(spans, LINE, ("0", "1", "2"))
    other = unitized_coding(spans, LINE, [str(at) for at in order])
    for one, two in ((found.u, other.u), (found.cu, other.cu), (found.relevance, other.relevance)):
        assert one.reason == two.reason
        if one.value is not None:
            assert one.value == pytest.approx(two.value, abs=1e-9)


def test_what_one_code_is_taken_for_lowers_its_own_value_only() -> None:
    first = [(0, 4, "c"), (6, 10, "k"), (12, 16, "n"), (18, 22, "n")]
    second = [(0, 4, "k"), (6, 10, "c"), (12, 16, "n"), (18, 22, "n")]
    found = unitized_coding(spans_of([first, second]), LINE, ("0", "1"))
    assert found.relevance.value == pytest.approx(1)
    assert found.of_code["n"].value == pytest.approx(1)
    assert found.of_code["c"].value < 0
    assert found.of_code["k"].value < 0
    assert 0 < found.cu.value < 1


def test_two_codes_on_one_text_are_named() -> None:
    spans = spans_of([[(0, 5, "c"), (3, 8, "k"), (7, 9, "c")], []])
    with pytest.raises(CounterpoiseError) as raised:
        unitized_coding(spans, LINE, ("0", "1"))
    assert [problem.place for problem in raised.value.problems] == ["d, 3", "d, 7"]


def test_nothing_marked_has_no_value() -> None:
    found = unitized_coding([], LINE, ("0", "1"))
    assert found.u.reason == found.cu.reason == NO_VARIATION
    assert found.coverage == 0


def test_weights_by_document_are_repetitions() -> None:
    line = continuum_of([Stretch("x", 0, 10), Stretch("y", 0, 12)])
    spans = [
        Span("x", 0, 4, "c", "0"),
        Span("x", 1, 4, "k", "1"),
        Span("y", 2, 6, "c", "0"),
        Span("y", 2, 7, "c", "1"),
    ]
    twice = continuum_of([Stretch("x", 0, 10), Stretch("y", 0, 12), Stretch("z", 0, 12)])
    copied = [*spans, Span("z", 2, 6, "c", "0"), Span("z", 2, 7, "c", "1")]
    counts = valued_units(marked_units(spans, line), line, ("0", "1"), ("c", "k"))
    observed, expected = counts.disagreements(np.array([[1.0, 2.0]]))
    whole = unitized_coding(copied, twice, ("0", "1")).u
    assert (observed[0], expected[0]) == (pytest.approx(whole.observed), pytest.approx(whole.expected))
