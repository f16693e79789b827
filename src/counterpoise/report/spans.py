"""Spans as Vega-Lite: a row for each thing, a bar from where to where it reaches on the scale of all rows."""

from __future__ import annotations

import math
import textwrap

from counterpoise.report.key import LETTER, LINE, margin_for, room_for_names
from counterpoise.report.plots import SpanPanel, Spans
from counterpoise.report.vegalite import GRID, INK, PALETTE, POINT, Json, layer, nominal, quantity

OWN, OTHER = PALETTE[0], PALETTE[4]
BAR, GAP = 12, 6
"""How thick a bar is, and how far rows stand apart, in pixels."""

BOLDLESS = 6.6
"""The width of a letter of 12 px that is not bold, with room to spare."""

APART = 34
"""How far two ticks stand apart at least, in pixels."""


def spans(chart: Spans, width: int) -> Json:
    """A chart of spans, `width` pixels wide: panels one below the other, each with its scale beneath.

    Names stand left of the bars; one with words stands above its bar with them, over the whole width.
    """
    beside = [span.label for panel in chart.panels for span in panel.spans if not span.words]
    margin = margin_for(beside, width) if beside else 0
    return {
        "vconcat": [_panel(panel, chart, margin, width - margin - 24) for panel in chart.panels],
        "spacing": 14,
    }


def _panel(panel: SpanPanel, chart: Spans, margin: int, room: int) -> Json:
    rows: list[Json] = []
    depth = 0
    for span in panel.spans:
        letters = room / BOLDLESS if span.words else (margin - 8) / LETTER
        told = f"{span.label}: {span.words}" if span.words else span.label
        name = textwrap.wrap(told, max(8, int(letters)))
        above = LINE * len(name) + 2 if span.words else 0
        foot = depth + above + BAR
        rows.append(
            {
                "name": name,
                "above": bool(span.words),
                "own": span.own,
                "low": span.low,
                "high": span.high,
                "at": span.at,
                "depth": depth,
                "top": foot - BAR,
                "middle": foot - BAR / 2,
                "foot": foot,
            }
        )
        depth = max(foot, depth + LINE * len(name)) + (2 * GAP if span.words else GAP)
    axis = {
        "domain": False,
        "grid": False,
        "values": _ticks(chart, room),
        "format": "d" if chart.whole else ".1f",
    }
    x = quantity("low") | {"scale": {"domain": list(chart.domain), "nice": False}, "axis": axis}
    y_scale: Json = {"scale": {"domain": [0, max(depth, 1)], "reverse": True, "nice": False}, "axis": None}
    y, top = quantity("depth") | y_scale, quantity("top") | y_scale
    track: Json = {"x": {"value": 0}, "x2": {"value": room}, "y": top, "y2": {"field": "foot"}}
    layers: list[Json] = [
        *([room_for_names(margin)] if margin else []),
        layer({"type": "rect", "color": GRID, "opacity": 0.7}, rows, **track),
    ]
    for own, colour in ((True, OWN), (False, OTHER)):
        of_kind = [row for row in rows if row["own"] is own]
        bar: Json = {"type": "rect", "color": colour, "opacity": 0.5}
        layers.append(layer(bar, of_kind, x=x, x2={"field": "high"}, y=top, y2={"field": "foot"}))
        marked = [{"low": row["at"], "depth": row["middle"]} for row in of_kind if row["at"] is not None]
        layers.append(layer(POINT | {"color": colour, "size": 60}, marked, x=x, y=y))
        text: Json = {"type": "text", "baseline": "top", "lineHeight": LINE, "color": INK}
        text |= {"fontWeight": 600 if own and margin else 400}
        for above, align, place in ((True, "left", 0), (False, "right", -6)):
            named = [row for row in of_kind if row["above"] is above]
            layers.append(
                layer(text | {"align": align}, named, x={"value": place}, y=y, text=nominal("name"))
            )
    title: Json = {"text": panel.title}
    if panel.reference is not None:
        value, words = panel.reference
        rule = {"type": "rule", "color": INK, "strokeWidth": 2}
        crossed = [{"low": value, "top": row["top"] - 1, "foot": row["foot"] + 1} for row in rows]
        layers.append(layer(rule, crossed, x=x, y=top, y2={"field": "foot"}))
        title |= {"subtitle": textwrap.wrap(words, int((room + margin) / BOLDLESS))}
    return {
        "layer": [each for each in layers if each["data"] != {"values": []}],
        "width": room,
        "height": max(depth, 1),
        "lanes": [row["middle"] for row in rows],
        "title": title,
    }


def _ticks(chart: Spans, room: int) -> list[float]:
    """Where the scale is told: whole numbers, or tenths, as many as stand apart."""
    low, high = chart.domain
    most = room / APART
    for step in (1, 2, 5, 10, 20, 50, 100) if chart.whole else (0.1, 0.2, 0.5):
        if (high - low) / step <= most:
            break
    return [round(place * step, 1) for place in range(math.ceil(low / step), int(high / step) + 1)]
