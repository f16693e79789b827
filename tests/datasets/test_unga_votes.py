from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.rfile import read_frame
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.unga_votes import UNGA_VOTES
from counterpoise.datasets.vote_agreement import RollCallSource
from counterpoise.errors import CounterpoiseError

STUDIED = Wanted(("PAK", "VNM"), ("USA", "CHN"), 2015, 2025)
WHOLE = ("un_votes.parquet", "un_roll_calls.parquet", "un_roll_call_issues.rda")


def test_r_and_parquet_files_give_the_same_values(shared: Path) -> None:
    folder = shared / "data/unga_votes"
    names = ("un_votes", "un_roll_calls")
    r, parquet = (
        UNGA_VOTES.read([folder / f"{name}.{ending}" for name in names], STUDIED)
        for ending in ("rda", "parquet")
    )
    assert r.values.drop("row").equals(parquet.values.drop("row"))
    both = r.values.filter(pl.col("indicator").is_in(["vote_agreement:all", "vote_agreement:final-passage"]))
    assert both.height == 2 * 2 * 2 * 5


def test_january_2020_is_kept_only_on_request(shared: Path) -> None:
    paths = [shared / "data/unga_votes" / f"{name}.parquet" for name in ("un_votes", "un_roll_calls")]
    partial = UNGA_VOTES.read(paths, Wanted(("PAK",), ("USA", "CHN"), 2019, 2025, include_partial=True))
    assert partial.values["end"].max() == 2020
    assert partial.last_complete_year["vote_agreement:all"] == 2019


@pytest.mark.large
@pytest.mark.usefixtures("votes_read_once")
def test_the_published_file_agrees_on_all_roll_calls_and_says_what_it_lacks(shared: Path) -> None:
    folder = shared / "data/unga_votes"
    wanted = Wanted(("PAK", "IND", "MYS"), ("USA", "CHN"), 1975, 2010)
    published: Reading = UNGA_VOTES.read([folder / "UNVotesPublished.RData"], wanted)
    later = UNGA_VOTES.read([folder / "un_votes.parquet", folder / "un_roll_calls.parquet"], wanted)
    assert "amendments and paragraphs" in published.problems[0].what
    assert "vote_agreement:final-passage" not in published.last_complete_year
    found = differences(published, later)
    assert found["vote_agreement:all"].len() == 3 * 2 * 36
    assert found["vote_agreement:all"].median() < 0.5


@pytest.mark.large
@pytest.mark.usefixtures("votes_read_once")
def test_descriptions_tell_which_published_roll_calls_are_amendments_and_paragraphs(shared: Path) -> None:
    # The codebook of April 2020: "we now include votes on amendments and paragraphs post 1990". So the 2016 release
    # has none there, though its marks are empty from session 40 on, and final passage is the same in both.
    folder = shared / "data/unga_votes"
    wanted = Wanted(("PAK", "IND", "MYS"), ("USA", "CHN"), 1975, 2015)
    published = UNGA_VOTES.read(
        [folder / "descriptions1-70latestversion.xls", folder / "UNVotesPublished.RData"], wanted
    )
    later = UNGA_VOTES.read([folder / name for name in WHOLE], wanted)
    assert published.problems == ()
    assert set(published.last_complete_year) == set(UNGA_VOTES.indicators)
    found = differences(published, later)
    assert found["vote_agreement:final-passage"].len() == 3 * 2 * 41
    assert found["vote_agreement:final-passage"].median() == 0
    assert found["vote_agreement:final-passage"].max() < 2
    assert found["vote_agreement:all"].max() > 5
    assert found["vote_agreement:important"].len() > 150
    assert found["vote_agreement:important"].max() == 0


def test_descriptions_are_the_roll_calls_of_votes_to_session_70(shared: Path) -> None:
    folder = shared / "data/unga_votes"
    described = UNGA_VOTES.read(
        [folder / "un_votes.parquet", folder / "descriptions1-70latestversion.xls"], STUDIED
    )
    assert described.values["end"].max() == 2015
    (notice,) = described.notices
    assert notice.what == (
        "774 of 6203 roll calls are not in descriptions1-70latestversion.xls and were left out"
    )


def differences(one: Reading, other: Reading) -> dict[str, pl.Series]:
    """How far two readings are apart, by indicator."""
    both = one.values.join(other.values, on=["state", "partner", "start", "indicator"])
    gaps = both.with_columns(gap=(pl.col("value") - pl.col("value_right")).abs())
    return {str(name): rows["gap"] for (name,), rows in gaps.group_by("indicator")}


