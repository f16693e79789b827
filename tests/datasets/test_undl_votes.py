from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.undl_votes import UNDL_VOTES
from counterpoise.errors import CounterpoiseError
from tests.datasets.made_up import UNDL_2025, UNDL_2026, table, undl_rows, undl_votes

WANTED = Wanted(("PAK", "VNM"), ("USA", "CHN"), 2010, 2025)


def read(
    folder: Path, rows: list[list[object]], columns: list[str] = UNDL_2025, wanted: Wanted = WANTED
) -> Reading:
    path = folder / "votes.csv"
    path.write_text(table(columns, rows))
    return UNDL_VOTES.read([path], wanted)


def of_pairs(reading: Reading) -> dict[tuple[str, str, int], float]:
    return {
        (row["state"], row["partner"], row["start"]): row["value"]
        for row in reading.values.iter_rows(named=True)
    }


@pytest.mark.parametrize("year", [2025, 2026])
def test_both_layouts_are_read(shared: Path, year: int) -> None:
    path = shared / f"data/formats/undl_ga_voting_{year}_SYNTHETIC.csv"
    assert list(header(path)) == {2025: UNDL_2025, 2026: UNDL_2026}[year]
    reading = UNDL_VOTES.read([path], Wanted(("PAK", "VNM", "SGP"), ("USA", "CHN"), 2090, 2099))
    assert reading.problems == ()
    found = of_pairs(reading)
    # Resolutions 1 to 4: Pakistan Y Y N A, the United States N N Y Y, China Y Y A Y, Viet Nam Y A Y N, Singapore X Y X Y.
    assert found["PAK", "USA", 2099] == 12.5
    assert found["PAK", "CHN", 2099] == 75
    assert found["VNM", "CHN", 2099] == 50
    assert found["SGP", "CHN", 2099] == 100


def test_who_did_not_vote_is_not_counted(tmp_path: Path) -> None:
    (path,) = undl_votes(tmp_path)
    found = of_pairs(UNDL_VOTES.read([path], WANTED))
    assert found == {
        ("PAK", "USA", 2018): 0.0,
        ("PAK", "CHN", 2018): 100.0,
        ("VNM", "USA", 2018): 0.0,
        ("VNM", "CHN", 2018): 100.0,
        ("PAK", "USA", 2019): 50.0,
        ("PAK", "CHN", 2019): pytest.approx(100 * (1 + 0.5 + 0.5) / 3),
        ("VNM", "USA", 2019): 50.0,
        ("VNM", "CHN", 2019): 75.0,
    }


def test_only_final_passage_is_given_for_the_file_has_adopted_resolutions_as_wholes() -> None:
    assert list(UNDL_VOTES.indicators) == ["vote_agreement:final-passage"]


@pytest.mark.parametrize(
    ("code", "name", "year", "state"),
    [
        ("", "YUGOSLAVIA", 1985, "COW345"),
        ("", "GERMAN DEMOCRATIC REPUBLIC", 1985, "COW265"),
        ("", "CZECHOSLOVAKIA", 1985, "COW315"),
        ("", "USSR", 1985, "RUS"),
        ("NAM", "NAMIBIA", 2015, "NAM"),
        ("", "TÜRKİYE", 2015, "TUR"),
    ],
)
def test_holes_in_the_codes_are_filled_by_name_and_year(
    tmp_path: Path, code: str, name: str, year: int, state: str
) -> None:
    members = [(code, name), ("USA", "UNITED STATES")]
    rows = undl_rows(1, f"{year}-12-10", "YA", members)
    reading = read(tmp_path, rows, wanted=Wanted((state,), ("USA", "CHN"), 1980, 2020))
    assert of_pairs(reading) == {(state, "USA", year): 50.0}
    assert reading.notices == ()


def test_a_member_that_is_no_known_state_is_named(tmp_path: Path) -> None:
    members = [("PAK", "PAKISTAN"), ("USA", "UNITED STATES"), ("", "ATLANTIS"), ("QQQ", "UTOPIA")]
    reading = read(tmp_path, undl_rows(1, "2018-12-20", "YYNN", members))
    assert reading.values.height == 1
    (notice,) = reading.notices
    assert notice.place == "votes.csv"
    assert all(said in notice.what for said in ("ms_name", "unknown", "ATLANTIS (2018", "UTOPIA (2018"))


def test_a_letter_that_is_no_vote_is_named_and_skipped(tmp_path: Path) -> None:
    reading = read(tmp_path, [*undl_rows(1, "2018-12-20", "YYYP"), *undl_rows(2, "2018-12-21", "YYYY")])
    (problem,) = [each for each in reading.problems if "ms_vote" in each.what]
    assert str(problem) == (
        "votes.csv undl_id=1 ms_name=VIET NAM: ms_vote is 'P', expected Y, N, A or X. Row skipped"
    )
    assert of_pairs(reading)["VNM", "CHN", 2018] == 100


def test_a_resolution_with_fewer_rows_than_members_is_named(tmp_path: Path) -> None:
    rows = [*undl_rows(1, "2018-12-20", "YYYY"), *undl_rows(2, "2018-12-21", "YNYY")[:2]]
    reading = read(tmp_path, rows)
    assert [str(problem) for problem in reading.problems] == [
        "votes.csv undl_id=2 A/RES/70/2: has 2 of 4 members; what is there was counted"
    ]
    assert of_pairs(reading)["PAK", "USA", 2018] == 50


def test_a_year_that_does_not_reach_december_is_partial(tmp_path: Path) -> None:
    rows = [*undl_rows(1, "2018-12-20", "YYYY"), *undl_rows(2, "2019-04-04", "YNYY")]
    assert set(read(tmp_path, rows).values["end"]) == {2018}
    partial = read(tmp_path, rows, wanted=Wanted(("PAK",), ("USA", "CHN"), 2010, 2025, include_partial=True))
    marked = partial.values.filter(pl.col("end") == 2019)
    assert marked["row"].str.ends_with("1 roll calls of a partial year").all()
    assert marked.height == 2
    assert set(partial.values["release"]) == {"votes to 2019-04-04"}


def test_a_file_without_votes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="has no rows that can be read"):
        read(tmp_path, [])
