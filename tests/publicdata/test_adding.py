from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata import adding
from counterpoise.publicdata.adding import add_data
from counterpoise.study import read_study
from tests.publicdata.studies import figures, founded, ideal_points, undeclared


def brought(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_are_recognised_and_copied_and_what_is_covered_is_not_declared_again(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    before = (study.folder / "study.yaml").read_bytes()
    folder = brought(
        tmp_path / "brought", points=ideal_points(), own=figures("VNM,,2010,2010,x,1,percent,me,1")
    )
    added = add_data(study, [folder])
    assert [(each.target.name, each.source.name) for each in added.added] == [
        ("own.csv", "figures"),
        ("points.csv", "unga-ideal-points"),
    ]
    assert added.declared == ()
    assert (study.folder / "study.yaml").read_bytes() == before
    assert (study.folder / "data" / "points.csv").read_text("utf-8") == ideal_points()
    again = add_data(study, [folder / "points.csv"])
    assert ([each.target.name for each in again.present], again.added) == (["points.csv"], ())


def test_files_of_one_source_that_no_entry_covers_are_declared_in_one(tmp_path: Path) -> None:
    study = undeclared(tmp_path / "study")
    folder = brought(tmp_path / "b", a=ideal_points(), b=ideal_points(51, 52), c=figures())
    added = add_data(study, [folder])
    assert added.declared == ("{path: [data/a.csv, data/b.csv]}", "{path: data/c.csv}")
    assert [entry.path for entry in read_study(study.folder).declared.data] == [
        ("data/a.csv", "data/b.csv"),
        ("data/c.csv",),
    ]


def test_a_file_inside_the_study_stays_where_it_is_and_is_declared(tmp_path: Path) -> None:
    study = undeclared(tmp_path / "study")
    (study.folder / "own").mkdir()
    (study.folder / "own" / "points.csv").write_text(ideal_points())
    added = add_data(study, [study.folder / "own" / "points.csv"])
    assert (added.added, added.declared) == ((), ("{path: own/points.csv}",))


def test_with_one_file_that_is_wrong_nothing_enters_and_all_is_told_at_once(tmp_path: Path) -> None:
    study = undeclared(tmp_path / "study")
    (study.folder / "data").mkdir(exist_ok=True)
    (study.folder / "data" / "points.csv").write_text("mine")
    wrong = figures("VNM,,2010,2010,trade_share,1,kilograms,me,1")
    folder = brought(
        tmp_path / "b",
        good=figures(),
        other="year,rainfall\n",
        points=ideal_points(),
        trade="ccode1,ccode2,year,flow1\n",
    )
    (folder / "speech.pdf").write_bytes(b"%PDF")
    (folder / "wrong.csv").write_text(wrong)
    before = state_of(study.folder)
    with pytest.raises(CounterpoiseError) as refused:
        add_data(study, [folder, tmp_path / "nowhere"])
    told = {str(problem) for problem in refused.value.problems}
    expected = (
        f"{folder / 'other.csv'}: no data source has this layout: found [year, rainfall]; describe it by `table:`",
        f"{folder / 'points.csv'}: another file stands at {study.folder / 'data' / 'points.csv'}; rename one of them",
        f"{folder / 'trade.csv'}: no data source has this layout: found [ccode1, ccode2, year, flow1]; the nearest is "
        "'cow-trade', of which it lacks flow2; describe another table by `table:` in the study file",
        f"{folder / 'speech.pdf'}: is no file of data by its name",
        f"{folder / 'wrong.csv'}:2: ",
        f"{tmp_path / 'nowhere'}: there is no such file or folder",
        "counterpoise data add: nothing was added",
    )
    assert all(any(line.startswith(each) for line in told) for each in expected), told
    assert state_of(study.folder) == before


def test_two_files_of_one_name_are_not_put_over_each_other(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    one, other = (
        brought(tmp_path / name, a=ideal_points(shift=shift)) for name, shift in (("x", 0), ("y", 1))
    )
    with pytest.raises(CounterpoiseError, match="two files would stand at"):
        add_data(study, [one / "a.csv", other / "a.csv"])
    assert not (study.folder / "data" / "a.csv").exists()


@pytest.mark.parametrize("at", ["copied", "read_study"])
def test_what_fails_half_way_leaves_the_study_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    study = undeclared(tmp_path / "study")
    folder = brought(tmp_path / "b", a=ideal_points(), b=figures())
    before = state_of(study.folder)
    calls = []
    real = getattr(adding, at)

    def fails(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == (2 if at == "copied" else 1):
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(adding, at, fails)
    with pytest.raises(KeyboardInterrupt):
        add_data(study, [folder])
    assert state_of(study.folder) == before
