from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.alignment import OVERALL
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.robustness import fullest_year, measure_robustness
from counterpoise.report.outline import Bullets, Figure, Section
from counterpoise.report.plots import Spans
from counterpoise.report.sensitivity import sensitivity_section
from tests.study_in_miniature import FIGURE_COLUMNS, found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found(write_study(tmp_path_factory.mktemp("chosen")))


@pytest.fixture(scope="module")
def section(findings: Findings) -> Section:
    return sensitivity_section(findings)


def figure(section: Section, name: str) -> tuple[Figure, Spans]:
    (one,) = [block for block in section.blocks if isinstance(block, Figure) and block.id == name]
    assert isinstance(one.chart, Spans)
    return one, one.chart


def test_bars_are_the_swings_that_measure_sensitivity_gives_the_widest_first(findings, section):
    drawn, chart = figure(section, "figure-sensitivity")
    year = fullest_year(findings.study, findings.evidence.values)
    assert str(year) in drawn.title
    measured = {
        each.construct.replace("_", " ").capitalize(): each.outputs[0]
        for each in measure_robustness(findings.study, findings.evidence.values, year, OVERALL)
    }
    assert [panel.title for panel in chart.panels] == list(measured)
    for panel in chart.panels:
        value = measured[panel.title]
        swings = {
            one.choice.capitalize(): (one.least, one.greatest)
            for one in value.influences
            if has_width(one.least, one.greatest)
        }
        assert {span.label: (span.low, span.high) for span in panel.spans} == swings
        widths = [span.high - span.low for span in panel.spans]
        assert widths == sorted(widths, reverse=True)
        assert panel.reference is not None
        assert panel.reference[0] == value.default
    assert len(drawn.table.rows) == sum(len(value.influences) for value in measured.values())


def test_what_was_left_out_is_named_by_its_title_and_what_could_not_be_tried_is_said(section):
    drawn, chart = figure(section, "figure-sensitivity")
    (dropped,) = [span for span in chart.panels[0].spans if span.label == "Dropped indicator"]
    assert "without share of " in dropped.words
    assert not any("_" in str(value) for row in drawn.table.rows for value in row)
    (untried,) = [block for block in section.blocks if isinstance(block, Bullets)]
    assert any("one indicator has all the weight" in said for said in untried.items)
    assert any(
        "weights by the benefit of the doubt (it weighs each tie by weights" in said for said in untried.items
    )
    (together,) = [block for block in section.blocks if getattr(block, "id", "") == "numbers-consistency"]
    assert {row[0] for row in together.rows} >= {"Economic", "Diplomatic"}


def test_ranks_are_told_of_every_state_of_the_panel(section):
    drawn, chart = figure(section, "figure-ranks")
    assert {span.label for span in chart.panels[0].spans} == {"Pakistan", "Viet Nam"}
    assert [span.own for span in chart.panels[0].spans if span.label == "Pakistan"] == [True]
    for panel in chart.panels:
        for span in panel.spans:
            assert chart.domain[0] <= span.low < span.at < span.high <= chart.domain[1]
    assert "of 2, 90 % between" in drawn.alt
    assert all(1 <= low <= median <= high <= 2 for _, _, median, low, high, _ in drawn.table.rows)


def test_without_ties_there_is_no_section(tmp_path: Path):
    study = write_study(tmp_path, without=("figures.csv",))
    (study / "figures.csv").write_text(f"{FIGURE_COLUMNS}\n")
    assert sensitivity_section(found(study)).blocks == ()
