from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from counterpoise.errors import CounterpoiseError, StudyFileError
from counterpoise.model.outset import outset
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.model.scenariofile import Unmeasured, read_scenario
from counterpoise.model.scenarios import simulate as simulated
from counterpoise.notebook.scenario import SimulatedFutures, simulate
from tests.findings.fitted import felt_alike, known_fit

FIT = known_fit()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scenario") / "cut.yaml"
    year = FIT.panel.years[-1] + 1
    path.write_text(
        f"scenario: A tie is cut\nyears: 3\nshocks: [{{to: tie_a, by: -2, year: {year}}}]\n"
        "strategies: [as_now]\ndraws: 200\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def futures(miniature, asked: Path) -> SimulatedFutures:
    return simulate(miniature.study, FIT, asked)


def test_futures_are_those_of_the_stage(futures: SimulatedFutures, miniature, asked: Path):
    part, panel = miniature.study.theory.model, FIT.panel
    scenario = read_scenario(asked, part, panel.states, panel.filters, panel.years[-1])
    start = outset(panel, FIT.posterior, miniature.study.state)
    assert futures.table().equals(simulated(start, part.policies, scenario).table())


def test_futures_have_their_chart_and_say_first_why_no_verdict_may_rest_on_them(futures: SimulatedFutures):
    assert set(futures.charts()) == {"futures"}
    assert futures.plot().figure.title == "Futures of the ties"
    page = replace(futures, refused=("No verdict may rest on it: too few draws.",))._repr_html_()
    etree.fromstring(page)
    assert page.index("No verdict may rest on it: too few draws.") < page.index(
        "a choice between the United States"
    )
    assert "cp.write_report(futures" in page


def test_all_that_stands_against_verdicts_stands_against_futures(miniature, asked: Path):
    assert simulate(miniature.study, FIT, asked).refused == ()
    few, alike = (
        simulate(miniature.study, known_fit(states=3), asked),
        simulate(miniature.study, felt_alike(), asked),
    )
    assert few.refused == (
        "No verdict may rest on it: a verdict takes 5 states at least, and this panel has 3.",
    )
    assert alike.refused == (f"No verdict may rest on it: {FELT_ALIKE}.",)


def test_since_when_ties_are_not_observed_is_told(miniature, asked: Path):
    ties = FIT.panel.ties.copy()
    ties[:, 0, -3:] = np.nan
    page = simulate(miniature.study, replace(FIT, panel=replace(FIT.panel, ties=ties)), asked)._repr_html_()
    assert f"No tie of Pakistan is observed after {FIT.panel.years[-4]}: where a tie that is not" in page


def test_what_is_not_simulated_is_told(futures: SimulatedFutures):
    assert "Not simulated" not in futures._repr_html_()
    lacking = Unmeasured({"institutional_capacity": ("institutions",)}, {})
    told = "Not simulated: the lever institutional capacity, since nothing in this panel measures institutional capacity"
    assert told in replace(futures, unmeasured=lacking)._repr_html_()


def test_a_wrong_file_and_a_theory_without_a_model_are_refused(miniature, tmp_path: Path):
    path = tmp_path / "odd.yaml"
    path.write_text(
        "scenario: S\nlevers: [{lever: moon}]\nshocks: [{to: tie_a, by: 1, year: 1950}]\n", "utf-8"
    )
    with pytest.raises(StudyFileError) as raised:
        simulate(miniature.study, FIT, path)
    assert [problem.place for problem in raised.value.problems] == ["odd.yaml:2:11", "odd.yaml:3:29"]
    without = replace(miniature.study, theory=miniature.study.theory.model_copy(update={"model": None}))
    with pytest.raises(CounterpoiseError, match="says nothing of a model"):
        simulate(without, FIT, path)
