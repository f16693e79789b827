from pathlib import Path

import pytest

from counterpoise.errors import StudyFileError
from counterpoise.model.scenariofile import ScenarioFile, read_scenario
from counterpoise.study import read_study
from counterpoise.theory.policies import Policies

POLICIES = Policies(
    levers={
        "institutional_capacity": {"raises": {"institutions": 1}},
        "leaders": {"raises": {"leadership": 1}},
    }
)
FILTERS = ("economic", "institutions")


def read(text: str, folder: Path) -> ScenarioFile:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path, POLICIES, FILTERS, ("PAK", "VNM"), 2025)


def test_a_scenario_says_what_happens_and_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    found = read("scenario: Quiet\nlevers: [{lever: institutional_capacity, from: 2027}]\n", tmp_path)
    assert (found.years, found.replies, found.strategies) == (10, True, ())
    assert found.levers[0].strength == 1


def test_every_name_and_year_that_cannot_be_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """\
scenario: Odd
state: USA
years: 5
shocks:
  - {to: presure, by: 1, year: 2027}
  - {to: tie_b, by: -1, year: 2031}
held: [{what: economic, at: 0, from: 2020}]
levers: [{lever: institutional_capacities}]
strategies: [hedg]
"""
    with pytest.raises(StudyFileError) as raised:
        read(text, tmp_path)
    told = {problem.place: problem.what for problem in raised.value.problems}
    assert told == {
        "one.yaml:2:1": "state: unknown state of the panel 'USA'; there are PAK, VNM",
        "one.yaml:5:6": "shocks.0.to: unknown part of the model 'presure' - did you mean 'pressure'?",
        "one.yaml:6:25": "shocks.1.year: 2031 is outside the years that are simulated, 2026 to 2030",
        "one.yaml:7:32": "held.0.from: 2020 is outside the years that are simulated, 2026 to 2030",
        "one.yaml:8:11": "levers.0.lever: unknown lever 'institutional_capacities' - did you mean 'institutional_capacity'?",
        "one.yaml:9:14": "strategies.0: unknown strategy 'hedg' - did you mean 'hedge'?",
    }


@pytest.mark.parametrize(
    ("held", "what"),
    [
        ("{what: economic, at: 1, to: 2027}, {what: economic, at: 0, from: 2027}", "held twice in some year"),
        ("{what: economic, at: 1, from: 2028, to: 2027}", "expected the earlier year first"),
    ],
)
def test_years_of_what_is_held_follow_each_other(held: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=what):
        read(f"scenario: S\nheld: [{held}]\n", tmp_path)


def test_a_tie_may_be_held_in_turn_and_a_scenario_has_a_title(tmp_path: Path) -> None:
    text = "held: [{what: tie_a, at: 1, to: 2027}, {what: tie_a, at: 0, from: 2028}]\n"
    with pytest.raises(StudyFileError) as raised:
        read(text, tmp_path)
    assert [problem.what for problem in raised.value.problems] == ["the key 'scenario' is missing"]
    assert len(read(f"scenario: S\n{text}", tmp_path).held) == 2


def test_a_lever_on_what_the_panel_does_not_measure_cannot_be_pulled(tmp_path: Path) -> None:
    with pytest.raises(
        StudyFileError, match="the lever 'leaders' raises leadership, which nothing in the panel measures"
    ):
        read("scenario: S\nlevers: [{lever: leaders}]\n", tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        "levers: [{lever: institutional_capacity, strength: -1}]",
        "shocks: [{to: pressure, by: 1.0e+300, year: 2027}]",
    ],
)
def test_numbers_beyond_all_that_series_do_are_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"one\.yaml:2"):
        read(f"scenario: S\n{wrong}\n", tmp_path)


def test_what_is_no_number_hides_no_other_mistake(tmp_path: Path) -> None:
    text = "scenario: S\ndraws: many\nshocks: [{to: moon, by: 1, year: 1999}]\nlevers: [{lever: other}]\n"
    with pytest.raises(StudyFileError) as raised:
        read(text, tmp_path)
    assert len(raised.value.problems) == 4


def test_the_packaged_scenario_and_that_of_the_docs_fit_the_packaged_study(tmp_path: Path) -> None:
    checkout = Path(__file__).parents[2]
    study = read_study(checkout / "examples" / "pakistan")
    assert study.theory.model is not None
    packaged = (checkout / "examples/pakistan/scenarios/polarisation.yaml").read_text("utf-8")
    page = (checkout / "docs/scenarios.md").read_text("utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    for text in (packaged, shown):
        path = tmp_path / "one.yaml"
        path.write_text(text, encoding="utf-8")
        # Nothing in the packaged study measures institutions.
        measured = [name for name in study.theory.model.filters if name != "institutions"]
        found = read_scenario(path, study.theory.model.policies, measured, study.panel, study.end)
        assert found.state == study.state
        assert found.shocks
