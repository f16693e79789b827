from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.paths import paths_figure
from counterpoise.report.outline import Figure
from counterpoise.report.plane import plane
from counterpoise.report.plots import Plane


@pytest.fixture(scope="module")
def figure(compared: Comparison) -> Figure:
    found = paths_figure(compared)
    assert found is not None
    return found


def test_each_state_has_a_path_of_its_own_with_its_ends_named(figure: Figure) -> None:
    assert isinstance(figure.chart, Plane)
    assert figure.chart.points == ()
    named = {
        path.label: [place.label for part in figure.chart.paths if part.label == path.label for place in part.places if place.label]
        for path in figure.chart.paths
    }  # fmt: skip
    assert named == {
        "Pakistan": ["Pakistan 1990", "Pakistan 2024"],
        "Viet Nam": ["Viet Nam 1990", "Viet Nam 2010"],
    }
    assert [row[:2] for row in figure.table.rows][::35] == [("Pakistan", 1990), ("Viet Nam", 1990)]


def test_states_have_colours_of_their_own_and_other_points_another(figure: Figure) -> None:
    assert isinstance(figure.chart, Plane)
    drawn = plane(figure.chart, 640)
    lines = {layer["mark"]["color"] for layer in drawn["layer"] if layer["mark"]["type"] == "line"}
    assert len(lines) == 2
    with_points = replace(figure.chart, points=(figure.chart.paths[0].places[0],))
    others = {
        each["mark"]["color"] for each in plane(with_points, 640)["layer"] if each["mark"]["type"] == "line"
    }
    squares = {
        each["mark"]["color"]
        for each in plane(with_points, 640)["layer"]
        if each["mark"].get("shape") == "square"
    }
    assert not others & squares  # fmt: skip


def test_a_state_of_which_nothing_is_measured_over_all_dimensions_is_named(compared: Comparison) -> None:
    def without(place: int) -> Comparison:
        case = compared.cases[place]
        kept = case.scores.alignment.filter(pl.col("state") != case.study.state)
        lacking = replace(case, scores=replace(case.scores, alignment=kept))
        return replace(compared, cases=(*compared.cases[:place], lacking, *compared.cases[place + 1 :]))

    found = paths_figure(without(1))
    assert found is not None
    assert "Nothing is measured over all dimensions of Viet Nam." in found.caption
    assert paths_figure(replace(compared, cases=without(1).cases[1:])) is None
