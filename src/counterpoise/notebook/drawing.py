"""A chart of the report as a notebook shows it, with the numbers that it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.report.outline import Figure

INCHES = 6.5
"""How wide a picture of dots is, as wide as a column of text."""


@dataclass(frozen=True, slots=True, repr=False)
class Drawing:
    """A figure of the report; `others` are the names of the further charts of what it was drawn from."""

    figure: Figure
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<chart {self.figure.title}>"

    def table(self) -> pl.DataFrame:
        """The numbers behind the chart."""
        from counterpoise.report.tables import frame_of

        return frame_of(self.figure.table)

    def save(self, path: Path | str) -> Path:
        """Write the chart as .svg, or as a .png of 300 dots an inch, over what was there. Gives the path.

        Raises CounterpoiseError for another ending, and for .png where typst is not installed.
        """
        from counterpoise.report.whole import write_whole

        place = Path(path)
        content = _CONTENTS.get(place.suffix.lower())
        if content is None:
            near = did_you_mean(place.suffix.lower(), _CONTENTS)
            told = f"no chart has this ending; it may be {' or '.join(_CONTENTS)}{near}"
            raise CounterpoiseError(Problem(str(place), told))
        write_whole(content(self, place), place)
        return place

    def _repr_svg_(self) -> str:
        from counterpoise.report.charts import draw

        return draw(self.figure)

    def _repr_html_(self) -> str:
        from counterpoise.report.dated import numbered
        from counterpoise.report.plain import printable
        from counterpoise.report.vegalite import INK, MUTED, PAPER

        events = Markup("").join(
            Markup("<li value='{}'>{} {}</li>").format(number, printable(event.date), printable(event.label))
            for number, event in numbered(self.figure.chart)
        )
        others = Markup(", ").join(Markup("<code>plot({!r})</code>").format(name) for name in self.others)
        return Markup(
            '<figure style="margin:0;padding:1em;max-width:46em;background:{paper};color:{ink};font:14px/1.45 sans-serif">'
            "<p style='margin:0 0 .6em'><b>{title}</b></p>{svg}{events}"
            "<figcaption style='color:{muted}'><p>{caption}</p>"
            "<p>The numbers: <code>.table()</code>. A file: <code>.save('chart.svg')</code>.{others}</p></figcaption></figure>"
        ).format(
            paper=PAPER,
            ink=INK,
            muted=MUTED,
            title=printable(self.figure.title),
            svg=Markup(self._repr_svg_()),
            events=Markup("<ol>{}</ol>").format(events) if events else "",
            caption=printable(self.figure.caption),
            others=Markup(" Further charts: {}.").format(others) if others else "",
        )


def _svg(drawing: Drawing, _: Path) -> bytes:
    return drawing._repr_svg_().encode()


def _png(drawing: Drawing, place: Path) -> bytes:
    from counterpoise.report.raster import pictures

    if find_spec("typst") is None:
        lacking = (
            'is set by typst, which is not installed: pip install "counterpoise[report]"; or save an .svg'
        )
        raise CounterpoiseError(Problem(str(place), lacking))
    return next(pictures([drawing._repr_svg_()], INCHES))


_CONTENTS: Mapping[str, Callable[[Drawing, Path], bytes]] = {".svg": _svg, ".png": _png}
