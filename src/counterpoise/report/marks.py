"""The marks of one plot as SVG: each says in the words of Vega-Lite what it is, of which rows, and where they stand.

Vega-Lite itself takes the longer part of a report's time; the few of its words that the charts here are written in are
drawn by this module and `axes`, and held to what Vega-Lite draws by their tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from counterpoise.report.plain import printable
from counterpoise.report.vegalite import CONFIG, Json

FONT: str = CONFIG["font"]
SIZE: int = CONFIG["text"]["fontSize"]
RISE: Mapping[str, float] = MappingProxyType({"top": 0.79, "middle": 0.3, "bottom": -0.21, "alphabetic": 0.0})
"""How far letters are let down to stand on a baseline, of their size; as Vega does."""
ANCHOR: Mapping[str, str] = MappingProxyType({"left": "start", "center": "middle", "right": "end"})


SERIES = "data-s"
"""The attribute that numbers the series of a mark."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` on pixels from `start` to `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """The pixel of a number."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)


@dataclass(frozen=True, slots=True)
class Plot:
    """The size of a plot in pixels, and its scales; None where nothing in it is placed by numbers."""

    width: float
    height: float
    x: Scale | None
    y: Scale | None

    def pixel(self, name: str, channel: Json, row: Json) -> float:
        """Where a row stands by a channel, `x` or `y`."""
        if "value" in channel:
            return float(channel["value"])
        scale = self.x if name == "x" else self.y
        assert scale is not None
        return scale.at(row[channel["field"]])


@dataclass(frozen=True, slots=True)
class Mark:
    """An element of SVG: where it stands and what shape it has, how it is inked, and what it holds."""

    tag: str
    place: Mapping[str, object]
    look: Mapping[str, object]
    content: str = ""


GATHERED = 4
"""From so many marks on that are inked alike one group says how, since a page may hold thousands."""


def set_out(drawn: Iterable[Mark]) -> str:
    """Marks as SVG in their order."""
    told = []
    for look, run in groupby(drawn, key=lambda mark: mark.look):
        alike = list(run)
        apart = look if len(alike) < GATHERED else {}
        inside = "".join(element(mark.tag, {**mark.place, **apart}, mark.content) for mark in alike)
        told.append(inside if apart is look else element("g", look, inside))
    return "".join(told)


def plot_of(view: Json) -> Plot:
    """A view with the scales that its layers name: the first of each stands for all."""
    width, height = float(view["width"]), float(view["height"])
    found: dict[str, Scale | None] = {"x": None, "y": None}
    for name, ends in (("x", (0.0, width)), ("y", (height, 0.0))):
        for layer in view["layer"]:
            if (scale := layer["encoding"].get(name, {}).get("scale")) is not None:
                start, stop = ends[::-1] if scale.get("reverse") else ends
                low, high = scale["domain"]
                found[name] = Scale(low, high, start, stop)
                break
    return Plot(width, height, found["x"], found["y"])


def marks(view: Json, plot: Plot) -> Iterator[Mark]:
    """The marks of every layer, in their order; what shows nothing is left out."""
    for layer in view["layer"]:
        if layer["mark"].get("opacity") != 0:
            yield from _DRAWN[layer["mark"]["type"]](layer, plot)


def reach(view: Json, plot: Plot) -> tuple[float, float, float]:
    """How far left of the plot anything is placed, and how far above and below it words stand; in pixels, 0 or more."""
    left = above = below = 0.0
    for layer in view["layer"]:
        mark, encoding = layer["mark"], layer["encoding"]
        if mark["type"] == "rule" and mark.get("opacity") == 0:
            left = max(left, -float(encoding["x"]["value"]))
        if mark["type"] == "point":
            half = math.sqrt(mark["size"]) / 2
            places = [plot.pixel("x", encoding["x"], row) for row in layer["data"]["values"]]
            left = max(left, half + 1 - min(places, default=half + 1))
        if mark["type"] != "text":
            continue
        for row in layer["data"]["values"]:
            lines = _lines(layer, row)
            first = plot.pixel("y", encoding["y"], row) + _let_down(mark, len(lines))
            above = max(above, SIZE - first)
            below = max(below, first + mark.get("lineHeight", SIZE + 2) * (len(lines) - 1) + 4 - plot.height)
    return left, max(0.0, above), max(0.0, below)


