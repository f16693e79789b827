from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.alignment_map import alignment_map
from counterpoise.report.coverage import SHOWN, coverage_figure
from counterpoise.report.figures import figures
from counterpoise.report.outline import Figure
from counterpoise.report.plots import Strips
from counterpoise.report.scales import scales
from counterpoise.report.types_by_year import types_by_year
from tests.study_in_miniature import found_with_draws


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


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


def test_what_was_drawn_is_not_said_to_be_nothing(figure: Figure, tmp_path: Path) -> None:
    assert figure.caption.endswith("Nothing is imputed, and nothing is carried forward.")
    with_draws = found_with_draws(tmp_path)
    drawn = coverage_figure(with_draws)
    assert drawn is not None
    assert "Nothing is imputed" not in drawn.caption
    assert "for the scores 10 missing years of ties" in drawn.caption
    words = strips(drawn)["Share of trade, with China"]
    assert set(words[1995 - 1990 : 2000 - 1990]) == {"missing"}


def test_figures_and_tables_of_scores_say_what_rests_on_draws(findings: Findings, tmp_path: Path) -> None:
    with_draws = found_with_draws(tmp_path)

    def told(of: Findings) -> dict[str, str]:
        (by_type,) = (each for each in types_by_year(of) if isinstance(each, Figure))
        shown = {
            each.id: each.caption for each in figures(of) if each.id.startswith(("figure-al", "figure-en"))
        }
        on_map, on_scales = alignment_map(of), scales(of)
        assert on_map is not None
        assert on_scales is not None
        return shown | {
            "map": on_map.caption,
            "scales": str(on_scales.note),
            "types": by_type.caption,
        }

    assert not [name for name, caption in told(findings).items() if "no source observed" in caption]
    assert not [name for name, caption in told(with_draws).items() if "no source observed" not in caption]
    shares = next(each for each in figures(with_draws) if each.id == "figure-alignment-share").table.rows
    assert {row[5] for row in shares if row[0] == "Economic" and row[1] in range(1995, 2000)} == {
        "0 of 2, 2 drawn"
    }
