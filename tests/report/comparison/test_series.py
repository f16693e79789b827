from dataclasses import replace
from itertools import pairwise

import polars as pl

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.series import TOGETHER, share_figure, ties_figures
from counterpoise.report.plots import LineChart


def test_every_dimension_has_a_plot_with_a_line_for_each_state_on_one_scale(compared: Comparison) -> None:
    figure = share_figure(compared)
    assert figure is not None
    assert isinstance(figure.chart, LineChart)
    assert {panel.title: [series.label for series in panel.series] for panel in figure.chart.panels} == {
        "Security": ["Pakistan"],
        "Economic": ["Pakistan", "Viet Nam"],
        "Diplomatic": ["Pakistan"],
        "Over all dimensions": ["Pakistan", "Viet Nam"],
    }
    assert {panel.domain for panel in figure.chart.panels} == {(0.0, 1.0)}
    assert figure.table.columns == ("Dimension", "Year", "Pakistan", "Viet Nam")
    assert ("Economic", 2010, "0.40", "0.40") in figure.table.rows
    assert ("Security", 2010, "0.44 [2 of 4 inputs]", None) in figure.table.rows


def test_a_line_joins_only_years_with_the_same_inputs(compared: Comparison) -> None:
    figure = share_figure(compared)
    assert figure is not None
    assert isinstance(figure.chart, LineChart)
    pakistan = figure.chart.panels[-1].series[0].observations
    changes = [after.start for before, after in pairwise(pakistan) if before.inputs != after.inputs]
    assert changes == [2011]  # trade is observed to 2010


def test_more_states_than_colours_are_set_out_in_several_plots(compared: Comparison) -> None:
    many = replace(compared, cases=compared.cases[:1] * (TOGETHER + 1))
    figure = share_figure(many)
    assert figure is not None
    assert isinstance(figure.chart, LineChart)
    assert [len(panel.series) for panel in figure.chart.panels if panel.title == "Economic"] == [TOGETHER, 1]


def test_ties_have_a_plot_for_each_state_even_where_none_is_observed(compared: Comparison) -> None:
    figures = {figure.id.rpartition("-")[2]: figure for figure in ties_figures(compared)}
    assert list(figures) == ["security", "economic", "diplomatic"]
    chart = figures["security"].chart
    assert isinstance(chart, LineChart)
    assert [(panel.title, len(panel.series)) for panel in chart.panels] == [("Pakistan", 2), ("Viet Nam", 0)]
    assert figures["economic"].table.columns == ("State", "Year", "United States", "China")
    assert ("Viet Nam", 2010, "0.67 [1 of 2 inputs]", "1.00") in figures["economic"].table.rows


def test_without_scores_there_are_no_plots(compared: Comparison) -> None:
    cases = tuple(
        replace(case, scores=replace(case.scores, alignment=case.scores.alignment.filter(pl.lit(value=False))))
        for case in compared.cases
    )  # fmt: skip
    assert share_figure(replace(compared, cases=cases)) is None
    assert list(ties_figures(replace(compared, cases=cases))) == []
