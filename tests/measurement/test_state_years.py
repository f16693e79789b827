from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.state_years import PanelConstructs, measure_state_years
from counterpoise.measurement.ties import measure_ties, tie_inputs
from counterpoise.study import Study, read_study
from tests.study_in_miniature import observed


@pytest.fixture(scope="module")
def pakistan() -> Study:
    return read_study(Path(__file__).resolve().parents[2] / "examples" / "pakistan")


def of(pakistan: Study, *values: Value) -> PanelConstructs:
    inputs = tie_inputs(pakistan.theory, "final-passage")
    table = table_of_values(values)
    ties = measure_ties(table, inputs, ("PAK",), pakistan.powers)
    return measure_state_years(ties, inputs, table, pakistan.theory, pakistan.powers, 7, 2000, 2012)


def flows(year: int = 2010, **trade: float) -> list[Value]:
    return [observed(power, year, "trade_share", value) for power, value in trade.items()]


def own(indicator: str, year: int, value: float, unit: str) -> Value:
    return Value("PAK", None, year, year, indicator, value, unit, "made up", "1", f"row {year}")


def median(found: PanelConstructs, construct: str, year: int = 2010) -> float | None:
    rows = found.scores.filter(construct=construct, year=year)
    return rows["median"].item() if rows.height else None


def test_dependence_is_the_mean_share_and_autonomy_what_is_left(pakistan: Study) -> None:
    arms = [
        observed(power, 2010, "arms_import_share", value) for power, value in (("USA", 30.0), ("CHN", 50.0))
    ]
    found = of(pakistan, *flows(USA=10.0, CHN=20.0), *arms)
    assert median(found, "dependence_a") == pytest.approx((0.10 + 0.30) / 2)
    assert median(found, "dependence_b") == pytest.approx((0.20 + 0.50) / 2)
    assert median(found, "autonomy") == pytest.approx(1 - 0.35)
    (row,) = found.scores.filter(construct="dependence_b").rows(named=True)
    assert (row["observed"], row["inputs"], row["series"]) == (2, 2, "arms_import_share, trade_share")


def test_a_flow_counts_by_its_importance_where_that_is_observed(pakistan: Study) -> None:
    openness = own("trade_openness", 2010, 25.0, "percent of GDP")
    found = of(pakistan, *flows(USA=10.0, CHN=20.0), openness)
    assert median(found, "dependence_b") == pytest.approx(0.20 * 0.25)
    (row,) = found.scores.filter(construct="dependence_b").rows(named=True)
    assert (row["observed"], row["inputs"], row["series"]) == (1, 2, "trade_openness, trade_share")


def test_a_flow_is_left_out_of_years_in_which_its_importance_alone_is_not_observed(pakistan: Study) -> None:
    openness = own("trade_openness", 2009, 50.0, "percent of GDP")
    arms = [observed(power, 2010, "arms_import_share", 30.0) for power in ("USA", "CHN")]
    found = of(pakistan, *flows(2009, USA=10.0, CHN=20.0), *flows(2010, USA=10.0, CHN=20.0), openness, *arms)
    assert median(found, "dependence_b", 2009) == pytest.approx(0.20 * 0.50)
    assert median(found, "dependence_b", 2010) == pytest.approx(0.30)


def test_what_the_state_lacks_is_counted_among_the_inputs(pakistan: Study) -> None:
    agreement = [
        observed(power, 2010, "vote_agreement:final-passage", value)
        for power, value in (("USA", 25.0), ("CHN", 90.0))
    ]
    found = of(pakistan, *flows(USA=10.0, CHN=20.0), *agreement)
    counts = {
        row["construct"]: (row["observed"], row["inputs"]) for row in found.scores.iter_rows(named=True)
    }
    # Ideal points are observed of nobody here, and are an input all the same.
    assert counts["vote_independence"] == (2, 4)
    tied = found.scores.filter(construct="tie_b")
    assert counts["influence_b"][0] == tied["observed"].sum() + 1
    assert counts["influence_b"][1] >= tied["inputs"].sum() + 2


