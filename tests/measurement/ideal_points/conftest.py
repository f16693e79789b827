from pathlib import Path

import polars as pl
import pytest

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.voting_record import FIRST_SESSION, VotingRecord, read_voting_record


@pytest.fixture(scope="session")
def record(shared: Path) -> VotingRecord:
    """The Voting Data of February 2021."""
    names = ("un_votes.parquet", "un_roll_calls.parquet", "un_roll_call_issues.rda")
    return read_voting_record([shared / "data" / "unga_votes" / name for name in names])


@pytest.fixture(scope="session")
def published(shared: Path) -> pl.DataFrame:
    """The release of April 2020: state, session, votes, point and its 5 and 95 per cent quantiles.

    Voting in a session goes on into the next year, and a state may have its number in one of the years only.
    """
    path = shared / "data" / "unga_ideal_points" / "IdealpointestimatesAll_Apr2020.csv"
    table = (
        pl.read_csv(path, encoding="latin-1").with_columns(pl.col("ccode", "session").cast(pl.Int32)).lazy()
    )
    for name, later in (("in_year", 0), ("after", 1), ("before", -1)):
        dated = table.with_columns((pl.col("session") + FIRST_SESSION + later).alias("year"))
        table = dated.pipe(with_iso3, "ccode", "year", name)
    return table.select(
        "session",
        state=pl.coalesce("in_year", "after", "before"),
        n="NVotes",
        published="IdealPoint",
        low="Q5%",
        high="Q95%",
    ).collect()
