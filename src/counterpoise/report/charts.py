"""Charts as SVG: a figure's chart drawn at a design width, with a name and a description.

The charts are told in the JSON of Vega-Lite, and drawn by `svg`: a large report would take minutes by Vega-Lite itself.
"""

from __future__ import annotations

from counterpoise.report.dated import lanes
from counterpoise.report.lines import lines
from counterpoise.report.network import network
from counterpoise.report.outline import Figure
from counterpoise.report.plane import plane
from counterpoise.report.plots import LineChart, Network, Plane, Spans, Stacks, Strips, Timeline
from counterpoise.report.spans import spans
from counterpoise.report.stacks import stacks
from counterpoise.report.strips import strips
from counterpoise.report.svg import svg_of
from counterpoise.report.vegalite import WIDE


def draw(figure: Figure, width: int = WIDE) -> str:
    """Draw a figure's chart as an inlinable SVG whose letters are real letters.

    `width` is the design width in pixels; the SVG scales to the width of its container. Its ids begin with
    the figure's id and the width, so that one page can hold many. The same figure gives the same bytes.
    """
    chart = figure.chart
    match chart:
        case LineChart():
            drawing = lines(chart, width)
        case Timeline():
            drawing = lanes(chart, width)
        case Strips():
            drawing = strips(chart, width)
        case Plane():
            drawing = plane(chart, width)
        case Stacks():
            drawing = stacks(chart, width)
        case Spans():
            drawing = spans(chart, width)
        case Network():
            drawing = network(chart, width)
    return svg_of(drawing, f"{figure.id}.{width}", figure.title, figure.alt, width)
