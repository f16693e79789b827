"""Networks as Vega-Lite: ties at the back, discs as large as what they stand for, and names beside them or, without discs, in their place."""

from __future__ import annotations

import math
import textwrap

from counterpoise.report.plots import Network, Tie
from counterpoise.report.vegalite import INK, MUTED, PALETTE, PAPER, Json, layer, nominal, quantity

ROW, MARGIN, EDGE = 92, 62, 2
"""The height of a row of nodes; the room for names at the sides where nodes stand at the edge, and where they do not; in pixels."""

DISC, THICK, BESIDE = 62, 9, 4
"""How wide the largest disc is, how thick the thickest tie, and how far a name stands from its disc, in pixels."""

MIDDLE = 0.5
"""Where the lower half begins: the names of what stands below it are below their discs."""

WIDEST = 150
"""How wide a name beside a disc is at most, unless one of its words is wider, in pixels."""

LETTER, LINE = 7.0, 14
"""The width of a bold letter of 12 px and the height of a line, in pixels."""

GAP, HEAD, ASIDE = 0.3, 6, 9
"""What of the way is left free at each end of an arrow; its head, and how far a later one stands aside, in pixels."""


def network(chart: Network, width: int) -> Json:
    """A network, `width` pixels wide: nodes at their places, the words of a tie a little before its middle.

    A name never lies on a disc, which may be smaller: it stands above where the node is in the upper half and below in the
    lower, away from the ties, and as much room as it takes is added at the head and the foot.
    """
    room, steps = width - 4, max(1, chart.rows - 1)
    margin = EDGE if chart.directed else MARGIN
    across = [margin + each.x * (room - 2 * margin) for each in chart.nodes]
    down = [(each.y * (chart.rows - 1) + 0.5) * ROW for each in chart.nodes]
    names = _names(chart, list(zip(across, down, strict=True)), room)
    head = max(0.0, *(_half(each) - each["y"] for each in names), 0.0)
    foot = max(0.0, *(each["y"] + _half(each) - ROW * max(1, chart.rows) for each in names), 0.0)
    height = head + ROW * max(1, chart.rows) + foot
    places = [(x, y + head) for x, y in zip(across, down, strict=True)]
    names = [each | {"y": each["y"] + head} for each in names]
    x, y = (
        quantity(name) | {"scale": {"domain": domain, "nice": False, "reverse": name == "y"}, "axis": None}
        for name, domain in (("x", [0, room]), ("y", [0, height]))
    )
    layers: list[Json] = []
    words: list[Json] = []
    for tie in chart.ties:
        ends = (places[tie.source], places[tie.target])
        layers += _arrow(tie, *ends, x, y) if chart.directed else _joined(tie, *ends, x, y)
        (left, top), (right, bottom) = ends
        if tie.words:
            words.append(
                {"x": left + 0.42 * (right - left), "y": top + 0.42 * (bottom - top), "words": tie.words}
            )
    for node, (left, top) in zip(chart.nodes, places, strict=True):
        if node.size > 0:
            disc: Json = {"type": "point", "filled": True, "shape": "circle", "size": node.size * DISC**2}
            for look in ({"color": PAPER, "opacity": 1}, {"color": PALETTE[0], "opacity": 0.3}):
                layers.append(layer(disc | look, [{"x": left, "y": top}], x=x, y=y))
    text: Json = {"type": "text", "align": "center", "baseline": "middle", "lineHeight": LINE}
    for rows, weight, ink in ((words, 400, MUTED), (names, 600, INK)):
        for colour, halo in ((PAPER, 4), (ink, 0)):
            inked = text | {"color": colour, "stroke": colour, "strokeWidth": halo, "fontWeight": weight}
            layers.append(layer(inked, rows, x=x, y=y, text=nominal("words")))
    drawn = [each for each in layers if each["data"]["values"]]
    aside = margin / (room - 2 * margin)
    above, below = ((0.5 * ROW + more) / (ROW * steps) for more in (head, foot))
    spread = {
        "x": [-aside, 1 + aside],
        "y": [-above, (max(1, chart.rows) - 1) / steps + below],
    }
    return {"layer": drawn, "width": room, "height": height, "spread": spread}


def _names(chart: Network, places: list[tuple[float, float]], room: float) -> list[Json]:
    """Each name in lines about its middle: in the place of its node where nodes have no discs, else above or below its disc."""
    found: list[Json] = []
    for node, (across, down) in zip(chart.nodes, places, strict=True):
        words = _wrapped(
            node.label, _apart((across, down), places, room, 2 * MARGIN if chart.directed else WIDEST)
        )
        if not chart.directed:
            away = DISC / 2 * math.sqrt(node.size) + BESIDE + len(words) * LINE / 2
            down += away if node.y > MIDDLE else -away
            half = min(room, LETTER * max(map(len, words))) / 2
            across = min(max(across, half), room - half)
        found.append({"x": across, "y": down, "words": words})
    return found


def _half(name: Json) -> float:
    """Half the height of a name."""
    return LINE * len(name["words"]) / 2


def _apart(
    place: tuple[float, float], places: list[tuple[float, float]], room: float, widest: float
) -> float:
    """How wide the name at a place may be, so that it meets none in its row nor an edge."""
    beside = (
        abs(place[0] - other[0])
        for other in places
        if other != place and abs(place[1] - other[1]) < ROW * 0.6
    )
    return min(widest, 2 * place[0], 2 * (room - place[0]), *beside)


def _wrapped(label: str, wide: float) -> list[str]:
    """The lines of a name; a word is never broken."""
    return textwrap.wrap(label, max(1, int(wide / LETTER)), break_long_words=False) or [""]


def _joined(tie: Tie, one: tuple[float, float], other: tuple[float, float], x: Json, y: Json) -> list[Json]:
    line: Json = {
        "type": "rule",
        "color": MUTED,
        "opacity": 0.45,
        "strokeWidth": round(1 + (THICK - 1) * tie.weight, 1),
    }
    row = {"x": one[0], "y": one[1], "to": other[0], "foot": other[1]}
    return [layer(line, [row], x=x, y=y, x2={"field": "to"}, y2={"field": "foot"})]


def _arrow(tie: Tie, one: tuple[float, float], other: tuple[float, float], x: Json, y: Json) -> list[Json]:
    aside = ASIDE if tie.later else 0
    (left, top), (right, foot) = (
        (start[0] + GAP * (end[0] - start[0]) + aside, start[1] + GAP * (end[1] - start[1]))
        for start, end in ((one, other), (other, one))
    )
    turn = math.atan2(foot - top, right - left)
    back = [
        {"x": right - HEAD * math.cos(turn + side), "y": foot - HEAD * math.sin(turn + side), "order": order}
        for order, side in ((0, 0.5), (2, -0.5))
    ]
    line: Json = {"type": "line", "color": MUTED, "strokeWidth": 1.4, "strokeJoin": "round"}
    dashed = line | ({"strokeDash": [4, 3]} if tie.later else {})
    ordered = {"x": x, "y": y, "order": quantity("order")}
    shaft = [{"x": left, "y": top, "order": 0}, {"x": right, "y": foot, "order": 1}]
    return [
        layer(dashed, shaft, **ordered),
        layer(line, [*back, {"x": right, "y": foot, "order": 1}], **ordered),
    ]
