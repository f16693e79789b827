"""The key above a chart of filled cells, and the room that names beside its rows take."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from counterpoise.report.vegalite import INK, MUTED, Json, layer, nominal, quantity

CELL, LINE = 12, 14
"""The side of a cell and the height of a line of letters, in pixels."""

LETTER = 7.8
"""The width of a letter of 12 px with room to spare."""

LAST_TICK = 12
"""The room right of the rows of a chart, for half of the last year beneath them, in pixels."""

Fill = tuple[str, float]
"""A colour and its opacity."""


def filled(fill: Fill) -> Json:
    """A cell with a colour, thinly framed so that a pale one is seen."""
    colour, opacity = fill
    return {"type": "rect", "fill": colour, "fillOpacity": opacity, "stroke": MUTED, "strokeWidth": 0.4}


def margin_for(labels: Sequence[str], width: int) -> int:
    """The room left of the rows of a chart `width` pixels wide, for names that may be wrapped."""
    longest = max((len(label) for label in labels), default=0)
    return min(int(width * 0.42), math.ceil(LETTER * longest + 8))


def room_for_names(margin: int) -> Json:
    """What shows nothing and keeps the room left of the rows: letters are wider on a page than where it is drawn."""
    blank: Json = {"type": "rule", "opacity": 0}
    return layer(blank, [{}], x={"value": -margin}, x2={"value": 0}, y={"value": 0})


def key(entries: Sequence[tuple[str, Fill]], room: int) -> Json:
    """What each fill means, a line or more for each, `room` pixels wide."""
    placed = []
    depth = 0
    for words, fill in entries:
        lines = textwrap.wrap(words, max(8, int((room - CELL - 6) / LETTER)))
        placed.append((fill, {"depth": depth, "foot": depth + CELL, "words": lines}))
        depth += LINE * len(lines) + 2
    y = quantity("depth") | {"scale": {"domain": [0, depth], "reverse": True, "nice": False}, "axis": None}
    text = {"type": "text", "align": "left", "baseline": "top", "color": INK, "lineHeight": LINE}
    drawn: list[Json] = []
    for fill, place in placed:
        square = {"x": {"value": 0}, "x2": {"value": CELL}, "y": y, "y2": {"field": "foot"}}
        drawn.append(layer(filled(fill), [place], **square))
        drawn.append(layer(text, [place], x={"value": CELL + 6}, y=y, text=nominal("words")))
    return {"layer": drawn, "width": room, "height": depth}