def number(value: float, decimals: int = 2) -> str:
    """A number of pixels with so many decimals at most.

    >>> number(3.10), number(-0.001), number(12)
    ('3.1', '0', '12')
    """
    short = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def element(tag: str, attributes: Mapping[str, object], content: str = "") -> str:
    """An element of SVG; attributes that are None are left out. None may hold a quotation mark, an ampersand or a bracket."""
    told = "".join(
        f' {name}="{number(value) if isinstance(value, float) else value}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


def words(lines: Sequence[str], across: float, down: float, line: float = SIZE + 2, **look: object) -> Mark:
    """Letters whose first line stands at a place; further ones `line` pixels lower each."""
    told = [escape(printable(each)) for each in lines]
    content = told[0]
    if len(told) > 1:
        content = "".join(
            element("tspan", {"x": 0, "dy": line if place else None}, each or " ")
            for place, each in enumerate(told)
        )
    named = {name.replace("_", "-"): value for name, value in look.items()}
    return Mark("text", {"transform": _moved(across, down)}, named, content)


# What the kinds of marks share


def _rows(layer: Json) -> list[Json]:
    rows: list[Json] = layer["data"]["values"]
    return rows


def _chosen(channel: Json | None, row: Json) -> Any:
    """What a channel with named choices gives a row."""
    if channel is None:
        return None
    scale = channel["scale"]
    return scale["range"][list(scale["domain"]).index(row[channel["field"]])]


def _series(layer: Json, row: Json) -> int | None:
    """Which of several labelled series a row is of, by which the script of a page takes it away; None where there is one."""
    channel = layer["encoding"].get("color", {})
    if channel.get("field") != "label" or len(channel["scale"]["domain"]) == 1:
        return None
    return list(channel["scale"]["domain"]).index(row["label"])


def _stroke(layer: Json, row: Json) -> dict[str, object]:
    """How a line is inked."""
    mark, encoding = layer["mark"], layer["encoding"]
    dash = _chosen(encoding.get("strokeDash"), row) or mark.get("strokeDash")
    return {
        "stroke": _chosen(encoding.get("color"), row) or mark["color"],
        "stroke-width": mark.get("strokeWidth", 1),
        "stroke-dasharray": ",".join(map(str, dash)) if dash else None,
        "stroke-linejoin": mark.get("strokeJoin"),
        "opacity": mark.get("opacity"),
        SERIES: _series(layer, row),
    }


def _fill(layer: Json, row: Json) -> dict[str, object]:
    """How an area is filled and framed."""
    mark = layer["mark"]
    return {
        "fill": mark.get("fill") or _chosen(layer["encoding"].get("color"), row) or mark["color"],
        "fill-opacity": mark.get("fillOpacity"),
        "stroke": mark.get("stroke"),
        "stroke-width": mark.get("strokeWidth"),
        "opacity": mark.get("opacity"),
        SERIES: _series(layer, row),
    }


def _moved(across: float, down: float) -> str:
    return f"translate({number(across)},{number(down)})"


def _ends(name: str, layer: Json, row: Json, plot: Plot) -> tuple[float, float]:
    """From where to where a row reaches across or down: at one place, between two, or over the whole plot."""
    encoding = layer["encoding"]
    if name not in encoding:
        return 0.0, plot.width if name == "x" else plot.height
    first = plot.pixel(name, encoding[name], row)
    other = encoding.get(f"{name}2")
    return first, first if other is None else plot.pixel(name, other, row)


# Kinds of marks


def _rect(layer: Json, plot: Plot) -> Iterator[Mark]:
    for row in _rows(layer):
        left, right = sorted(_ends("x", layer, row, plot))
        top, foot = sorted(_ends("y", layer, row, plot))
        wide, high = number(right - left), number(foot - top)
        shape = f"M{number(left)},{number(top)}h{wide}v{high}h-{wide}Z"
        yield Mark("path", {"d": shape}, _fill(layer, row))


def _rule(layer: Json, plot: Plot) -> Iterator[Mark]:
    for row in _rows(layer):
        (left, right), (top, foot) = (_ends(name, layer, row, plot) for name in ("x", "y"))
        far = {"x2": number(right - left), "y2": number(foot - top)}
        yield Mark("line", {"transform": _moved(left, top), **far}, _stroke(layer, row))


def _runs(layer: Json) -> Iterator[list[Json]]:
    """The rows of each line or area, in their order."""
    encoding = layer["encoding"]
    by = [
        encoding[name]["field"]
        for name in ("detail", "color", "strokeDash")
        if "field" in encoding.get(name, {})
    ]
    ordered_by = encoding.get("order", encoding["x"])["field"]
    runs: dict[tuple[object, ...], list[Json]] = {}
    for row in _rows(layer):
        runs.setdefault(tuple(row[field] for field in by), []).append(row)
    for rows in runs.values():
        yield sorted(rows, key=lambda row: row[ordered_by])


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(across, 1)},{number(down, 1)}" for across, down in points)