def test_independence_sets_like_against_like(pakistan: Study) -> None:
    mixed = [
        observed("USA", 2010, "vote_agreement:final-passage", 25.0),
        observed("CHN", 2010, "ideal_point_distance:final-passage", 0.1),
    ]
    assert median(of(pakistan, *mixed), "vote_independence") is None


def test_shares_stay_within_their_scale_whatever_their_errors(pakistan: Study) -> None:
    wide = [replace(each, se=60.0) for each in flows(USA=95.0, CHN=5.0)]
    hhi = replace(own("trade_hhi", 2010, 0.9, "index 0-1"), se=0.5)
    found = of(pakistan, *wide, hhi).scores
    ends = found.filter(pl.col("construct").is_in(["dependence_a", "autonomy", "trade_diversification"]))
    assert ends.height == 3
    assert ends["low90"].min() >= 0
    assert ends["high90"].max() <= 1


def test_asymmetry_is_what_the_state_depends_more_than_the_power(pakistan: Study) -> None:
    theirs = [observed("CHN", 2010, "power_trade_share", 0.5)]
    found = of(pakistan, *flows(USA=10.0, CHN=20.0), *theirs)
    assert median(found, "dependence_asymmetry_b") == pytest.approx(0.20 - 0.005)
    assert median(found, "dependence_asymmetry_a") is None


def test_diversification_is_what_concentration_leaves(pakistan: Study) -> None:
    found = of(pakistan, *flows(USA=10.0, CHN=20.0), own("trade_hhi", 2010, 0.06, "index 0-1"))
    assert median(found, "trade_diversification") == pytest.approx(0.94)
    assert median(found, "export_diversification") is None


def test_independence_in_votes_is_the_distance_from_the_nearer_power(pakistan: Study) -> None:
    agreement = [
        observed(power, 2010, "vote_agreement:final-passage", value)
        for power, value in (("USA", 25.0), ("CHN", 90.0))
    ]
    found = of(pakistan, *agreement)
    goalpost = 25 + 0.975 * 65
    assert median(found, "vote_independence") == pytest.approx(1 - min(1, 90 / goalpost))


def test_nothing_is_told_of_years_in_which_nothing_is_observed(pakistan: Study) -> None:
    found = of(pakistan, *flows(2005, USA=10.0, CHN=20.0))
    assert set(found.scores["year"]) == {2005}
    assert found.scores["median"].null_count() == 0
    assert found.types.is_empty()
    assert set(found.correlations["why"]) == {
        "no share is observed in: security",
        "no share is observed in: diplomatic",
        "no share is observed in: security, diplomatic",
    }


def test_ties_that_no_source_observed_are_drawn_when_the_study_asks_and_counted_apart(
    pakistan: Study,
) -> None:
    inputs = tie_inputs(pakistan.theory, "final-passage")
    rows = [
        replace(observed(power, year, "trade_share", value + 0.2 * (year - 2000)), state=state)
        for state in ("PAK", "VNM", "IDN")
        for power, value in (("USA", 10.0), ("CHN", 20.0))
        for year in range(2000, 2013)
        if not (state == "PAK" and power == "CHN" and year in (2005, 2006))
    ]
    table = table_of_values(rows)
    ties = measure_ties(table, inputs, ("PAK", "VNM", "IDN"), pakistan.powers)
    asked = (ties, inputs, table, pakistan.theory, pakistan.powers, 7, 2000, 2012)
    with_gap, without = (measure_state_years(*asked, imputed=imputed).scores for imputed in (False, True))
    economic = (
        pl.col("state") == "PAK",
        pl.col("construct") == "alignment_share",
        pl.col("dimension") == "economic",
    )
    assert 2005 not in with_gap.filter(*economic)["year"]
    assert with_gap["imputed"].sum() == 0
    drawn = {row["year"]: row for row in without.filter(*economic).iter_rows(named=True)}
    assert (drawn[2005]["observed"], drawn[2005]["imputed"]) == (1, 1)
    assert drawn[2005]["low90"] < drawn[2005]["median"] < drawn[2005]["high90"]
    assert drawn[2005]["median"] == pytest.approx(10 / 30, abs=0.05)
    for year in (2004, 2007):
        (seen,) = with_gap.filter(*economic, pl.col("year") == year).rows(named=True)
        assert drawn[year] == pytest.approx(seen)


