from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.together import read_together
from counterpoise.study import Study
from tests.publicdata.studies import figures, founded, ideal_points, trade


def holding(folder: Path, **files: str) -> tuple[Study, dict[str, Path]]:
    """A study with these files under `data/`, and each of them as one that came from elsewhere under its name."""
    study = founded(folder)
    places = {name: study.folder / "data" / f"{name}.csv" for name in files}
    for name, text in files.items():
        places[name].write_text(text, "utf-8")
    return study, places


def came(*places: Path) -> dict[Path, Path]:
    return {place.resolve(): Path("brought") / place.name for place in places}


def test_files_that_a_source_reads_together_are_nothing_to_be_told(tmp_path: Path) -> None:
    study, places = holding(tmp_path / "s", dyadic=trade("dyadic"), national=trade("national"))
    assert read_together(study, came(*places.values())) == ()
    assert read_together(study, {}) == ()


def test_what_lacks_its_other_half_is_told_and_not_refused(tmp_path: Path) -> None:
    study, places = holding(tmp_path / "s", national=trade("national"))
    (notice,) = read_together(study, came(places["national"]))
    assert str(notice).startswith("brought/national.csv: ")


def test_what_was_refused_before_refuses_nothing_that_came_for_another_source(tmp_path: Path) -> None:
    study, places = holding(tmp_path / "s", national=trade("national"), points=ideal_points())
    assert read_together(study, came(places["points"])) == ()


def test_a_damaged_file_that_stood_there_is_named_as_what_is_in_the_way(tmp_path: Path) -> None:
    study, places = holding(tmp_path / "s", a="ccode,session,IdealPoint,Q5%,Q95%\n", b=ideal_points())
    with pytest.raises(CounterpoiseError) as refused:
        read_together(study, came(places["b"]))
    told = [str(problem) for problem in refused.value.problems]
    assert told[0].startswith("data/a.csv: ")
    assert told[1].startswith(
        "brought/b.csv: 'unga-ideal-points' does not read it together with data/a.csv; move"
    )


def test_of_three_releases_at_once_all_are_named(tmp_path: Path) -> None:
    releases = {f"r{n}": ideal_points(45, 45 + n) for n in range(25)}
    study, places = holding(tmp_path / "s", **releases)
    with pytest.raises(
        CounterpoiseError, match=r"r0\.csv, .* and 5 further files: 'unga-ideal-points' does not read"
    ):
        read_together(study, came(*places.values()))


def test_each_table_of_own_figures_stands_for_itself(tmp_path: Path) -> None:
    row = "VNM,USA,2010,2010,trade_share,1,percent,me,1"
    study, places = holding(tmp_path / "s", a=figures(row), b=figures(row))
    assert read_together(study, came(places["b"])) == ()
