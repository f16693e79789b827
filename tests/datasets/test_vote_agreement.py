import csv
import itertools
from pathlib import Path
from typing import get_args, get_type_hints

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.vote_agreement import (
    SETS,
    CastVotes,
    RollCalls,
    agreement,
    divided,
    indicator_of,
    indicators_of_sets,
    last_complete_year,
    numbered_session,
    yearly_agreement,
)
from counterpoise.studyfile import Settings

STATES = ("PAK", "USA", "CHN", "IND")


def ballots(cast: list[list[int | None]]) -> pl.DataFrame:
    """Votes of STATES in roll calls 0, 1, ...; None did not vote."""
    rows = [
        (rcid, state, vote)
        for rcid, votes in enumerate(cast)
        for state, vote in zip(STATES, votes, strict=True)
        if vote is not None
    ]
    return pl.DataFrame(rows, schema={"rcid": pl.Int32, "state": pl.String, "vote": pl.Int8}, orient="row")


def roll_calls(count: int, year: int = 2010) -> pl.DataFrame:
    return pl.DataFrame(
        {"rcid": range(count), "year": [year] * count}, schema={"rcid": pl.Int32, "year": pl.Int32}
    )


CAST = st.lists(st.lists(st.sampled_from([1, 2, 3, None]), min_size=4, max_size=4), min_size=1, max_size=30)


@given(CAST)
def test_agreement_is_symmetric_within_bounds_and_gives_similarity(cast: list[list[int | None]]) -> None:
    table = agreement(ballots(cast), roll_calls(len(cast)), STATES, STATES, [(2010, 2010)])
    found = {(row["state"], row["partner"]): row for row in table.iter_rows(named=True)}
    for i, j in itertools.permutations(range(4), 2):
        both = [(votes[i], votes[j]) for votes in cast if votes[i] and votes[j]]
        row = found.get((STATES[i], STATES[j]))
        assert (row is None) == (not both)
        if row is None:
            continue
        mirrored = found[STATES[j], STATES[i]]
        assert {k: v for k, v in row.items() if k[0] in "na"} == {
            k: v for k, v in mirrored.items() if k[0] in "na"
        }
        # Signorino & Ritter (1999): S = 1 - 2 sum P_kl |k - l| / dmax over the table of joint shares, dmax = 2.
        joint = {(k, m): both.count((k, m)) / len(both) for k in (1, 2, 3) for m in (1, 2, 3)}
        similarity = 1 - 2 * sum(share * abs(k - m) for (k, m), share in joint.items()) / 2
        assert 2 * row["agree_abs_half"] - 1 == pytest.approx(similarity, abs=1e-12)
        assert row["agree_strict"] == pytest.approx(joint[1, 1] + joint[2, 2] + joint[3, 3])
        assert 0 <= row["agree_strict"] <= row["agree_abs_half"] <= 1
        contested = [
            (votes[i], votes[j])
            for votes in cast
            if votes[i] and votes[j] and len(set(filter(None, votes))) > 1
        ]
        assert row["n_nonunanimous"] == len(contested)
        decided = [pair for pair in both if 2 not in pair]
        assert row["n_yesno"] == len(decided)
        assert (row["agree_yesno"] is None) == (not decided)


def test_only_roll_calls_of_the_period_count() -> None:
    cast = [[1, 3, 1, 1], [1, 1, 1, 3]]
    dated = pl.concat([roll_calls(1, 2010), roll_calls(2, 2011).tail(1)])
    table = agreement(ballots(cast), dated, ["PAK"], ["USA"], [(2010, 2010), (2011, 2011), (2010, 2011)])
    assert table.select("start", "end", "n", "agree_strict").rows() == [
        (2010, 2010, 1, 0.0),
        (2010, 2011, 2, 0.5),
        (2011, 2011, 1, 1.0),
    ]


def test_a_year_is_complete_when_its_roll_calls_reach_december() -> None:
    dates = pl.Series(["2018-12-20", "2019-01-03"]).str.to_date()
    assert last_complete_year(dates) == 2018
    assert last_complete_year(dates.head(1)) == 2018


@pytest.fixture(scope="session")
def votes(shared: Path) -> pl.DataFrame:
    """All votes with state and category, dated by calendar year."""
    folder = shared / "data/unga_votes"
    years = pl.read_parquet(folder / "un_roll_calls.parquet").select("rcid", year=pl.col("date").dt.year())
    return (
        pl.read_parquet(folder / "un_votes.parquet")
        .with_columns(pl.col("country", "vote").cast(pl.String))
        .join(years, on="rcid")
        .lazy()
        .pipe(with_iso3, "country", "year", "state", system="name")
        .select("rcid", "state", vote=pl.col("vote").replace_strict({"yes": 1, "abstain": 2, "no": 3}))
        .collect()
    )


@pytest.fixture(scope="session")
def dated_roll_calls(shared: Path) -> pl.DataFrame:
    table = pl.read_parquet(shared / "data/unga_votes/un_roll_calls.parquet")
    return table.with_columns(year=pl.col("date").dt.year())