def test_no_ties_at_all(pakistan: Study) -> None:
    found = of(pakistan)
    assert (found.scores.height, found.types.height, found.correlations.height) == (0, 0, 0)


def test_every_construct_of_the_packaged_study_lies_between_nothing_and_everything(
    scores: pl.DataFrame,
) -> None:
    assert scores["median"].is_between(0, 1).all()
    assert (scores["low90"] <= scores["median"]).all()
    assert (scores["median"] <= scores["high90"]).all()
    assert (scores["observed"] <= scores["inputs"]).all()
    assert {"contradiction", "dependence_a", "dependence_b", "autonomy", "vote_independence"} <= set(
        scores["construct"]
    )


@pytest.fixture(scope="module")
def scores(pakistan: Study) -> pl.DataFrame:
    from counterpoise.datasets.observations import wanted_by
    from counterpoise.datasets.source import source_named
    from counterpoise.measurement.scores import measure

    values = source_named("figures").read([pakistan.folder / "figures.csv"], wanted_by(pakistan)).values
    return measure(pakistan, values).alignment.filter(pl.col("median").is_not_null())


def test_intervals_cover_the_truth_that_positions_were_drawn_about(pakistan: Study) -> None:
    """Positions known with an error: nine in ten intervals of ties, shares and balance hold what is true."""
    rng = np.random.default_rng(11)
    states, years, se = [f"S{number:02}" for number in range(40)], range(2000, 2012), 0.12
    truth = {(each, year): rng.normal(-0.5, 0.8) for each in states for year in years}
    truth |= {
        (power, year): place + rng.normal(0, 0.3)
        for power, place in (("USA", 2.2), ("CHN", -1.0))
        for year in years
    }
    seen = {key: place + rng.normal(0, se) for key, place in truth.items()}
    series, unit = "ideal_point_distance:all", "standard deviations over all states"
    rows = [
        Value(state, None, year, year, "ideal_point:all", place, unit, "made up", "1", f"{state} {year}", se)
        for (state, year), place in seen.items()
    ]
    rows += [
        Value(
            state,
            power,
            year,
            year,
            series,
            abs(seen[state, year] - seen[power, year]),
            unit,
            "made up",
            "1",
            "row",
            se,
        )
        for state in states
        for power in ("USA", "CHN")
        for year in years
    ]
    table = table_of_values(rows)
    inputs = tie_inputs(pakistan.theory, "all")
    ties = measure_ties(table, inputs, tuple(states), pakistan.powers)
    scores = measure_state_years(ties, inputs, table, pakistan.theory, pakistan.powers, 7, 2000, 2011).scores
    goalpost = ties["goalpost"][0]

    def tie(state: str, power: str, year: int) -> float:
        return 1 - min(abs(truth[state, year] - truth[power, year]) / goalpost, 1)

    held: dict[str, list[bool]] = {"tie_a": [], "tie_b": [], "alignment_share": [], "balance": []}
    for row in scores.filter(dimension="diplomatic").iter_rows(named=True):
        to_a, to_b = (tie(row["state"], power, row["year"]) for power in ("USA", "CHN"))
        share = to_a / (to_a + to_b)
        true = {"tie_a": to_a, "tie_b": to_b, "alignment_share": share, "balance": 4 * share * (1 - share)}
        if row["construct"] in true:
            within = row["low90"] - 1e-9 <= true[row["construct"]] <= row["high90"] + 1e-9
            held[row["construct"]].append(within)
    coverage = {name: sum(of) / len(of) for name, of in held.items()}
    assert all(len(of) == 480 for of in held.values())
    assert all(0.85 <= share <= 0.95 for share in coverage.values()), coverage


