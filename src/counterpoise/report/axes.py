"""The axes and the title of one plot as SVG, as Vega-Lite sets them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counterpoise.report.marks import ANCHOR, RISE, SIZE, Mark, Plot, Scale, number, words
from counterpoise.report.vegalite import CONFIG, Json

LOOK: Json = CONFIG["axis"]
TITLE: Json = CONFIG["title"]
TICK, PADDING = 5, 2
"""How long a tick is, and how far from it its words stand, in pixels."""

WIDTH = 0.56
"""The width of a letter of a generic sans-serif, of its size; a digit is as wide."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: places that are told, in numbers, and their words; with a line along it, ticks, a grid, and a title or none."""

    told: tuple[tuple[float, str], ...]
    scale: Scale
    line: bool
    ticks: bool
    grid: bool
    title: Json | None = None


def axis_of(view: Json, plot: Plot, name: str) -> Axis | None:
    """The axis of a view across, `x`, or up, `y`; None where there is none."""
    scale = plot.x if name == "x" else plot.y
    for layer in view["layer"]:
        channel = layer["encoding"].get(name, {})
        if scale is None or "scale" not in channel:
            continue
        said = channel.get("axis", {})
        if said is None:
            return None
        return Axis(
            _told(said, scale),
            scale,
            said.get("domain", True),
            said.get("ticks", True),
            said.get("grid", True),
            said if said.get("title") else None,
        )
    return None


def _told(said: Json, scale: Scale) -> tuple[tuple[float, str], ...]:
    if "values" in said:
        return tuple((value, format(value, said.get("format", "g"))) for value in said["values"])
    values, decimals = ticks(scale.low, scale.high, said.get("tickCount", 10))
    return tuple((value, f"{value:,.{decimals}f}".replace("-", "−")) for value in values)


def ticks(low: float, high: float, count: int) -> tuple[list[float], int]:
    """About so many round numbers from `low` to `high`, and with how many decimals they are told; as d3 chooses them.

    >>> ticks(0, 1, 5)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1)
    """
    rough = (high - low) / max(1, count)
    power = math.floor(math.log10(rough))
    error = rough / 10.0**power
    factor = (
        10 if error >= math.sqrt(50) else 5 if error >= math.sqrt(10) else 2 if error >= math.sqrt(2) else 1
    )
    step = factor * 10.0**power
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 12) for place in range(first, last + 1)], decimals


def room_left(axis: Axis | None) -> float:
    """How many pixels the words of an axis need left of a plot."""
    if axis is None:
        return 0.0
    letters = max((len(told) for _, told in axis.told), default=0)
    wide = letters * WIDTH * float(LOOK["labelFontSize"])
    return wide + PADDING + (TICK if axis.ticks else 0)


def room_below(axis: Axis | None) -> float:
    """How many pixels an axis needs beneath a plot."""
    if axis is None:
        return 0.0
    beneath = (TICK if axis.ticks else 0) + PADDING + LOOK["labelFontSize"] + 2
    return float(beneath + (0 if axis.title is None else axis.title["titleFontSize"] + 2))


def across(axis: Axis, plot: Plot) -> Iterator[Mark]:
    """An axis at the foot of a plot."""
    places = [axis.scale.at(value) for value, _ in axis.told]
    down = plot.height + (TICK if axis.ticks else 0) + PADDING + RISE["top"] * SIZE
    foot = number(plot.height)
    if axis.grid:
        yield _ruled((f"M{number(at)},0v{foot}" for at in places), LOOK["gridColor"])
    if axis.ticks:
        yield _ruled((f"M{number(at)},{foot}v{TICK}" for at in places), LOOK["tickColor"])
    if axis.line:
        yield _ruled([f"M0,{foot}h{number(plot.width)}"], LOOK["domainColor"])
    for at, (_, told) in zip(places, axis.told, strict=True):
        # What stands at an end is kept within the drawing.
        side = "left" if at < 1 else "right" if at > plot.width - 1 else "center"
        yield words([told], at, down, text_anchor=ANCHOR[side], fill=LOOK["labelColor"])
    if axis.title is not None:
        down = plot.height + room_below(axis) - 4
        look = {"fill": axis.title["titleColor"], "font_weight": axis.title["titleFontWeight"]}
        yield words([axis.title["title"]], plot.width / 2, down, text_anchor="middle", **look)


def upright(axis: Axis, plot: Plot) -> Iterator[Mark]:
    """An axis left of a plot."""
    places = [axis.scale.at(value) for value, _ in axis.told]
    away = -(PADDING + (TICK if axis.ticks else 0))
    if axis.grid:
        yield _ruled((f"M0,{number(at)}h{number(plot.width)}" for at in places), LOOK["gridColor"])
    if axis.ticks:
        yield _ruled((f"M-{TICK},{number(at)}h{TICK}" for at in places), LOOK["tickColor"])
    if axis.line:
        yield _ruled([f"M0,0v{number(plot.height)}"], LOOK["domainColor"])
    for at, (_, told) in zip(places, axis.told, strict=True):
        down = at + RISE["middle"] * SIZE
        yield words([told], away, down, text_anchor="end", fill=LOOK["labelColor"])


def heading(view: Json) -> tuple[list[tuple[float, Mark]], float]:
    """The title of a view and what stands beneath it: how far down and the element, and how high both are together."""
    title = view.get("title")
    if title is None:
        return [], 0.0
    drawn: list[tuple[float, Mark]] = []
    depth = 0.0
    for key, size, colour, weight in (
        ("text", title.get("fontSize", TITLE["fontSize"]), title.get("color", TITLE["color"]),
         title.get("fontWeight", TITLE["fontWeight"])),
        ("subtitle", TITLE["subtitleFontSize"], TITLE["subtitleColor"], 400),
    ):  # fmt: skip
        told = title.get(key) or []
        lines = [told] if isinstance(told, str) else list(told)
        if not lines:
            continue
        depth += TITLE["subtitlePadding"] if drawn else 0
        look = {"font_size": f"{size}px", "font_weight": weight, "fill": colour}
        drawn.append((depth + size, words(lines, 0.0, 0.0, size + 2, text_anchor="start", **look)))
        depth += (size + 2) * len(lines) - 2
    return drawn, depth + TITLE["offset"] if drawn else 0.0


def _ruled(pieces: Iterable[str], colour: str) -> Mark:
    """Straight lines of one colour as one element."""
    return Mark("path", {"d": "".join(pieces)}, {"stroke": colour})
