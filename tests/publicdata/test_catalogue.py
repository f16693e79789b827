import re
from pathlib import Path

import pytest

from counterpoise.datasets.source import all_sources
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.catalogue import Coverage, catalogue, entry_named
from counterpoise.publicdata.status import data_status
from counterpoise.study import read_study
from tests.publicdata.studies import TABLE, founded, ideal_points, read


def test_without_a_study_every_source_is_listed_with_its_terms() -> None:
    entries = catalogue(None, None)
    assert [entry.name for entry in entries] == [source.name for source in all_sources()]
    assert {entry.name for entry in entries if entry.fetchable} == {"unga-ideal-points"}
    figures = entry_named(entries, "figures")
    assert (figures.redistributable, figures.coverage) == (None, None)
    assert entry_named(entries, "gcdf").redistributable is True


def test_each_page_of_traps_is_there(checkout: Path) -> None:
    for entry in catalogue(None, None):
        assert entry.page is not None
        page, _, anchor = entry.page.partition("#")
        headings = re.findall("^## (.*)$", (checkout / page).read_text("utf-8"), re.MULTILINE)
        assert anchor in {heading.lower().replace(" ", "-") for heading in headings}


def test_an_unknown_source_names_the_nearest() -> None:
    with pytest.raises(CounterpoiseError, match=r"source 'cow-trad': unknown - did you mean 'cow-trade'\?"):
        entry_named(catalogue(None, None), "cow-trad")
    with pytest.raises(CounterpoiseError, match="unknown; the sources are archigos, atop, "):
        entry_named(catalogue(None, None), "zzz")


def test_a_study_that_was_run_says_what_it_has_of_each_and_of_its_own_tables(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    yaml = study.folder / "study.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("data:  ", f"data:\n{TABLE}  #"), "utf-8")
    (study.folder / "influence.csv").write_text(
        "iso3,of,year,v\nVNM,USA,2010,1\nVNM,CHN,2011,2\nMYS,USA,2010,1\n"
    )
    (study.folder / "data" / "points.csv").write_text(ideal_points(45, 50))
    study = read_study(study.folder)
    before = catalogue(study, data_status(study))
    assert {entry.coverage for entry in before} == {None}
    entries = catalogue(study, read(study))
    assert entry_named(entries, "atop").coverage is None
    points = {each.indicator: each for each in entry_named(entries, "unga-ideal-points").coverage or ()}
    # Six sessions of three states; the distance of the state from each of both powers.
    unit = "standard deviations over all states"
    assert points["ideal_point:all"] == Coverage(
        "ideal_point:all", unit, ("CHN", "USA", "VNM"), 1990, 1995, 18
    )
    assert points["ideal_point_distance:all"].values == 12
    table = entry_named(entries, "Made-up influence")
    assert table.coverage == (Coverage("influence", "index", ("VNM",), 2010, 2011, 2),)
    assert (table.licence, table.where, table.redistributable) == ("CC0 1.0", "example.org", None)
    assert table.indicators == {"influence": "v (index)"}
