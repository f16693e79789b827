from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.figures import figures
from counterpoise.report.outline import Figure
from counterpoise.report.plots import LineChart, Timeline
from tests.study_in_miniature import STUDY, found, write_study


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def drawn(findings: Findings) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures(findings)}


def panel(figure: Figure, title: str):
    assert isinstance(figure.chart, LineChart)
    return next(each for each in figure.chart.panels if each.title == title)


def test_the_figures_are_alignment_engagement_ties_and_dated_events(drawn):
    assert list(drawn) == [
        "figure-alignment-share",
        "figure-engagement",
        "figure-votes",
        "figure-ties-security",
        "figure-ties-economic",
        "figure-ties-diplomatic",
        "figure-chronology",
    ]


def test_ties_have_a_figure_for_each_dimension_a_panel_for_each_indicator_and_a_line_for_each_power(drawn):
    figure = drawn["figure-ties-economic"]
    assert figure.title == "Economic ties of Pakistan with each power"
    assert [(each.title, [series.label for series in each.series]) for each in figure.chart.panels] == [
        ("Share of trade", ["United States", "China"]),
        ("Aid obligations", ["United States"]),
    ]
    assert {row[0] for row in figure.table.rows} == {"Aid obligations", "Share of trade"}
    # Trade with the United States: 20 % of a goalpost of 30 % in 1990, 10 % in 2010.
    assert "Share of trade with United States 0.67 in 1990 and 0.33 in 2010" in figure.alt
    assert "with China 0.13 in 1990-94 and 0.91 in 2020-24" in drawn["figure-ties-security"].alt
    tables = [figure.table.id for figure in drawn.values()]
    assert len(tables) == len(set(tables))


def test_an_alternative_text_compares_the_years_in_which_most_inputs_are_observed(tmp_path: Path):
    write_study(tmp_path)
    lines = (tmp_path / "figures.csv").read_text().splitlines()
    # Agreement in votes joins the distance of ideal points from 2000 to 2010.
    lines += [
        f"PAK,{power},{year},{year},vote_agreement:final-passage,50,percent,made up,first"
        for power in ("USA", "CHN")
        for year in range(2000, 2011)
    ]
    (tmp_path / "figures.csv").write_text("\n".join(lines) + "\n")
    figure = next(each for each in figures(found(tmp_path)) if each.id == "figure-alignment-share")
    (diplomatic,) = (said for said in figure.alt.split(";") if "diplomatic" in said)
    assert " in 2000 and " in diplomatic
    assert diplomatic.endswith(" in 2010, with 4 of 6 inputs")


def test_ties_carry_the_dated_events_of_their_dimension(drawn, findings):
    (of_security, _) = (event for event in findings.evidence.chronology if event.dimension == "security")
    security = drawn["figure-ties-security"]
    assert of_security.date in {event.date for event in security.chart.events}
    assert {event.lane for event in security.chart.events} == {"Security"}
    assert security.alt.endswith(" 2 dated events marked.")
    assert "None is taken for a cause." in security.caption
    for name in ("figure-ties-economic", "figure-ties-diplomatic"):
        assert drawn[name].chart.events == ()
        assert "dated event" not in drawn[name].alt + drawn[name].caption


def test_no_observation_stands_after_the_last_year_of_the_data(drawn, findings):
    ends = {
        ("economic", "Share of trade"): 2010,
        ("economic", "Aid obligations"): 2010,
        ("security", "Share of arms imports"): 2024,
    }
    for (dimension, title), last in ends.items():
        for series in panel(drawn[f"figure-ties-{dimension}"], title).series:
            assert max(each.end for each in series.observations) == last
    for name in ("figure-alignment-share", "figure-engagement"):
        economic = panel(drawn[name], "Economic")
        assert max(each.end for series in economic.series for each in series.observations) == 2010
        assert "the data stop: diplomatic to 2024; economic to 2010; security to 2024." in drawn[name].caption
    assert findings.study.end == 2025


def test_a_five_year_share_is_one_step(drawn):
    arms = panel(drawn["figure-ties-security"], "Share of arms imports")
    for series in arms.series:
        assert [(each.start, each.end) for each in series.observations] == [
            (year, year + 4) for year in range(1990, 2025, 5)
        ]