def test_independence_and_influence_count_apart_what_was_drawn(pakistan: Study) -> None:
    inputs = tie_inputs(pakistan.theory, "final-passage")
    rows = [
        replace(observed(power, year, indicator, value + 0.2 * (year - 2000)), state=state)
        for state in ("PAK", "VNM", "IDN")
        for indicator in ("vote_agreement:final-passage", "trade_share")
        for power, value in (("USA", 10.0), ("CHN", 20.0))
        for year in range(2000, 2013)
        if (state, power, year, indicator[:4]) != ("PAK", "CHN", 2005, "vote")
    ]
    table = table_of_values(rows)
    ties = measure_ties(table, inputs, ("PAK", "VNM", "IDN"), pakistan.powers)
    asked = (ties, inputs, table, pakistan.theory, pakistan.powers, 7, 2000, 2012)
    scores = measure_state_years(*asked, imputed=True).scores.filter(state="PAK", dimension="all")
    counts = {
        (row["construct"], row["year"]): (row["observed"], row["imputed"])
        for row in scores.iter_rows(named=True)
    }
    assert (counts["vote_independence", 2004], counts["vote_independence", 2005]) == ((2, 0), (1, 1))
    # Two ties and one flow with China.
    assert (counts["influence_b", 2004], counts["influence_b", 2005]) == ((3, 0), (2, 1))
    assert (counts["influence_a", 2005], counts["dependence_b", 2005]) == ((3, 0), (1, 0))


@pytest.fixture(scope="module")
def economic_drawn(pakistan: Study) -> dict[bool, PanelConstructs]:
    """Votes of every year, and trade that Pakistan lacks from 2003 to 2009 with both powers; without draws and with."""
    inputs = tie_inputs(pakistan.theory, "final-passage")
    rng = np.random.default_rng(3)
    rows = [
        replace(observed(power, year, indicator, value + rng.uniform(0, 5)), state=state)
        for state in ("PAK", "VNM", "IDN")
        for indicator in ("vote_agreement:final-passage", "trade_share", "arms_import_share")
        for power, value in (("USA", 10.0), ("CHN", 20.0))
        for year in range(2000, 2013)
        if not (state == "PAK" and indicator == "trade_share" and 2003 <= year <= 2009)
    ]
    table = table_of_values(rows)
    ties = measure_ties(table, inputs, ("PAK", "VNM", "IDN"), pakistan.powers)
    asked = (ties, inputs, table, pakistan.theory, pakistan.powers, 7, 2000, 2012)
    return {imputed: measure_state_years(*asked, imputed=imputed) for imputed in (False, True)}


def test_a_dimension_that_is_wholly_drawn_is_not_observed(
    economic_drawn: dict[bool, PanelConstructs],
) -> None:
    drawn = economic_drawn[True]
    economic = drawn.scores.filter(state="PAK", dimension="economic", construct="engagement", year=2005)
    assert economic.select("observed", "imputed").row(0) == (0, 2)
    of_types = {
        imputed: dict(found.types.filter(state="PAK").select("year", "dimensions").unique().iter_rows())
        for imputed, found in economic_drawn.items()
    }
    assert of_types[True] == of_types[False]
    assert (of_types[True][2002], of_types[True][2005]) == (3, 2)
    overall = drawn.scores.filter(state="PAK", dimension="all", construct="alignment_share")
    series = dict(overall.select("year", "series").iter_rows())
    assert (series[2002], series[2005]) == ("3 of 3 dimensions", "2 of 3 dimensions, 1 drawn")


def test_correlations_rest_on_observed_years_whatever_is_drawn(
    economic_drawn: dict[bool, PanelConstructs],
) -> None:
    assert economic_drawn[True].correlations.equals(economic_drawn[False].correlations)
    of_pakistan = economic_drawn[True].correlations.filter(state="PAK")
    years = {frozenset(row[:2]): row[2] for row in of_pakistan.select("one", "other", "years").iter_rows()}
    assert years[frozenset({"economic", "diplomatic"})] == 6
    assert years[frozenset({"security", "diplomatic"})] == 13
