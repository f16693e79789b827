import re

import polars as pl
import pytest

from counterpoise.datasets.voting_record import VotingRecord
from counterpoise.errors import CounterpoiseError, UsageError
from counterpoise.measurement.ideal_points.cleaning import BY_DEFAULT, RULES, clean


@pytest.fixture
def small() -> VotingRecord:
    votes = pl.DataFrame(
        [
            (1, 47, "Norway", "NOR", 1),
            (1, 47, "Fiji", "FJI", 3),
            (2, 47, "Norway", "NOR", 1),
            (2, 47, "Fiji", "FJI", 1),
            (3, 48, "Norway", "NOR", 2),
            (3, 48, "South Africa", "ZAF", 1),
            (3, 48, "Fiji", "FJI", 1),
            (4, 48, "Norway", "NOR", 2),
            (4, 48, "Fiji", "FJI", 1),
        ],
        schema={
            "rcid": pl.Int32,
            "session": pl.Int32,
            "country": pl.String,
            "state": pl.String,
            "vote": pl.Int8,
        },
        orient="row",
    )
    roll_calls = pl.DataFrame(
        {
            "rcid": [1, 2, 3, 4],
            "session": [47, 47, 48, 48],
            "year": [1992, 1992, 1993, 1993],
            "para": [0, 0, 0, 1],
        },
        schema_overrides=dict.fromkeys(("rcid", "session", "year", "para"), pl.Int32),
    )
    return VotingRecord(votes, roll_calls, (), ())


def test_each_rule_leaves_out_what_it_says(small: VotingRecord) -> None:
    cleaned = clean(small)
    assert cleaned.left_out == {
        "session-19": 0,
        "zanzibar": 0,
        "south-africa-48": 1,
        "late-parts": 2,
        "unanimous": 2,
    }
    assert cleaned.votes["roll_call"].to_list() == [1, 1, 3, 3]


def test_a_rule_that_is_not_asked_for_is_not_followed(small: VotingRecord) -> None:
    assert clean(small, rules=()).votes.height == small.votes.height


def test_years_and_sessions_bound_the_same(small: VotingRecord) -> None:
    assert clean(small, since=1993).votes.equals(clean(small, since=48).votes)
    assert clean(small, since=48).votes["session"].unique().to_list() == [48]


def test_a_rule_that_the_files_do_not_tell_enough_for_is_said(small: VotingRecord) -> None:
    bare = VotingRecord(small.votes, small.roll_calls.drop("para"), (), ())
    assert clean(bare, rules=tuple(RULES)).not_followed == ("late-parts", "repeated")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"rules": ("zanzibr",)}, "rule 'zanzibr': unknown; .* did you mean 'zanzibar'"),
        ({"issues": ("nuclear",)}, "issue 'nuclear': unknown; the issues are me, nu, di, hr, co, ec"),
        (
            {"issues": ("nuclear", "nu"), "rules": ("zanzibr",)},
            "issue 'nuclear': unknown; the issues are me, nu, di, hr, co, ec",
        ),
        ({"since": 70}, "votes: no votes are left by the issues, the years and the rules asked for"),
    ],
)
def test_what_cannot_be_asked_is_told(small: VotingRecord, asked: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        clean(small, **asked)  # type: ignore[arg-type]
    assert any(re.search(told, str(problem)) for problem in caught.value.problems)


def test_issues_that_the_files_do_not_tell_are_lacking_and_not_wrongly_asked_for(small: VotingRecord) -> None:
    why = "issue 'nu': the files do not say which roll calls are on it"
    with pytest.raises(CounterpoiseError, match=why) as caught:
        clean(small, issues=("nu",))
    assert caught.value.exit_code == 1


@pytest.mark.large
def test_the_rules_leave_the_votes_of_the_release_of_april_2020(
    record: VotingRecord, published: pl.DataFrame
) -> None:
    # Bailey, Strezhnev & Voeten (2017), release of April 2020: the column NVotes of every state and session.
    cleaned = clean(record, BY_DEFAULT)
    assert cleaned.votes.height == published["n"].sum() == 797_473
    assert cleaned.votes["country"].n_unique() == 199
    units = cleaned.votes.group_by("session", "country").agg(
        pl.col("state").drop_nulls().first(), mine=pl.len()
    )
    assert units.height == published.height == 10_469
    both = units.join(published, on=["state", "session"], how="full")
    assert both.filter(pl.col("mine").ne_missing(pl.col("n"))).is_empty()
    assert clean(record, tuple(RULES)).votes.height == 797_473


@pytest.mark.large
def test_issues_choose_among_the_roll_calls(record: VotingRecord) -> None:
    nuclear = clean(record, issues=("nu",))
    assert nuclear.votes["roll_call"].n_unique() < 855
    both = clean(record, issues=("nu", "me"))
    assert nuclear.votes.height < both.votes.height < 797_473
