from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.datasets.observations import lacking
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata import adding
from counterpoise.publicdata.adding import add_data
from counterpoise.study import Study, read_study
from tests.publicdata.studies import figures, founded, ideal_points, read, trade, undeclared


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
    folder = brought(tmp_path / "b", a=trade("dyadic"), b=trade("national"), c=figures())
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


@pytest.mark.parametrize("make", [founded, undeclared])
@pytest.mark.parametrize("order", [("dyadic", "national"), ("national", "dyadic")])
def test_the_other_half_of_a_source_joins_the_entry_of_the_first(
    tmp_path: Path, make: Callable[[Path], Study], order: tuple[str, str]
) -> None:
    study = make(tmp_path / "study")
    folder = brought(tmp_path / "b", dyadic=trade("dyadic"), national=trade("national"), own=figures())
    first, other = (f"data/{each}.csv" for each in order)
    added = add_data(study, [folder / f"{order[0]}.csv"])
    assert len(added.declared) == (make is undeclared)
    # National trade alone is no trade with anybody, and dyadic trade alone no share of all: the source says what it lacks.
    (told,) = (str(notice) for notice in added.notices)
    assert f"{order[0]}.csv: " in told
    assert order[1] in told
    study = read_study(study.folder)
    of_check = [str(notice) for notice in lacking(study)]
    assert of_check == (
        [f"{first}: no national file with it, so no trade shares"] if order[0] == "dyadic" else []
    )
    add_data(study, [folder / "own.csv"])
    study = read_study(study.folder)
    added = add_data(study, [folder / f"{order[1]}.csv"])
    assert added.declared == ((f"{{path: [{first}, {other}]}}",) if make is undeclared else ())
    assert added.notices == ()
    study = read_study(study.folder)
    if make is undeclared:
        assert [entry.path for entry in study.declared.data] == [(first, other), ("data/own.csv",)]
    standing = {each.name: each for each in read(study).files}
    assert standing["cow-trade"].standing == "read"
    assert set(standing["cow-trade"].places) == {first, other}
    assert lacking(study) == ()


@pytest.mark.parametrize("make", [founded, undeclared])
def test_a_second_release_of_a_source_in_one_file_is_refused_and_nothing_is_half_done(
    tmp_path: Path, make: Callable[[Path], Study]
) -> None:
    study = make(tmp_path / "study")
    folder = brought(tmp_path / "b", Apr2020=ideal_points(45, 50), Jun2021=ideal_points(45, 51))
    older, newer = folder / "Apr2020.csv", folder / "Jun2021.csv"
    before = state_of(study.folder)
    with pytest.raises(CounterpoiseError) as refused:
        add_data(study, [newer, older])
    assert [str(problem) for problem in refused.value.problems][1:] == [
        f"{older}, {newer}: 'unga-ideal-points' does not read them together; add the one that counts"
        if make is founded
        else f"{newer}, {older}: 'unga-ideal-points' does not read them together; add the one that counts",
        "counterpoise data add: nothing was added",
    ]
    assert state_of(study.folder) == before
    add_data(study, [older])
    study = read_study(study.folder)
    before = state_of(study.folder)
    with pytest.raises(CounterpoiseError) as refused:
        add_data(study, [newer])
    assert [str(problem) for problem in refused.value.problems] == [
        f"{newer}: a second release of all; give one file of each",
        f"{newer}: 'unga-ideal-points' does not read it together with data/Apr2020.csv; move that away first, or name the "
        "files that count by `path:` in the study file",
        "counterpoise data add: nothing was added",
    ]
    assert state_of(study.folder) == before


def test_two_files_of_a_source_that_bear_one_name_are_refused(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    folder = tmp_path / "b"
    for kind in ("dyadic", "national"):
        (folder / kind).mkdir(parents=True)
        (folder / kind / "t.csv").write_text(trade(kind))
    before = state_of(study.folder)
    with pytest.raises(
        CounterpoiseError, match=r"data/national/t.csv: has the name of data/dyadic/t.csv, and 'cow-t"
    ):
        add_data(study, [folder])
    assert state_of(study.folder) == before


def test_a_file_that_a_described_table_would_take_in_is_refused_where_the_table_cannot_read_it(
    tmp_path: Path,
) -> None:
    study = founded(tmp_path / "study")
    file = study.folder / "study.yaml"
    entry = (
        "{path: data/, table: {title: A, release: '1', state: s, year: y, values: {a: {column: v, unit: u}}}}"
    )
    text = file.read_text("utf-8")
    file.write_text(
        text[: text.index("data:")] + f"data: [{entry}]\n" + text[text.index("dictionaries:") :], "utf-8"
    )
    (study.folder / "data" / "a.csv").write_text("s,y,v\nVNM,2010,1\n")
    folder = brought(tmp_path / "b", p=ideal_points())
    with pytest.raises(CounterpoiseError, match=r"p\.csv: 'A' does not read it together with data/a\.csv"):
        add_data(read_study(study.folder), [folder])
