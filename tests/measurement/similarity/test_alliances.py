from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.datasets.alliance_ties import AllianceTies
from counterpoise.datasets.atop import ATOP
from counterpoise.measurement.similarity.alliances import alliance_portfolios, capability_weights
from counterpoise.measurement.similarity.dyads import all_dyads, tally_of
from counterpoise.measurement.similarity.measures import SIX
from counterpoise.measurement.similarity.portfolios import Portfolios
from counterpoise.measurement.similarity.series import kappa_share_series, similarity_series


def ties(*rows: tuple[str, str, int, int], last: int = 1900) -> AllianceTies:
    schema = {"state": pl.String, "partner": pl.String, "year": pl.Int32, "category": pl.Int8}
    return AllianceTies("ties.csv", "1", pl.DataFrame(rows, schema=schema, orient="row"), 1816, last)


def test_a_state_stands_in_its_own_portfolio_as_if_it_had_promised_itself_defence() -> None:
    found = alliance_portfolios(ties(("FRA", "RUS", 1899, 3), ("RUS", "FRA", 1899, 3)), 1899, 1950)
    assert [each.period for each in found] == [1899, 1900]
    before, after = found
    at = {state: place for place, state in enumerate(before.states)}
    assert before.positions[at["FRA"], at["RUS"]] == 3
    assert (np.diag(before.positions) == 3).all()
    assert before.positions.sum() == 3 * (len(before.states) + 2)
    assert (after.positions == 3 * np.eye(len(after.states))).all()


def test_states_are_those_of_the_year() -> None:
    (found,) = alliance_portfolios(ties(("PAK", "USA", 1890, 1)), 1890, 1890)
    assert "PAK" not in found.states
    assert {"USA", "GBR", "JPN"} <= set(found.states)


def test_partners_may_count_by_their_capabilities() -> None:
    # Three states, of which A and B agree on B alone; B holds eight tenths of what there is.
    made = Portfolios(1900, ("A", "B", "C"), np.array([[3, 3, 0], [0, 3, 3], [0, 0, 3]], np.int8), 4)
    cinc = pl.DataFrame(
        {"state": ["A", "B", "B", "X"], "year": [1900, 1900, 1901, 1900], "value": [0.2, 0.8, 0.1, 0.5]}
    )
    found = capability_weights(made, cinc)
    assert found.values.tolist() == pytest.approx([0.2, 0.8, np.nan], nan_ok=True)
    assert found.without == {"C": "no capabilities for C"}
    (s,) = tally_of(made, [(0, 1)], np.array([0.2, 0.8, 0])).measures(("s",))[:, 0]
    # Signorino & Ritter (1999): 1 - 2 sum(w |k - l|) / (dmax sum(w)).
    assert s == pytest.approx(1 - 2 * (0.2 * 3) / 3)
    (equal,) = tally_of(made, [(0, 1)]).measures(("s",))[:, 0]
    assert equal == pytest.approx(1 - 2 * (3 + 3) / 3 / 3)


def test_without_capabilities_there_is_no_figure_and_a_third_state_is_not_counted() -> None:
    positions = np.array([[3, 3, 0], [0, 3, 3], [0, 0, 3]], np.int8)
    made = [Portfolios(year, ("A", "B", "C"), positions, 4) for year in (1900, 1901)]
    cinc = pl.DataFrame({"state": ["A", "B"], "year": [1900, 1900], "value": [0.2, 0.8]})
    weights = partial(capability_weights, cinc=cinc)
    found = similarity_series(made, ["A"], ["B", "C"], ("s",), weights=weights)
    assert found.select("period", "partner", "n", "not_defined").rows() == [
        (1900, "B", 2, None),
        (1900, "C", 2, "no capabilities for C"),
        (1901, "B", 0, "no capabilities for A, no capabilities for B"),
        (1901, "C", 0, "no capabilities for A, no capabilities for C"),
    ]
    assert found["value"].to_list() == [pytest.approx(1 - 2 * (0.2 * 3) / 3), None, None, None]
    share = kappa_share_series(made[:1], ["A"], ("B", "C"), weights=weights)
    assert share.select("value", "not_defined").row(0) == (None, "no capabilities for C")


def test_all_alliance_portfolios_of_atop(shared: Path) -> None:
    found = alliance_portfolios(
        ATOP.ties([shared / "data/atop/atop_alliance_directed_dyad_year.parquet"]), 1816, 2025
    )
    assert (found[0].period, found[-1].period) == (1816, 2018)
    measures = all_dyads([each.planes() for each in found], SIX)
    assert not np.isnan(measures.values).any()
    # Häge (2011): ties are rare, so that S is high though there is next to nothing in common beyond chance.
    for period, least in ((1900, 0.9), (1960, 0.7)):
        s, kappa = measures.of_period(period - 1816)[[0, 2]]
        assert np.median(s) > least
        assert np.median(kappa) < 0
    each = found[-1]
    pair = [(each.states.index("BEL"), each.states.index("NLD"))]
    assert tally_of(each, pair).measures(("kappa",))[0, 0] > 0.9
