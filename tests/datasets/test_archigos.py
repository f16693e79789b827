from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.archigos import ARCHIGOS, ARCHIGOS_COLUMNS, LEAD_COLUMNS
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.errors import CounterpoiseError

WANTED = Wanted(("PAK", "DEU"), ("USA", "CHN"), 1946, 2025)


@pytest.fixture
def of_both(shared: Path) -> Reading:
    """Leaders and their lives."""
    return ARCHIGOS.read(
        [shared / "data/leaders_regimes" / name for name in ("archigos.csv", "LEAD.csv")], WANTED
    )


def _by_year(values: pl.DataFrame, indicator: str, state: str) -> dict[int, float]:
    rows = values.filter(pl.col("indicator") == indicator, pl.col("state") == state)
    return dict(rows.select("start", "value").iter_rows())


def test_changes_are_counted_by_year_and_the_first_leader_is_none(of_both: Reading) -> None:
    # Archigos 4.1: four leaders of Pakistan came into office in 1993 and Musharraf in 1999; the first is of 1947.
    changes = _by_year(of_both.values, "leader_change", "PAK")
    assert [changes[year] for year in (1947, 1993, 1998, 1999)] == [0, 4, 0, 1]
    irregular = _by_year(of_both.values, "irregular_leader_change", "PAK")
    assert [year for year, count in irregular.items() if count] == [1958, 1969, 1977, 1993, 1996, 1999]


def test_leaders_in_office_when_the_list_was_closed_are_no_change(of_both: Reading) -> None:
    # They stand as leaving on 31 December 2015.
    assert of_both.last_complete_year["leader_change"] == 2015
    assert _by_year(of_both.values, "leader_change", "USA")[2015] == 0
    assert of_both.values["end"].max() == 2015


def test_gleditsch_ward_numbers_are_read(of_both: Reading) -> None:
    # Germany is 260 in Archigos also after 1990, when the Correlates of War have 255: Merkel came in 2005.
    changes = _by_year(of_both.values, "leader_change", "DEU")
    assert changes[2005] == 1
    assert sorted(changes) == list(range(1949, 2016))


def test_the_life_of_the_leader_at_the_end_of_the_year_counts(of_both: Reading) -> None:
    # LEAD: Musharraf served, the prime ministers before him did not.
    served = _by_year(of_both.values, "leader_military_service", "PAK")
    assert [served[year] for year in (1987, 1998, 1999)] == [1, 0, 1]
    in_office = _by_year(of_both.values, "leader_years_in_office", "PAK")
    assert in_office[1999] == pytest.approx(78 / 365.25)


def test_lives_end_where_lead_knows_of_few_leaders(of_both: Reading) -> None:
    ends = {of_both.last_complete_year[name] for name in ("leader_rebel", "leader_political_experience")}
    assert max(ends) < 2010
    assert _by_year(of_both.values, "leader_rebel", "USA").keys() <= set(range(1946, max(ends) + 1))


def test_lives_alone_tell_of_no_year(shared: Path) -> None:
    with pytest.raises(
        CounterpoiseError, match=r"LEAD\.csv: tells of leaders and not when they were in office"
    ):
        ARCHIGOS.read([shared / "data/leaders_regimes/LEAD.csv"], WANTED)


def test_a_second_list_of_leaders_is_an_error(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(",".join(ARCHIGOS_COLUMNS) + "\n")
    with pytest.raises(CounterpoiseError, match=r"b\.csv: a second file like a\.csv"):
        ARCHIGOS.read([tmp_path / "a.csv", tmp_path / "b.csv"], WANTED)


def test_a_leader_who_is_written_down_twice_in_a_row_is_no_change(tmp_path: Path) -> None:
    leaders, lives = tmp_path / "leaders.csv", tmp_path / "lives.csv"
    rows = (
        "PAK-1,770,x,A,2000-01-05,2000-06-30,Regular\nPAK-2,770,x,A,2000-07-01,2002-12-31,Regular\n"
        "PAK-3,770,y,B,2003-01-01,2001-01-01,Irregular\n"
    )
    leaders.write_text(",".join(ARCHIGOS_COLUMNS) + "\n" + rows)
    lives.write_text(",".join(LEAD_COLUMNS) + "\nPAK-2,1,0,,12\n")
    reading = ARCHIGOS.read([leaders, lives], WANTED)
    assert _by_year(reading.values, "leader_change", "PAK") == {2000: 0, 2001: 0, 2002: 0}
    assert _by_year(reading.values, "leader_political_experience", "PAK") == {2000: 12, 2001: 12, 2002: 12}
    assert _by_year(reading.values, "leader_rebel", "PAK") == {}
    assert [str(problem) for problem in reading.problems] == [
        "leaders.csv obsid=PAK-3: ends in 2001, before 2003. Row skipped"
    ]
