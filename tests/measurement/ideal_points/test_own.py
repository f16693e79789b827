from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.ideal_points import IDEAL_POINTS
from counterpoise.datasets.observations import Observed, observe
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.unga_votes import MARKS
from counterpoise.datasets.voting_record import VotingRecord
from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.ideal_points.own import _of_set, estimated_by
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.study_in_miniature import STUDY, write_study

FILES = ("un_votes.parquet", "un_roll_calls.parquet", "un_roll_call_issues.rda")


def study_of_votes(folder: Path, shared: Path, settings: str) -> Path:
    votes = ", ".join(f'"{shared}/data/unga_votes/{name}"' for name in FILES)
    published = f'"{shared}/data/unga_ideal_points/IdealpointsJuly2025.dta"'
    data = f"data:\n  - {{path: [{votes}]}}\n  - {{path: {published}}}\nfigures:"
    return write_study(
        folder, STUDY.replace("figures:", data).replace("{seed: 7}", f"{{seed: 7, {settings}}}")
    )


def observed_in(folder: Path) -> Observed:
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        return observe(study, workspace, estimated_by(study))


def test_points_of_the_study_stand_in_place_of_the_published(tmp_path: Path, shared: Path) -> None:
    own = study_of_votes(tmp_path / "own", shared, "ideal_points: {method: variational}")
    ours = observed_in(own)
    theirs = IDEAL_POINTS.read(
        [shared / "data/unga_ideal_points/IdealpointsJuly2025.dta"], Wanted(("PAK", "VNM"), ("USA", "CHN"))
    )
    named = "ideal_point_distance:final-passage"
    here = ours.values.filter(indicator=named)
    assert set(here["source"]) == {"ideal points estimated by this study"}
    assert set(here["release"]) == {"variational, smoother"}
    assert here["se"].null_count() == here.height > 200
    both = here.join(
        theirs.values.filter(indicator=named), on=["state", "partner", "start"], suffix="_published"
    )
    assert both.height > 200
    assert both.select(pl.corr("value", "value_published")).item() > 0.97
    # Those of other roll calls are still the published ones.
    assert "unga-ideal-points" in set(ours.values.filter(indicator="ideal_point:all")["source"])
    assert ours.last_complete_year[named] < theirs.last_complete_year[named]
    again = observed_in(own)
    assert (again.read, again.values.equals(ours.values)) == (0, True)


def test_without_votes_it_is_said_what_is_missing(tmp_path: Path) -> None:
    text = STUDY.replace("{seed: 7}", "{seed: 7, ideal_points: {method: gibbs}}")
    observed = observed_in(write_study(tmp_path, text))
    assert "data: no files of 'unga-votes'" in "; ".join(map(str, observed.problems))


def test_the_published_points_need_nothing_estimated(tmp_path: Path) -> None:
    assert estimated_by(read_study(write_study(tmp_path))) == ()


def record(*columns: str) -> VotingRecord:
    marked = {name: [0, 1, 0] for name in columns}
    roll_calls = pl.DataFrame({"rcid": [1, 2, 3], "session": [50] * 3, "year": [1995] * 3, **marked})
    return VotingRecord(pl.DataFrame(), roll_calls, (), ())


def test_final_passage_is_without_amendments_and_paragraphs() -> None:
    assert _of_set(record(*MARKS), "final-passage").roll_calls["rcid"].to_list() == [1, 3]
    assert _of_set(record(*MARKS), "all").roll_calls.height == 3


@pytest.mark.parametrize(("roll_calls", "columns"), [("final-passage", ()), ("important", MARKS)])
def test_roll_calls_that_cannot_be_told_or_are_too_few_are_refused(
    roll_calls: str, columns: tuple[str, ...]
) -> None:
    with pytest.raises(CounterpoiseError, match=r"settings\.roll_calls: "):
        _of_set(record(*columns), roll_calls)
