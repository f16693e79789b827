from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.unga_votes import PUBLISHED
from counterpoise.datasets.vote_agreement import ISSUES
from counterpoise.datasets.voting_record import read_voting_record
from counterpoise.errors import CounterpoiseError


def write(folder: Path, votes: list[tuple[int, str, str]]) -> list[Path]:
    pl.DataFrame(votes, schema=["rcid", "country", "vote"], orient="row").write_csv(folder / "un_votes.csv")
    (folder / "un_roll_calls.csv").write_text(
        "rcid,session,importantvote,date,amend,para,short,descr\n"
        "7,47,1,1992-11-24,0,1,EMBARGO,Necessity of ending the embargo\n"
    )
    return [folder / "un_votes.csv", folder / "un_roll_calls.csv"]


def test_votes_come_with_their_session_and_state(tmp_path: Path) -> None:
    record = read_voting_record(
        write(tmp_path, [(7, "Norway", "yes"), (7, "Fiji", "No"), (7, "Utopia", "abstain")])
    )
    assert record.votes.rows() == [
        (7, 47, "Norway", "NOR", 1),
        (7, 47, "Fiji", "FJI", 3),
        (7, 47, "Utopia", None, 2),
    ]
    assert record.roll_calls.select("rcid", "session", "year", "para", "text").rows() == [
        (7, 47, 1992, 1, "Necessity of ending the embargo")
    ]
    assert "Utopia" in str(record.notices[0])


def test_votes_of_unknown_codes_are_refused_with_their_rows(tmp_path: Path) -> None:
    files = write(tmp_path, [(7, "Norway", "yes"), (7, "Fiji", "nay"), (7, "Chad", "?")])
    with pytest.raises(CounterpoiseError) as caught:
        read_voting_record(files)
    assert [str(each) for each in caught.value.problems] == [
        "un_votes.csv:3: vote is 'nay'; expected yes, abstain or no",
        "un_votes.csv:4: vote is '?'; expected yes, abstain or no",
    ]


def published(folder: Path, vote: int) -> Path:
    row = {"rcid": 7, "session": 47, "vote": vote, "ccode": 385, "member": 1, "importantvote": 0}
    row |= {"date": "11/24/1992", "year": 1992}
    table = pl.DataFrame([row]).with_columns(
        pl.lit("1" if each == "ec" else None).alias(each) for each in ISSUES
    )
    table.select(*PUBLISHED, *ISSUES).write_csv(folder / "UNVotes.csv")
    return folder / "UNVotes.csv"


def test_the_published_table_is_read_by_its_numbers(tmp_path: Path) -> None:
    record = read_voting_record([published(tmp_path, 3)])
    assert record.votes.rows() == [(7, 47, "385", "NOR", 3)]
    assert record.roll_calls.select("ec", "nu").rows() == [(True, False)]
    assert read_voting_record([published(tmp_path, 8)]).votes.is_empty()
    with pytest.raises(CounterpoiseError, match="vote is 4; expected 1 yes, 2 abstain, 3 no, 8 absent or 9"):
        read_voting_record([published(tmp_path, 4)])


def test_votes_alone_are_no_record(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="needs one file of votes"):
        read_voting_record(write(tmp_path, [(7, "Norway", "yes")])[:1])


@pytest.mark.large
@pytest.mark.usefixtures("votes_read_once")
def test_both_releases_have_the_votes_of_a_session_alike(shared: Path) -> None:
    folder = shared / "data" / "unga_votes"
    new = read_voting_record([folder / "un_votes.parquet", folder / "un_roll_calls.parquet"])
    old = read_voting_record([folder / "UNVotesPublished.RData"])
    assert new.votes.height == 870_109
    one, other = (each.votes.filter(session=60, state="NOR").sort("rcid") for each in (new, old))
    both = one.join(other, on="rcid", suffix="_old")
    assert both.height > 60
    assert both.select((pl.col("vote") == pl.col("vote_old")).mean()).item() > 0.99
