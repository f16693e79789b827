"""Lines as Vega-Lite: they stop where the data stop, five-year shares are steps, and dated events rules.

A yearly observation is a point in the middle of its year, a share over 2010-14 a level line from 2009.5 to 2014.5.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle, groupby, islice

from counterpoise.report.dated import event_rules
from counterpoise.report.plots import LineChart, Panel, Series
from counterpoise.report.vegalite import (
    INK,
    MUTED,
    PALETTE,
    PAPER,
    POINT,
    WIDE,
    Json,
    layer,
    nominal,
    quantity,
    years,
)

_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
BREAK = 10
"""The height of the row in which a break stands, in pixels."""

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


def lines(chart: LineChart, width: int) -> Json:
    """Panels of lines, `width` pixels wide, with the names of the series beside them."""
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
        layers += event_rules(chart, room, x, with_numbers)
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
    layers += _breaks(panel, chart, look, x, (low, (high - low) / height))
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


def _breaks(panel: Panel, chart: LineChart, look: _Look, x: Json, rising: tuple[float, float]) -> list[Json]:
    """At the foot of a panel, for each series that broke, a bar over the likely years and a notch in the likeliest.

    A break is the first year of a new level, so that a notch stands in the middle of that year. What lies outside the years
    of the chart is not drawn. `rising` is the value at the foot, and how much a pixel adds to it.
    """
    foot, pixel = rising
    first, last = chart.first - 0.5, chart.last + 0.5
    seen = [each for each in panel.breaks if each.low - 0.5 < last and each.high + 0.5 > first]
    labels = list(dict.fromkeys(each.label for each in seen))
    rows: list[Json] = [
        {
            "label": each.label,
            "time": each.date,
            "from": max(each.low - 0.5, first),
            "until": min(each.high + 0.5, last),
            "head": foot + pixel * BREAK * up,
            "foot": foot + pixel * (BREAK * up - BREAK + 3),
        }
        for each in seen
        for up in [len(labels) - labels.index(each.label)]
    ]
    notches = [row for row in rows if first < row["time"] < last]
    down: Json = {"y": quantity("head"), "y2": {"field": "foot"}, "color": look.colour}
    over: Json = {"x": x | {"field": "from"}, "x2": {"field": "until"}}
    return [
        layer({"type": "rect", "opacity": 0.35}, rows, **over, **down),
        layer({"type": "rule", "strokeWidth": 3}, notches, x=x, **down),
    ]


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
