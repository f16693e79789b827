"""Charts as SVG: lines that stop where the data stop, five-year shares as steps, dated events as rules.

Time runs so that the year 2010 covers 2009.5 to 2010.5 on the axis: a yearly observation is a point in the
middle, a share over 2010-14 a level line from 2009.5 to 2014.5, and an event of May 2013 stands at 2012.9.

The charts are Vega-Lite in its own JSON: building them with altair cost two thirds of the time.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, groupby, islice

import vl_convert

from counterpoise.report.outline import Figure
from counterpoise.report.plane import plane
from counterpoise.report.plots import (
    Chart,
    Event,
    LineChart,
    Panel,
    Plane,
    Series,
    Spans,
    Stacks,
    Strips,
    Timeline,
)
from counterpoise.report.spans import spans
from counterpoise.report.stacks import stacks
from counterpoise.report.strips import strips
from counterpoise.report.svg import inlinable
from counterpoise.report.vegalite import (
    CONFIG,
    INK,
    MUTED,
    PALETTE,
    PAPER,
    POINT,
    Json,
    layer,
    nominal,
    quantity,
    years,
)

WIDE, NARROW = 640, 360
"""Design widths in pixels: a column of text, and a phone. Letters are 12 px or more at either."""

_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_LETTER, _LINE = 6.6, 15  # a 12 px letter of a generic sans-serif, with room to spare


@dataclass(frozen=True, slots=True)
class _Look:
    """How each label is drawn in every panel: its colour, dash and mark, in the order of first appearance."""

    labels: tuple[str, ...]

    @property
    def colour(self) -> Json:
        return self._channel(PALETTE)

    @property
    def dash(self) -> Json:
        return self._channel(_DASHES)

    @property
    def shape(self) -> Json:
        return self._channel(_SHAPES)

    def _channel(self, choices: Sequence[object]) -> Json:
        turned = list(islice(cycle(choices), len(self.labels)))
        return nominal("label") | {"scale": {"domain": self.labels, "range": turned}, "legend": None}


def draw(figure: Figure, width: int = WIDE) -> str:
    """Draw a figure's chart as an inlinable SVG whose letters are real letters.

    `width` is the design width in pixels; the SVG scales to the width of its container. Its ids begin with
    the figure's id and the width, so that one page can hold many. The same figure gives the same bytes.
    """
    chart = figure.chart
    match chart:
        case LineChart():
            drawing = _lines(chart, width)
        case Timeline():
            drawing = _lanes(chart, width)
        case Strips():
            drawing = strips(chart, width)
        case Plane():
            drawing = plane(chart, width)
        case Stacks():
            drawing = stacks(chart, width)
        case Spans():
            drawing = spans(chart, width)
    padding = {"left": 2, "right": 0, "top": 4, "bottom": 4}
    svg = vl_convert.vegalite_to_svg(
        drawing | {"config": CONFIG, "padding": padding, "background": "transparent"}, vl_version="6.4"
    )
    return inlinable(svg, f"{figure.id}.{width}", figure.title, figure.alt, width)


def numbered(chart: Chart) -> tuple[tuple[int, Event], ...]:
    """The events within the years of a chart by date, each with the number that stands for it in the SVG."""
    if not isinstance(chart, LineChart | Timeline):
        return ()
    within = [event for event in chart.events if chart.first - 0.5 <= _time(event.date) <= chart.last + 0.5]
    return tuple(enumerate(sorted(within, key=lambda event: (_time(event.date), event.label)), start=1))


# Lines


def _lines(chart: LineChart, width: int) -> Json:
    look = _Look(tuple(dict.fromkeys(series.label for panel in chart.panels for series in panel.series)))
    letters = 17 if width >= WIDE else 12
    margin = 34 + _LETTER * max(
        (len(line) for panel in chart.panels for series in panel.series for line in _words(series, letters)),
        default=0,
    )
    room = width - 46 - margin
    height = (240 if len(chart.panels) == 1 else 130) - (0 if width >= WIDE else 20)
    panels = [
        _panel(panel, chart, look, room, height, letters, with_numbers=place == 0)
        for place, panel in enumerate(chart.panels)
    ]
    return {"vconcat": panels, "spacing": 18}


def _panel(
    panel: Panel, chart: LineChart, look: _Look, room: float, height: int, letters: int, with_numbers: bool
) -> Json:
    x = years(chart.first, chart.last, room)
    low, high = _domain(panel)
    scale = {"domain": [low, high], "nice": False}
    axis = {"tickCount": 5 if height > 150 else 3, "domain": False, "ticks": False}
    y = quantity("value") | {"scale": scale, "axis": axis}
    drawn = [series for series in panel.series if series.observations]

    layers: list[Json] = []
    if chart.events:
        layers += _event_rules(chart, room, x, with_numbers)
    if panel.reference is not None:
        rule = {"type": "rule", "color": INK, "strokeWidth": 1.2}
        layers.append(layer(rule, [{"value": panel.reference[0]}], y=y))
    yearly = [row for series in drawn for row in _yearly(series)]
    steps = [row for series in drawn for row in _steps(series)]
    around: Json = {"y": quantity("low"), "y2": {"field": "high"}, "color": look.colour}
    pale: Json = {"opacity": 0.16}
    bands = [row for series in drawn for row in _yearly(_with_interval(series))]
    layers.append(layer({"type": "area"} | pale, bands, x=x, detail=nominal("run"), **around))
    boxes = [row for row in steps if row["low"] is not None]
    layers.append(layer({"type": "rect"} | pale, boxes, x=x, x2={"field": "until"}, **around))
    lined = {"x": x, "y": y, "color": look.colour, "strokeDash": look.dash}
    line = {"type": "line", "strokeWidth": 2, "strokeJoin": "round"}
    layers.append(layer(line, yearly, **lined, detail=nominal("run"), order=quantity("time")))
    layers.append(layer({"type": "rule", "strokeWidth": 3}, steps, **lined, x2={"field": "until"}))
    marks = [*_run_ends(yearly), *(row | {"time": row["middle"]} for row in steps)]
    layers.append(layer(POINT, marks, x=x, y=y, color=look.colour, shape=look.shape))
    if drawn:
        layers += _labels(drawn, chart.last, look, (low, high), room, height, letters)
    else:
        middle: Json = {"time": (chart.first + chart.last) / 2, "value": (low + high) / 2}
        nothing = {"type": "text", "color": MUTED, "text": "no observations"}
        layers.append(layer(nothing, [middle], x=x, y=y))
    if panel.reference is not None:
        # Last, and with a halo, so that no line runs through the letters.
        value, words = panel.reference
        text = {"type": "text", "align": "right", "baseline": "bottom", "dx": -3, "dy": -3, "text": words}
        for colour, halo in ((PAPER, 4), (INK, 0)):
            inked = text | {"color": colour, "stroke": colour, "strokeWidth": halo}
            layers.append(layer(inked, [{"value": value}], x={"value": room}, y=y))
    wide = int((room + 60) / _LETTER)
    name, unit = textwrap.wrap(panel.title, wide), textwrap.wrap(panel.y_title, wide)
    title: Json = {"text": name, "subtitle": unit}
    if not name:
        title = {"text": unit, "color": MUTED, "fontSize": 12, "fontWeight": 400}
    return {
        "layer": [layer for layer in layers if layer["data"] != {"values": []}],
        "width": room,
        "height": height,
        "title": title,
    }


def _domain(panel: Panel) -> tuple[float, float]:
    """The panel's own domain, or one that holds zero, the reference, and every value with its interval."""
    if panel.domain is not None:
        return panel.domain
    values = [0.0] if panel.reference is None else [0.0, panel.reference[0]]
    for series in panel.series:
        for seen in series.observations:
            values += [end for end in (seen.value, seen.low, seen.high) if end is not None]
    low, high = min(values), max(values)
    if low == high:
        return low, low + 1.0
    air = 0.05 * (high - low)
    return low - air if low < 0 else 0.0, high + air


