"""The report as one HTML file that needs no network and no script, on a screen, a phone or paper.

Where a script may run, its own one points at the marks of charts.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from counterpoise.evidence import COUNTED, Direction, Standing
from counterpoise.publicdata.works import with_works
from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import Count, Figure, Outline, Quotation
from counterpoise.report.plain import observed, places, printable
from counterpoise.report.readings import readings
from counterpoise.report.vegalite import GRID, INK, MUTED, NARROW, PALETTE, PAPER, WIDE
from counterpoise.report.whole import write_whole

ON_DARK = {
    INK: "#e8ebef",
    MUTED: "#a9b2bd",
    GRID: "#333b46",
    PAPER: "#151a21",
    **dict(zip(PALETTE, ("#7db7f5", "#ff9f6e", "#5fcfa5", "#e77dcb", "#9aa4b0", "#f7ecc0"), strict=True)),
}
"""What each colour of a chart becomes on a dark page."""

COUNTED_AS: dict[Standing, str] = {
    "first-hand": "First-hand documents",
    "second-hand": "Second-hand literature and news",
    "data note": "Data notes",
}

_GROUP: dict[Direction, str] = {"strengthens": "strengthening", "weakens": "weakening", "none": "undirected"}


def write_html(outline: Outline, path: Path) -> None:
    """Write the report as one self-contained file, whole or not at all: a reader never sees half of it."""
    write_whole(render_html(outline).encode(), path)


def render_html(outline: Outline) -> str:
    """The page as text: well-formed XML within HTML5, the same for the same outline."""
    drawn = any(isinstance(block, Figure) for block in outline.blocks())
    script = script_of_charts() if drawn else ""
    page = _template().render(
        outline=outline,
        on_dark=ON_DARK,
        counted_as=COUNTED_AS,
        places=places(outline),
        script=Markup(script),
        script_digest=script_digest(script),
    )
    return page + "\n"


@cache
def _template() -> Template:
    """The template of the page; to compile it takes longer than to fill it in."""
    pages = Environment(
        loader=PackageLoader("counterpoise.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    pages.filters |= {
        "by_kind": _by_kind,
        "drawn": _drawn,
        "kind_of": lambda block: type(block).__name__,
        "numbered": numbered,
        "observed": observed,
        "readings": readings,
        "gathered": _gathered,
        "group": lambda quotation: _GROUP[quotation.direction],
        "with_works": with_works,
    }
    return pages.get_template("report.html.j2")


def script_digest(script: str | None = None) -> str:
    """The digest by which a page lets in a script and no other, that of the charts unless one is given.

    Source: W3C, Content Security Policy Level 3, 2.3.1.
    """
    digest = sha256((script_of_charts() if script is None else script).encode()).digest()
    return f"sha256-{b64encode(digest).decode()}"


def script_of_charts() -> str:
    """The script that points at the marks of charts. It holds no bracket or ampersand that a page in XML would take for markup."""
    return files("counterpoise.report").joinpath("templates", "charts.js").read_text("utf-8")


def _printable(value: object) -> object:
    return type(value)(printable(value)) if isinstance(value, str) else value


def _by_kind(counts: Iterable[Count]) -> tuple[Count, ...]:
    """One count for each kind of source that counts, in their order, zero where none was found."""
    found = {count.standing: count for count in counts}
    return tuple(found.get(standing, Count(standing, 0, 0, 0)) for standing in COUNTED)


def _gathered(quotations: Iterable[Quotation], group: str) -> list[Quotation]:
    """The passages of one group: those counted of a direction, or all under `test`, which are never counted."""
    if group == "test":
        return [quotation for quotation in quotations if not quotation.counted]
    return [each for each in quotations if each.counted and group == _GROUP[each.direction]]


def _drawn(figure: Figure) -> tuple[tuple[str, Markup], ...]:
    """The chart twice: for a page's width and for a phone's, where scaled letters would be too small."""
    return (("wide", Markup(draw(figure, WIDE))), ("narrow", Markup(draw(figure, NARROW))))
