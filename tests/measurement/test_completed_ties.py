from dataclasses import replace

import numpy as np
import pytest

from counterpoise.measurement.completed_ties import completed_ties
from counterpoise.measurement.tie_series import TieSeries

YEARS = 20
RNG = np.random.default_rng(2)


def series(
    level: float,
    *,
    side: str = "a",
    indicator: str = "trade_share",
    gone: tuple[int, ...] = (),
    errors: bool = False,
) -> TieSeries:
    """A tie that stays about a level, not observed in the years `gone`."""
    observed = np.ones(YEARS, dtype=bool)
    observed[list(gone)] = False
    draws = level + RNG.normal(0, 0.03, (YEARS, 1)) + (RNG.normal(0, 0.01, (YEARS, 1000)) if errors else 0.0)
    return TieSeries(
        indicator, side, "economic", "trade", True, np.where(observed[:, None], draws, 0.0), observed
    )


def panel() -> dict[str, list[TieSeries]]:
    return {
        "PAK": [series(0.3, gone=(5, 6)), series(0.6, side="b", errors=True)],
        "VNM": [series(0.5), series(0.4, side="b", gone=(0, 19))],
        "IDN": [series(0.7)],
        "LKA": [],
    }


def test_a_gap_is_drawn_and_marked_and_what_is_observed_stays() -> None:
    given = panel()
    found = completed_ties(given, "economic", 1)
    a, b = found["PAK"]
    assert np.flatnonzero(a.imputed).tolist() == [5, 6]
    assert a.observed.all()
    assert a.draws.shape == (YEARS, 1000)
    kept = ~a.imputed
    assert (a.draws[kept] == given["PAK"][0].draws[kept]).all()
    assert a.draws[5].mean() == pytest.approx(0.3, abs=0.1)
    assert a.draws[5].std() > 0.01
    assert b is given["PAK"][1]
    assert b.imputed is None


def test_ties_stay_between_nothing_and_one() -> None:
    given = {"PAK": [series(0.98, gone=(3, 4, 5))], "VNM": [series(0.02)]}
    (found,) = completed_ties(given, "economic", 1)["PAK"]
    drawn = found.draws[found.imputed]
    assert drawn.shape == (3, 1000)
    assert drawn.min() >= 0
    assert drawn.max() == 1


def test_a_state_of_which_the_dimension_has_nothing_gets_nothing() -> None:
    assert completed_ties(panel(), "economic", 1)["LKA"] == []
    assert completed_ties(panel(), "security", 1) == {"PAK": [], "VNM": [], "IDN": [], "LKA": []}


def test_a_series_that_a_state_lacks_is_drawn_from_what_it_has_and_is_not_narrow() -> None:
    _, lacking = completed_ties(panel(), "economic", 1)["IDN"]
    assert lacking.side == "b"
    assert lacking.imputed.all()
    assert np.quantile(lacking.draws, 0.95) - np.quantile(lacking.draws, 0.05) > 0.1


def test_nothing_is_carried_past_the_last_year_in_which_anybody_is_observed() -> None:
    given = {name: [series(0.4, gone=(17, 18, 19)), series(0.5, side="b")] for name in ("PAK", "VNM")}
    a, b = completed_ties(given, "economic", 1)["PAK"]
    assert np.flatnonzero(~a.observed).tolist() == [17, 18, 19]
    assert b.observed.all()


def test_draws_of_two_dimensions_of_the_same_shape_have_nothing_to_do_with_each_other() -> None:
    rng = np.random.default_rng(5)

    def another(series: TieSeries) -> TieSeries:
        moved = series.draws[:, :1] + rng.normal(0, 0.05, (YEARS, 1))
        return replace(series, dimension="security", draws=np.where(series.observed[:, None], moved, 0.0))

    economic = {
        state: [series(level, gone=(5, 6)), series(1 - level, side="b")]
        for state, level in (("PAK", 0.3), ("VNM", 0.5), ("IDN", 0.6))
    }
    both = {state: [*each, *map(another, each)] for state, each in economic.items()}
    for state in both:
        (one, _), (other, _) = (completed_ties(both, name, 1)[state] for name in ("economic", "security"))
        for year in (5, 6):
            assert abs(np.corrcoef(one.draws[year], other.draws[year])[0, 1]) < 0.15
