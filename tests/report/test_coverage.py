import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.coverage import SHOWN, coverage_figure
from counterpoise.report.outline import Figure
from counterpoise.report.plots import Strips
from tests.study_in_miniature import found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found(write_study(tmp_path_factory.mktemp("miniature")))


@pytest.fixture(scope="module")
def figure(findings: Findings) -> Figure:
    drawn = coverage_figure(findings)
    assert drawn is not None
    return drawn


def strips(figure: Figure) -> dict[str, tuple[str | None, ...]]:
    assert isinstance(figure.chart, Strips)
    return {strip.label: strip.words for strip in figure.chart.strips}


def test_each_series_of_the_theory_is_a_strip_that_says_whose_it_is(figure: Figure) -> None:
    found_strips = strips(figure)
    assert {"Share of trade, with China", "Share of trade, with the United States"} <= set(found_strips)
    assert all(len(words) == 2025 - 1990 + 1 for words in found_strips.values())


def test_a_strip_is_what_the_values_and_the_end_of_the_series_say(figure: Figure, findings: Findings) -> None:
    words = strips(figure)["Share of trade, with China"]
    years = {
        year
        for row in findings.evidence.values.iter_rows(named=True)
        if (row["indicator"], row["state"], row["partner"]) == ("trade_share", "PAK", "CHN")
        for year in range(row["start"], row["end"] + 1)
    }
    assert {1990 + place for place, word in enumerate(words) if word == "observed"} == years
    end = findings.evidence.last_complete_year["trade_share"]
    assert set(words[end + 1 - 1990 :]) == {"ended"}


def test_the_table_spells_out_what_the_chart_draws(figure: Figure) -> None:
    listed = {(label, word) for label, word, _, _ in figure.table.rows}
    for label, words in strips(figure).items():
        assert {(label, word) for word in words if word} <= listed
    assert {word for _, word, _, _ in figure.table.rows} >= set(SHOWN) - {"missing"}
