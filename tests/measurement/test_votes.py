from dataclasses import replace

import numpy as np
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.measurement.votes import VOTE_SCHEMA, kappa_share, measure_votes, vote_share
from counterpoise.theory.elements import Indicator
from tests.study_in_miniature import observed

DISTANCE = TieInput(
    "vote_proximity",
    "diplomatic",
    Indicator(
        id="distance",
        title="Closeness",
        quantity="Distance",
        unit="points",
        transform="proximity",
        positions="point",
    ),
    "distance",
    in_share=True,
)
# Ideal points of 2010: Pakistan -.749, the United States 2.388, China -.832.
PLACES = {"PAK": -0.749, "USA": 2.388, "CHN": -0.832}


def votes(*values: Value):
    powers = {"a": "USA", "b": "CHN"}
    return measure_votes(measure_ties(table_of_values(values), (DISTANCE,), ("PAK",), powers), (DISTANCE,), 7)


def distances(year: int = 2010) -> list[Value]:
    return [observed(power, year, "distance", abs(PLACES["PAK"] - PLACES[power])) for power in ("USA", "CHN")]


def points(se: float | None) -> list[Value]:
    return [
        replace(observed(None, 2010, "point", place, state=state), se=se) for state, place in PLACES.items()
    ]


def test_the_worked_row_of_votes():
    share = vote_share(np.array([3.137]), np.array([0.083]))
    assert share == pytest.approx(0.026, abs=5e-4)


def test_votes_alone_have_the_interval_of_the_three_ideal_points():
    (row,) = votes(*distances(), *points(0.05)).rows(named=True)
    assert row["share"] == pytest.approx(0.083 / 3.22, abs=5e-4)
    assert row["low90"] < row["low50"] < row["median"] < row["high50"] < row["high90"]
    # The distance from China is the difference of two points, each with an error of .05; folded at zero.
    rng = np.random.default_rng(1)
    state, a, b = (PLACES[name] + 0.05 * rng.standard_normal(400_000) for name in ("PAK", "USA", "CHN"))
    told = abs(state - b) / (abs(state - a) + abs(state - b))
    expected = np.quantile(told, [0.05, 0.5, 0.95])
    assert [row["low90"], row["median"], row["high90"]] == pytest.approx(expected, rel=0.15)


def test_without_standard_errors_votes_have_no_interval():
    (row,) = votes(*distances(), *points(None)).rows(named=True)
    assert row["share"] == pytest.approx(0.083 / 3.22, abs=5e-4)
    assert {row[name] for name in VOTE_SCHEMA if name not in ("state", "year", "share")} == {None}


def test_a_year_with_one_power_alone_has_no_share():
    assert votes(*distances()[:1]).is_empty()
    assert votes().is_empty()


def test_kappas_become_a_share_by_their_distance_from_perfect_agreement() -> None:
    # Pakistan in session 74: kappa -.056 with the United States, .616 with China, so that the distances are .528 and .192.
    shares = kappa_share(np.array([-0.056, 1.0, 0.3, -1.0, 1.0]), np.array([0.616, 0.2, 0.3, 1.0, 1.0]))
    assert shares[:4] == pytest.approx([0.192 / (0.192 + 0.528), 1.0, 0.5, 0.0])
    assert np.isnan(shares[4])
