from dataclasses import replace
from functools import cache
from pathlib import Path

from counterpoise.findings.names import PowerNames
from counterpoise.model.futures import Futures
from counterpoise.model.scenariofile import Pulled, ScenarioFile, Shock, Unmeasured
from counterpoise.model.scenarios import simulate
from counterpoise.report.futures import futures_outline, headlines
from counterpoise.report.outline import Bullets, DataTable, Figure, Paragraph
from counterpoise.report.writers import writer_of
from counterpoise.theory.policies import Impulse, Lever, Policies
from counterpoise.wording import percent
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
    first, second, often = headlines(futures(), NAMES)
    chance = futures().choices["as_now", True].by_year[-1]
    over = futures().choices["as_now", True].over_draws
    assert (
        f"forced in {percent(chance)} of the runs where the powers reply (90 % interval {percent(over.low90)} to {percent(over.high90)})"
        in first
    )
    # Runs of their own, whatever the scenario's own draws are.
    assert over.runs * over.draws > futures().scenario.draws
    told = f"Each chance is counted in {over.runs * over.draws:,} runs: {over.runs} for each of {over.draws} draws of the parameters."
    assert first.endswith(f"under the strategy 'As now'. {told}")
    assert "Equidistance" in second
    least = futures().regrets[0.5][0].least
    assert f"at a weight of 0.5 it is best in {percent(least)} of the runs" in often


def test_where_another_strategy_is_best_oftener_than_what_is_regretted_least_the_headline_says_so() -> None:
    found = futures()
    first, second = found.regrets[0.5]
    torn = replace(found, regrets={0.5: (replace(first, least=0.4), replace(second, least=0.6))})
    told = f"at a weight of 0.5 it is best in 40% of the runs (as often or oftener: {NAMES.strategy(second.strategy).lower()} in 60%)"
    assert told in list(headlines(torn, NAMES))[-1]
    sure = replace(found, regrets={0.5: (replace(first, least=0.6), replace(second, least=0.4))})
    assert "oftener" not in list(headlines(sure, NAMES))[-1]


def test_what_a_strategy_is_worth_more_than_the_best_other_has_an_interval() -> None:
    table = tables()["regrets"]
    assert table.columns[-1] == "Worth more than the best other"
    first, second = (row[-1] for row in table.rows[:2])
    ahead = futures().regrets[0.0][0].ahead
    assert (
        first == f"{ahead.median:+z.3f} (90 % interval {ahead.low90:+z.3f} to {ahead.high90:+z.3f})" != second
    )


def test_why_sentences_say_that_they_are_means_and_what_their_interval_is_of() -> None:
    told = told_of(futures())
    assert any("each figure is a mean over the runs" in each for each in told)
    assert any(each.startswith("In 2023 the tie with Alpha is on average ") for each in told)


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


def told_of(found: Futures, titles: dict[str, str] | None = None) -> list[str]:
    """The sentences and bullets of a report on futures."""
    blocks = list(futures_outline(found, NAMES, "p", titles=titles).blocks())
    bullets = [item for each in blocks if isinstance(each, Bullets) for item in each.items]
    return [each.text for each in blocks if isinstance(each, Paragraph)] + bullets


def test_the_chance_of_a_choice_and_its_change_by_a_lever_have_intervals_over_draws() -> None:
    table = tables()["forced-choices"]
    assert table.columns[2:5] == ("Forced by 2023", "From (90 %)", "To (90 %)")
    over = futures().choices["as_now", True].over_draws
    assert table.rows[0][3:5] == (round(over.low90, 3), round(over.high90, 3))
    assert "for 200 draws of these it was reckoned from 200 runs each" in table.note
    assert "too wide rather than too narrow" in table.note
    lever = futures().levers[0]
    low, high = lever.forced_over_draws.low90, lever.forced_over_draws.high90
    assert (
        tables()["levers"].rows[0][-1] == f"{lever.forced:+z.3f} (90 % interval {low:+z.3f} to {high:+z.3f})"
    )


def test_why_replies_make_a_choice_rarer_or_likelier_is_told_by_what_each_does_alone() -> None:
    told = told_of(replace(futures(), forced_by_one={"inducement": 0.05, "punishment": 0.4}))
    (why,) = (each for each in told if each.startswith("Under the strategy 'As now' a forced choice is "))
    assert why.endswith("With the first alone the chance is 0.05, with the second alone 0.40.")
    without = told_of(replace(futures(), forced_by_one={}))
    assert not any("With the first alone" in each for each in without)


def test_what_is_not_simulated_is_named_with_the_reason() -> None:
    assert not any(each.startswith("Not simulated") for each in told_of(futures()))
    lacking = Unmeasured({"capacity_building": ("institutions",)}, {"coup": ("domestic", "leaders")})
    told = told_of(replace(futures(), unmeasured=lacking), {"institutions": "institutional capacity"})
    assert [each for each in told if each.startswith("Not simulated")] == [
        "Not simulated: the lever capacity building, since nothing in this panel measures institutional capacity, on which it acts.",
        "Not simulated: the shock coup, since nothing in this panel measures domestic and leaders, on which it acts.",
    ]


def test_since_when_no_tie_is_observed_is_told_of_both_powers() -> None:
    told = told_of(replace(futures(), ties_until=(2014, 2018)))
    assert (
        "The tie of Gamma with Alpha is last observed in 2014, and that with the Betas last observed in 2018: where a tie that "
        "is not observed in 2020 stands then, the model infers from all else that it is estimated on."
    ) in told
    assert not any("observed" in each for each in told_of(replace(futures(), ties_until=(2020, 2020))))
