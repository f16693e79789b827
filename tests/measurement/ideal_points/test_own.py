from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.datasets.ideal_points import IDEAL_POINTS
from counterpoise.datasets.observations import Observed, observe
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.unga_votes import MARKS
from counterpoise.datasets.voting_record import VotingRecord
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import POSTERIOR
from counterpoise.measurement.draws import tie_draws
from counterpoise.measurement.ideal_points import own
from counterpoise.measurement.ideal_points.own import EstimatedIdealPoints, _of_set, estimated_by
from counterpoise.measurement.ties import TieInput, measure_ties, observed_ties
from counterpoise.study import read_study
from counterpoise.studyfile import OwnIdealPoints
from counterpoise.theory.elements import Indicator
from counterpoise.workspace import open_workspace
from tests.measurement.ideal_points.simulated import simulated
from tests.study_in_miniature import STUDY, write_study

DISTANCE = Indicator(
    id="ideal_point_distance",
    title="Nearness",
    quantity="Distance",
    unit="",
    transform="proximity",
    positions="ideal_point",
    both_powers=True,
)
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
    folder = study_of_votes(tmp_path / "own", shared, "ideal_points: {method: variational}")
    ours = observed_in(folder)
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
    again = observed_in(folder)
    assert (again.read, again.values.equals(ours.values)) == (0, True)


def test_without_votes_it_is_said_what_is_missing(tmp_path: Path) -> None:
    text = STUDY.replace("{seed: 7}", "{seed: 7, ideal_points: {method: gibbs}}")
    observed = observed_in(write_study(tmp_path, text))
    assert "data: no files of 'unga-votes'" in "; ".join(map(str, observed.problems))


def test_the_published_points_need_nothing_estimated(tmp_path: Path) -> None:
    assert estimated_by(read_study(write_study(tmp_path))) == ()


def test_draws_of_points_come_with_them_joint_as_they_were_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, _ = simulated(states=14, sessions=6, roll_calls=40)
    monkeypatch.setattr(own, "read_voting_record", lambda _: record())
    monkeypatch.setattr(own, "clean", lambda *_: votes)
    asked = OwnIdealPoints(method="gibbs", draws=60)
    wanted = Wanted(("S002", "S003", "S004"), ("S000", "S001"))
    estimated = EstimatedIdealPoints(asked, "all", wanted.powers, 1)
    values = estimated.read([Path("votes.csv")], wanted).values
    points = values.filter(indicator="ideal_point:all")
    assert points.height == 5 * 6
    drawn = np.array(points[POSTERIOR].to_list())
    assert drawn.shape == (30, 60)
    assert drawn.mean(axis=1) == pytest.approx(points["value"].to_numpy(), abs=1e-6)
    assert drawn.std(axis=1, ddof=1) == pytest.approx(points["se"].to_numpy(), abs=1e-6)
    # A tie is 1 less the distance of its two points over the goalpost, draw by draw, and so keeps what they have in common.
    entry = TieInput("votes", "diplomatic", DISTANCE, "ideal_point_distance:all", in_share=True)
    ties = measure_ties(values, (entry,), wanted.states, {"a": "S000", "b": "S001"})
    row = ties.row(0, named=True)
    state, power = (
        np.array(points.filter(state=name, start=row["start"])[POSTERIOR][0])
        for name in (row["state"], row["partner"])
    )
    expected = np.clip(1 - np.abs(state - power) / row["goalpost"], 0, 1)
    assert tie_draws(observed_ties(ties[:1]), seed=7)[0] == pytest.approx(np.resize(expected, 1000), abs=1e-6)


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
