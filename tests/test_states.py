from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from counterpoise.crosswalk import with_iso3
from counterpoise.errors import CounterpoiseError
from counterpoise.states import (
    all_states,
    cow_of_iso3,
    iso3_as_written,
    iso3_by_cow,
    iso3_of_cow,
    known_iso3,
    state,
    states_since_1945,
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
        if spell.cow is None:
            continue
        cow = cow_of_iso3(spell.iso3, spell.start)
        assert cow is not None
        assert iso3_of_cow(cow, spell.start) == spell.iso3


def test_no_name_but_a_shared_one_stands_for_two_states_in_the_same_year() -> None:
    seen: dict[tuple[str, int], str] = {}
    for spell in states_since_1945():
        for name in {spell.name, *spell.names}:
            for year in range(spell.start, (spell.end or 2025) + 1):
                assert seen.setdefault((name, year), spell.iso3) == spell.iso3, (name, year)


def test_gone_states_have_an_end_and_states_that_exist_have_an_iso_code() -> None:
    for iso3 in known_iso3():
        latest = state(iso3)
        assert (
            iso3 == f"COW{latest.cow}" if latest.cow and latest.end else latest.end is None or not latest.cow
        )
        assert (len(iso3) == 3) == (len(latest.iso2) == 2 and latest.end is None), latest
    assert {spell.iso3 for spell in states_since_1945() if len(spell.iso3) != 3} == {
        f"COW{number}" for number in (265, 315, 345, 511, 678, 680, 817)
    }


def test_a_state_that_only_gleditsch_and_ward_list_is_known_by_their_number() -> None:
    assert {spell.iso3 for spell in all_states() if spell.cow is None} == {
        f"GW{number}" for number in (89, 99, 396, 397, 563, 564, 711, 751)
    }


def test_states_gone_by_1945_give_texts_no_names() -> None:
    names = {name for spell in states_since_1945() for name in (spell.name, *spell.names, spell.adjective)}
    assert (
        names
        & {"Saxony", "Parma", "Parmesan", "Modena", "Baden", "Papal", "Prussia", "Tibet", "Austria-Hungary"}
        == set()
    )
    assert {"Austria", "Yugoslavia", "Zanzibar", "Soviet Union"} <= names


def test_every_member_of_the_state_system_is_there_in_its_years(shared: Path) -> None:
    spells = pl.read_csv(shared / "data/cow/cow_states2016.csv").select(
        "ccode", year=pl.int_ranges("styear", pl.col("endyear") + 1)
    )
    theirs = set(spells.explode("year").iter_rows())
    ours = {(cow, year) for cow, year, _ in iso3_by_cow().iter_rows() if year <= 2016}
    assert len(spells) == 243
    # 1990 counts for unified Germany.
    assert theirs - ours == {(260, 1990)}
    # Members of the United Nations before they were of the system (among them China's seat at Taipei); the union of
    # Syria with Egypt, and Japan under occupation.
    extra = {
        **dict.fromkeys((369, 370), range(1945, 1991)),
        652: (1945, 1959, 1960),
        660: (1945,),
        713: range(1946, 1949),
        740: range(1946, 1952),
        750: (1945, 1946),
        840: (1945,),
    }
    assert ours - theirs == {(cow, year) for cow, years in extra.items() for year in years}


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
