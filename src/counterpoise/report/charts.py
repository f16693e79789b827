"""Charts as SVG: lines that stop where the data stop, five-year shares as steps, dated events as rules.

Time runs so that the year 2010 covers 2009.5 to 2010.5 on the axis: a yearly observation is a point in the
middle, a share over 2010-14 a level line from 2009.5 to 2014.5, and an event of May 2013 stands at 2012.9.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby, islice
from typing import TypeVar

import altair as alt
import vl_convert

from counterpoise.report.outline import Event, Figure, LineChart, Panel, Series, Timeline
from counterpoise.report.svg import inlinable

INK, MUTED, GRID, PAPER = "#1b2430", "#5b6572", "#e1e4e8", "#fefefe"
PALETTE = ("#0b5cad", "#b4440c", "#00704f", "#863a86", "#7a5c00", "#4a5260")
"""Six colours told apart under the common colour-vision deficiencies and each readable as text on white."""

WIDE, NARROW = 640, 360
"""Design widths in pixels: a column of text, and a phone. Letters are 12 px or more at either."""

_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_LETTER = 6.6  # mean width of a 12 px letter in a generic sans-serif, with room to spare
_LINE = 15

Row = dict[str, object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Look:
    """How each label is drawn in every panel: its colour, dash and mark, in the order of first appearance."""

    labels: tuple[str, ...]

    @property
    def colour(self) -> alt.Color:
        scale = alt.Scale(domain=self.labels, range=_turned(PALETTE, len(self.labels)))
        return alt.Color("label:N", scale=scale, legend=None)

    @property
    def dash(self) -> alt.StrokeDash:
        scale = alt.Scale(domain=self.labels, range=_turned(_DASHES, len(self.labels)))
        return alt.StrokeDash("label:N", scale=scale, legend=None)

    @property
    def shape(self) -> alt.Shape:
        scale = alt.Scale(domain=self.labels, range=_turned(_SHAPES, len(self.labels)))
        return alt.Shape("label:N", scale=scale, legend=None)


def draw(figure: Figure, width: int = WIDE) -> str:
    """Draw a figure's chart as an inlinable SVG whose letters are real letters.

    `width` is the design width in pixels; the SVG scales to the width of its container. Its ids begin with
    the figure's id and the width, so that one page can hold many. The same figure gives the same bytes.
    """
    chart = figure.chart
    drawing = _lines(chart, width) if isinstance(chart, LineChart) else _lanes(chart, width)
    specification = drawing.configure(
        background="transparent",
        font="sans-serif",
        padding={"left": 2, "right": 0, "top": 4, "bottom": 4},
        axis=alt.AxisConfig(
            labelColor=MUTED,
            labelFontSize=12,
            titleColor=MUTED,
            gridColor=GRID,
            domainColor=MUTED,
            tickColor=MUTED,
            labelOverlap=False,
        ),
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(
            anchor="start",
            color=INK,
            fontSize=14,
            fontWeight=600,
            subtitleColor=MUTED,
            subtitleFontSize=12,
            subtitlePadding=3,
        ),
    ).to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(specification)
    return inlinable(svg, f"{figure.id}-{width}", figure.title, figure.alt, width)


def numbered(chart: LineChart | Timeline) -> tuple[tuple[int, Event], ...]:
    """The events within the years of a chart by date, each with the number that stands for it in the SVG."""
    within = [event for event in chart.events if chart.first - 0.5 <= _time(event.date) <= chart.last + 0.5]
    return tuple(enumerate(sorted(within, key=lambda event: (event.date, event.label)), start=1))


# Lines


def _lines(chart: LineChart, width: int) -> alt.VConcatChart:
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
    return alt.vconcat(*panels, spacing=18)


def _panel(
    panel: Panel,
    chart: LineChart,
    look: _Look,
    room: float,
    height: int,
    letters: int,
    with_numbers: bool,
) -> alt.LayerChart | alt.FacetChart:
    x = _years(chart.first, chart.last, room)
    low, high = domain = _domain(panel)
    scale = alt.Scale(domain=domain, nice=False)
    axis = alt.Axis(title=None, tickCount=5 if height > 150 else 3, domain=False, ticks=False)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    drawn = [series for series in panel.series if series.observations]

    layers: list[alt.Chart] = []
    if chart.events:
        layers += _event_rules(chart, room, x, with_numbers)
    if panel.reference is not None:
        value, words = panel.reference
        layers.append(alt.Chart(_data([{"value": value}])).mark_rule(color=INK, strokeWidth=1.2).encode(y=y))
    yearly = [row for series in drawn for row in _yearly(series)]
    steps = [row for series in drawn for row in _steps(series)]
    bands = [row for row in yearly if row["low"] is not None]
    if bands:
        area = alt.Chart(_data(bands)).mark_area(opacity=0.16)
        layers.append(area.encode(x=x, y=_at("low", scale), y2="high:Q", detail="run:N", color=look.colour))
    boxes = [row for row in steps if row["low"] is not None]
    if boxes:
        box = alt.Chart(_data(boxes)).mark_rect(opacity=0.16)
        layers.append(box.encode(x=x, x2="until:Q", y=_at("low", scale), y2="high:Q", color=look.colour))
    if yearly:
        line = alt.Chart(_data(yearly)).mark_line(strokeWidth=2, strokeJoin="round")
        layers.append(
            line.encode(x=x, y=y, detail="run:N", color=look.colour, strokeDash=look.dash, order="time:Q")
        )
    if steps:
        step = alt.Chart(_data(steps)).mark_rule(strokeWidth=3)
        layers.append(step.encode(x=x, x2="until:Q", y=y, color=look.colour, strokeDash=look.dash))
    marks = [*_run_ends(yearly), *({**row, "time": row["middle"]} for row in steps)]
    if marks:
        mark = alt.Chart(_data(marks)).mark_point(size=42, filled=True, opacity=1)
        layers.append(mark.encode(x=x, y=y, color=look.colour, shape=look.shape))
        layers += _labels(drawn, chart.last, look, (low, high), room, height, letters)
    else:
        nothing = alt.Chart(_data([{"time": (chart.first + chart.last) / 2, "value": (low + high) / 2}]))
        layers.append(
            nothing.mark_text(fontSize=12, color=MUTED).encode(x=x, y=y, text=alt.value("no observations"))
        )
    if panel.reference is not None:
        value, words = panel.reference
        # Last, and with a halo, so that no line runs through the letters.
        named = alt.Chart(_data([{"value": value, "words": words}])).encode(
            x=alt.value(room), y=y, text="words:N"
        )
        for colour, halo in ((PAPER, 4), (INK, 0)):
            text = named.mark_text(align="right", baseline="bottom", dx=-3, dy=-3, fontSize=12, color=colour)
            layers.append(text.encode(stroke=alt.value(colour), strokeWidth=alt.value(halo)))
    wide = int((room + 60) / _LETTER)
    name, unit = textwrap.wrap(panel.title, wide), textwrap.wrap(panel.y_title, wide)
    title = (
        alt.TitleParams(text=name, subtitle=unit, frame="group", offset=8)
        if name
        else alt.TitleParams(text=unit, color=MUTED, fontSize=12, fontWeight=400, frame="group", offset=8)
    )
    return alt.layer(*layers).properties(width=room, height=height, title=title)


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


def _yearly(series: Series) -> list[Row]:
    """Yearly observations, each with the run of unbroken years that it belongs to."""
    single = [seen for seen in series.observations if seen.start == seen.end]
    rows: list[Row] = []
    for _, run in groupby(enumerate(single), key=lambda pair: pair[1].start - pair[0]):
        seen_in_run = [seen for _, seen in run]
        name = f"{series.label} {seen_in_run[0].start}"
        rows += [
            {
                "label": series.label,
                "run": name,
                "time": seen.start,
                "value": seen.value,
                "low": seen.low,
                "high": seen.high,
            }
            for seen in seen_in_run
        ]
    return rows


def _steps(series: Series) -> list[Row]:
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


def _run_ends(yearly: list[Row]) -> list[Row]:
    """The first and the last point of each run: there the mark of the series stands."""
    ends: list[Row] = []
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
) -> list[alt.Chart]:
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
    rows: list[Row] = []
    ceiling = float(height)
    for series, lines, top in reversed(placed):
        top = min(top, ceiling - _LINE * len(lines))
        ceiling = top - 3
        rows.append(
            {"label": series.label, "words": lines, "value": high - (top + 6) / height * (high - low)}
        )
    base = alt.Chart(_data(rows))
    y = alt.Y("value:Q")
    return [
        base.mark_rule(strokeWidth=2).encode(
            x=alt.value(room + 8), x2=alt.value(room + 26), y=y, color=look.colour, strokeDash=look.dash
        ),
        base.mark_point(size=42, filled=True, opacity=1).encode(
            x=alt.value(room + 17), y=y, color=look.colour, shape=look.shape
        ),
        base.mark_text(
            align="left", baseline="top", dy=-6, fontSize=12, fontWeight=600, lineHeight=_LINE
        ).encode(x=alt.value(room + 30), y=y, text="words:N", color=look.colour),
    ]


# Events


def _event_rules(chart: LineChart, room: float, x: alt.X, with_numbers: bool) -> list[alt.Chart]:
    """Thin rules at the events and, over the first panel, their numbers."""
    placed = _stacked(numbered(chart), chart.first, chart.last, room, apart=17)
    rows: list[Row] = [
        {"time": time, "number": str(number), "storey": storey} for number, time, storey in placed
    ]
    rule = alt.Chart(_data(rows)).mark_rule(color=MUTED, strokeWidth=0.8, strokeDash=[2, 2], opacity=0.8)
    layers = [rule.encode(x=x)]
    if not with_numbers:
        return layers
    text = alt.Chart(_data(rows)).mark_text(fontSize=12, color=MUTED, baseline="bottom")
    for storey in sorted({storey for _, _, storey in placed}):
        above = text.transform_filter(alt.datum.storey == storey)
        layers.append(above.encode(x=x, y=alt.value(-2 - 13 * storey), text="number:N"))
    return layers


def _lanes(chart: Timeline, width: int) -> alt.LayerChart | alt.FacetChart:
    room = width - 30
    x = _years(chart.first, chart.last, room)
    events = numbered(chart)
    names: list[Row] = []
    marks: list[Row] = []
    depth = 0.0
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
    y = alt.Y("depth:Q", scale=alt.Scale(domain=(0, depth or 1), reverse=True, nice=False), axis=None)
    mark = alt.Chart(_data(marks))
    lanes = alt.Chart(_data(names)).mark_text(
        align="left", baseline="middle", fontSize=13, fontWeight=600, color=INK
    )
    return alt.layer(
        mark.mark_point(
            shape="circle", size=330, filled=True, fill=PAPER, stroke=PALETTE[0], strokeWidth=1.4, opacity=1
        ).encode(x=x, y=y),
        mark.mark_text(fontSize=12, color=INK, baseline="middle").encode(x=x, y=y, text="number:N"),
        lanes.encode(x=alt.value(0), y=y, text="words:N"),
    ).properties(width=room, height=max(depth, 1))


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


# Axes and data


def _years(first: int, last: int, room: float) -> alt.X:
    wanted = (last - first + 1) * 44 / room
    stride = next((step for step in (1, 2, 5, 10, 20) if step >= wanted), 50)
    ticks = list(range(-(-first // stride) * stride, last + 1, stride))
    axis = alt.Axis(title=None, values=ticks, format="d", grid=False)
    return alt.X("time:Q", scale=alt.Scale(domain=(first - 0.5, last + 0.5), nice=False), axis=axis)


def _at(field: str, scale: alt.Scale) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=scale)


def _data(rows: list[Row]) -> alt.InlineData:
    """Rows as one string: altair copies and checks what it is given many times over, and letter by letter."""
    return alt.InlineData(values=json.dumps(rows), format=alt.JsonDataFormat(type="json"))


def _turned(choices: Sequence[T], length: int) -> list[T]:
    """The choices, over again from the first when they run out."""
    return list(islice(cycle(choices), length))
