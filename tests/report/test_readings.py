import pytest

from counterpoise.report.outline import Figure, Outline
from counterpoise.report.plots import (
    Chart,
    Event,
    LineChart,
    Observation,
    Panel,
    Place,
    Plane,
    Series,
    Span,
    SpanPanel,
    Spans,
    Stack,
    Stacks,
    Strip,
    Strips,
    Timeline,
)
from counterpoise.report.plots import Path as Way
from counterpoise.report.readings import readings

TIES = LineChart(
    (
        Panel(
            "Arms",
            (
                Series(
                    "Country A",
                    (
                        Observation(2010, 2014, 0.25, source="SIPRI, 2025"),
                        Observation(2015, 2015, 0.5, 0.4, 0.625),
                    ),
                ),
                Series("Country B", ()),
            ),
            "Tie",
        ),
    ),
    2010,
    2015,
)
DATED = Timeline(
    (Event("2013-05-22", "Corridor\tagreed\n", "Economic"), Event("1998", "Tests", "Security")), 1990, 2020
)
STRIPS = Strips(
    (Strip("Trade", ("observed", "observed", None, "ended")),),
    (("observed", "a"), ("ended", "b")),
    2010,
    2013,
)
STACKS = Stacks((Stack("State", ((0.25, 0.75), None)),), ("hedging: both", "aligned: one"), 2010, 2011)
SPANS = Spans((SpanPanel("", (Span("State", 0.25, 0.75), Span("Other", 0.25, 0.75, 0.6))),), (0, 1))
PLANE = Plane(
    (Way((Place("2010", 0.5, 0.25, (0.4, 0.6), None, "2010"),)),),
    (Place("Other", 0.5, 1.0),),
    (), "share", "Engagement", ("b", "a"), (0, 1), (0, 1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (
            TIES,
            ["#", "=Country A", "~SIPRI, 2025", "2012\t0.25\t2010-14: 0.250", "~", "2015\t0.5\t2015: 0.500, interval 0.400 to 0.625", "=Country B"],
        ),
        (DATED, ["#", "=Security", "1998\t0\t1, 1998: Tests", "=Economic", "2012.89\t1\t2, 2013-05-22: Corridor agreed"]),
        (STRIPS, ["#", "=Trade", "2010.5\t0\t2010-11: observed", "2013\t0\t2013: ended"]),
        (STACKS, ["#", "=State", "2010\t0\t2010: hedging 0.25; aligned 0.75"]),
        (SPANS, ["#", "=State", "0.5\t0\t0.250 to 0.750", "=Other", "0.6\t1\t0.250 to 0.750, at 0.600"]),
        (
            PLANE,
            ["#", "=", "0.5\t0.25\t2010: share 0.500, interval 0.400 to 0.600; Engagement 0.250", "=Other", "0.5\t1\tshare 0.500; Engagement 1"],
        ),
    ],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
def test_each_mark_says_its_value_with_interval_and_when(chart: Chart, told: list[str]):
    assert readings(chart).split("\n") == told


def test_ties_say_their_source_and_every_plot_of_a_report_has_its_readings(miniature_outline: Outline):
    figures = [block for block in miniature_outline.blocks() if isinstance(block, Figure)]
    (security,) = (readings(each.chart) for each in figures if each.id == "figure-ties-security")
    assert "\n~made up for a test, first" in security
    for figure in figures:
        lines = readings(figure.chart).split("\n")
        if isinstance(figure.chart, LineChart):
            assert lines.count("#") == len(figure.chart.panels)
            values = sum(len(series.observations) for panel in figure.chart.panels for series in panel.series)
            assert sum("\t" in line for line in lines) == values