def test_where_the_set_of_indicators_changes_the_line_breaks(tmp_path: Path):
    write_study(tmp_path)
    lines = (tmp_path / "figures.csv").read_text().splitlines()
    # Agreement in votes joins the distance of ideal points from 2000 to 2010.
    lines += [
        f"PAK,{power},{year},{year},vote_agreement:final-passage,50,percent,made up,first"
        for power in ("USA", "CHN")
        for year in range(2000, 2011)
    ]
    (tmp_path / "figures.csv").write_text("\n".join(lines) + "\n")
    figure = next(each for each in figures(found(tmp_path)) if each.id == "figure-alignment-share")
    runs = [[each.start for each in series.observations] for series in panel(figure, "Diplomatic").series]
    # The years before and after are one set; the years between are a gap in it, and gaps are not bridged.
    assert sorted(runs) == [[*range(1990, 2000), *range(2011, 2025)], [*range(2000, 2011)]]


def test_a_year_that_is_not_observed_is_a_gap(tmp_path: Path):
    write_study(tmp_path)
    lines = [
        line
        for line in (tmp_path / "figures.csv").read_text().splitlines()
        if ",2003,2003,trade_share" not in line
    ]
    (tmp_path / "figures.csv").write_text("\n".join(lines) + "\n")
    figure = next(each for each in figures(found(tmp_path)) if each.id == "figure-ties-economic")
    for series in panel(figure, "Share of trade").series:
        years = [each.start for each in series.observations]
        assert 2003 not in years
        assert {2002, 2004} <= set(years)


def test_nothing_is_drawn_outside_the_years_of_the_chart(tmp_path: Path):
    study = STUDY.replace("period: 1990-2025", "period: 1992-2008").replace(
        "{seed: 7}", "{seed: 7, window: 1990-2008}"
    )
    for figure in figures(found(write_study(tmp_path, study))):
        if isinstance(figure.chart, LineChart):
            for series in (series for each in figure.chart.panels for series in each.series):
                for each in series.observations:
                    assert figure.chart.first <= each.start <= each.end <= figure.chart.last, (
                        figure.id,
                        each,
                    )


def test_bands_are_drawn_only_where_a_source_publishes_an_error(drawn, tmp_path: Path):
    assert {
        each.low
        for series in panel(drawn["figure-engagement"], "Economic").series
        for each in series.observations
    } == {None}
    write_study(tmp_path)
    lines = (tmp_path / "figures.csv").read_text().splitlines()
    rows = [f"{line},{'0.3' if 'ideal_point' in line else ''}" for line in lines[1:]]
    (tmp_path / "figures.csv").write_text("\n".join([f"{lines[0]},se", *rows]) + "\n")
    figure = next(each for each in figures(found(tmp_path)) if each.id == "figure-alignment-share")
    for series in panel(figure, "Diplomatic").series:
        assert all(each.low <= each.value < each.high for each in series.observations)
    for series in panel(figure, "Economic").series:
        assert all(each.low is None for each in series.observations)


def test_every_drawn_number_stands_in_the_table(drawn):
    for name in ("figure-alignment-share", "figure-engagement"):
        figure = drawn[name]
        points = {
            (each.title, point.start, round(point.value, 3))
            for each in figure.chart.panels
            for series in each.series
            for point in series.observations
        }
        assert points == {(row[0], row[1], row[2]) for row in figure.table.rows}


def test_events_come_in_order_with_their_source(drawn):
    chart = drawn["figure-chronology"].chart
    assert isinstance(chart, Timeline)
    assert [event.date for event in chart.events] == ["1998", "2001-09"]
    assert {row[-1] for row in drawn["figure-chronology"].table.rows} == {"made up for a test"}


def test_without_data_nothing_is_drawn(tmp_path: Path):
    lines = STUDY.splitlines(keepends=True)
    bare = "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )
    assert list(figures(found(write_study(tmp_path, bare)))) == []


def test_votes_alone_are_drawn_from_distances_within_the_period(findings: Findings, drawn):
    shares = {
        row["year"]: row["share"]
        for row in findings.scores.votes.filter(state="PAK").iter_rows(named=True)
        if findings.study.start <= row["year"] <= findings.study.end
    }
    (series,) = panel(drawn["figure-votes"], "").series
    assert {point.start: point.value for point in series.observations} == shares
    assert drawn["figure-votes"].table.rows == tuple(
        (year, round(share, 3), None, None) for year, share in shares.items()
    )


def test_the_numbers_of_a_distance_go_by_its_own_name_beside_the_strength_of_its_tie(drawn):
    table = drawn["figure-ties-diplomatic"].table
    row = dict(zip(table.columns, next(row for row in table.rows if row[1] == "China"), strict=True))
    assert row["Tie"] == "Closeness of UN ideal points"
    assert row["Quantity observed"] == "Distance of UN ideal points (smaller is closer)"
    # The goalpost of the distances .5 and 3 is 3.
    assert (row["Observed"], row["Goalpost"], row["Strength of the tie"]) == (0.5, 3.0, 0.833)