def _line(layer: Json, plot: Plot) -> Iterator[Mark]:
    for rows in _runs(layer):
        points = [(_ends("x", layer, row, plot)[0], _ends("y", layer, row, plot)[0]) for row in rows]
        yield Mark("path", {"d": _through(points)}, _stroke(layer, rows[0]))


def _area(layer: Json, plot: Plot) -> Iterator[Mark]:
    for rows in _runs(layer):
        across = [_ends("x", layer, row, plot)[0] for row in rows]
        ends = [_ends("y", layer, row, plot) for row in rows]
        there = list(zip(across, (one for one, _ in ends), strict=True))
        back = list(zip(across, (other for _, other in ends), strict=True))[::-1]
        yield Mark("path", {"d": f"{_through([*there, *back])}Z"}, _fill(layer, rows[0]))


def _point(layer: Json, plot: Plot) -> Iterator[Mark]:
    mark, encoding = layer["mark"], layer["encoding"]
    for row in _rows(layer):
        shape = _chosen(encoding.get("shape"), row) or mark.get("shape", "circle")
        at = _moved(_ends("x", layer, row, plot)[0], _ends("y", layer, row, plot)[0])
        shaped = _SHAPES[shape](math.sqrt(mark["size"]) / 2)
        yield Mark("path", {"transform": at, "d": shaped}, _fill(layer, row))


def _polygon(*corners: tuple[float, float]) -> Callable[[float], str]:
    return lambda half: f"{_through([(half * across, half * down) for across, down in corners])}Z"


def _circle(half: float) -> str:
    r = number(half)
    return f"M{r},0A{r},{r},0,1,1,-{r},0A{r},{r},0,1,1,{r},0Z"


_TALL = math.sqrt(3) / 2
_ARM = 1 / 2.5
_SHAPES: Mapping[str, Callable[[float], str]] = {
    "circle": _circle,
    "square": _polygon((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": _polygon((-1, 0), (0, -1), (1, 0), (0, 1)),
    "triangle-up": _polygon((0, -_TALL), (-1, _TALL), (1, _TALL)),
    "triangle-down": _polygon((0, _TALL), (-1, -_TALL), (1, -_TALL)),
    "cross": _polygon(
        *((-1, -_ARM), (-_ARM, -_ARM), (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM)),
        *((1, _ARM), (_ARM, _ARM), (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM)),
    ),
}


def _lines(layer: Json, row: Json) -> list[str]:
    """The lines of a row's words."""
    channel = layer["encoding"].get("text")
    told = layer["mark"]["text"] if channel is None else row[channel["field"]]
    return [str(told)] if isinstance(told, str) else [str(each) for each in told]


def _let_down(mark: Json, lines: int) -> float:
    """How far below its place the first line of words stands."""
    baseline = mark.get("baseline", "middle")
    raised: float = (
        mark.get("lineHeight", SIZE + 2) * (lines - 1) * {"bottom": 1.0, "middle": 0.5}.get(baseline, 0.0)
    )
    let_down = float(mark.get("dy", 0)) + RISE[baseline] * SIZE
    return let_down - raised


def _text(layer: Json, plot: Plot) -> Iterator[Mark]:
    mark = layer["mark"]
    for row in _rows(layer):
        lines = _lines(layer, row)
        yield words(
            lines,
            _ends("x", layer, row, plot)[0] + mark.get("dx", 0),
            _ends("y", layer, row, plot)[0] + _let_down(mark, len(lines)),
            mark.get("lineHeight", SIZE + 2),
            text_anchor=ANCHOR[mark.get("align", "center")],
            font_size=f"{mark['fontSize']}px" if "fontSize" in mark else None,
            font_weight=mark.get("fontWeight"),
            fill=_chosen(layer["encoding"].get("color"), row) or mark["color"],
            stroke=mark.get("stroke") if mark.get("strokeWidth") else None,
            stroke_width=mark.get("strokeWidth") or None,
            data_s=_series(layer, row),
        )


_DRAWN: Mapping[str, Callable[[Json, Plot], Iterator[Mark]]] = {
    "rect": _rect,
    "rule": _rule,
    "line": _line,
    "area": _area,
    "point": _point,
    "text": _text,
}
