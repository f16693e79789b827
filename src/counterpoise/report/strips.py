"""Strips as Vega-Lite: a row for each thing, a cell for each year, filled by a word."""

from __future__ import annotations

import textwrap
from itertools import groupby

from counterpoise.report.key import CELL, LAST_TICK, LETTER, LINE, filled, key, margin_for, room_for_names
from counterpoise.report.plots import Strip, Strips
from counterpoise.report.vegalite import INK, MUTED, PALETTE, PAPER, Json, layer, nominal, quantity, years

FILLS = ((PALETTE[0], 1.0), (PALETTE[1], 0.35), (MUTED, 0.25), (PAPER, 1.0))
"""Colour and opacity of the words of a key, in its order; told apart in grey as well."""

GAP = 5


def strips(chart: Strips, width: int) -> Json:
    """A chart of strips, `width` pixels wide, the key above it.

    Each run of years with one word is one rectangle, so that a century takes no more room than a decade.
    """
    margin = margin_for([strip.label for strip in chart.strips], width)
    room = width - margin - LAST_TICK
    letters = max(8, int((margin - 8) / LETTER))
    entries = [(f"{word}: {meaning}", fill) for (word, meaning), fill in zip(chart.key, FILLS, strict=False)]
    fills = dict(zip((word for word, _ in chart.key), FILLS, strict=False))
    depth = 0
    names: list[Json] = []
    lanes: list[float] = []
    cells: dict[str, list[Json]] = {word: [] for word in fills}
    for strip in chart.strips:
        lines = textwrap.wrap(strip.label, letters) or [""]
        names.append({"words": lines, "depth": depth})
        for word, first, last in runs(strip, chart.first):
            cells[word].append(
                {"time": first - 0.5, "until": last + 0.5, "depth": depth, "foot": depth + CELL}
            )
        lanes.append(depth + CELL / 2)
        depth += max(CELL, LINE * len(lines)) + GAP
    height = max(depth, 1)
    x = years(chart.first, chart.last, room)
    y = quantity("depth") | {"scale": {"domain": [0, height], "reverse": True, "nice": False}, "axis": None}
    far: Json = {"x2": {"field": "until"}, "y2": {"field": "foot"}}
    drawn = [
        layer(
            filled(fill),
            cells[word],
            x=x,
            y=y,
            **far,
        )
        for word, fill in fills.items()
        if cells[word]
    ]
    text = {"type": "text", "align": "right", "baseline": "top", "color": INK, "lineHeight": LINE}
    drawn.append(room_for_names(margin))
    drawn.append(layer(text, names, x={"value": -6}, y=y, text=nominal("words")))
    return {
        "vconcat": [key(entries, room), {"layer": drawn, "width": room, "height": height, "lanes": lanes}],
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
