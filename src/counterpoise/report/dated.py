"""Dated events in Vega-Lite: numbered rules through a chart over years, and marks on lanes of their own.

Time runs so that the year 2010 covers 2009.5 to 2010.5 on the axis: an event of May 2013 stands at 2012.9.
"""

from __future__ import annotations

from collections.abc import Iterable

from counterpoise.report.plots import Chart, Event, LineChart, Timeline
from counterpoise.report.vegalite import (
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


def numbered(chart: Chart) -> tuple[tuple[int, Event], ...]:
    """The events within the years of a chart by date, each with the number that stands for it in the SVG."""
    if not isinstance(chart, LineChart | Timeline):
        return ()
    within = [event for event in chart.events if chart.first - 0.5 <= time_of(event.date) <= chart.last + 0.5]
    return tuple(enumerate(sorted(within, key=lambda event: (time_of(event.date), event.label)), start=1))


def event_rules(chart: LineChart, room: float, x: Json, with_numbers: bool) -> list[Json]:
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


def lanes(chart: Timeline, width: int) -> Json:
    """Marks with the numbers of events, `width` pixels wide: a lane for each dimension."""
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
        "lanes": [mark["depth"] for mark in sorted(marks, key=lambda mark: int(mark["number"]))],
    }


def _stacked(
    events: Iterable[tuple[int, Event]], first: int, last: int, room: float, apart: int
) -> list[tuple[int, float, int]]:
    """(number, time, storey) of each event: the lowest storey where the one before is `apart` pixels away."""
    ends: list[float] = []
    placed = []
    for number, event in events:
        time = time_of(event.date)
        pixel = room * (time - first + 0.5) / (last - first + 1)
        storey = next((i for i, end in enumerate(ends) if pixel - end >= apart), len(ends))
        ends[storey : storey + 1] = [pixel]
        placed.append((number, time, storey))
    return placed


def time_of(date: str) -> float:
    """A date on the axis of years: a day by its month and day, a month or a year by its middle."""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    if not month:
        return float(year)
    return year - 0.5 + (month - 1 + ((day - 0.5) / 31 if day else 0.5)) / 12
