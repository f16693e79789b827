from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.drawing import figures
from counterpoise.report.outline import Figure, LineChart, Timeline
from tests.study_in_miniature import STUDY, found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found(write_study(tmp_path_factory.mktemp("miniature")))


@pytest.fixture(scope="module")
def drawn(findings: Findings) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures(findings)}


def panel(figure: Figure, title: str):
    assert isinstance(figure.chart, LineChart)
    return next(each for each in figure.chart.panels if each.title == title)


def test_the_figures_are_alignment_engagement_ties_and_dated_events(drawn):
    assert list(drawn) == ["figure-alignment-share", "figure-engagement", "figure-ties", "figure-chronology"]


def test_no_observation_stands_after_the_last_year_of_the_data(drawn, findings):
    ends = {
        "Share of trade (economic)": 2010,
        "Aid obligations (economic)": 2010,
        "Share of arms imports (security)": 2024,
    }
    for title, last in ends.items():
        for series in panel(drawn["figure-ties"], title).series:
            assert max(each.end for each in series.observations) == last
            assert series.ends == f"the data end in {last}"
    for name in ("figure-alignment-share", "figure-engagement"):
        economic = panel(drawn[name], "Economic")
        assert max(each.end for series in economic.series for each in series.observations) == 2010
    assert findings.study.end == 2025


def test_a_five_year_share_is_one_step(drawn):
    arms = panel(drawn["figure-ties"], "Share of arms imports (security)")
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
    figure = next(each for each in figures(found(tmp_path)) if each.id == "figure-ties")
    for series in panel(figure, "Share of trade (economic)").series:
        years = [each.start for each in series.observations]
        assert 2003 not in years
        assert {2002, 2004} <= set(years)


def test_nothing_is_drawn_outside_the_years_of_the_chart(tmp_path: Path):
    study = STUDY.replace("period: 1990-2025", "period: 1992-2008").replace(
        "{seed: 7}", "{seed: 7, window: 1990-2025}"
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
