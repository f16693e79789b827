import numpy as np
import polars as pl
import pytest

from counterpoise.model.quantities import joined, less_other, observe_quantities
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Quantity
from tests.model.rival_worlds import POWERS, STATES, YEARS, observations, simulated, theory_of_library


def with_quantity(quantity: Quantity) -> Theory:
    return theory_of_library().model_copy(update={"quantities": {"it": quantity}})


def made(quantity: Quantity, values: pl.DataFrame) -> np.ndarray:
    panel, _ = simulated()
    return observe_quantities(with_quantity(quantity), panel, values, POWERS).values["it"]


CAPABILITY = observations(
    [(power, "cinc", year, value) for power, value in (("USA", 0.1), ("CHN", 0.2)) for year in YEARS]
)


def test_of_the_powers_is_power_b_less_power_a() -> None:
    rows = [("USA", "cinc", year, 0.1) for year in YEARS] + [
        ("CHN", "cinc", year, 0.1 * (year - 1989)) for year in YEARS
    ]
    found = made(Quantity(title="Ratio", of="powers", series="cinc", transform="log"), observations(rows))
    assert found.shape == (2, len(STATES), len(YEARS))
    assert found[1, 3] == pytest.approx(np.log(np.arange(1, 26)))
    pace = made(
        Quantity(title="Pace", of="powers", series="cinc", transform="log", change=True), observations(rows)
    )
    assert np.isnan(pace[..., 0]).all()
    assert pace[0, 0, 1] == pytest.approx(np.log(2))


def test_of_a_pair_is_what_the_state_has_with_each_power() -> None:
    near = observations(
        [("PAK", "contiguity", year, rank) for year, rank in ((1990, 1.0), (1991, 4.0), (1992, 0.0))], "CHN"
    )
    far = observations([("PAK", "contiguity", 1990, 0.0)], "USA")
    found = made(
        Quantity(title="Near", of="pair", series="contiguity", transform="nearness"), pl.concat([near, far])
    )
    pakistan = found[:, STATES.index("PAK"), :4]
    assert pakistan[1, :3] == pytest.approx([1.0, 0.25, 0.0])
    assert pakistan[0, 0] == 0.0
    assert np.isnan(pakistan[:, 3]).all()


def test_likeness_is_the_distance_of_state_and_power_with_its_sign_turned() -> None:
    panel, values = simulated()
    alike = Quantity(title="Likeness", of="pair", series="polyarchy", transform="similarity")
    found = observe_quantities(with_quantity(alike), panel, values, POWERS).values["it"]
    own = values.filter(state="LKA", start=2000, indicator="polyarchy")["value"][0]
    assert found[:, STATES.index("LKA"), 10] == pytest.approx([-abs(own - 0.9), -abs(own - 0.1)])


@pytest.mark.parametrize(
    ("quantity", "why"),
    [
        (
            Quantity(title="Trade", of="pair", series="trade_share"),
            "ties themselves are made of share of trade",
        ),
        (Quantity(title="Arms", of="power", series="milex"), "nothing is observed of military expenditure"),
        (Quantity(title="Gap", of="powers", series="cinc"), "nothing varies in capability"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(quantity: Quantity, why: str) -> None:
    panel, _ = simulated()
    found = observe_quantities(with_quantity(quantity), panel, CAPABILITY, POWERS)
    assert (dict(found.values), dict(found.refused)) == ({}, {"it": why})


def test_a_threat_is_the_product_of_its_parts_and_set_against_that_of_the_other_power() -> None:
    capability, nearness = np.array([1.0, 2.0]).reshape(2, 1, 1), np.array([0.0, 1.0]).reshape(2, 1, 1)
    threat = joined([capability, nearness])
    assert threat.ravel() == pytest.approx([1.5, 4.0])
    assert less_other(threat).ravel() == pytest.approx([-2.5, 2.5])


def test_what_was_observed_before_the_panel_fills_none_of_its_years() -> None:
    before = observations([(power, "cinc", 1980, 0.5) for power in ("USA", "CHN")])
    before = before.with_columns(end=pl.lit(1985, before.schema["end"]))
    late = YEARS[len(YEARS) // 2 :]
    years = [
        (power, "cinc", year, value * (year - 1980))
        for power, value in (("USA", 0.1), ("CHN", 0.2))
        for year in late
    ]
    years += [("CHN", "cinc", YEARS[-1], 9.0)]
    found = made(
        Quantity(title="Ratio", of="powers", series="cinc", transform="log"),
        pl.concat([before, observations(years)]),
    )
    assert np.isnan(found[..., : len(YEARS) // 2]).all()
    assert found[1, 0, -2] == pytest.approx(np.log(2))
