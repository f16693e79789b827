"""The conformance test that every source passes on its files, real ones where they may be passed on."""

import csv
import runpy
from collections.abc import Sequence
from importlib.metadata import entry_points
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets import source as source_module
from counterpoise.datasets.downloads import Deposit, downloads_of
from counterpoise.datasets.source import (
    Reading,
    Source,
    Wanted,
    all_sources,
    recognise,
    source_named,
    unknown_layout,
)
from counterpoise.datasets.tablefile import DATA_SUFFIXES, header
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import VALUE_SCHEMA, values_of_table
from counterpoise.study import SOURCES
from tests.datasets.made_up import MADE_UP

COMPILING = "examples/pakistan/compile_figures.py"
"""The script of the packaged study, which says where the real files of each source lie."""

MORE_FILES: dict[str, tuple[str, ...]] = {
    "cow-contiguity": ("cow/cow_contdir.csv",),
    "cow-majors": ("cow/cow_majors.csv",),
    "td-rivalries": ("rivalries/td_rivalries.csv",),
    "grh-arms-races": ("rivalries/grh_arms_races.csv",),
}
"""The real files of sources of which the packaged study holds nothing."""

OF_THE_PROJECT: dict[str, tuple[str, ...]] = {
    "figures": ("examples/pakistan/figures.csv",),
    "cow-alliances": ("tests/datasets/cow_alliances.csv",),
}
"""Files that lie in the project: the user's own figures, and made-up rows where only a layout is at hand."""

FILES: dict[str, tuple[str, ...]] = {
    **MORE_FILES,
    **runpy.run_path(str(Path(__file__).parents[2] / COMPILING))["FILES"],
    **OF_THE_PROJECT,
}
OTHER_LAYOUTS = {
    "unga_votes/un_votes.rda": "unga-votes",
    "unga_votes/un_roll_calls.rda": "unga-votes",
    "unga_votes/UNVotesPublished.RData": "unga-votes",
    "unga_votes/descriptions1-70latestversion.xls": "unga-votes",
    "unga_ideal_points/IdealpointestimatesAll_Apr2020.csv": "unga-ideal-points",
    "cow/cow_trade_dyadic_usa_chn_pak_1990_2014.csv": "cow-trade",
    "atop/atop_alliance.rda": "atop",
    "formats/undl_ga_voting_2025_SYNTHETIC.csv": "undl-votes",
    "formats/undl_ga_voting_2026_SYNTHETIC.csv": "undl-votes",
    "formats/sipri_trade_register_SYNTHETIC.csv": "sipri-register",
    "formats/sipri_import_values_SYNTHETIC.csv": "sipri-values",
}
NOT_OURS = (
    "unga_ideal_points/COW_country_codes.csv",
    "cow/cow_states2016.csv",
    "leaders_regimes/cw_gw_panel.parquet",
    "qca/LC.csv",
    "qca/hard_8_30.csv",
)
BETWEEN_POWERS = (
    "ideal_point_distance_ab",
    "cinc_ratio",
    "disputes_ab",
    "rivalry_ab",
    "rivalry_td_ab",
    "arms_race_ab",
    "alliances_ab",
)

PAKISTAN = Wanted(("PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD"), ("USA", "CHN"), 1990, 2025)
GERMANY = Wanted(("DEU", "POL", "FIN"), ("USA", "RUS"), 1985, 1995)

every_source = pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)


