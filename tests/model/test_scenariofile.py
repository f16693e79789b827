from pathlib import Path

import pytest

from counterpoise.errors import StudyFileError
from counterpoise.model.scenariofile import ScenarioFile, Unmeasured, read_scenario, unmeasured
from counterpoise.study import read_study
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.policies import Impulse, Policies

PART = ModelPart(
    filters={"economic": "need", "institutions": "capacity", "leadership": "leaders"},
    policies={
        "levers": {
            "institutional_capacity": {"raises": {"institutions": 1}},
            "leaders": {"raises": {"leadership": 1}},
        }
    },
)
MEASURED = ("economic", "institutions")


def read(text: str, folder: Path) -> ScenarioFile:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path, PART, ("PAK", "VNM"), MEASURED, 2025)


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
    text = "scenario: S\nlevers: [{lever: leaders}]\nshocks: [{to: leadership, by: 1, year: 2027}]\n"
    with pytest.raises(StudyFileError) as raised:
        read(text, tmp_path)
    assert [problem.what for problem in raised.value.problems] == [
        "levers.0.lever: the lever 'leaders' raises leadership, which nothing in the panel measures",
        "shocks.0.to: nothing in the panel measures leadership, so that it cannot be moved",
    ]


def test_before_an_estimate_neither_years_nor_measures_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    text = "scenario: S\nlevers: [{lever: leaders}]\nshocks: [{to: leadership, by: 1, year: 1999}]\n"
    path.write_text(text, encoding="utf-8")
    assert read_scenario(path, PART, ("PAK",)).levers[0].lever == "leaders"


@pytest.mark.parametrize("year", [1990, 2036])
def test_before_an_estimate_years_are_told_that_no_panel_of_the_period_can_have(
    year: int, tmp_path: Path
) -> None:
    path = tmp_path / "one.yaml"
    text = f"scenario: S\nlevers: [{{lever: moon}}]\nshocks: [{{to: pressure, by: 1, year: {year}}}]\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError) as raised:
        read_scenario(path, PART, ("PAK",), period=(1990, 2025))
    told = {problem.place: problem.what for problem in raised.value.problems}
    assert told["one.yaml:2:11"].startswith("levers.0.lever: unknown lever 'moon'")
    assert told["one.yaml:3:32"] == (
        f"shocks.0.year: {year} is outside the years that can be simulated, 10 after the last of a panel within 1990 to 2025"
    )
    path.write_text("scenario: S\nshocks: [{to: pressure, by: 1, year: 2020}]\n", encoding="utf-8")
    assert read_scenario(path, PART, ("PAK",), period=(1990, 2025)).shocks


def test_what_of_policies_acts_on_filters_that_are_not_measured_is_named_with_them() -> None:
    assert unmeasured(PART.policies, MEASURED) == Unmeasured({"leaders": ("leadership",)}, {})
    policies = Policies(
        shocks={
            "coup": Impulse(to="domestic"),
            "rivalry": Impulse(to="pressure"),
            "need": Impulse(to="economic"),
        }
    )
    assert unmeasured(policies, MEASURED) == Unmeasured({}, {"coup": ("domestic",)})


def test_a_year_is_a_whole_number_and_no_text_or_truth(tmp_path: Path) -> None:
    years = ("'1999'", "true", "2027.0")
    shocks = ", ".join(f"{{to: pressure, by: 1, year: {year}}}" for year in years)
    with pytest.raises(StudyFileError) as raised:
        read(f"scenario: S\nshocks: [{shocks}]\n", tmp_path)
    assert [problem.what.partition(": ")[2] for problem in raised.value.problems] == [
        "found '1999'; expected a whole number",
        "found true; expected a whole number",
        "found 2027.0; expected a whole number",
    ]


def test_what_is_under_a_misspelt_key_is_looked_at_and_a_state_may_be_meant_by_its_name(
    tmp_path: Path,
) -> None:
    text = "scenario: ''\nstate: Viet Nam\nstrategy: [hegde]\nheld: [{what: tie_a, at: 1}, {what: tie_a, at: x}]\n"
    with pytest.raises(StudyFileError) as raised:
        read(text, tmp_path)
    assert [problem.what for problem in raised.value.problems] == [
        "scenario: found ''; expected text",
        "state: unknown state of the panel 'Viet Nam' - did you mean 'VNM'?",
        "strategy: unknown key 'strategy' - did you mean 'strategies'?",
        "strategies.0: unknown strategy 'hegde' - did you mean 'hedge'?",
        "held.1: 'tie_a' is held twice in some year",
        "held.1.at: found 'x'; expected a number",
    ]


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
        found = read_scenario(path, study.theory.model, study.panel, measured, study.end)
        assert found.state == study.state
        assert found.shocks
