import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.model.fit import ModelFit
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.model.sampling import Sampling
from counterpoise.report.effects import COLUMNS, LEGEND, Asking, EstimateInWords
from counterpoise.report.plots import Spans
from counterpoise.theory.modelled import Decision
from tests.model.worlds import fitted

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})
ASKING = Asking("`draws {}`", "`two`", "`usual`", "`part`", "all stand elsewhere")
TITLES = {"pressure": "pressure", "economic": "economic need", "security": "security requirement"}


@pytest.fixture(scope="module")
def words() -> EstimateInWords:
    return EstimateInWords(fitted(), NAMES, TITLES, Decision())


def in_words(decision: Decision | None = None, **changed: object) -> EstimateInWords:
    return EstimateInWords(replace(fitted(), **changed), NAMES, TITLES, decision or Decision())


@pytest.fixture
def diagnosed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., EstimateInWords]:
    """The estimate of the tests as if its draws had come to something else, the same of every parameter."""

    def made(
        r_hat: float = 1.004,
        effective: float = 900,
        fewest_states: int = 2,
        draws: int = 1000,
        reading: str = "all",
        **other: float,
    ) -> EstimateInWords:
        of = fitted().diagnostics
        found = replace(
            of,
            r_hat=dict.fromkeys(of.r_hat, r_hat),
            effective=dict.fromkeys(of.effective, effective),
            effective_tails=dict.fromkeys(of.effective, effective),
            **{"chains": 2, "lost": 0.0, **other},
        )
        monkeypatch.setattr(ModelFit, "diagnostics", found)
        return in_words(
            Decision(fewest_states=fewest_states), sampling=Sampling(draws=draws), reading=reading
        )

    return made


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
    part = in_words(reading="direct", without=("security",))
    assert part.estimated(kept=True).endswith(
        "; pressure alone, at once, without any effect of security requirement."
    )
    assert part.estimated(kept=True).startswith("Kept from before: ")


def test_reasons_and_notes_name_no_parameter_as_the_program_does(words: EstimateInWords) -> None:
    told = [*words.against(ASKING), *words.notes(ASKING)]
    assert any("too few effective draws" in each for each in told)
    assert not [each for each in told if re.search(r"\w\[|[a-z]_[a-z]", each)]
    (weak,) = (each for each in told if "hardly add to the priors" in each)
    assert weak.endswith("; all stand elsewhere")
    assert words.soundness().startswith("R-hat up to ")


def test_with_too_few_states_no_number_of_draws_is_named(
    diagnosed: Callable[..., EstimateInWords],
) -> None:
    told = list(diagnosed(effective=200, fewest_states=5).against(ASKING))
    assert told[1:] == [
        "No verdict: a verdict takes 5 states at least, and this panel has 3.",
        "However many draws there are, no verdict can follow from this panel; more states may be named under `panel` in the study file.",
    ]
    assert "too few effective draws" in told[0]
    assert not any("`draws" in each for each in told)


FAR_APART = (
    "How many draws it takes cannot be told, or whether any number does: the chains are far from agreeing."
)


@pytest.mark.parametrize(
    ("came_to", "way"),
    [
        # Two and a half times as many, and a fifth more.
        ({"effective": 160}, "`draws 3000` may be enough, by what 1,000 of each chain came to."),
        ({"r_hat": 1.02}, "`draws 2500` may be enough, by what 1,000 of each chain came to."),
        (
            {"effective": 5},
            "How many draws it takes cannot be told from so few; without `usual` there are 1,400 of each chain.",
        ),
        ({"r_hat": 1.4, "draws": 1400}, FAR_APART),
        ({"chains": 1}, "`two` draws two."),
        ({"lost": 0.1}, "More draws alone do not help where trajectories are lost."),
    ],
)
def test_what_may_be_done_about_unsound_draws_is_told_as_far_as_it_is_known(
    diagnosed: Callable[..., EstimateInWords], came_to: dict[str, float], way: str
) -> None:
    *_, last = diagnosed(**came_to).against(ASKING)
    assert last == way


def test_of_sound_draws_nothing_is_told_and_of_a_part_of_the_figure_what_verdicts_take(
    diagnosed: Callable[..., EstimateInWords],
) -> None:
    assert list(diagnosed().against(ASKING)) == []
    assert list(diagnosed(reading="direct").against(ASKING)) == [
        "No verdict: only the reading 'direct' was kept.",
        "Verdicts take an estimate without `part`.",
    ]


def test_that_pressure_is_felt_alike_is_told_once() -> None:
    panel = replace(fitted().panel, exposure=np.ones(3))
    words = in_words(panel=panel)
    assert FELT_ALIKE in words.fit.notes
    assert f"No verdict on what pressure does: {FELT_ALIKE}." in list(words.against(ASKING))
    assert FELT_ALIKE not in list(words.notes(ASKING))


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
