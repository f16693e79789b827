import numpy as np
import pytest

from counterpoise.measurement.score_table import SCORE_SCHEMA, score_table, scored


def test_each_year_has_its_quantiles_and_what_it_rests_on():
    draws = np.array([np.linspace(0, 1, 1001), np.full(1001, 0.3), np.full(1001, np.nan)])
    found = scored(
        "PAK",
        "economic",
        "balance",
        np.array([2000, 2001, 2002]),
        draws,
        np.array([2, 1, 2]),
        4,
        ["x, y", "x", "x, y"],
    )
    first, second, third = score_table([found]).rows(named=True)
    assert [first[name] for name in ("low90", "low50", "median", "high50", "high90")] == pytest.approx(
        [0.05, 0.25, 0.5, 0.75, 0.95]
    )
    assert second["low90"] == second["high90"] == 0.3
    # Observed, and not defined: such as a share where no power has any tie.
    assert (third["median"], third["low90"], third["observed"], third["inputs"]) == (None, None, 2, 4)
    assert second["series"] == "x"


def test_nothing_scored_is_an_empty_table():
    empty = scored(
        "PAK", "all", "balance", np.array([], np.int64), np.empty((0, 1)), np.array([], np.int64), 1, []
    )
    assert dict(score_table([empty]).schema) == dict(score_table([]).schema) == SCORE_SCHEMA
