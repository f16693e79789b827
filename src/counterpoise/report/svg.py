"""A drawing in the words of Vega-Lite as SVG that is fit to stand inside a page."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from counterpoise.report.axes import across, axis_of, heading, room_below, room_left, upright
from counterpoise.report.marks import FONT, SIZE, Plot, Scale, element, marks, number, plot_of, reach, set_out
from counterpoise.report.plain import printable
from counterpoise.report.vegalite import Json

LEFT, TOP, FOOT = 2, 4, 4
"""The room about a drawing in pixels; right of it there is none."""


def svg_of(drawing: Json, name: str, title: str, description: str, width: int) -> str:
    """Draw a view, or several one below the other whose plots begin at one place, with a title and a description.

    `width` is that of the view box; the container sets the size. Ids begin with `name`, and nothing but the name speaks to
    a screen reader: the numbers of a chart stand beneath it in a table. The same drawing gives the same bytes.
    """
    views: Sequence[Json] = drawing.get("vconcat", [drawing])
    plots = [plot_of(view) for view in views]
    up = [axis_of(view, plot, "y") for view, plot in zip(views, plots, strict=True)]
    around = [reach(view, plot) for view, plot in zip(views, plots, strict=True)]
    left = LEFT + max(max(room_left(axis), wide) for axis, (wide, _, _) in zip(up, around, strict=True))
    depth = float(TOP)
    parts: list[str] = []
    for view, plot, upward, (_, above, below) in zip(views, plots, up, around, strict=True):
        at_foot = axis_of(view, plot, "x")
        headed, high = heading(view)
        for down, line in headed:
            place = f"translate({number(left)},{number(depth + down)})"
            parts.append(element("g", {"transform": place}, set_out([line])))
        depth += high + above
        inside = [
            *([] if upward is None else upright(upward, plot)),
            *([] if at_foot is None else across(at_foot, plot)),
            *marks(view, plot),
        ]
        if inside:
            place = f"translate({number(left)},{number(depth)})"
            parts.append(element("g", {"transform": place, **_measured(view, plot)}, set_out(inside)))
        depth += plot.height + max(room_below(at_foot), below) + drawing.get("spacing", 0)
    height = depth - drawing.get("spacing", 0) + FOOT
    named = " ".join(f"{name}.{tag}" for tag in ("title", "desc"))
    told = "".join(
        f"<{tag} id={quoteattr(f'{name}.{tag}')}>{escape(printable(said))}</{tag}>"
        for tag, said in (("title", title), ("desc", description))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {number(height)}" fill="none" font-family="{FONT}" font-size="{SIZE}px" '
        f'role="img" aria-labelledby={quoteattr(named)}>{told}{"".join(parts)}</svg>'
    )


def _measured(view: Json, plot: Plot) -> dict[str, str | None]:
    """The scales of a plot, by which the script of a page finds where a reading stands; rows are told by how far down they are."""
    if plot.x is None:
        return {}
    lanes = view.get("lanes")
    x, y = (
        _read_by(scale, view.get("spread", {}).get(name)) for name, scale in (("x", plot.x), ("y", plot.y))
    )
    return {
        "data-x": x,
        "data-y": y if lanes is None else None,
        "data-lanes": " ".join(map(number, lanes)) if lanes else None,
    }


def _read_by(scale: Scale | None, spread: Sequence[float] | None) -> str | None:
    """A scale from where to where in the units of readings and in pixels; `spread` where these are not those of the marks."""
    if scale is None:
        return None
    low, high = spread or (scale.low, scale.high)
    return " ".join(number(each, 4) for each in (low, high, scale.start, scale.stop))
