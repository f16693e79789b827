"""Codes of states over time: what each means in a year, and back."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.crosswalk import (
    NUMBERED,
    SYSTEMS,
    System,
    crosswalk,
    folded,
    spells,
    with_code,
    with_coded_or_named,
    with_iso3,
)
from counterpoise.errors import CounterpoiseError
from counterpoise.states import OPEN_UNTIL, all_states, iso3_by_cow

every_system = pytest.mark.parametrize("system", SYSTEMS)
systems = st.sampled_from(SYSTEMS)
years = st.integers(1816, 2030)
ids = st.sampled_from(sorted({spell.iso3 for spell in all_states()}))


def placed(code: str | int, year: int, system: System) -> str | None:
    """The id of one code in one year."""
    one = pl.LazyFrame({"code": [code], "year": [year]})
    found: str | None = one.pipe(with_iso3, "code", "year", "iso3", system).collect()["iso3"].item()
    return found


def coded(iso3: str, year: int, system: System) -> str | int | None:
    """The usual code of one id in one year."""
    one = pl.LazyFrame({"iso3": [iso3], "year": [year]})
    found: str | int | None = one.pipe(with_code, "iso3", "year", "code", system).collect()["code"].item()
    return found


# The hard cases. Dates: Correlates of War, State System Membership, v2016; Gleditsch & Ward (1999).
@pytest.mark.parametrize(
    ("code", "year", "system", "iso3"),
    [
        (678, 1980, "gw", "COW678"),
        (678, 1995, "gw", "YEM"),
        (679, 1995, "gw", None),
        (680, 1980, "gw", "COW680"),
        ("YE", 1980, "iso2", "COW678"),
        ("YE", 1995, "iso2", "YEM"),
        ("YD", 1980, "iso2", "COW680"),
        ("YEM", 1980, "iso3", "COW678"),
        ("YMD", 1980, "iso3", "COW680"),
        ("Yemen", 1980, "name", "COW678"),
        ("Yemen", 1995, "name", "YEM"),
        ("Democratic Yemen", 1975, "name", "COW680"),
        (255, 1900, "gw", "DEU"),
        (260, 1952, "gw", "DEU"),
        (260, 1995, "gw", "DEU"),
        (255, 1995, "gw", None),
        (255, 1900, "cow", "DEU"),
        ("DD", 1980, "iso2", "COW265"),
        ("DDR", 1980, "iso3", "COW265"),
        ("Germany", 1970, "name", "DEU"),
        ("Prussia", 1870, "name", "DEU"),
        (815, 1850, "gw", "VNM"),
        (816, 1960, "gw", "VNM"),
        (817, 1960, "gw", "COW817"),
        ("VIET NAM", 1990, "name", "VNM"),
        ("Vietnam", 1990, "name", "VNM"),
        (340, 1900, "gw", "SRB"),
        (345, 1900, "cow", "SRB"),
        (345, 1930, "gw", "COW345"),
        (345, 1930, "cow", "COW345"),
        (345, 2000, "gw", "SRB"),
        (340, 2010, "gw", "SRB"),
        # UCDP goes on with 345.
        (345, 2010, "gw", "SRB"),
        ("YUG", 1980, "iso3", "COW345"),
        ("YUG", 2000, "iso3", "SRB"),
        ("CS", 1980, "iso2", "COW315"),
        ("CS", 2004, "iso2", "SRB"),
        ("NA", 1995, "iso2", "NAM"),
        ("NA", 1980, "iso2", None),
        (970, 2000, "gw", "KIR"),
        (970, 2000, "cow", "NRU"),
        (971, 2000, "gw", "NRU"),
        (972, 2000, "gw", "TON"),
        (973, 2000, "gw", "TUV"),
        (347, 2010, "gw", "XKX"),
        (511, 1964, "gw", "COW511"),
        (563, 1900, "gw", "GW563"),
        (564, 1900, "gw", "GW564"),
        (711, 1930, "gw", "GW711"),
        (751, 1948, "gw", "GW751"),
        (730, 1900, "cow", "COW730"),
        (713, 2000, "cow", "TWN"),
        ("Austria", 1900, "name", "COW300"),
        ("Austria", 1930, "name", "AUT"),
        ("RUS", 1980, "iso3", "RUS"),
        ("su", 1980, "iso2", "RUS"),
        (" pak ", 1980, "iso3", "PAK"),
    ],
)
def test_a_code_is_a_state_in_a_year(code: str | int, year: int, system: System, iso3: str | None) -> None:
    assert placed(code, year, system) == iso3


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("IRAN (ISLAMIC REPUBLIC OF)", "IRN"),
        ("BOLIVIA (PLURINATIONAL STATE OF)", "BOL"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "PRK"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Turkey", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Turkiye", "TUR"),
        ("Swaziland", "SWZ"),
        ("Eswatini", "SWZ"),
        ("Burma", "MMR"),
        ("Myanmar (Burma)", "MMR"),
        ("DR Congo", "COD"),
        ("Congo, Rep.", "COG"),
        ("UAE", "ARE"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Gambia, The", "GMB"),
        ("St. Kitts & Nevis", "KNA"),
        ("SAINT KITTS AND NEVIS", "KNA"),
        ("Lao PDR", "LAO"),
        ("Micronesia, Fed. Sts.", "FSM"),
        ("São Tomé and Príncipe", "STP"),
        ("  united   states ", "USA"),
        ("Saxony", None),
        ("World", None),
        ("", None),
    ],
)
def test_a_name_is_found_as_the_sources_spell_it(name: str, iso3: str | None) -> None:
    assert placed(name, 2010, "name") == iso3


@every_system
def test_no_two_states_share_a_code_in_a_year_but_those_that_are_known(system: System) -> None:
    rows = [(each.code, each.iso3, each.start, each.end) for each in spells(system)]
    table = pl.DataFrame(rows, schema=["code", "iso3", "start", "end"], orient="row")
    if system == "name":
        table = table.with_columns(code=folded("code"))
    shared = (
        table.with_columns(year=pl.int_ranges("start", pl.col("end") + 1))
        .explode("year")
        .group_by("code", "year")
        .agg(pl.col("iso3").unique().sort())
        .filter(pl.col("iso3").list.len() > 1)
        .select("code", "year", pl.col("iso3").list.join(" "))
    )
    # The later state has the year.
    expected = {
        "iso2": {("YE", 1990, "COW678 YEM")},
        "name": {("austria", 1918, "AUT COW300")},
    }
    assert set(shared.iter_rows()) == expected.get(system, set())
    assert not crosswalk(system).select("code", "year").is_duplicated().any()
    assert not crosswalk(system).filter("usual").select("iso3", "year").is_duplicated().any()


@every_system
def test_every_id_of_the_crosswalk_is_a_state_and_every_spell_runs_forward(system: System) -> None:
    known = {spell.iso3 for spell in all_states()}
    for each in spells(system):
        assert each.iso3 in known, each
        assert 1816 <= each.start <= each.end <= OPEN_UNTIL, each


@settings(deadline=None)
@given(ids, years, systems)
def test_going_from_an_id_to_a_code_and_back_gives_the_same_state(
    iso3: str, year: int, system: System
) -> None:
    code = coded(iso3, year, system)
    if code is not None:
        assert placed(code, year, system) == iso3


@settings(deadline=None)
@given(st.data(), systems, systems)
def test_going_through_another_system_gives_the_same_state(
    data: st.DataObject, first: System, second: System
) -> None:
    table = crosswalk(first)
    code, year, iso3 = table.row(data.draw(st.integers(0, table.height - 1)))[:3]
    there = coded(iso3, year, second)
    if there is not None:
        assert placed(there, year, second) == iso3 == placed(code, year, first)


def test_numbers_of_the_correlates_of_war_are_those_of_the_table_of_states() -> None:
    ours = crosswalk("cow").select(cow="code", year="year", iso3="iso3")
    assert ours.equals(iso3_by_cow())


def test_a_state_of_today_has_one_code_in_every_system() -> None:
    today = {each.iso3 for each in all_states() if each.existed_in(2020) and each.cow}
    for system in SYSTEMS:
        usual = crosswalk(system).filter("usual", pl.col("year") == 2020)
        assert today <= set(usual["iso3"]), system
    assert len(today) == 195


def test_a_table_keeps_its_rows_their_order_and_its_columns() -> None:
    frame = pl.LazyFrame(
        {"land": ["Iran", "World", None, "Iran", "iran"], "year": [2000] * 5, "n": [1, 2, 3, 4, 5]}
    )
    found = frame.pipe(with_iso3, "land", "year", "state", system="name").collect()
    assert found.columns == ["land", "year", "n", "state"]
    assert found["n"].to_list() == [1, 2, 3, 4, 5]
    assert found["state"].to_list() == ["IRN", None, None, "IRN", "IRN"]
    assert found["land"].to_list() == ["Iran", "World", None, "Iran", "iran"]


@pytest.mark.parametrize("system", NUMBERED)
def test_a_table_without_rows_is_one_with_a_column_more(system: System) -> None:
    frame = pl.LazyFrame(schema={"n": pl.Int64, "year": pl.Int64})
    assert frame.pipe(with_iso3, "n", "year", "state", system).collect().columns == ["n", "year", "state"]


def test_a_name_comes_back_as_it_is_spelled() -> None:
    assert coded("CIV", 2000, "name") == "Côte d'Ivoire"
    assert coded("DEU", 1970, "name") == "West Germany"
    assert coded("COW345", 1970, "name") == "Yugoslavia"


def test_an_unknown_system_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(CounterpoiseError, match="did you mean 'iso3'"):
        with_iso3(pl.LazyFrame({"a": [1], "y": [1]}), "a", "y", "b", "iso33")  # type: ignore[arg-type]


def test_both_lists_agree_on_every_state_and_year_of_a_published_panel(shared: Path) -> None:
    # The panel joins both lists: Miller, peacesciencer (2022), Conflict Management and Peace Science 39(6).
    panel = (
        pl.scan_parquet(shared / "data/leaders_regimes/cw_gw_panel.parquet")
        .pipe(with_iso3, "ccode", "year", "of_cow", "cow")
        .pipe(with_iso3, "gwcode", "year", "of_gw", "gw")
        .collect()
    )
    assert panel.height > 17_000
    lost = panel.filter(pl.col("ccode").is_not_null(), pl.col("of_cow").is_null())
    assert set(lost.select("ccode", "year").iter_rows()) == {(260, 1990)}
    lost = panel.filter(pl.col("gwcode").is_not_null(), pl.col("of_gw").is_null())
    # A year of Syria's union with Egypt.
    assert set(lost.select("gwcode", "year").iter_rows()) == {(652, 1959)}
    differ = panel.filter(pl.col("of_cow") != pl.col("of_gw"))
    # In the year of Yemen's unification COW has both numbers and Gleditsch & Ward one.
    assert set(differ.select("ccode", "gwcode", "year", "of_cow", "of_gw").iter_rows()) == {
        (678, 678, 1990, "COW678", "YEM")
    }


def test_a_code_goes_before_a_name_in_the_years_of_the_code() -> None:
    rows = [
        ("YEM", "Yemen Arab Republic", 1970),
        ("YEM", "Yemen Arab Republic", 2000),
        (None, "Vietnam", 2000),
        ("XYZ", "Nowhere", 2000),
    ]
    frame = pl.LazyFrame(rows, {"code": pl.String, "name": pl.String, "year": pl.Int32}, orient="row")
    found = with_coded_or_named(frame, "code", "name", "year", "state").collect()
    assert found.columns == ["code", "name", "year", "state"]
    assert found["state"].to_list() == ["COW678", "YEM", "VNM", None]
