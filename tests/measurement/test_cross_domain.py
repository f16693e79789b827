import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.measurement.alignment import Aligned
from counterpoise.measurement.cross_domain import (
    CORRELATION_SCHEMA,
    correlation,
    correlations,
    deviations,
    independent_years,
    interval_over_years,
)
from counterpoise.measurement.tie_series import Drawn, TieSeries

YEARS = 12


def drawn(shares: np.ndarray, observed: np.ndarray | None = None) -> Drawn:
    years = np.ones(YEARS, bool) if observed is None else observed
    return Drawn(shares, (TieSeries("x", "a", "d", "c", True, shares, years),), years[None, :])


def aligned(**shares: Drawn) -> Aligned:
    dimensions = {name: {"alignment_share": share} if share else {} for name, share in shares.items()}
    return Aligned("PAK", 2000, dimensions, {}, np.zeros((len(shares), YEARS), bool))


def tabled(found: Aligned) -> pl.DataFrame:
    return pl.DataFrame(correlations(found), schema=CORRELATION_SCHEMA, strict=False)


@given(
    arrays(np.float64, (9, 3), elements=st.floats(0, 1)), arrays(np.float64, (9, 3), elements=st.floats(0, 1))
)
def test_it_is_pearsons_r_of_each_draw(one, other):
    found = correlation(*(deviations(each, np.arange(9)) for each in (one, other)))
    for place in range(3):
        if np.ptp(one[:, place]) > 1e-3 and np.ptp(other[:, place]) > 1e-3:
            assert found[place] == pytest.approx(np.corrcoef(one[:, place], other[:, place])[0, 1], abs=1e-6)


def test_dimensions_that_go_together_and_apart():
    rising = np.linspace(0.2, 0.8, YEARS)[:, None]
    table = tabled(aligned(economic=drawn(rising), security=drawn(1 - rising), diplomatic=drawn(rising**2)))
    found = {(row["one"], row["other"]): row["median"] for row in table.iter_rows(named=True)}
    assert found["economic", "security"] == pytest.approx(-1)
    assert found["economic", "diplomatic"] > 0.9
    assert set(table["years"]) == {YEARS}
    assert table["first"].to_list() == [2000] * 3


def test_fishers_interval_as_published():
    # Fisher's z of r = .5 and 28 independent observations: artanh .5 -+ 1.645 / 5.
    low, high = interval_over_years(np.array([0.5, 0.5]), np.array([28.0, 3.0]))
    assert (low[0], high[0]) == (pytest.approx(0.2168, abs=1e-4), pytest.approx(0.7056, abs=1e-4))
    assert (low[1], high[1]) == (-1, 1)


def test_measurement_makes_the_interval_over_years_wider():
    rng = np.random.default_rng(5)
    rising = np.linspace(0.2, 0.8, YEARS)[:, None] + 0.1 * rng.normal(size=(YEARS, 1))
    noisy = rising + 0.1 * rng.normal(size=(YEARS, 500))
    (row,) = tabled(aligned(one=drawn(rising), other=drawn(noisy))).rows(named=True)
    about = [deviations(each, np.arange(YEARS)) for each in (rising, noisy)]
    r, independent = correlation(*about), independent_years(*about)
    ends = interval_over_years(r, independent)
    assert [row[name] for name in ("low90", "median", "high90")] == pytest.approx(
        np.quantile(r, [0.05, 0.5, 0.95])
    )
    assert row["low_years"] == pytest.approx(np.quantile(ends[0], 0.05))
    assert row["high_years"] == pytest.approx(np.quantile(ends[1], 0.95))
    assert row["independent"] == pytest.approx(np.median(independent))
    middle = interval_over_years(np.median(r), np.median(independent))
    assert row["low_years"] < middle[0] < middle[1] < row["high_years"]


def test_years_that_follow_each_other_amount_to_fewer_and_the_interval_then_holds_what_it_says():
    # Two walks that have nothing to do with each other: AR(1) of .7, 40 years; 90 of 100 intervals are to hold 0.
    rng = np.random.default_rng(3)
    walks = np.zeros((40, 2, 600))
    for year in range(1, 40):
        walks[year] = 0.7 * walks[year - 1] + rng.normal(size=(2, 600))
    years = np.arange(40)
    one, other = (deviations(walks[:, place], years) for place in range(2))
    r, independent = correlation(one, other), independent_years(one, other)
    assert 10 < np.median(independent) < 25
    ends, naive = (interval_over_years(r, each) for each in (independent, np.full(600, 40.0)))
    covered, too_few = (np.mean((low <= 0) & (high >= 0)) for low, high in (ends, naive))
    assert covered > 0.84
    assert too_few < 0.78
    # Across a gap nothing follows.
    apart = (deviations(walks[::2, place], years[::2]) for place in range(2))
    assert independent_years(*apart) == pytest.approx(np.full(600, 20.0))


def test_what_cannot_be_told_says_why():
    rising = np.linspace(0.2, 0.8, YEARS)[:, None]
    few = np.arange(YEARS) < 7
    table = tabled(
        aligned(
            economic=drawn(rising),
            security=drawn(rising, few),
            diplomatic=drawn(np.full((YEARS, 1), 0.5)),
            other=None,
        )
    )
    why = {(row["one"], row["other"]): row["why"] for row in table.iter_rows(named=True)}
    assert why["economic", "security"] == "7 years in which both are observed; 8 are asked for"
    assert why["economic", "diplomatic"] == "the share of one of them does not vary"
    assert why["economic", "other"] == "no share is observed in: other"
    assert table["median"].null_count() == table.height == 6
