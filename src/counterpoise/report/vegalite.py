"""The words of Vega-Lite that every chart of a report is written in, and the look that they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

INK, MUTED, GRID, PAPER = "#1b2430", "#5b6572", "#e1e4e8", "#fefefe"
PALETTE = ("#0b5cad", "#b4440c", "#00704f", "#863a86", "#596270", "#3a2a00")
"""Six colours told apart under the common colour-vision deficiencies and each readable as text on white."""

WIDE, NARROW = 640, 360
"""Design widths in pixels: a column of text, and a phone. Letters are 12 px or more at either."""

Json = dict[str, Any]

CONFIG: Json = {
    "font": "sans-serif",
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 12,
        "gridColor": GRID,
        "domainColor": MUTED,
        "tickColor": MUTED,
        "labelOverlap": False,
        "title": None,
    },
    "view": {"stroke": None},
    "text": {"fontSize": 12},
    "title": {
        "anchor": "start",
        "frame": "group",
        "offset": 8,
        "color": INK,
        "fontSize": 14,
        "fontWeight": 600,
        "subtitleColor": MUTED,
        "subtitleFontSize": 12,
        "subtitlePadding": 3,
    },
}

POINT: Json = {"type": "point", "size": 42, "filled": True, "opacity": 1}


def layer(mark: Json, rows: Sequence[Json], **channels: Json) -> Json:
    """One mark for each row, placed and coloured by its channels."""
    return {"mark": mark, "data": {"values": list(rows)}, "encoding": channels}


def years(first: int, last: int, room: float) -> Json:
    """The axis of years, ticked as densely as leaves 44 pixels to each tick."""
    wanted = (last - first + 1) * 44 / room
    stride = next(
        step for scale in range(9) for step in (10**scale, 2 * 10**scale, 5 * 10**scale) if step >= wanted
    )
    ticks = list(range(-(-first // stride) * stride, last + 1, stride))
    scale = {"domain": [first - 0.5, last + 0.5], "nice": False}
    return quantity("time") | {"scale": scale, "axis": {"values": ticks, "format": "d", "grid": False}}


def quantity(field: str) -> Json:
    """A channel of numbers."""
    return {"field": field, "type": "quantitative"}


def nominal(field: str) -> Json:
    """A channel of names."""
    return {"field": field, "type": "nominal"}
