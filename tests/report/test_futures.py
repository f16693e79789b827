from functools import cache
from pathlib import Path

from counterpoise.findings.names import PowerNames
from counterpoise.model.futures import Futures
from counterpoise.model.scenariofile import Pulled, ScenarioFile, Shock
from counterpoise.model.scenarios import simulate
from counterpoise.report.futures import futures_outline, headlines
from counterpoise.report.outline import Bullets, DataTable, Figure
from counterpoise.report.writers import writer_of
from counterpoise.theory.policies import Impulse, Lever, Policies
from tests.model.simulated_outset import made_up_outset

NAMES = PowerNames(a="Alpha", b="the Betas", state="Gamma", sides={"a": "Alpha", "b": "Betas"})


@cache
def futures() -> Futures:
    policies = Policies(
        levers={"evening": Lever(evens=0.5)}, shocks={"rivalry": Impulse(to="pressure", by=2)}
    )
    shock = Shock(to="tie_a", by=-4, year=2021, until=2023)
    asked = ScenarioFile(
        scenario="A tie is cut <now>", years=3, draws=300, shocks=[shock], strategies=["equidistance"]
    )
    return simulate(made_up_outset(), policies, asked)


def tables() -> dict[str, DataTable]:
    blocks = futures_outline(futures(), NAMES, "counterpoise").blocks()
    return {each.id: each for each in blocks if isinstance(each, DataTable)}


def test_what_comes_first_is_how_likely_a_forced_choice_is_and_what_is_regretted_least() -> None:
    first, second = headlines(futures(), NAMES)
    chance = futures().choices["as_now", True].by_year[-1]
    assert f"forced in {chance:.0%} of the runs where the powers reply" in first
    assert "Equidistance" in second


def test_every_part_has_its_table_with_a_row_for_each_thing_asked() -> None:
    found = tables()
    assert set(found) == {"forced-choices", "regrets", "levers", "shocks"}
    assert len(found["forced-choices"].rows) == 2 * 2
    assert len(found["regrets"].rows) == 3 * 2
    assert found["levers"].rows[0][0] == "Evening"
    assert found["shocks"].rows[0][0] == "Rivalry"


def test_the_figure_draws_medians_that_stand_in_its_table() -> None:
    (figure,) = (each for each in futures_outline(futures(), NAMES, "p").blocks() if isinstance(each, Figure))
    shown = {row[:3]: row[3] for row in figure.table.rows}
    last = figure.chart.panels[0].series[0].observations[-1]
    assert shown["As now", "Tie with Alpha", 2023] == round(last.value, 3)
    assert len(figure.table.rows) == 3 * 5 * 3


def test_a_path_is_explained_in_the_names_of_the_powers_and_written_as_a_page(tmp_path: Path) -> None:
    page = tmp_path / "scenario.html"
    writer_of(page)(futures_outline(futures(), NAMES, "counterpoise"), page)
    text = page.read_text("utf-8")
    assert "In 2023 the tie with Alpha is" in text
    assert "A tie is cut &lt;now&gt;" in text
    assert "<now>" not in text


def test_strategies_and_filters_go_by_the_names_of_powers_and_constructs() -> None:
    policies = Policies(levers={"capacity": Lever(raises={"institutions": 1})})
    pulled = [Pulled(lever="capacity")]
    asked = ScenarioFile(
        scenario="S", years=2, draws=200, levers=pulled, strategies=["tilt_to_a", "tilt_to_b"]
    )
    found = simulate(made_up_outset(), policies, asked)
    outline = futures_outline(found, NAMES, "p", titles={"institutions": "institutional capacity"})
    tables = {each.id: each for each in outline.blocks() if isinstance(each, DataTable)}
    assert {row[0] for row in tables["forced-choices"].rows} == {
        "As now",
        "Tilt to Alpha",
        "Tilt to the Betas",
    }
    assert {row[1] for row in tables["regrets"].rows} == {"As now", "Tilt to Alpha", "Tilt to the Betas"}
    told = " ".join(item for each in outline.blocks() if isinstance(each, Bullets) for item in each.items)
    assert "through institutional capacity" in told
    assert "through institutions" not in told
    assert all(each.note for each in tables.values())
