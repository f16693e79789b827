from pathlib import Path

import polars as pl
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.similarity.records import alliance_ties, capabilities, cast_votes
from counterpoise.study import Study, read_study
from tests.measurement.similarity.study_of_records import study_with


@pytest.fixture
def bare(tmp_path: Path) -> Study:
    """A study without data."""
    return read_study(study_with(tmp_path))


def test_votes_are_found_among_the_files_of_a_study(tmp_path: Path) -> None:
    study = read_study(study_with(tmp_path, votes=True))
    cast = cast_votes(study, "final-passage")
    assert cast.file == "un_votes.csv"
    assert cast.sets["final-passage"].table.height == 6
    assert cast.sets["all"].table.height == 7


def test_a_set_that_no_file_tells_is_named_with_those_that_are_told(tmp_path: Path) -> None:
    study = read_study(study_with(tmp_path, votes=True))
    with pytest.raises(
        CounterpoiseError,
        match=r"--roll-calls nu: no file tells them: un_votes\.csv tells all, final-passage",
    ):
        cast_votes(study, "nu")
    with pytest.raises(CounterpoiseError, match="did you mean 'final-passage'"):
        cast_votes(study, "final-pasage")


def test_alliances_and_capabilities_of_every_state_are_found(tmp_path: Path) -> None:
    study = read_study(study_with(tmp_path, alliances=True))
    assert alliance_ties(study).table.filter(state="PAK", partner="USA").height == 1
    cinc = capabilities(study)
    assert cinc.columns == ["state", "value", "year"]
    assert cinc.filter(pl.col("state") == "IND")["value"].to_list() == [0.05]


def test_what_a_study_lacks_is_told_with_where_it_is_had(bare: Study) -> None:
    for ask, source in (
        (lambda: cast_votes(bare, "all"), "unga-votes"),
        (lambda: alliance_ties(bare), "atop"),
        (lambda: capabilities(bare), "cow-nmc"),
    ):
        with pytest.raises(CounterpoiseError, match=f"the study has no file with .*'{source}' has them"):
            ask()


def test_a_file_that_could_not_be_taken_up_is_told_with_what_is_lacking(tmp_path: Path) -> None:
    folder = study_with(tmp_path, alliances=True)
    (folder / "data" / "votes.csv").write_text("rcid,land,stimme\n1,Pakistan,ja\n")
    with pytest.raises(CounterpoiseError) as raised:
        cast_votes(read_study(folder), "all")
    assert [problem.place for problem in raised.value.problems] == ["data", "data/votes.csv"]