@pytest.mark.parametrize(
    ("reference", "final_only"),
    [("unga_agreement_5y.csv", False), ("unga_agreement_5y_pak_no_para_amend.csv", True)],
)
def test_five_year_agreement_is_reproduced(
    shared: Path, votes: pl.DataFrame, dated_roll_calls: pl.DataFrame, reference: str, final_only: bool
) -> None:
    counted = dated_roll_calls
    if final_only:
        counted = counted.filter(pl.col("amend").fill_null(0) != 1, pl.col("para").fill_null(0) != 1)
    with (shared / "data/reference" / reference).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    states = sorted({row["country"] for row in rows})
    periods = [(year, year + 4) for year in range(1970, 2020, 5)]
    table = agreement(votes, counted, states, ["USA", "CHN"], periods)
    found = {(row["state"], row["partner"], row["start"]): row for row in table.iter_rows(named=True)}
    assert len(rows) >= 20
    for row in rows:
        ours = found[row["country"], row["rival"], int(row["period"][:4])]
        for measure in row.keys() - {"country", "rival", "period"}:
            if measure.startswith("n"):
                assert ours[measure] == int(row[measure]), row
            else:
                assert 100 * ours[measure] == pytest.approx(float(row[measure]), abs=0.00501), row


def test_published_similarity_scores_are_reproduced(
    votes: pl.DataFrame, dated_roll_calls: pl.DataFrame
) -> None:
    # Haege (2011), Political Analysis 19(3): US-Mexico 1946, n = 38, S = 0.1316.
    by_session = dated_roll_calls.with_columns(year=pl.col("session").cast(pl.Int32) + 1945)
    table = agreement(votes, by_session, ["MEX", "PAK"], ["USA", "CHN"], [(1946, 1946), (2019, 2019)])
    found = {
        (row["state"], row["partner"], row["start"]): (row["n"], round(2 * row["agree_abs_half"] - 1, 4))
        for row in table.iter_rows(named=True)
    }
    assert found["MEX", "USA", 1946] == (38, 0.1316)
    assert found["PAK", "CHN", 2019] == (88, 0.8182)
    assert found["PAK", "USA", 2019] == (90, -0.4667)


def test_a_study_file_may_name_each_set_of_roll_calls() -> None:
    declared = get_args(get_type_hints(Settings)["roll_calls"])
    assert set(declared) == set(SETS)
    assert list(indicators_of_sets(declared)) == [indicator_of(name) for name in declared]


def test_whether_states_were_divided_rests_on_all_of_them() -> None:
    # PAK and USA voted alike; IND alone differed, so the roll call counts as contested.
    votes = ballots([[1, 1, 1, 3]])
    two = votes.filter(pl.col("state").is_in(["PAK", "USA"]))
    alone, all_told = (
        agreement(two, roll_calls(1), ["PAK"], ["USA"], [(2010, 2010)], contested)["n_nonunanimous"].item()
        for contested in (None, divided(votes))
    )
    assert (alone, all_told) == (0, 1)


@pytest.mark.parametrize("include_partial", [False, True])
def test_a_partial_year_is_kept_on_request_and_marked(include_partial: bool) -> None:
    calls = pl.concat([roll_calls(1, 2010), roll_calls(2, 2011).tail(1)])
    wanted = Wanted(("PAK",), ("USA", "CHN"), 2009, 2012, include_partial=include_partial)
    votes = ballots([[1, 3, 2, 1], [1, 1, 1, 3]])
    parts, ends = yearly_agreement(
        CastVotes("votes.csv", "1", votes, {"all": RollCalls(calls, 2010)}), wanted
    )
    assert ends == {"vote_agreement:all": 2010}
    rows = [(row["partner"], row["value"], row["row"]) for row in parts[0].iter_rows(named=True)]
    whole = [
        ("CHN", 50.0, "votes.csv year=2010 PAK-CHN, 1 roll calls"),
        ("USA", 0.0, "votes.csv year=2010 PAK-USA, 1 roll calls"),
    ]
    partial = [
        ("CHN", 100.0, "votes.csv year=2011 PAK-CHN, 1 roll calls of a partial year"),
        ("USA", 100.0, "votes.csv year=2011 PAK-USA, 1 roll calls of a partial year"),
    ]
    assert sorted(rows) == sorted(whole + partial * include_partial)


def test_a_session_without_a_plain_number_counts_with_the_regular_session_of_its_day() -> None:
    # The first session met from January 1946; the regular session 50 opened in September 1995.
    days = ["1946-01-10", "1947-02-01", "1995-08-31", "1995-09-19", "1996-04-01"]
    table = pl.DataFrame({"session": ["1", "S-1", "ES-10", "50", "ES-10"], "date": days})
    dated = table.with_columns(pl.col("date").str.to_date())
    assert dated.select(numbered_session()).to_series().to_list() == [1, 1, 49, 50, 50]
