"""A plane of two quantities as Vega-Lite: paths over years, points with their intervals, and zones that have a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

from counterpoise.report.plots import Path, Place, Plane
from counterpoise.report.vegalite import INK, MUTED, PALETTE, PAPER, POINT, Json, layer, nominal, quantity

ALONE = PALETTE[1]
"""The colour of single points; where there are some, no path has it."""

LETTER, LINE = 6.6, 13
"""The size of a letter of 12 px of a generic sans-serif, with room to spare."""

SIDES = ((8, 0, "left"), (-8, 0, "right"), (0, -12, "center"), (0, 12, "center"),
         (7, -10, "left"), (7, 10, "left"), (-7, -10, "right"), (-7, 10, "right"))  # fmt: skip
"""Where the name of a point may stand: how far from it, and how its letters are set."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The size of a plane in pixels, by which places become pixels."""

    plane: Plane
    width: float
    height: float

    def pixel(self, place: Place) -> tuple[float, float]:
        (left, right), (foot, top) = self.plane.x_domain, self.plane.y_domain
        return (
            self.width * (place.x - left) / (right - left),
            self.height * (top - place.y) / (top - foot),
        )

    def value(self, across: float, down: float) -> tuple[float, float]:
        (left, right), (foot, top) = self.plane.x_domain, self.plane.y_domain
        return left + across / self.width * (right - left), top - down / self.height * (top - foot)


def plane(chart: Plane, width: int) -> Json:
    """A plane, `width` pixels wide: zones at the back, then intervals, paths, points, and names that keep apart."""
    room = width - 44
    height = min(430, int(room * 0.8))
    scales = (("x", chart.x_domain, 6), ("y", chart.y_domain, 6))
    x, y = (
        quantity(name)
        | {"scale": {"domain": list(domain), "nice": False}, "axis": {"tickCount": ticks, "domain": False}}
        for name, domain, ticks in scales
    )
    left, right = chart.x_ends
    x["axis"] |= {
        "title": f"← {left}  ·  {chart.x_title}  ·  {right} →",
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": 400,
    }
    thin: Json = {"type": "rule", "strokeWidth": 1.4, "opacity": 0.55}
    layers = [*_zones(chart, x, y)]
    coloured = _coloured(chart)
    for places, colour in coloured:
        across = [
            {"x": each.x_range[0], "to": each.x_range[1], "y": each.y} for each in places if each.x_range
        ]
        along = [
            {"y": each.y_range[0], "to": each.y_range[1], "x": each.x} for each in places if each.y_range
        ]
        layers.append(layer(thin | {"color": colour}, across, x=x, x2={"field": "to"}, y=y))
        layers.append(layer(thin | {"color": colour}, along, x=x, y=y, y2={"field": "to"}))
    for label, colour in _colours(chart).items():
        layers += _paths([path for path in chart.paths if path.label == label], colour, x, y)
    for place, (places, colour) in enumerate(coloured):
        shape = "circle" if place < len(coloured) - 1 else "square"
        named = [{"x": each.x, "y": each.y} for each in places if each.label]
        layers.append(layer(POINT | {"color": colour, "shape": shape, "size": 48}, named, x=x, y=y))
    layers += _names(coloured, _Sheet(chart, room, height), x, y)
    return {
        "layer": [each for each in layers if each["data"] != {"values": []}],
        "width": room,
        "height": height,
        "title": {"text": chart.y_title, "color": MUTED, "fontSize": 12, "fontWeight": 400},
    }


def _colours(chart: Plane) -> dict[str, str]:
    """The colour of the paths of each label, in the order of the paths; after the last they come again."""
    free = [colour for colour in PALETTE if not chart.points or colour != ALONE]
    return dict(zip(dict.fromkeys(path.label for path in chart.paths), cycle(free), strict=False))


def _coloured(chart: Plane) -> list[tuple[list[Place], str]]:
    """The places of the paths of each label with their colour, and last the single points with theirs."""
    on_paths = [
        ([place for path in chart.paths if path.label == label for place in path.places], colour)
        for label, colour in _colours(chart).items()
    ]
    return [*on_paths, (list(chart.points), ALONE)]


