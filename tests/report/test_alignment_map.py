from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.alignment_map import alignment_map, common_year, standings
from counterpoise.report.outline import Figure
from counterpoise.report.plots import Plane


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def figure(findings: Findings) -> Figure:
    drawn = alignment_map(findings)
    assert drawn is not None
    return drawn


def plane(figure: Figure) -> Plane:
    assert isinstance(figure.chart, Plane)
    return figure.chart


def without(findings: Findings, *conditions: pl.Expr) -> Findings:
    kept = findings.scores.alignment.filter(*conditions)
    return replace(findings, scores=replace(findings.scores, alignment=kept))


def test_a_place_is_the_overall_share_and_engagement_of_a_year(findings, figure):
    rows = {
        (row["construct"], row["year"]): row["median"]
        for row in findings.scores.alignment.filter(state="PAK", dimension="all").iter_rows(named=True)
    }
    places = [place for path in plane(figure).paths for place in path.places]
    assert len(places) == 35
    assert [(place.x, place.y) for place in places] == [
        (rows["alignment_share", year], rows["engagement", year]) for year in range(1990, 2025)
    ]
    assert [place.label for place in places if place.label] == [
        *map(str, range(1990, 2021, 5)),
        "2024",
    ]


def test_only_years_of_the_same_inputs_are_joined(findings, figure):
    # Trade ends in 2010; what a source without it measures is another thing.
    lengths = [len(path.places) for path in plane(figure).paths]
    assert sum(lengths) == 35
    assert lengths[0] == 21
    by_year = {each.year: each.series for each in standings(findings, "PAK")}
    assert by_year[2010] != by_year[2011]
    for path, after in pairwise(plane(figure).paths):
        assert path.places[-1] is not after.places[0]


def test_a_year_that_is_not_observed_is_not_bridged(findings):
    drawn = alignment_map(without(findings, pl.col("year") != 2000))
    assert drawn is not None
    assert [len(path.places) for path in plane(drawn).paths][:2] == [10, 10]


def test_a_path_is_whole_only_where_every_input_is_observed(figure, findings):
    assert not any(path.whole for path in plane(figure).paths)
    complete = findings.scores.alignment.with_columns(inputs=pl.col("observed"))
    drawn = alignment_map(replace(findings, scores=replace(findings.scores, alignment=complete)))
    assert drawn is not None
    assert all(path.whole for path in plane(drawn).paths)
    assert "that is so in every year" in drawn.caption


def test_the_others_of_the_panel_stand_in_their_last_common_year(findings, figure):
    assert common_year(findings) == 2010
    assert [place.label for place in plane(figure).points] == ["Viet Nam"]
    assert "in 2010" in figure.caption
    assert "In 2010 the others stood at Viet Nam" in figure.alt


def test_the_zones_are_those_of_the_theory(findings, figure):
    typology = findings.study.theory.typology
    even, disengaged = plane(figure).zones
    assert (even.x, disengaged.y) == (typology.even, (0.0, typology.disengaged_below))
    bare = replace(findings.study, theory=findings.study.theory.model_copy(update={"typology": None}))
    drawn = alignment_map(replace(findings, study=bare))
    assert drawn is not None
    assert plane(drawn).zones == ()


def test_everything_drawn_lies_within_the_axes_and_powers_stand_at_their_ends(figure):
    chart = plane(figure)
    for place in (*(place for path in chart.paths for place in path.places), *chart.points):
        assert chart.x_domain[0] <= place.x <= chart.x_domain[1]
        assert chart.y_domain[0] <= place.y <= chart.y_domain[1]
    assert chart.x_ends == ("China", "United States")


def test_words_compare_years_of_the_same_inputs(figure):
    assert figure.alt.startswith(
        "With 7 of 13 inputs Pakistan stood at a share and an engagement of 0.60 and 0.47 in 1990"
    )
    assert "in 2010; with 4, at 0.13 and 0.50 in 2024." in figure.alt


def test_without_scores_there_is_no_map(findings):
    assert alignment_map(without(findings, pl.col("dimension") != "all")) is None


def test_years_that_are_wholly_drawn_do_not_count_towards_the_common_one(findings: Findings) -> None:
    year = common_year(findings)
    assert year is not None
    observed = pl.when(pl.col("year") == year).then(0).otherwise("observed").cast(pl.Int32)
    drawn = findings.scores.alignment.with_columns(observed=observed)
    assert common_year(replace(findings, scores=replace(findings.scores, alignment=drawn))) != year
