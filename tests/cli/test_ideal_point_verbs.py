import json
from pathlib import Path

import polars as pl
import pytest

from tests.commands import call
from tests.measurement.ideal_points.simulated import simulated

NAMES = {
    "Pakistan": "PAK",
    "United States": "USA",
    "China": "CHN",
    "Cuba": "CUB",
    "Norway": "NOR",
    "Fiji": "FJI",
    "Chad": "TCD",
    "Peru": "PER",
    "India": "IND",
    "Japan": "JPN",
}

STUDY = """\
study: Votes alone
state: PAK
powers: {a: USA, b: CHN}
period: 1990-2025
theory: neoclassical-realism
panel: [PAK, VNM]
anchors: {ideal_point: [USA, CUB]}
data:
  - {path: "data/*.csv"}
"""


@pytest.fixture
def votes_alone(tmp_path: Path) -> Path:
    """A study with made-up votes of ten states in sessions 51 to 55."""
    votes = simulated(states=10, sessions=5, roll_calls=30)[0].votes
    named = dict(zip(votes["country"].unique().sort(), NAMES, strict=True))
    (tmp_path / "data").mkdir()
    (tmp_path / "study.yaml").write_text(STUDY)
    words = {1: "yes", 2: "abstain", 3: "no"}
    votes.select(
        rcid="roll_call",
        country=pl.col("country").replace(named),
        vote=pl.col("vote").replace_strict(words, return_dtype=pl.String),
    ).write_csv(tmp_path / "data" / "un_votes.csv")
    votes.unique("roll_call").select(
        rcid="roll_call",
        session=pl.col("session") + 50,
        importantvote=0,
        date=pl.format("{}-12-01", pl.col("session") + 1995),
        amend=0,
        para=0,
    ).write_csv(tmp_path / "data" / "un_roll_calls.csv")
    return tmp_path


def test_points_are_told_with_what_they_rest_on(votes_alone: Path) -> None:
    done = call(votes_alone, "measure", "ideal-points", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["method"], told["prior"]) == ("variational", "smoother")
    assert told["units"] == 50
    assert told["silent"] == ["VNM"]
    assert {each["state"] for each in told["points"]} == {"PAK", "USA", "CHN"}
    assert {each["year"] for each in told["points"]} == set(range(1996, 2001))
    assert all("se" not in each for each in told["points"])
    said = call(votes_alone, "measure", "ideal-points").stdout
    assert "Without a vote, and so not observed: VNM." in said
    assert "late-parts 0" in said


def test_draws_give_errors_and_are_written_whole(votes_alone: Path) -> None:
    options = ("--method", "gibbs", "--draws", "20", "--since", "1998", "--skip-rule", "session-19")
    done = call(votes_alone, "measure", "ideal-points", *options, "--output", "points.parquet")
    assert done.returncode == 0, done.stderr
    table = pl.read_parquet(votes_alone / "points.parquet")
    assert table.columns == ["state", "country", "session", "year", "votes", "point", "se", "low90", "high90"]
    assert table.height == 30
    assert (table["low90"] < table["high90"]).all()
    again = call(votes_alone, "measure", "ideal-points", *options, "--output", "again.parquet")
    assert again.returncode == 0
    assert pl.read_parquet(votes_alone / "again.parquet").equals(table)


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (
            ("--method", "gibs"),
            2,
            "method 'gibs': unknown; expected variational or gibbs - did you mean 'gibbs'?",
        ),
        (("--skip-rule", "zanzibr"), 2, "rule 'zanzibr': unknown"),
        (("--issue", "nu"), 1, "issue 'nu': the files do not say which roll calls are on it"),
        (("--since", "70"), 2, "no votes are left"),
    ],
)
def test_what_cannot_be_done_is_told(
    votes_alone: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    done = call(votes_alone, "measure", "ideal-points", *options)
    assert done.returncode == code
    assert told in done.stderr


def test_all_that_is_unknown_is_told_at_once_before_votes_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(STUDY[: STUDY.index("data:")])
    wrong = ("--method", "gibs", "--prior", "none", "--issue", "nuclear", "--keep-rule", "all")
    done = call(tmp_path, "measure", "ideal-points", *wrong)
    assert done.returncode == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "method 'gibs'",
        "prior 'none'",
        "issue 'nuclear'",
        "rule 'all'",
    ]


def test_a_study_without_votes_is_told_so(votes_alone: Path) -> None:
    text = (votes_alone / "study.yaml").read_text()
    (votes_alone / "study.yaml").write_text(text[: text.index("data:")])
    done = call(votes_alone, "measure", "ideal-points")
    assert done.returncode == 1
    assert "the study names no files of 'unga-votes'" in done.stderr
