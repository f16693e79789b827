from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from counterpoise.report.charts import draw
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import (
    Chart,
    LineChart,
    Network,
    Node,
    Observation,
    Panel,
    Path,
    Place,
    Plane,
    Series,
    SpanPanel,
    Spans,
    Stack,
    Stacks,
    Strip,
    Strips,
    Timeline,
)

EMPTY = (
    LineChart((Panel("", (), "Share"),), 1990, 1992),
    Timeline((), 1990, 1992),
    Strips((Strip("Trade", (None, None, None)),), (("observed", "a value"),), 1990, 1992),
    Plane((Path((Place("1990", 0.5, 0.5),)),), (), (), "x", "y", ("b", "a"), (0, 1), (0, 1)),
    Stacks((Stack("Laos", (None, None, None)),), ("balanced",), 1990, 1992),
    Spans((SpanPanel("", ()),), (0, 1)),
    Network((Node("Laos", 0.5, 0.5),), (), 1),
)


def test_every_kind_of_chart_is_drawn_even_with_next_to_nothing_in_it() -> None:
    assert {type(chart) for chart in EMPTY} == set(get_args(Chart))
    for chart in EMPTY:
        figure = Figure("figure", "Title", "", "Words.", chart, DataTable("table", "", ("Year",), ()))
        assert "Words." in draw(figure)


def test_observations_of_other_inputs_are_not_joined() -> None:
    def lines(*inputs: str) -> int:
        points = tuple(Observation(1990 + n, 1990 + n, 0.5, inputs=name) for n, name in enumerate(inputs))
        chart = LineChart((Panel("", (Series("Trade", points),), "Share", (0, 1)),), 1990, 1995)
        svg = draw(Figure("figure", "Title", "", "Words.", chart, DataTable("table", "", ("Year",), ())))
        return svg.count('stroke-linejoin="round"') or svg.count('stroke-width="2"')

    assert lines("x", "x", "y", "y") == lines("x", "x", "x", "x") + 1


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        EMPTY[0].first = 1  # type: ignore[misc]
