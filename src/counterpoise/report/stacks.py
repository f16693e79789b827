"""Stacked parts as Vega-Lite: a row for each thing, each year split by how large its parts are."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import accumulate, groupby

from counterpoise.report.key import LAST_TICK, LETTER, LINE, Fill, filled, key, margin_for, room_for_names
from counterpoise.report.plots import Stack, Stacks
from counterpoise.report.vegalite import INK, MUTED, PALETTE, Json, layer, nominal, quantity, years

FILLS: tuple[Fill, ...] = (
    (MUTED, 0.08),
    (PALETTE[3], 0.75),
    (PALETTE[0], 1.0),
    (PALETTE[1], 0.55),
    (PALETTE[2], 0.3),
)
"""Colour and opacity of the parts of a key, in its order; told apart in grey as well."""

ROW, GAP = 24, 7


def stacks(chart: Stacks, width: int) -> Json:
    """A chart of stacked parts, `width` pixels wide, the key above it; a year that is not known stays blank."""
    margin = margin_for([stack.label for stack in chart.stacks], width)
    room = width - margin - LAST_TICK
    fills = FILLS[: len(chart.key)]
    cells: list[list[Json]] = [[] for _ in fills]
    names: list[Json] = []
    lanes: list[float] = []
    depth = 0
    for stack in chart.stacks:
        lines = textwrap.wrap(stack.label, max(8, int((margin - 8) / LETTER))) or [""]
        names.append({"words": lines, "depth": depth + max(0, (ROW - LINE * len(lines)) // 2)})
        for first, last, parts in runs(stack, chart.first):
            for place, (low, high) in enumerate(_edges(parts)):
                if high > low:
                    top, foot = depth + ROW * (1 - high), depth + ROW * (1 - low)
                    cells[place].append(
                        {"time": first - 0.5, "until": last + 0.5, "depth": top, "foot": foot}
                    )
        lanes.append(depth + ROW / 2)
        depth += max(ROW, LINE * len(lines)) + GAP
    height = max(depth, 1)
    x = years(chart.first, chart.last, room)
    y = quantity("depth") | {"scale": {"domain": [0, height], "reverse": True, "nice": False}, "axis": None}
    drawn = [
        layer(filled(fill), of_part, x=x, y=y, x2={"field": "until"}, y2={"field": "foot"})
        for fill, of_part in zip(fills, cells, strict=True)
        if of_part
    ]
    text = {"type": "text", "align": "right", "baseline": "top", "color": INK, "lineHeight": LINE}
    # A row of which nothing is known still needs the axis of years.
    drawn.append(layer({"type": "rect", "opacity": 0}, [{"time": chart.first}], x=x))
    drawn.append(room_for_names(margin))
    drawn.append(layer(text, names, x={"value": -6}, y=y, text=nominal("words")))
    return {
        "vconcat": [
            key(list(zip(chart.key, fills, strict=True)), room),
            {"layer": drawn, "width": room, "height": height, "lanes": lanes},
        ],
        "spacing": 10,
    }


def runs(stack: Stack, first: int) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    """(first year, last year, parts) of each run of years whose parts are alike to the hundredth.

    >>> list(runs(Stack("", ((1.0, 0.0), (1.0, 0.001), None, (0.5, 0.5))), 2000))
    [(2000, 2001, (1.0, 0.0)), (2003, 2003, (0.5, 0.5))]
    """
    rounded = (None if parts is None else tuple(round(part, 2) for part in parts) for parts in stack.years)
    for parts, group in groupby(enumerate(rounded, start=first), key=lambda each: each[1]):
        years_of_run = [year for year, _ in group]
        if parts is not None:
            yield years_of_run[0], years_of_run[-1], parts


def _edges(parts: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Where each part begins and ends, from the foot up."""
    ends = list(accumulate(parts))
    return zip((0.0, *ends), ends, strict=False)
