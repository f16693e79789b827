from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.dependence import dependence
from counterpoise.report.outline import Bullets, Figure
from counterpoise.report.plots import LineChart
from tests.study_in_miniature import found, write_study


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def told(findings: Findings) -> tuple[Figure, tuple[str, ...]]:
    figure, bullets = dependence(findings)
    assert isinstance(figure, Figure)
    assert isinstance(bullets, Bullets)
    return figure, bullets.items


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """The miniature with the importance of trade, from 2000 on, and the state's share in the powers' trade."""
    folder = write_study(tmp_path_factory.mktemp("mirrored"))
    with (folder / "figures.csv").open("a") as file:
        for year in range(1990, 2011):
            file.write(f"PAK,USA,{year},{year},power_trade_share,0.5,percent,made up,first\n")
            # More of China's trade than China is of the state's.
            file.write(f"PAK,CHN,{year},{year},power_trade_share,40,percent,made up,first\n")
            if year >= 2000:
                file.write(f"PAK,,{year},{year},trade_openness,40,percent of GDP,made up,first\n")
    return found(folder)


def test_panels_of_both_powers_come_first_so_that_colours_are_those_of_every_figure(findings):
    figure, _ = told(findings)
    assert isinstance(figure.chart, LineChart)
    assert [(panel.title, [series.label for series in panel.series]) for panel in figure.chart.panels] == [
        ("Dependence", ["United States", "China"]),
        ("Of Pakistan itself", ["Independence in votes", "Autonomy"]),
    ]


def test_values_are_the_scores_and_name_what_they_were_measured_from(findings):
    figure, _ = told(findings)
    # 1990: 80 % of arms and 20 % of trade with the United States.
    assert figure.table.rows[0][:4] == ("Dependence", "United States", 1990, 0.5)
    inputs = {row[2]: row[-1] for row in figure.table.rows if row[:2] == ("Dependence", "China")}
    assert (inputs[2010], inputs[2011]) == (
        "share of arms imports; share of trade",
        "share of arms imports",
    )
    # Arms alone are observed after 2010: such a year is not set beside one of arms and trade.
    assert "Dependence, China: 0.08 in 1990 and 0.33 in 2010" in figure.alt


def test_importance_that_is_not_observed_is_said_to_be_taken_as_1(findings):
    _, sentences = told(findings)
    assert any(
        sentence.startswith(
            "The importance of share of arms imports and share of trade is not observed and taken as 1"
        )
        for sentence in sentences
    )
    assert "Asymmetry with China: not observed; no flow is known from both ends." in sentences


def test_what_dependence_rests_on_in_the_last_year_is_said_where_it_is_less(findings):
    _, sentences = told(findings)
    assert sentences[1] == (
        "After 2010 dependence on China rests on less, in 2024 on share of arms imports alone, and is not to be "
        "compared with the years before."
    )


def test_importance_observed_and_asymmetry_either_way(mirrored):
    figure, sentences = told(mirrored)
    assert (
        "The importance of the share of trade is observed in 11 years, 2000 to 2010: trade in GDP."
        in sentences
    )
    assert (
        "In 2010, by share of trade, the United States weighed 0.10 more for Pakistan than the other way round."
        in sentences
    )
    assert (
        "In 2010, by share of trade, Pakistan weighed 0.25 more for China than the other way round."
        in sentences
    )
    assert "Asymmetry of dependence" in [panel.title for panel in figure.chart.panels]


def test_without_scores_there_is_nothing(findings):
    scores = replace(findings.scores, alignment=findings.scores.alignment.filter(pl.lit(value=False)))
    assert list(dependence(replace(findings, scores=scores))) == []


def test_one_quantity_under_two_names_is_drawn_once(tmp_path: Path):
    folder = write_study(tmp_path)
    with (folder / "figures.csv").open("a") as file:
        file.write("PAK,,2000,2000,trade_hhi,0.1,index 0-1,made up,first\n")
    findings = found(folder)
    assert len(findings.scores.alignment.filter(pl.col("construct").str.contains("diversification"))) == 2
    figure, _ = told(findings)
    labels = [series.label for panel in figure.chart.panels for series in panel.series]
    assert labels.count("Diversification of trade") == 1
