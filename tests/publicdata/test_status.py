from pathlib import Path

from counterpoise.publicdata.status import data_status, newer_changed, years_behind
from counterpoise.study import read_study
from tests.publicdata.studies import TABLE, figures, founded, ideal_points, read


def test_a_file_is_not_read_then_read_changed_read_again_and_gone(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    file = study.folder / "data" / "points.csv"
    file.write_text(ideal_points(45, 50))
    (first,) = data_status(study).files
    assert (first.standing, first.places, first.reading) == ("not read", ("data/points.csv",), None)
    (files,) = read(study).files
    assert files.reading is not None
    assert (files.standing, files.earlier, newer_changed(study, files)) == ("read", None, None)
    # The study ends in 2025; session 50 is of 1995.
    assert years_behind(study, files.reading)["ideal_point:all"] == (1995, 30)
    file.write_text(ideal_points(46, 52, shift=0.5))
    (files,) = data_status(study).files
    assert (files.standing, files.changed) == ("changed", ("data/points.csv",))
    (files,) = read(study).files
    assert (files.standing, files.changed) == ("read", ())
    changed = newer_changed(study, files)
    assert changed is not None
    by_indicator = {change.indicator: change for change in changed}
    # Sessions 51 and 52 came, 45 went; of three states all other five were moved.
    points = by_indicator["ideal_point:all"]
    assert (points.added, points.gone, points.revised) == (6, 3, 15)
    # A shift of all does not change distances.
    assert by_indicator["ideal_point_distance:all"].revised == 0
    file.unlink()
    status = data_status(study)
    (files,) = status.files
    assert (files.standing, files.places, files.is_current) == ("gone", ("points.csv",), False)
    assert status.current == ()


def test_a_release_under_another_name_is_compared_with_the_one_before(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    old, new = (study.folder / "data" / f"{name}.csv" for name in ("old", "new"))
    old.write_text(ideal_points(45, 50))
    read(study)
    old.unlink()
    new.write_text(ideal_points(45, 51))
    waiting, gone = data_status(study).files
    assert (waiting.standing, gone.standing, gone.places) == ("not read", "gone", ("old.csv",))
    (files,) = read(study).files
    assert files.earlier is not None
    assert set(files.earlier.files) == {"old.csv"}
    changed = {each.indicator: each for each in newer_changed(study, files) or ()}
    assert changed["ideal_point:all"].added == 3
    assert {each.gone + each.revised for each in changed.values()} == {0}


def test_a_file_put_back_as_it_was_is_read_without_reading_it_again(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    file = study.folder / "data" / "points.csv"
    for text in (ideal_points(), ideal_points(shift=1.0)):
        file.write_text(text)
        read(study)
    file.write_text(ideal_points())
    (files,) = data_status(study).files
    assert files.standing == "read"
    assert newer_changed(study, files)


def test_a_state_that_came_into_the_panel_is_no_news_of_the_source(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    file = study.folder / "data" / "points.csv"
    rows = ideal_points() + "820,50,1.0,0.9,1.1\n"  # Malaysia
    file.write_text(rows)
    read(study)
    text = (study.folder / "study.yaml").read_text("utf-8").replace("panel: [VNM]", "panel: [VNM, MYS]")
    (study.folder / "study.yaml").write_text(text, "utf-8")
    file.write_text(rows + "\n")
    study = read_study(study.folder)
    (files,) = read(study).files
    assert newer_changed(study, files) == ()


def test_a_file_that_was_refused_says_why(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    (study.folder / "data" / "points.csv").write_text("ccode,session,IdealPoint,Q5%,Q95%\n")
    (study.folder / "data" / "other.csv").write_text("year,rainfall\n")
    status = read(study)
    (files,) = status.files
    assert files.standing == "refused"
    assert files.refused[0].startswith("points.csv: ")
    assert [problem.place for problem in status.problems] == ["data/other.csv"]


def test_tables_of_figures_are_compared_by_their_name_and_declared_tables_stand_too(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    yaml = study.folder / "study.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("data:  ", f"data:\n{TABLE}  #"), "utf-8")
    (study.folder / "influence.csv").write_text("iso3,of,year,v\nVNM,USA,2010,1\n")
    for name, value in (("a", 1), ("b", 2)):
        row = f"VNM,USA,2010,2010,trade_share,{value},percent,me,1"
        (study.folder / "data" / f"{name}.csv").write_text(figures(row))
    study = read_study(study.folder)
    table, one, other = read(study).files
    assert (table.name, table.standing) == ("Made-up influence", "read")
    assert (one.places, other.places) == (("data/a.csv",), ("data/b.csv",))
    assert (one.earlier, other.earlier) == (None, None)
    (study.folder / "data" / "a.csv").write_text(figures("VNM,USA,2010,2010,trade_share,3,percent,me,1"))
    _, one, other = read(study).files
    assert one.earlier is not None
    (change,) = newer_changed(study, one) or ()
    assert change.largest is not None
    assert (change.largest.before, change.largest.after) == (1, 3)
    assert other.earlier is None