def test_issues_of_roll_calls_are_sets_of_their_own(shared: Path) -> None:
    # Counted in the files: of 2018's roll calls with a date in that year and both voting.
    folder = shared / "data/unga_votes"
    reading = UNGA_VOTES.read([folder / name for name in WHOLE], Wanted(("PAK",), ("USA", "CHN"), 2018, 2018))
    issues = pl.DataFrame(read_frame(folder / "un_roll_call_issues.rda")[1]).filter(
        pl.col("short_name") == "hr"
    )
    votes = pl.read_parquet(folder / "un_votes.parquet").join(
        pl.read_parquet(folder / "un_roll_calls.parquet").filter(pl.col("date").dt.year() == 2018), on="rcid"
    )
    cast = {
        state: dict(votes.filter(pl.col("country") == state).select("rcid", "vote").iter_rows())
        for state in ("Pakistan", "United States")
    }
    place = {"yes": 1, "abstain": 2, "no": 3}
    gaps = [
        abs(place[cast["Pakistan"][rcid]] - place[cast["United States"][rcid]])
        for rcid in issues["rcid"]
        if rcid in cast["Pakistan"] and rcid in cast["United States"]
    ]
    (found,) = reading.values.filter(
        pl.col("indicator") == "vote_agreement:hr", pl.col("partner") == "USA"
    ).iter_rows(named=True)
    assert len(gaps) > 10
    assert found["row"].endswith(f"{len(gaps)} roll calls")
    assert found["value"] == pytest.approx(100 * sum(1 - gap / 2 for gap in gaps) / len(gaps))


def test_important_votes_begin_with_the_reports_of_the_state_department_and_end_where_they_are_known(
    shared: Path,
) -> None:
    # The codebook: named in the report Voting Practices in the United Nations, "not available for all years".
    folder = shared / "data/unga_votes"
    wanted = Wanted(("PAK",), ("USA", "CHN"), 1946, 2025, include_partial=True)
    reading = UNGA_VOTES.read([folder / name for name in WHOLE], wanted)
    important = reading.values.filter(pl.col("indicator") == "vote_agreement:important")
    assert (important["start"].min(), important["end"].max()) == (1983, 2017)
    assert reading.last_complete_year["vote_agreement:important"] == 2017


def test_votes_of_states_without_an_iso_code_count_by_their_names(shared: Path) -> None:
    # un_votes has 5,444 rows without ISO2 code: the Federal Republic of Germany, the Yemen Arab Republic and Zanzibar;
    # and the code NA, which is Namibia's, must not be taken for an empty cell.
    folder = shared / "data/unga_votes"
    wanted = Wanted(("DEU", "YEM", "NAM"), ("USA", "CHN"), 1973, 2019)
    values = UNGA_VOTES.read([folder / name for name in WHOLE], wanted).values.filter(
        pl.col("indicator") == "vote_agreement:all"
    )
    first = dict(values.group_by("state").agg(pl.col("start").min()).iter_rows())
    assert first["DEU"] == 1973
    assert first["NAM"] == 1990
    assert "YEM" in first


def test_every_vote_is_had_by_session(shared: Path) -> None:
    # SOURCES of the data: 870,109 votes in 6,203 roll calls of the sessions 1 to 74.
    folder = shared / "data/unga_votes"
    cast = UNGA_VOTES.cast([folder / "un_votes.parquet", folder / "un_roll_calls.parquet"])
    assert isinstance(UNGA_VOTES, RollCallSource)
    assert cast.votes.height == 870_109
    calls = cast.sets["all"].table
    assert calls.height == 6203
    assert calls["session"].unique().sort().to_list() == list(range(1, 75))


@pytest.mark.large
@pytest.mark.usefixtures("votes_read_once")
def test_the_published_file_has_its_sessions(shared: Path) -> None:
    cast = UNGA_VOTES.cast([shared / "data/unga_votes/UNVotesPublished.RData"])
    calls = cast.sets["all"].table
    assert (calls.height, calls["session"].max(), calls["session"].null_count()) == (5429, 70, 0)


def test_votes_without_roll_calls_are_an_error(shared: Path) -> None:
    with pytest.raises(CounterpoiseError, match=r"one file of votes .* and one of roll calls"):
        UNGA_VOTES.read([shared / "data/unga_votes/un_votes.parquet"], STUDIED)


def test_roll_calls_without_a_row_are_an_error(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/unga_votes"
    paths = [tmp_path / "un_votes.parquet", tmp_path / "un_roll_calls.parquet"]
    for path, rows in zip(paths, (10, 0), strict=True):
        pl.read_parquet(folder / path.name).head(rows).write_parquet(path)
    with pytest.raises(CounterpoiseError, match=r"un_roll_calls\.parquet: has no rows that can be read"):
        UNGA_VOTES.read(paths, Wanted(("PAK",), ("USA", "CHN")))