def _yearly(series: Series) -> list[Json]:
    """Yearly observations, each with the run of unbroken years of the same inputs that it belongs to."""
    single = [seen for seen in series.observations if seen.start == seen.end]
    return [
        {
            "label": series.label,
            "run": f"{series.label} {seen.start - place} {seen.inputs}",
            "time": seen.start,
            "value": seen.value,
            "low": seen.low,
            "high": seen.high,
        }
        for place, seen in enumerate(single)
    ]


def _with_interval(series: Series) -> Series:
    kept = (seen for seen in series.observations if seen.low is not None and seen.high is not None)
    return replace(series, observations=tuple(kept))


def _steps(series: Series) -> list[Json]:
    """Observations over several years, as level lines from their first day to their last."""
    return [
        {
            "label": series.label,
            "time": seen.start - 0.5,
            "middle": (seen.start + seen.end) / 2,
            "until": seen.end + 0.5,
            "value": seen.value,
            "low": seen.low,
            "high": seen.high,
        }
        for seen in series.observations
        if seen.end > seen.start
    ]


def _run_ends(yearly: list[Json]) -> list[Json]:
    """The first and the last point of each run: there the mark of the series stands."""
    ends: list[Json] = []
    for _, run in groupby(yearly, key=lambda row: row["run"]):
        points = list(run)
        ends += points[:1] if len(points) == 1 else [points[0], points[-1]]
    return ends


def _words(series: Series, letters: int) -> list[str]:
    """The lines of a series' label: its name and, beneath, the last year it was observed."""
    name = textwrap.wrap(series.label, letters)
    return [*name, f"to {series.observations[-1].end}"] if series.observations else name


