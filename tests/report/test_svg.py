import re
from collections.abc import Iterator
from math import hypot
from statistics import median

import pytest
import vl_convert
from lxml import etree

from counterpoise.report.dated import lanes
from counterpoise.report.lines import lines
from counterpoise.report.plane import plane
from counterpoise.report.plots import (
    Break,
    LineChart,
    Observation,
    Panel,
    Series,
    Span,
    SpanPanel,
    Spans,
    Stack,
    Stacks,
    Strip,
    Strips,
    Timeline,
)
from counterpoise.report.spans import spans
from counterpoise.report.stacks import stacks
from counterpoise.report.strips import strips
from counterpoise.report.svg import svg_of
from counterpoise.report.vegalite import CONFIG, Json
from tests.report.drawings import ACCORD, SVG, TESTS, yearly
from tests.report.test_plane import MAP

UNSURE = tuple(Observation(year, year, 0.5, 0.3, 0.6) for year in range(1990, 2000))
STEPS = (Observation(2010, 2014, 0.4, 0.2, 0.5), Observation(2015, 2019, 0.1))
LINES = LineChart(
    (
        Panel(
            "Trade",
            (Series("China", yearly(*range(1990, 2020))), Series("United States", (*UNSURE, *STEPS))),
            "Tie",
            (0, 1),
            (0.5, "even"),
            (Break("China", 2005, 2003, 2007),),
        ),
    ),
    1990,
    2025,
    (TESTS, ACCORD),
)
DRAWINGS = {
    "lines": lines(LINES, 640),
    "plane": plane(MAP, 640),
    "lanes": lanes(Timeline((ACCORD, TESTS), 1990, 2025), 640),
    "strips": strips(
        Strips((Strip("Trade", ("a", "a", "b")),), (("a", "one"), ("b", "other")), 2000, 2002), 640
    ),
    "stacks": stacks(Stacks((Stack("Trade", ((0.2, 0.8), None, (1.0, 0.0))),), ("a", "b"), 2000, 2002), 640),
    "tornado": spans(
        Spans((SpanPanel("", (Span("Weights", 0.2, 0.6, words="told"),), (0.5, "")),), (0, 1)), 360
    ),
    "ranks": spans(Spans((SpanPanel("", (Span("Pakistan", 0.7, 2.3, 1.0),)),), (0.5, 7.5), whole=True), 640),
}


def by_vega(drawing: Json) -> str:
    """The drawing as Vega-Lite itself makes it."""
    return vl_convert.vegalite_to_svg(drawing | {"config": CONFIG}, vl_version="6.4")


def last_view(drawing: Json) -> Json:
    """The view with the data: above it there may be a key."""
    return drawing["vconcat"][-1] if "vconcat" in drawing else drawing


def inked(element: etree._Element, name: str) -> str | None:
    """An attribute of an element, its own or that of a group about it."""
    found = (each.get(name) for each in (element, *element.iterancestors()))
    return next((value for value in found if value not in (None, "none")), None)


def placed(svg: str) -> Iterator[tuple[str, float, float]]:
    """Every word, line and filled path of a drawing, by what it is, and where it stands."""
    for element in etree.fromstring(svg.encode()).iter(f"{SVG}text", f"{SVG}line", f"{SVG}path"):
        if element.get("opacity") == "0" or element.get("fill") == "transparent":
            continue
        across, down = 0.0, 0.0
        for each in (element, *element.iterancestors()):
            if moved := re.match(r"translate\((-?[\d.e-]+),\s*(-?[\d.e-]+)\)", each.get("transform", "")):
                across, down = across + float(moved[1]), down + float(moved[2])
        fill, stroke = inked(element, "fill"), inked(element, "stroke")
        if element.tag == f"{SVG}text":
            # A halo and its letters are two.
            yield f"{''.join(element.itertext())} in {fill}", across, down
        elif element.tag == f"{SVG}line":
            if inked(element, "stroke-width") not in (None, "1"):
                # Vega draws some from the other end.
                wide, high = (float(element.get(name, 0)) for name in ("x2", "y2"))
                yield f"line {abs(wide):.0f} {abs(high):.0f} in {stroke}", across + wide / 2, down + high / 2
        elif (shape := element.get("d")) and fill is not None and stroke is None:
            first = [0.0, 0.0]
            if not element.get("transform"):  # a mark stands where it is moved to
                told = [float(each) for each in re.findall(r"-?[\d.]+(?:e-?\d+)?", shape)]
                # Of an area the corner of its box, of a rectangle where it begins.
                first = [min(told[0::2]), min(told[1::2])] if "h" not in shape else told[:2]
            yield f"path in {fill}", across + first[0], down + first[1]


@pytest.mark.parametrize("name", DRAWINGS)
def test_marks_and_words_stand_where_vega_lite_sets_them(name: str):
    view = last_view(DRAWINGS[name]) | {"title": None}
    view = {key: value for key, value in view.items() if value is not None}
    ours, theirs = (sorted(placed(svg)) for svg in (svg_of(view, "x", "", "", 640), by_vega(view)))
    assert len(ours) > 3
    assert [what for what, _, _ in ours] == [what for what, _, _ in theirs]
    # How much room is left about a drawing is our own affair: it is the same for all that stands in it.
    right, lower = (
        median(own[axis] - other[axis] for own, other in zip(ours, theirs, strict=True)) for axis in (1, 2)
    )
    for what, across, down in ours:
        alike = [each for each in theirs if each[0] == what]
        assert min(hypot(across - right - x, down - lower - y) for _, x, y in alike) < 1.1, what


def test_ids_carry_the_name_and_the_title_is_text_and_never_markup():
    root = etree.fromstring(svg_of(DRAWINGS["lines"], 'ti"es.640', "<b>Ties</b>", "a & b\x00", 640))
    assert [(each.get("id"), each.text) for each in root[:2]] == [
        ('ti"es.640.title', "<b>Ties</b>"),
        ('ti"es.640.desc', "a & b "),
    ]
    assert root.get("aria-labelledby") == 'ti"es.640.title ti"es.640.desc'


def test_a_drawing_is_as_wide_as_is_said_and_as_high_as_its_views():
    two = svg_of({"vconcat": [last_view(DRAWINGS["ranks"])] * 2, "spacing": 10}, "x", "", "", 640)
    one = svg_of(last_view(DRAWINGS["ranks"]), "x", "", "", 640)
    (wide, high), (_, of_one) = (
        [float(each) for each in etree.fromstring(svg).get("viewBox").split()[2:]] for svg in (two, one)
    )
    assert wide == 640
    # Eight pixels above and below all of it.
    assert high - 8 == pytest.approx(2 * (of_one - 8) + 10, abs=0.02)
