"""Strips as Vega-Lite: a row for each thing, a cell for each year, filled by a word."""

from __future__ import annotations

import textwrap
from itertools import groupby

from counterpoise.report.outline import Strip, Strips
from counterpoise.report.vegalite import INK, MUTED, PALETTE, PAPER, Json, layer, nominal, quantity, years

FILLS = ((PALETTE[0], 1.0), (PALETTE[1], 0.35), (MUTED, 0.25), (PAPER, 1.0))
"""Colour and opacity of the words of a key, in its order; told apart in grey as well."""

CELL, GAP, LINE = 12, 5, 14
LETTER = 7.8


def strips(chart: Strips, width: int) -> Json:
    """A chart of strips, `width` pixels wide, the key above it.

    Each run of years with one word is one rectangle, so that a century takes no more room than a decade.
    """
    margin = int(min(width * 0.42, LETTER * max((len(strip.label) for strip in chart.strips), default=0) + 8))
    room = width - margin - 4
    letters = max(8, int((margin - 8) / LETTER))
    fills = dict(zip((word for word, _ in chart.key), FILLS, strict=False))
    depth = 0
    names: list[Json] = []
    cells: dict[str, list[Json]] = {word: [] for word in fills}
    for strip in chart.strips:
        lines = textwrap.wrap(strip.label, letters) or [""]
        names.append({"words": lines, "depth": depth})
        for word, first, last in runs(strip, chart.first):
            cells[word].append(
                {"time": first - 0.5, "until": last + 0.5, "depth": depth, "foot": depth + CELL}
            )
        depth += max(CELL, LINE * len(lines)) + GAP
    height = max(depth, 1)
    x = years(chart.first, chart.last, room)
    y = quantity("depth") | {"scale": {"domain": [0, height], "reverse": True, "nice": False}, "axis": None}
    far: Json = {"x2": {"field": "until"}, "y2": {"field": "foot"}}
    drawn = [
        layer(
            {"type": "rect", "fill": colour, "fillOpacity": opacity, "stroke": MUTED, "strokeWidth": 0.4},
            cells[word],
            x=x,
            y=y,
            **far,
        )
        for word, (colour, opacity) in fills.items()
        if cells[word]
    ]
    text = {"type": "text", "align": "right", "baseline": "top", "color": INK, "lineHeight": LINE}
    drawn.append(layer(text, names, x={"value": -6}, y=y, text=nominal("words")))
    return {
        "vconcat": [_key(chart, room, fills), {"layer": drawn, "width": room, "height": height}],
        "spacing": 10,
    }


def runs(strip: Strip, first: int) -> list[tuple[str, int, int]]:
    """(word, first year, last year) of each run of years with one word.

    >>> runs(Strip("", ("a", "a", None, "b")), 2000)
    [('a', 2000, 2001), ('b', 2003, 2003)]
    """
    found = []
    for word, group in groupby(enumerate(strip.words, start=first), key=lambda each: each[1]):
        of_run = [year for year, _ in group]
        if word is not None:
            found.append((word, of_run[0], of_run[-1]))
    return found


def _key(chart: Strips, room: int, fills: dict[str, tuple[str, float]]) -> Json:
    layers = []
    depth = 0
    for word, meaning in chart.key:
        colour, opacity = fills[word]
        lines = textwrap.wrap(f"{word}: {meaning}", max(8, int((room - CELL - 6) / LETTER)))
        place: Json = {"depth": depth, "foot": depth + CELL, "words": lines}
        square = {"type": "rect", "fill": colour, "fillOpacity": opacity, "stroke": MUTED, "strokeWidth": 0.4}
        y = quantity("depth") | {"scale": {"domain": [0, 1], "reverse": True, "nice": False}, "axis": None}
        layers.append((square, place, y))
        depth += LINE * len(lines) + 2
    text = {"type": "text", "align": "left", "baseline": "top", "color": INK, "lineHeight": LINE}
    drawn: list[Json] = []
    for square, place, y in layers:
        y["scale"]["domain"] = [0, depth]
        drawn.append(layer(square, [place], x={"value": 0}, x2={"value": CELL}, y=y, y2={"field": "foot"}))
        drawn.append(layer(text, [place], x={"value": CELL + 6}, y=y, text=nominal("words")))
    return {"layer": drawn, "width": room, "height": depth}
