import csv
from importlib.resources import files
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import spells
from counterpoise.datasets.source import Wanted, all_sources, source_named
from counterpoise.datasets.unplaced import (
    MISSING,
    MOST_LISTED,
    OUTSIDE,
    UNKNOWN,
    in_brief,
    unplaced,
    unplaced_codes,
)
from counterpoise.errors import Problem


def test_codes_that_are_no_state_in_their_year_are_told_by_kind_with_rows_years_and_the_first_row() -> None:
    table = pl.DataFrame(
        {
            "ccode": [2, 999, 255, 255, 255, 710, 9, 999, 31],
            "year": [1950, 1991, 1960, 1961, 1950, 1950, 1950, 1990, 1972],
        }
    )
    outside, unknown = unplaced(table, ["ccode"], "year", "trade.csv")
    assert str(outside) == (
        "trade.csv: ccode: 2 codes in 4 rows are of no state that was there in the year: "
        "31 (1972, 1 row; there from 1973), 255 (1950-1961, 3 rows; there 1816-1945 and from 1990); "
        "the first is ccode=255 year=1960"
    )
    assert str(unknown) == (
        "trade.csv: ccode: 2 codes in 3 rows are unknown in the system 'cow': 9 (1950, 1 row), 999 (1990-1991, 2 rows); "
        "the first is ccode=999 year=1991"
    )


def test_what_is_known_to_be_no_state_is_one_line_and_an_unknown_code_stands_by_itself() -> None:
    names = [
        "World",
        "Hong Kong SAR, China",
        "NATO**",
        "Hamas*",
        "Zanzibar",
        "Czechoslovakia",
        None,
        None,
        "Pakistn",
    ]
    table = pl.DataFrame({"name": names, "year": [2010] * len(names)})
    found = unplaced(table, ["name"], "year", "file.csv", "name")
    codes = pl.DataFrame({"ccode": [255, 255, 31, None], "year": [1960, 1961, 1972, 1950]})
    numbered = unplaced(codes, ["ccode"], "year", "trade.csv")
    other = Problem("file.csv", "partial fiscal years: 2020; left out")
    *kept, one = in_brief((*found, other, *numbered))
    assert len(found) + len(numbered) >= 7
    assert [each.what.partition(";")[0] for each in kept] == [
        "name: one code is unknown in the system 'name': Pakistn (2010, 1 row)",
        "partial fiscal years: 2020",
    ]
    assert str(one).startswith(
        "data: codes in 2 files are no state in their year, so their rows have no values"
    )
    assert in_brief([other]) == (other,)


def test_a_table_of_states_has_nothing_to_tell() -> None:
    table = pl.DataFrame({"a": ["Iran", "VIET NAM"], "b": ["Turkey", "Burma"], "year": [2000, 2000]})
    assert unplaced(table, ["a", "b"], "year", "file.csv", "name") == ()
    assert unplaced(table.clear(), ["a", "b"], "year", "file.csv", "name") == ()


def test_both_columns_of_a_table_of_pairs_are_looked_at_together() -> None:
    table = pl.DataFrame({"ccode1": [2, 2, 999], "ccode2": [20, 999, 710], "year": [1950, 1951, 1952]})
    (told,) = unplaced(table, ["ccode1", "ccode2"], "year", "pairs.csv")
    assert "999 (1951-1952, 2 rows); the first is ccode2=999 year=1951" in told.what


def test_groups_territories_and_empty_cells_are_told_apart_from_unknown_names() -> None:
    names = [
        "World",
        "Hong Kong SAR, China",
        "NATO**",
        "Hamas*",
        "Unknown supplier(s)",
        None,
        "Pakistn",
        "Zanzibar",
    ]
    table = pl.DataFrame({"name": names, "year": [2010] * len(names)})
    found = unplaced_codes(table, ["name"], "year", "name")
    assert dict(found.select("code", "kind").iter_rows()) == {
        "World": "group",
        "Hong Kong SAR, China": "territory",
        "NATO**": "organisation",
        "Hamas*": "organisation or movement",
        "Unknown supplier(s)": "unspecified",
        None: MISSING,
        "Pakistn": UNKNOWN,
        "Zanzibar": OUTSIDE,
    }
    said = "\n".join(str(each) for each in unplaced(table, ["name"], "year", "arms.csv", "name"))
    assert "did you mean 'Pakistan'?" in said
    assert "arms.csv: name: no code in 1 row of 2010, which are of no state" in said
    assert "Hong Kong SAR, China (Hong Kong, 2010, 1 row)" in said
    assert "Zanzibar (2010, 1 row; there 1963-1964)" in said


def test_a_code_may_be_one_sources_own() -> None:
    table = pl.DataFrame({"code": ["MNA"], "year": [2010]})
    of_all = unplaced_codes(table, ["code"], "year", "iso3")
    of_one = unplaced_codes(table, ["code"], "year", "iso3", "us-foreign-aid")
    assert of_all.select("name", "kind").row(0) == (
        "Middle East & North Africa (excluding high income)",
        "group",
    )
    assert of_one.select("name", "kind").row(0) == ("North Africa Region", "region")


def test_no_code_of_what_is_no_state_is_a_states_and_its_sources_exist() -> None:
    states = {each.code for system in ("iso2", "iso3") for each in spells(system)}  # type: ignore[arg-type]
    text = files("counterpoise.datasets").joinpath("not_states.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["source"] for row in rows} <= {"", *(source.name for source in all_sources())}
    assert states.isdisjoint(code for row in rows for code in row["codes"].split("|"))
    keys = [(row["source"], code) for row in rows for code in row["codes"].split("|") if code]
    assert len(set(keys)) == len(keys)
    # No name of a group, territory or organisation is a state's.
    names = [name for row in rows for name in row["names"].split("|")]
    table = pl.DataFrame({"name": names, "year": [2020] * len(names)})
    assert unplaced_codes(table, ["name"], "year", "name").height == len(set(names))


def test_a_reader_tells_what_it_left_out_as_notices(shared: Path) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 1990, 2021)
    aid = source_named("us-foreign-aid").read(
        [shared / "data/us_foreign_aid/us_foreign_aid_country.csv"], wanted
    )
    said = "\n".join(str(notice) for notice in aid.notices)
    for part in (
        "one code is no state (observer at the United Nations): PSE (Palestine, 1988-2021, 34 rows)",
        "TIB (1990-2019, 29)",
        "KEN (1954-1962, 9)",
        "Berlin, West (1953-1962, 10 rows)",
    ):
        assert part in said
    assert UNKNOWN not in said
    gcdf = source_named("gcdf").read([shared / "data/gcdf/cow_gcdf.csv"], wanted)
    assert [notice.what for notice in gcdf.notices] == [
        "ccode: one code is of no state that was there in the year: 626 (2007-2010, 4 rows; there from 2011); "
        "the first is ccode=626 year=2007"
    ]


def test_of_many_codes_those_with_most_rows_are_listed_and_the_others_counted():
    # Every code from 900 on that the Correlates of War give no state in 1900, each a row, 999 twice.
    table = pl.DataFrame({"ccode": [*range(980, 1000), 999], "year": [1900] * 21})
    told = [str(each) for each in unplaced(table, ["ccode"], "year", "trade.csv")]
    unknown = next(each for each in told if "unknown" in each)
    assert "999 (1900, 2)" in unknown
    listed = unknown.count("(1900, ")
    assert listed == MOST_LISTED
    number = int(unknown.split("ccode: ")[1].split(" codes")[0])
    assert f" and {number - listed} with fewer rows; " in unknown
