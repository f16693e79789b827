from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.datasets.unga_votes import UNGA_VOTES
from counterpoise.datasets.vote_agreement import CastVotes, RollCalls, agreement
from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.similarity.dyads import all_dyads, bits_set, fill_dyads, tally_of
from counterpoise.measurement.similarity.measures import MEASURES, SIX, places_of
from counterpoise.measurement.similarity.portfolios import Portfolios, vote_portfolios
from tests.measurement.similarity.portfolios_made_up import portfolios

POSITIONS = st.tuples(st.integers(2, 4), st.integers(1, 6), st.integers(1, 150), st.integers(0, 2**32 - 1))


@pytest.fixture(scope="module")
def cast(shared: Path) -> CastVotes:
    """Votes of the release of February 2021, sessions 1 to 74."""
    folder = shared / "data/unga_votes"
    return UNGA_VOTES.cast([folder / "un_votes.parquet", folder / "un_roll_calls.parquet"])


@pytest.fixture(scope="module")
def sessions(cast: CastVotes) -> tuple[Portfolios, ...]:
    """The portfolios of all sessions, on all roll calls."""
    return vote_portfolios(cast.votes, cast.sets["all"])


def dyads_of(each: Portfolios) -> np.ndarray:
    return np.stack(np.triu_indices(len(each.states), 1), axis=1)


def measured(each: Portfolios, one: str, other: str) -> dict[str, float]:
    of = tally_of(each, [(each.states.index(one), each.states.index(other))])
    return {"n": float(of.objects[0])} | dict(zip(MEASURES, of.measures()[:, 0].tolist(), strict=True))


@given(POSITIONS)
def test_bits_give_what_tables_give(drawn: tuple[int, int, int, int]) -> None:
    categories, states, objects, seed = drawn
    rng = np.random.default_rng(seed)
    # Positions of a state lean one way, so that some never vary and some roll calls are unanimous.
    lean = rng.integers(0, categories, (1, objects))
    other = rng.integers(-1, categories, (states, objects))
    positions = np.where(rng.random((states, 1)) < 0.5, lean, other)
    made = Portfolios(1, tuple(map(str, range(states))), positions.astype(np.int8), categories)
    found = all_dyads([made.planes()], MEASURES)
    assert found.bounds.tolist() == [0, states * (states - 1) // 2]
    np.testing.assert_allclose(found.values, tally_of(made, dyads_of(made)).measures(), atol=1e-12)


def test_periods_stand_one_after_the_other() -> None:
    one, other = portfolios([[0, 1], [0, 2]]), portfolios([[0], [1], [2]])
    found = all_dyads([one.planes(), other.planes()], ("agreement",))
    assert found.of_period(0).tolist() == [[0.75]]
    assert found.of_period(1).tolist() == [[0.5, 0.0, 0.5]]


@given(st.integers(0, 2**64 - 1))
@settings(max_examples=50)
def test_bits_of_a_word_are_counted(word: int) -> None:
    assert int(bits_set(np.uint64(word))) == word.bit_count()


def test_uncompiled_the_bits_give_the_same() -> None:
    made = portfolios([[0, 1, None, 2], [0, 0, 1, 2], [0, 1, 1, None]])
    planes = made.planes()
    found = np.empty((len(MEASURES), 3))
    with np.errstate(over="ignore"):
        fill_dyads.py_func(planes.taken, planes.any, planes.unanimous, places_of(MEASURES), found, 0)
    np.testing.assert_allclose(found, all_dyads([planes], MEASURES).values)


def test_more_objects_than_the_sums_hold_are_refused() -> None:
    made = Portfolios(1, ("A", "B"), np.zeros((2, 10_001), np.int8), 3)
    with pytest.raises(CounterpoiseError, match=r"10,001 in one; at most 10,000"):
        all_dyads([made.planes()], SIX)
    full = Portfolios(1, ("A", "B"), np.array([[0] * 5000 + [3] * 5000, [3] * 5000 + [0] * 5000], np.int8), 4)
    (s, kappa) = all_dyads([full.planes()], ("s", "kappa")).values[:, 0]
    assert (s, kappa) == (-1, -1)


def test_weights_of_objects_weigh_the_tables() -> None:
    # One object counted three times is three objects.
    made = portfolios([[0, 1, 2], [0, 2, 2]])
    often = portfolios([[0, 1, 1, 1, 2], [0, 2, 2, 2, 2]])
    weights = np.array([[1.0, 1.0], [3.0, 1.0], [1.0, 1.0]])
    found = tally_of(made, [(0, 1)], weights).measures()
    assert found.shape == (len(MEASURES), 1, 2)
    np.testing.assert_allclose(found[:, 0, 0], tally_of(often, [(0, 1)]).measures()[:, 0])
    np.testing.assert_allclose(found[:, 0, 1], tally_of(made, [(0, 1)]).measures()[:, 0])


def test_the_united_states_and_mexico_in_1946(sessions: tuple[Portfolios, ...]) -> None:
    # Session 1 of the Voting Data (doi:10.7910/DVN/LEJUQZ) by the formulas of Signorino & Ritter (1999) and Häge (2011).
    found = measured(sessions[0], "USA", "MEX")
    assert found["n"] == 38
    rounded = {name: round(found[name], 4) for name in ("s", "s_squared", "kappa", "a")}
    assert rounded == {"s": 0.1316, "s_squared": 0.1974, "kappa": -0.0122, "a": -0.0139}


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        ("CHN", {"n": 88, "s": 0.818, "s_squared": 0.875, "kappa": 0.616, "a": 0.247}),
        ("USA", {"n": 90, "s": -0.467, "s_squared": -0.378, "kappa": -0.056, "a": -0.054}),
    ],
)
def test_pakistan_in_2019_with_both_powers(
    sessions: tuple[Portfolios, ...], power: str, expected: dict[str, float]
) -> None:
    # Session 74 of the Voting Data, with A as in Benati & Capurri (2026).
    found = measured(sessions[73], "PAK", power)
    assert {name: round(found[name], 3) for name in expected} == expected


