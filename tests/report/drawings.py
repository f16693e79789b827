"""Made-up charts of lines, and what stands in their drawings."""

from lxml import etree

from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Event, LineChart, Observation, Panel, Series, Timeline

SVG = "{http://www.w3.org/2000/svg}"

TESTS = Event("1998-05-28", "Nuclear tests", "Security")
ACCORD = Event("2013", "Corridor agreed", "Economic")
EARLIER = Event("1954-05-19", "Defence agreement", "Security")


def yearly(*years: int) -> tuple[Observation, ...]:
    return tuple(Observation(year, year, 0.2 + year % 5 / 10) for year in years)


def figure(chart: LineChart | Timeline) -> Figure:
    table = DataTable("alignment-table", "", ("Year",), ())
    return Figure("alignment", "Alignment by dimension", "", "Arms move towards one power.", chart, table)


def one_panel(*series: Series, **more: object) -> LineChart:
    return LineChart((Panel("", series, "share", (0, 1)),), 1990, 2025, **more)


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]


def coloured(svg: str, colour: str, tag: str) -> list[etree._Element]:
    return [one for one in etree.fromstring(svg).iter(f"{SVG}{tag}") if one.get("stroke") == colour]