def _labels(
    drawn: Sequence[Series],
    last: int,
    look: _Look,
    domain: tuple[float, float],
    room: float,
    height: int,
    letters: int,
) -> list[Json]:
    """Names beside the plot, near where each line ends, with a piece of the line; none lies on another.

    No leader joins a name to its line, since it would look as if the data went on.
    """
    low, high = domain
    placed: list[tuple[Series, list[str], float]] = []
    floor = 0.0
    for series in sorted(drawn, key=lambda one: -one.observations[-1].value):
        final = series.observations[-1]
        lines = _words(series, letters) if final.end < last else textwrap.wrap(series.label, letters)
        top = max(floor, height * (high - final.value) / (high - low) - 6)
        floor = top + _LINE * len(lines) + 3
        placed.append((series, lines, top))
    rows: list[Json] = []
    ceiling = float(height)
    for series, lines, top in reversed(placed):
        top = min(top, ceiling - _LINE * len(lines))
        ceiling = top - 3
        rows.append(
            {"label": series.label, "words": lines, "value": high - (top + 6) / height * (high - low)}
        )
    y = quantity("value")
    text = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dy": -6,
        "fontWeight": 600,
        "lineHeight": _LINE,
    }
    inked = {"y": y, "color": look.colour}
    piece = {"x": {"value": room + 8}, "x2": {"value": room + 26}, "strokeDash": look.dash}
    words = {"x": {"value": room + 30}, "text": nominal("words")}
    return [
        layer({"type": "rule", "strokeWidth": 2}, rows, **inked, **piece),
        layer(POINT, rows, **inked, x={"value": room + 17}, shape=look.shape),
        layer(text, rows, **inked, **words),
    ]


# Events


def _event_rules(chart: LineChart, room: float, x: Json, with_numbers: bool) -> list[Json]:
    """Thin rules at the events and, over the first panel, their numbers."""
    placed = _stacked(numbered(chart), chart.first, chart.last, room, apart=17)
    rows: list[Json] = [{"time": time} for _, time, _ in placed]
    rule = {"type": "rule", "color": MUTED, "strokeWidth": 0.8, "strokeDash": [2, 2], "opacity": 0.8}
    layers = [layer(rule, rows, x=x)]
    if with_numbers:
        text = {"type": "text", "color": MUTED, "baseline": "bottom"}
        for storey in sorted({storey for _, _, storey in placed}):
            above: list[Json] = [
                {"time": time, "number": str(n)} for n, time, level in placed if level == storey
            ]
            height = {"value": -2 - 13 * storey}
            layers.append(layer(text, above, x=x, y=height, text=nominal("number")))
    return layers


def _lanes(chart: Timeline, width: int) -> Json:
    room = width - 30
    x = years(chart.first, chart.last, room)
    events = numbered(chart)
    names: list[Json] = []
    marks: list[Json] = []
    depth = 0
    for lane in dict.fromkeys(event.lane for event in chart.events):
        own = [(number, event) for number, event in events if event.lane == lane]
        if not own:
            continue
        placed = _stacked(own, chart.first, chart.last, room, apart=23)
        if lane:
            names.append({"words": lane, "depth": depth + 8})
            depth += 20
        marks += [
            {"time": time, "depth": depth + 12 + 23 * storey, "number": str(number)}
            for number, time, storey in placed
        ]
        depth += 23 * (1 + max(storey for _, _, storey in placed)) + 12
    depth = max(depth, 1)
    y = quantity("depth") | {"scale": {"domain": [0, depth], "reverse": True, "nice": False}, "axis": None}
    ring = POINT | {"shape": "circle", "size": 330, "fill": PAPER, "stroke": PALETTE[0], "strokeWidth": 1.4}
    number = {"type": "text", "color": INK, "baseline": "middle"}
    name = number | {"align": "left", "fontSize": 13, "fontWeight": 600}
    return {
        "layer": [
            layer(ring, marks, x=x, y=y),
            layer(number, marks, x=x, y=y, text=nominal("number")),
            layer(name, names, x={"value": 0}, y=y, text=nominal("words")),
        ],
        "width": room,
        "height": depth,
    }


def _stacked(
    events: Iterable[tuple[int, Event]], first: int, last: int, room: float, apart: int
) -> list[tuple[int, float, int]]:
    """(number, time, storey) of each event: the lowest storey where the one before is `apart` pixels away."""
    ends: list[float] = []
    placed = []
    for number, event in events:
        time = _time(event.date)
        pixel = room * (time - first + 0.5) / (last - first + 1)
        storey = next((i for i, end in enumerate(ends) if pixel - end >= apart), len(ends))
        ends[storey : storey + 1] = [pixel]
        placed.append((number, time, storey))
    return placed


def _time(date: str) -> float:
    """A date on the axis of years: a day by its month and day, a month or a year by its middle."""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    if not month:
        return float(year)
    return year - 0.5 + (month - 1 + ((day - 0.5) / 31 if day else 0.5)) / 12
