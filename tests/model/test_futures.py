from counterpoise.measurement.draws import QUANTILES
from counterpoise.model.futures import SERIES
from counterpoise.model.scenariofile import ScenarioFile
from counterpoise.model.scenarios import simulate
from counterpoise.theory.policies import Policies
from tests.model.simulated_outset import made_up_outset


def test_the_table_of_futures_has_a_line_for_each_strategy_series_and_year_and_the_world_beside() -> None:
    asked = ScenarioFile(scenario="S", years=2, draws=200, strategies="as_now")
    found = simulate(made_up_outset(), Policies(), asked)
    table = found.table()
    assert table.columns == ["strategy", "series", "year", *QUANTILES]
    assert table["strategy"].unique(maintain_order=True).to_list() == ["as_now", "nothing happens"]
    assert table["series"].unique(maintain_order=True).to_list() == list(SERIES)
    assert table["year"].unique(maintain_order=True).to_list() == [2021, 2022]
    assert "nothing happens" in found._repr_html_()
