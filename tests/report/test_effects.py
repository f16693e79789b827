import re
from dataclasses import replace

import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.report.effects import COLUMNS, LEGEND, EstimateInWords
from counterpoise.report.plots import Spans
from tests.model.worlds import fitted

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})
TITLES = {"pressure": "pressure", "economic": "economic need", "security": "security requirement"}


@pytest.fixture(scope="module")
def words() -> EstimateInWords:
    return EstimateInWords(fitted(), NAMES, TITLES)


def test_each_effect_has_a_row_in_words_with_the_numbers_of_the_fit(words: EstimateInWords) -> None:
    table, of = words.effects(), fitted().effects()
    assert table.columns == ["Effect", *COLUMNS.values()]
    assert table["Median"].to_list() == of["median"].to_list()
    assert table["Effective draws"].to_list() == [round(each) for each in of["effective_draws"]]
    told = dict(zip(of["parameter"], table["Effect"], strict=True))
    assert told["mediated[a, economic]"] == "Effect of economic need on the tie with the United States"
    assert (
        told["moderated[b, security]"] == "What security requirement makes of pressure on the tie with China"
    )


def test_every_column_that_needs_it_is_explained() -> None:
    explained = {name for name in COLUMNS.values() if f"{name}: " in LEGEND}
    assert explained == {"Above 0", "R-hat", "Effective draws", "Overlap"}
    assert "median" in LEGEND
    assert "90 % interval" in LEGEND


def test_it_is_said_on_what_and_by_which_reading(words: EstimateInWords) -> None:
    first, last = fitted().panel.years[0], fitted().panel.years[-1]
    assert words.estimated(kept=False) == (
        f"Estimated: 3 states, {first}-{last}; the filters economic need and security requirement; every effect of the figure."
    )
    part = EstimateInWords(replace(fitted(), reading="direct", without=("security",)), NAMES, TITLES)
    assert part.estimated(kept=True).endswith(
        "; pressure alone, at once, without any effect of security requirement."
    )
    assert part.estimated(kept=True).startswith("Kept from before: ")


def test_reasons_and_notes_name_no_parameter_as_the_program_does(words: EstimateInWords) -> None:
    told = [*words.reasons(), *words.notes()]
    assert any("too few effective draws" in each for each in told)
    assert not [each for each in told if re.search(r"\w\[|[a-z]_[a-z]", each)]
    (weak,) = (each for each in told if "hardly add to the priors" in each)
    assert weak.endswith("; --output writes them all, with their overlap")
    assert words.soundness().startswith("R-hat up to ")


def test_the_figure_draws_the_effects_on_each_tie_in_a_plot_of_its_own(words: EstimateInWords) -> None:
    figure = words.figure()
    assert figure is not None
    assert isinstance(figure.chart, Spans)
    assert [panel.title for panel in figure.chart.panels] == ["Tie with the United States", "Tie with China"]
    of = {row["parameter"]: row for row in fitted().effects().iter_rows(named=True)}
    drawn = {span.label: span for span in figure.chart.panels[1].spans}
    assert set(drawn) == {
        "Pressure itself",
        "Economic need",
        "Security requirement",
        "Economic need, on pressure",
        "Security requirement, on pressure",
    }
    security = of["moderated[b, security]"]
    assert drawn["Security requirement, on pressure"].at == security["median"]
    assert drawn["Security requirement, on pressure"].low == security["low90"]
    low, high = figure.chart.domain
    assert low <= min(row["low90"] for row in of.values())
    assert high >= max(row["high90"] for row in of.values())
    assert len(figure.table.rows) == len(of)
