from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.states import (
    all_states,
    cow_of_iso3,
    iso3_as_written,
    iso3_by_cow,
    iso3_by_name,
    iso3_of_cow,
    known_iso3,
    state,
    with_iso3,
)


def test_a_state_has_its_names_and_capital() -> None:
    usa = state("USA")
    assert (usa.cow, usa.adjective, usa.capital, usa.end) == (2, "American", "Washington", None)
    assert "U.S." in usa.names


@pytest.mark.parametrize(
    ("found", "nearest"),
    [
        ("PKA", "PAK"),
        ("PAKI", "PAK"),
        ("pak", "PAK"),
        ("Pakistan", "PAK"),
        ("Vietnam", "VNM"),
        ("soviet union", "RUS"),
    ],
)
def test_an_unknown_state_is_an_error_with_the_nearest_one(found: str, nearest: str) -> None:
    with pytest.raises(CounterpoiseError, match=f"unknown state '{found}'.*did you mean '{nearest}'"):
        state(found)


# Dates: Correlates of War, State System Membership, v2016.
@pytest.mark.parametrize(
    ("cow", "year", "iso3"),
    [
        (260, 1980, "DEU"),
        (260, 1990, None),
        (255, 1980, None),
        (255, 1990, "DEU"),
        (265, 1980, "COW265"),
        (345, 1991, "COW345"),
        (345, 1992, "SRB"),
        (365, 1980, "RUS"),
        (678, 1989, "COW678"),
        (679, 1990, "YEM"),
        (816, 1960, "VNM"),
        (817, 1960, "COW817"),
        (817, 1976, None),
        (511, 1964, "COW511"),
        (770, 1946, None),
        (770, 1947, "PAK"),
        (999, 2000, None),
    ],
)
def test_a_number_is_a_state_in_a_year(cow: int, year: int, iso3: str | None) -> None:
    assert iso3_of_cow(cow, year) == iso3


def test_unification_moves_germany_from_260_to_255() -> None:
    assert [cow_of_iso3("DEU", year) for year in (1950, 1989, 1990, 2000)] == [None, 260, 255, 255]


def test_the_crosswalk_has_one_state_per_number_and_year_and_agrees_with_the_function() -> None:
    table = iso3_by_cow()
    assert not table.select("cow", "year").is_duplicated().any()
    for cow, year, iso3 in table.sample(500, seed=1).iter_rows():
        assert iso3_of_cow(cow, year) == iso3


def test_going_there_and_back_gives_the_same_state() -> None:
    for spell in all_states():
        cow = cow_of_iso3(spell.iso3, spell.start)
        assert cow is not None
        assert iso3_of_cow(cow, spell.start) == spell.iso3


def test_a_name_is_one_state_in_one_year() -> None:
    table = iso3_by_name()
    assert not table.select("name", "year").is_duplicated().any()
    found = dict(table.filter(pl.col("year") == 1995).select("name", "iso3").iter_rows())
    assert found["Federal Republic of Germany"] == "DEU"
    assert found["Yugoslavia"] == "SRB"
    assert "East Germany" not in found


def test_no_name_but_a_shared_one_stands_for_two_states_in_the_same_year() -> None:
    seen: dict[tuple[str, int], str] = {}
    for spell in all_states():
        for name in {spell.name, *spell.names}:
            for year in range(spell.start, (spell.end or 2025) + 1):
                assert seen.setdefault((name, year), spell.iso3) == spell.iso3, (name, year)


def test_gone_states_have_an_end_and_states_that_exist_have_an_iso_code() -> None:
    for spell in all_states():
        assert spell.iso3.startswith("COW") == (spell.end is not None and spell.iso3 != "DEU"), spell
    assert {iso3 for iso3 in known_iso3() if len(iso3) != 3} == {
        f"COW{number}" for number in (265, 315, 345, 511, 678, 680, 817)
    }


def test_every_member_of_the_state_system_since_1945_is_there(shared: Path) -> None:
    members = (
        pl.scan_csv(shared / "data/cow/cow_states2016.csv")
        .with_columns(year=pl.max_horizontal("styear", pl.lit(1946)))
        .filter(pl.col("endyear") > 1945)
        .pipe(with_iso3, "ccode", "year", "iso3")
        .collect()
    )
    assert members.height > 195
    assert members.filter(pl.col("iso3").is_null())["statenme"].to_list() == []
    # Syria came back after the union with Egypt; 1990 counts for unified Germany.
    ends = members.filter(pl.col("endyear") < 2016, ~pl.col("ccode").is_in([652, 260]))
    for cow, end in ends.select("ccode", "endyear").iter_rows():
        assert iso3_of_cow(cow, end) is not None
        assert iso3_of_cow(cow, end + 1) is None


def test_the_crosswalk_agrees_with_the_one_published_with_ideal_points(shared: Path) -> None:
    # Bailey, Strezhnev & Voeten, July 2025 release; it names gone states by withdrawn ISO codes.
    points, _ = pyreadstat.read_dta(shared / "data/unga_ideal_points/IdealpointsJuly2025.dta")
    pairs = (
        pl.from_pandas(points[["ccode", "iso3c", "year"]])
        .lazy()
        .filter(pl.col("iso3c") != "")
        .pipe(with_iso3, "ccode", "year", "iso3")
        .filter(pl.col("iso3").is_null() | (pl.col("iso3") != pl.col("iso3c")))
        .select("ccode", "iso3c", "iso3")
        .unique()
        .collect()
    )
    assert set(pairs.iter_rows()) == {
        (265, "DDR", "COW265"),
        (315, "CSK", "COW315"),
        (345, "YUG", "COW345"),
        (345, "YUG", "SRB"),
        (678, "YAR", "COW678"),
        (680, "YAR", "COW680"),
    }


def test_the_crosswalk_covers_every_country_of_the_roll_calls(shared: Path) -> None:
    countries = (
        pl.scan_parquet(shared / "data/unga_votes/un_votes.parquet")
        .select(pl.col("country").cast(pl.String))
        .unique()
        .collect()["country"]
    )
    assert set(countries) - set(iso3_by_name()["name"]) == set()


def test_no_state_has_two_numbers_in_one_year() -> None:
    assert not iso3_by_cow().select("iso3", "year").is_duplicated().any()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("PAK", "PAK"),
        (" pak ", "PAK"),
        ("cow265", "COW265"),
        ("pka", "pka"),
        ("Pakistan", "Pakistan"),
        ("", ""),
    ],
)
def test_an_id_may_be_written_in_any_case(written: str, read: str) -> None:
    assert iso3_as_written(written) == read
