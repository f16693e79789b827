from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.agreement.alpha_u import alpha_u, unitizing
from counterpoise.agreement.coefficient import NO_VARIATION
from counterpoise.agreement.continuum import NO_UNITS, Span, Stretch, continuum_of, marked_units
from tests.agreement.published import UNITIZED

LINE = continuum_of([Stretch("d", 150, 450)])

Section = tuple[int, int, bool]


def test_the_worked_example_of_krippendorff() -> None:
    # Krippendorff (2004), Content Analysis, 2nd ed., p. 254.
    found = alpha_u(UNITIZED, LINE, ("i", "j"))
    assert found.of_code["c"].observed == pytest.approx(0.0144, abs=5e-5)
    assert found.of_code["c"].expected == pytest.approx(0.0532, abs=5e-5)
    assert found.of_code["c"].value == pytest.approx(0.7286, abs=5e-5)
    assert (found.of_code["k"].observed, found.of_code["k"].value) == (0, 1)
    assert found.of_code["k"].expected == pytest.approx(0.0490, abs=5e-5)
    assert found.overall.value == pytest.approx(0.859, abs=5e-4)


def sections(units: list[tuple[int, int]], length: int) -> list[Section]:
    """Begin, end and whether it is a unit, of the units and of the gaps between them."""
    found, at = [], 0
    for start, end in units:
        if at < start:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    return [*found, *([(at, length, False)] if at < length else [])]


def apart(one: Section, other: Section) -> int:
    """The difference of two sections (Krippendorff 2004, section 11.6.1), written out."""
    if min(one[1], other[1]) <= max(one[0], other[0]):
        return 0
    if one[2] and other[2]:
        return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
    for unit, gap in ((one, other), (other, one)):
        if unit[2] and not gap[2] and gap[0] <= unit[0] and unit[1] <= gap[1]:
            return (unit[1] - unit[0]) ** 2
    return 0


def naive(coders: list[list[tuple[int, int]]], length: int) -> tuple[float, float]:
    """Do and De by the definitions, section by section."""
    all_sections = [sections(units, length) for units in coders]
    m = len(coders)
    observed = (
        sum(apart(g, h) for one, other in combinations(all_sections, 2) for g in one for h in other)
        * 2
        / (m * (m - 1) * length**2)
    )
    units = [each for of_coder in all_sections for each in of_coder if each[2]]
    gaps = [each for of_coder in all_sections for each in of_coder if not each[2]]
    total = 0.0
    for start, end, _ in units:
        size = end - start
        total += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(b - a - size + 1 for a, b, _ in gaps if b - a >= size)
    pairs = m * length * (m * length - 1) - sum((b - a) * (b - a - 1) for a, b, _ in units)
    return observed, 2 / length * total / pairs


@st.composite
def marks(draw) -> list[tuple[int, int]]:
    cuts = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]


@settings(deadline=None)
@given(st.lists(marks(), min_size=2, max_size=4))
def test_it_is_what_the_definitions_say_section_by_section(coders) -> None:
    line = continuum_of([Stretch("d", 0, 40)])
    names = [str(at) for at in range(len(coders))]
    spans = [
        Span("d", *place, "c", name) for name, units in zip(names, coders, strict=True) for place in units
    ]
    found = alpha_u(spans, line, names).overall
    observed, expected = naive(coders, 40)
    if expected > 0:
        assert found.observed == pytest.approx(observed, abs=1e-12)
        assert found.expected == pytest.approx(expected, abs=1e-12)
    else:
        assert found.reason == NO_VARIATION


def test_units_that_touch_stay_two() -> None:
    line = continuum_of([Stretch("d", 0, 40)])
    spans = [Span("d", 0, 10, "c", "i"), Span("d", 10, 20, "c", "i"), Span("d", 0, 20, "c", "j")]
    found = alpha_u(spans, line, ("i", "j")).overall
    observed, expected = naive([[(0, 10), (10, 20)], [(0, 20)]], 40)
    assert (found.observed, found.expected) == (pytest.approx(observed), pytest.approx(expected))


def test_a_coder_who_marked_nothing_is_a_coder() -> None:
    spans = [Span("d", 160, 200, "c", "i")]
    assert alpha_u(spans, LINE, ("i", "j")).of_code["c"].value < 0
    assert alpha_u(spans, LINE, ("i",)).of_code["c"].value is None
    assert alpha_u([], LINE, ("i", "j")).overall.reason == NO_VARIATION


def test_a_text_in_two_documents_is_one_text_cut() -> None:
    # The documents stand end to end; no gap runs from the one into the other, and weights count documents.
    line = continuum_of([Stretch("x", 0, 30), Stretch("y", 0, 50)])
    spans = [Span("x", 3, 9, "c", "i"), Span("x", 4, 9, "c", "j"), Span("y", 10, 30, "c", "i")]
    marked = marked_units(spans, line)
    counts = unitizing([marked.get((coder, "c"), NO_UNITS) for coder in ("i", "j")], line)
    twice = continuum_of([Stretch("x", 0, 30), Stretch("y", 0, 50), Stretch("z", 0, 50)])
    copied = [*spans, Span("z", 10, 30, "c", "i")]
    whole = alpha_u(copied, twice, ("i", "j")).overall
    observed, expected = counts.disagreements(np.array([[1.0, 2.0]]))
    assert (whole.observed, whole.expected) == (pytest.approx(observed[0]), pytest.approx(expected[0]))