def _zones(chart: Plane, x: Json, y: Json) -> list[Json]:
    rows = [
        {
            "x": max(zone.x[0], chart.x_domain[0]),
            "to": min(zone.x[1], chart.x_domain[1]),
            "y": max(zone.y[0], chart.y_domain[0]),
            "up": min(zone.y[1], chart.y_domain[1]),
            "words": zone.label,
        }
        for zone in chart.zones
    ]
    area: Json = {"type": "rect", "color": MUTED, "opacity": 0.12}
    words = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4, "color": MUTED}
    return [
        layer(area, rows, x=x, x2={"field": "to"}, y=y, y2={"field": "up"}),
        layer(words, [row | {"y": row["up"]} for row in rows], x=x, y=y, text=nominal("words")),
    ]


def _paths(paths: Sequence[Path], colour: str, x: Json, y: Json) -> list[Json]:
    """Each path as a line through its places in their order, and a dot at each."""
    layers = []
    for whole in (True, False):
        rows = [
            {"path": str(number), "order": place, "x": each.x, "y": each.y}
            for number, path in enumerate(paths)
            if path.whole is whole
            for place, each in enumerate(path.places)
        ]
        line = {"type": "line", "color": colour, "strokeWidth": 1.8, "strokeJoin": "round"}
        if not whole:
            line |= {"strokeDash": [3, 3], "strokeWidth": 1.3}
        layers.append(layer(line, rows, x=x, y=y, detail=nominal("path"), order=quantity("order")))
        dot = POINT | {"color": colour if whole else PAPER, "stroke": colour, "size": 16}
        layers.append(layer(dot, rows, x=x, y=y))
    return layers


def _names(coloured: Sequence[tuple[Sequence[Place], str]], sheet: _Sheet, x: Json, y: Json) -> list[Json]:
    """The names of points, each where it covers least of what is there already; with a halo."""
    dots = [_around(*sheet.pixel(place)) for places, _ in coloured for place in places]
    taken: list[Box] = []
    layers: list[Json] = []
    for places, colour in coloured:
        rows: dict[str, list[Json]] = {}
        for place in places:
            if not place.label:
                continue
            align, box, (across, down) = _placed(place.label, sheet.pixel(place), (*dots, *taken), sheet)
            taken.append(box)
            to_the_right, up = sheet.value(across, down)
            rows.setdefault(align, []).append({"x": to_the_right, "y": up, "words": place.label})
        for align, of_side in rows.items():
            at: Json = {"x": x, "y": y, "text": nominal("words")}
            text = {"type": "text", "align": align, "baseline": "middle", "fontWeight": 600}
            for inked, halo in ((PAPER, 3.5), (colour, 0)):
                layers.append(
                    layer(text | {"color": inked, "stroke": inked, "strokeWidth": halo}, of_side, **at)
                )
    return layers


def _placed(
    words: str, at: tuple[float, float], taken: Iterable[Box], sheet: _Sheet
) -> tuple[str, Box, tuple[float, float]]:
    """The side on which a name covers least: how its letters are set, the box that they fill, and where they begin."""
    there = tuple(taken)
    wide = LETTER * len(words)
    best: tuple[float, str, Box, tuple[float, float]] | None = None
    for dx, dy, align in SIDES:
        across, down = at[0] + dx, at[1] + dy
        left = across - {"left": 0.0, "right": wide, "center": wide / 2}[align]
        box = (left, down - LINE / 2, left + wide, down + LINE / 2)
        outside = max(0.0, -box[0], box[2] - sheet.width) + max(0.0, -box[1], box[3] - sheet.height)
        cost = 1000 * outside + sum(_shared(box, other) for other in there)
        if best is None or cost < best[0]:
            best = (cost, align, box, (across, down))
    assert best is not None
    return best[1:]


def _around(across: float, down: float) -> Box:
    return (across - 4, down - 4, across + 4, down + 4)


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share, in square pixels."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)
