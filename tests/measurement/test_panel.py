from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.index.goalposts import freeze, write_goalposts
from counterpoise.measurement.panel import panel_ties
from counterpoise.measurement.scores import measure
from counterpoise.study import Study, read_study
from tests.study_in_miniature import observed, write_study

FIRST = [observed("USA", year, "trade_share", float(year - 1989)) for year in range(1990, 2011)]
LATER = [observed("CHN", year, "trade_share", 80.0, state="VNM") for year in range(2000, 2011)]


def study_with(folder: Path, setting: str = "") -> Study:
    text = (write_study(folder) / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("{seed: 7}", f"{{seed: 7{setting}}}"))
    return read_study(folder)


def frozen_study(folder: Path, *values: Value, powers: tuple[str, str] = ("USA", "CHN")) -> Study:
    """A study whose goalposts were frozen when these values were all that there was."""
    panel = panel_ties(study_with(folder), table_of_values(values))
    (folder / "goalposts.json").unlink(missing_ok=True)
    write_goalposts(freeze(panel.goalposts, "made up", powers, 0.975), folder / "goalposts.json")
    return study_with(folder, ", goalposts: goalposts.json")


def test_without_a_release_goalposts_are_the_panels_own(tmp_path: Path):
    found = panel_ties(study_with(tmp_path), table_of_values(FIRST))
    # 1 to 21: the 97.5th percentile is 20.5.
    assert (found.release, found.goalposts[0].value) == (None, 20.5)


def test_new_states_and_years_move_no_frozen_goalpost(tmp_path: Path):
    before = panel_ties(study_with(tmp_path), table_of_values(FIRST))
    study = frozen_study(tmp_path, *FIRST)
    after = panel_ties(study, table_of_values([*FIRST, *LATER]))
    assert after.release is not None
    assert after.goalposts == before.goalposts
    of_state = after.ties.filter(state="PAK")
    assert of_state["tie"].to_list() == before.ties["tie"].to_list()
    # What lies beyond a frozen goalpost is a whole tie.
    assert after.ties.filter(state="VNM")["tie"].unique().to_list() == [1.0]
    anew = panel_ties(study, table_of_values([*FIRST, *LATER]), anew=True)
    assert (anew.release, anew.goalposts[0].value) == (None, 80.0)


def test_what_is_measured_rests_on_the_frozen_goalposts(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST)
    scores = measure(study, table_of_values([*FIRST, *LATER]))
    assert scores.release == panel_ties(study, table_of_values(FIRST)).release
    assert {each.value for each in scores.goalposts} == set(scores.ties["goalpost"]) == {20.5}
    assert scores.goalposts_of("PAK") == scores.goalposts


def test_an_indicator_that_was_not_frozen_needs_a_new_release(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST)
    arms = observed("USA", 1990, "arms_import_share", 5.0, end=1994)
    with pytest.raises(CounterpoiseError, match=r"goalposts\.json: has no goalpost for 'arms_import_share'"):
        panel_ties(study, table_of_values([*FIRST, arms]))


def test_goalposts_of_ties_with_other_powers_do_not_fit(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST, powers=("USA", "RUS"))
    with pytest.raises(
        CounterpoiseError, match="is of ties with USA and RUS; the study's powers are USA and CHN"
    ):
        panel_ties(study, table_of_values(FIRST))


def test_goalposts_of_another_quantile_are_refused(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST)
    path = tmp_path / "goalposts.json"
    path.write_text(path.read_text().replace('"quantile": 0.975', '"quantile": 0.5'))
    with pytest.raises(
        CounterpoiseError, match=r"holds the quantile 0\.5 of the panel; a goalpost is the quantile 0\.975"
    ):
        panel_ties(study, table_of_values(FIRST))


def test_the_powers_may_change_places(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST, powers=("CHN", "USA"))
    assert panel_ties(study, table_of_values(FIRST)).goalposts[0].value == 20.5


def test_nothing_observed_needs_no_goalpost(tmp_path: Path):
    study = frozen_study(tmp_path, *FIRST)
    found = panel_ties(study, table_of_values([]))
    assert (found.goalposts, found.ties.height) == ((), 0)