def test_every_dyad_and_session_of_the_published_release(
    sessions: tuple[Portfolios, ...], shared: Path
) -> None:
    # 820,874 dyad-sessions of the 10,469 state-sessions of the ideal points of April 2020 (Bailey, Strezhnev & Voeten
    # 2017), which leave out session 19, Zanzibar and, in session 48, South Africa.
    release = pl.read_csv(
        shared / "data/unga_ideal_points/IdealpointestimatesAll_Apr2020.csv", encoding="latin1"
    )
    published = dict(release.group_by("session").len().iter_rows())
    found = all_dyads([each.planes() for each in sessions], SIX)
    kept = 0
    for place, each in enumerate(sessions):
        left_out = {"ZAN", "EAZ", "COW511"} | ({"ZAF"} if each.period == 48 else set())
        keep = np.array([state not in left_out for state in each.states])
        one, other = np.triu_indices(len(each.states), 1)
        values = found.of_period(place)[:, keep[one] & keep[other]]
        if each.period == 19:
            continue
        kept += values.shape[1]
        if each.period != 46:  # Yugoslavia is two states here in the session in which it broke up
            assert values.shape[1] == published[each.period] * (published[each.period] - 1) // 2
        known = ~np.isnan(values[0])
        np.testing.assert_allclose(values[0, known], 2 * values[5, known] - 1, atol=1e-12)
        assert np.isnan(values[5, ~known]).all()
    of_46 = len(next(each for each in sessions if each.period == 46).states)
    assert kept - (of_46 - 1) == 820_874


def test_agreement_of_seventeen_states_by_five_years(cast: CastVotes, shared: Path) -> None:
    # Reckoned apart from the same votes, in percent to two places.
    table = pl.read_csv(shared / "data/reference/unga_agreement_5y.csv")
    calls = cast.sets["all"].table.filter(pl.col("year").is_between(1970, 2019))
    by_five = RollCalls(calls.with_columns(session=(pl.col("year") - 1970) // 5), 2019)
    periods = vote_portfolios(cast.votes, by_five)
    assert (table["country"].n_unique(), table["rival"].n_unique()) == (15, 2)
    for row in table.iter_rows(named=True):
        found = measured(periods[(int(row["period"][:4]) - 1970) // 5], row["country"], row["rival"])
        assert found["n"] == row["n"]
        assert 100 * found["agreement_strict"] == pytest.approx(row["agree_strict"], abs=0.00501)
        assert 100 * found["agreement"] == pytest.approx(row["agree_abs_half"], abs=0.00501)
        assert 100 * found["agreement_dataverse"] == pytest.approx(row["agree_dataverse"], abs=0.00501)


def test_which_roll_calls_are_counted_changes_the_figure(cast: CastVotes, shared: Path) -> None:
    table = pl.read_csv(shared / "data/reference/unga_agreement_5y_pak_no_para_amend.csv")
    calls = cast.sets["final-passage"].table.filter(pl.col("year").is_between(2005, 2009))
    (period,) = vote_portfolios(cast.votes, RollCalls(calls.with_columns(session=pl.lit(1)), 2009))
    row = table.filter(rival="USA", period="2005-2009").row(0, named=True)
    found = measured(period, "PAK", "USA")
    assert (found["n"], round(100 * found["agreement_strict"], 2)) == (row["n"], 9.38)


def test_agreement_is_what_the_source_gives_by_calendar_year(cast: CastVotes) -> None:
    calls = cast.sets["all"].table.filter(pl.col("year") == 2005)
    (period,) = vote_portfolios(cast.votes, RollCalls(calls.with_columns(session="year"), 2005))
    given_ = agreement(cast.votes, calls, ["PAK", "IND"], ["USA", "CHN"], [(2005, 2005)])
    for row in given_.iter_rows(named=True):
        found = measured(period, row["state"], row["partner"])
        assert found["agreement"] == pytest.approx(row["agree_abs_half"])
        assert found["agreement_dataverse"] == pytest.approx(row["agree_dataverse"])