@pytest.fixture(scope="session")
def real(shared: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The files of each source: the real ones, or made-up ones where those may not be passed on."""
    found = {
        name: [checkout / file if name in OF_THE_PROJECT else shared / "data" / file for file in files]
        for name, files in FILES.items()
    }
    return found | {name: write(tmp_path_factory.mktemp(name)) for name, write in MADE_UP.items()}


@pytest.fixture(scope="session")
def readings(real: dict[str, list[Path]]) -> dict[tuple[str, str], Reading]:
    """What each source gives for a study of Pakistan and for one of Germany."""
    return {
        (source.name, study): source.read(real[source.name], wanted)
        for source in all_sources()
        for study, wanted in (("Pakistan", PAKISTAN), ("Germany", GERMANY))
    }


@every_source
def test_a_source_says_what_it_is(source: Source) -> None:
    assert isinstance(source, Source)
    assert source.name == source.name.lower().replace(" ", "-")
    for said in (source.title, source.citation, source.licence, source.release, source.where):
        assert said.strip()
    assert "github" not in source.where.lower()
    assert isinstance(source.redistributable, bool)
    for indicator, description in source.indicators.items():
        assert " " not in indicator
        assert description.endswith(")"), "the description ends with the unit"


@every_source
def test_a_source_is_fetched_only_over_https_where_its_terms_allow_it_as_files_that_are_read(
    source: Source,
) -> None:
    for each in downloads_of(source):
        assert source.redistributable
        address = each.server if isinstance(each, Deposit) else each.address
        assert address.startswith("https://")
        if isinstance(each, Deposit):
            assert each.doi.startswith("10.")
            assert each.names
        else:
            assert each.name.lower().endswith(".zip" if each.members else DATA_SUFFIXES)


@every_source
def test_a_source_recognises_its_own_files_and_no_others(source: Source, real: dict[str, list[Path]]) -> None:
    for name, paths in real.items():
        for path in paths:
            assert source.recognises(header(path)) == (name == source.name), path.name


@every_source
@pytest.mark.parametrize("study", ["Pakistan", "Germany"])
def test_values_keep_the_contract(
    source: Source, study: str, readings: dict[tuple[str, str], Reading], real: dict[str, list[Path]]
) -> None:
    wanted = {"Pakistan": PAKISTAN, "Germany": GERMANY}[study]
    reading = readings[source.name, study]
    values = reading.values
    assert dict(values.schema) == VALUE_SCHEMA
    order = ["indicator", "state", "partner", "start", "end", "source", "release", "row"]
    assert values.equals(values.sort(order, nulls_last=False, maintain_order=True))
    assert values["value"].is_finite().all()
    assert values.filter(pl.col("se") < 0).is_empty()
    assert values.filter((pl.col("end") < wanted.start) | (pl.col("start") > wanted.end)).is_empty()
    assert values.filter(pl.col("end") < pl.col("start")).is_empty()
    files = tuple(path.name for path in real[source.name])
    last = reading.last_complete_year
    for value in values_of_table(values):
        assert value.state in wanted.everyone
        assert value.partner is None or value.partner in wanted.powers
        assert value.partner != value.state
        if value.indicator.split(":")[0] in BETWEEN_POWERS:
            assert {value.state, value.partner} == set(wanted.powers)
        elif value.partner is not None:
            assert value.state in wanted.states
        assert source.name == "figures" or (
            value.indicator in source.indicators and value.source == source.name
        )
        assert value.unit
        assert value.release
        assert value.row.startswith(files)
        assert value.end <= last[value.indicator]
    ids = [value.id for value in values_of_table(values)]
    assert len(set(ids)) == len(ids)


@every_source
def test_reading_twice_gives_the_same(
    source: Source, readings: dict[tuple[str, str], Reading], real: dict[str, list[Path]]
) -> None:
    again = source.read(list(reversed(real[source.name])), PAKISTAN)
    before = readings[source.name, "Pakistan"]
    assert again.values.equals(before.values)
    assert again.last_complete_year == before.last_complete_year
    assert before.problems == ()


@every_source
def test_a_source_gives_values_for_pakistan(source: Source, readings: dict[tuple[str, str], Reading]) -> None:
    values = readings[source.name, "Pakistan"].values
    assert "PAK" in set(values["state"])
    if source.name != "figures":
        assert set(values["indicator"]) == set(source.indicators)


@every_source
def test_a_file_of_another_layout_is_an_error_that_says_what_was_found(
    source: Source, tmp_path: Path
) -> None:
    path = tmp_path / "trees.csv"
    path.write_text("tree,height\noak,12\n")
    assert not source.recognises(header(path))
    with pytest.raises(CounterpoiseError) as error:
        source.read([path], PAKISTAN)
    said = str(error.value)
    assert "trees.csv" in said
    assert "tree, height" in said
    assert "expected [" in said


@every_source
def test_a_missing_file_is_an_error_that_names_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match=r"nowhere\.csv: there is no such file"):
        source.read([tmp_path / "nowhere.csv"], PAKISTAN)


@every_source
def test_files_without_a_row_are_an_error_or_nothing(source: Source, tmp_path: Path) -> None:
    files = []
    for number, layout in enumerate(source.layouts):
        files.append(tmp_path / f"header-{number}.csv")
        files[-1].write_text(",".join(layout) + "\n")
    for paths in (*combinations(files, 1), *combinations(files, 2)):
        try:
            reading = source.read(paths, PAKISTAN)
        except CounterpoiseError:
            continue
        assert reading.values.is_empty()
        assert not reading.last_complete_year


@every_source
@pytest.mark.parametrize("ending", [".parquet", ".dta", ".rda", ".csv.gz", ".xlsx", ".xls", ".zip"])
def test_a_file_of_noise_is_an_error_that_names_it(source: Source, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"noise{ending}"
    path.write_bytes(b"\x1f\x8b" + bytes(range(256)) * 4)
    with pytest.raises(CounterpoiseError, match="noise"):
        source.read([path], PAKISTAN)


@pytest.mark.parametrize(
    "name", [name for name, files in FILES.items() if not files[0].endswith(".csv")], ids=str
)
def test_a_file_cut_short_is_an_error_that_names_it(
    name: str, real: dict[str, list[Path]], tmp_path: Path
) -> None:
    whole, *others = real[name]
    cut = tmp_path / whole.name
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    with pytest.raises(CounterpoiseError, match=whole.name):
        source_named(name).read([cut, *others], PAKISTAN)


def test_every_file_of_the_shared_data_goes_to_its_source(shared: Path) -> None:
    known = {file: name for name, files in FILES.items() if name not in OF_THE_PROJECT for file in files}
    for file, name in (known | OTHER_LAYOUTS).items():
        found = recognise(shared / "data" / file)
        assert found is not None, file
        assert found.name == name
    for file in NOT_OURS:
        assert recognise(shared / "data" / file) is None, file


@pytest.mark.parametrize(("ending", "rows"), [(".parquet", 40), (".rda", 0), (".dta", 0)])
def test_recognising_a_damaged_file_names_the_damage(ending: str, rows: int, tmp_path: Path) -> None:
    path = tmp_path / f"cut{ending}"
    if rows:
        pl.DataFrame({"ccode": range(rows)}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20] if rows else b"RDX3")
    with pytest.raises(
        CounterpoiseError, match=f"cut{ending}: the file is damaged or not what its name says"
    ):
        recognise(path)


def test_recognising_looks_into_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trees.csv"
    path.write_text("tree,height\noak,12\n")
    looked: list[Path] = []
    monkeypatch.setattr(source_module, "header", lambda path: looked.append(path) or header(path))
    assert recognise(path) is None
    assert looked == [path]


def test_the_reference_facts_are_reproduced(checkout: Path, real: dict[str, list[Path]]) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 1990, 2025)
    table = pl.concat(source.read(real[source.name], wanted).values for source in all_sources())
    published = table.filter(pl.col("source").is_in(list(FILES)))
    found = {(v.indicator, v.state, v.partner, v.start): v.value for v in values_of_table(published)}
    with (checkout / "tests/reference/pakistan_facts.csv").open(newline="") as stream:
        for fact in csv.DictReader(stream):
            key = (fact["indicator"], fact["state"], fact["partner"] or None, int(fact["year"]))
            assert round(found[key], int(fact["digits"])) == float(fact["value"]), (key, fact["citation"])


def test_the_shared_data_end_where_they_are_known_to_end(readings: dict[tuple[str, str], Reading]) -> None:
    ends = {
        (name, indicator): year
        for (name, study), reading in readings.items()
        if study == "Pakistan" and name != "figures"
        for indicator, year in reading.last_complete_year.items()
    }
    by_source = {name: {year for (n, _), year in ends.items() if n == name} for name in FILES}
    assert by_source["unga-votes"] == {2019, 2017}
    assert by_source["unga-ideal-points"] == {2023, 2024}
    assert by_source["cow-trade"] == by_source["cow-igo"] == {2014}
    assert by_source["cow-nmc"] == {2022}
    assert by_source["atop"] == {2018}
    assert by_source["us-foreign-aid"] == {2019}
    assert by_source["cow-mid"] == {2014}
    assert by_source["cow-contiguity"] == by_source["cow-majors"] == {2016}
    assert by_source["tss-rivalries"] == {2020}
    assert by_source["td-rivalries"] == {2010}
    assert by_source["grh-arms-races"] == {1993}
    assert by_source["democracy"] == {2018, 2025}
    assert by_source["gdp-population"] == {2019}
    assert by_source["archigos"] == {2002, 2015}
    assert by_source["ucdp-acd"] == {2024}
    assert by_source["gpr"] == {2023}
    assert by_source["gcdf"] == {2021}
    assert by_source["china-public-diplomacy"] == {2016, 2017, 2018}


def test_an_unknown_source_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(CounterpoiseError, match="did you mean 'cow-trade'"):
        source_named("cow-trad")


class _Point:
    """An entry point as another package would declare it."""

    def __init__(self, value: str, target: object) -> None:
        self.name, self.value, self._target = value.partition(":")[2], value, target

    def load(self) -> object:
        return self._target


class _Trees:
    name = "trees"
    title = citation = licence = release = where = "a forest"
    redistributable = True
    layouts = (("tree", "height"),)
    indicators = {"height": "Height of a tree (metres)"}  # noqa: RUF012

    def recognises(self, columns: Sequence[str]) -> bool:
        return "height" in columns

    def read(self, paths: object, wanted: object) -> Reading:
        raise NotImplementedError


@every_source
def test_a_source_recognises_each_layout_that_it_names(source: Source) -> None:
    assert all(source.recognises(layout) for layout in source.layouts)


@pytest.mark.parametrize(
    ("columns", "near"),
    [
        ("ccode1,ccode2,year,flow1", "the nearest is 'cow-trade', of which it lacks flow2"),
        (
            "State,partner,start,end,indicator,value,unit",
            "'figures', of which it lacks state, source, release",
        ),
        # Of what many sources have nothing follows.
        (
            "ccode,iso3c,Countryname,year,NVotesFP,IdealPointFP,Q5%FP,Q10%FP,Q95%FP",
            "Q95%FP]; describe it by `table:`",
        ),
        ("ccode,year,rainfall", "rainfall]; describe it by `table:`"),
        ("year,rainfall", "put your own figures in the columns state, partner, start, end, indicator"),
        (",".join(f"c{n}" for n in range(30)), "found [c0, c1, "),
    ],
)
def test_of_a_file_of_no_known_layout_the_nearest_is_named(tmp_path: Path, columns: str, near: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"{columns}\n")
    problem = unknown_layout(path, "data/mine.csv")
    assert problem.place == "data/mine.csv"
    assert problem.what.startswith("no data source has this layout: found [")
    assert near in problem.what
    assert ("c19, ...]" in problem.what) == (len(columns) > 80)
    assert problem.what.endswith("The file was left out")


def test_another_package_brings_a_source_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = list(entry_points(group=SOURCES))
    points = [_Point("forest:TREES", _Trees()), *ours, ours[0]]
    monkeypatch.setattr(source_module, "entry_points", lambda **_: points)
    found = all_sources.__wrapped__()
    assert [source.name for source in found] == [*(source.name for source in all_sources()), "trees"]


def test_an_entry_point_that_is_no_source_or_takes_a_name_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = _Trees()
    named.name = "atop"
    points = [_Point("forest:OAK", object()), _Point("forest:TREES", named), *entry_points(group=SOURCES)]
    monkeypatch.setattr(source_module, "entry_points", lambda **_: points)
    with pytest.raises(CounterpoiseError) as error:
        all_sources.__wrapped__()
    assert str(error.value).splitlines() == [
        "entry point forest:OAK: is not a source of data",
        "entry point forest:TREES: there is already a source 'atop'",
    ]
