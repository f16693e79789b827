from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.sipri_register import SIPRI_REGISTER
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError
from tests.datasets.made_up import REGISTER, register

WANTED = Wanted(("PAK", "VNM", "ARE"), ("USA", "CHN"), 1990, 2025)


def read(folder: Path, text: str, wanted: Wanted = WANTED) -> Reading:
    path = folder / "register.csv"
    path.write_text(text)
    return SIPRI_REGISTER.read([path], wanted)


def shares(reading: Reading) -> dict[tuple[str, str, int], float]:
    found = reading.values.filter(pl.col("indicator") == "arms_import_share")
    return {(row["state"], row["partner"], row["start"]): row["value"] for row in found.iter_rows(named=True)}


def test_the_layout_of_the_export_is_read(shared: Path) -> None:
    path = shared / "data/formats/sipri_trade_register_SYNTHETIC.csv"
    assert [name.strip() for name in REGISTER] == list(header(path))
    reading = SIPRI_REGISTER.read([path], WANTED)
    assert reading.problems == ()
    # 500 of 2010-2013 from China, 78 of 2010 from the United States; 4.5 of 2005 from nobody known.
    imports = reading.values.filter(pl.col("indicator") == "arms_imports", pl.col("value") > 0)
    assert {(row["partner"], row["start"]): row["value"] for row in imports.iter_rows(named=True)} == {
        **{("CHN", year): 125.0 for year in (2010, 2011, 2012, 2013)},
        ("USA", 2010): 78.0,
    }
    assert shares(reading) == {("PAK", "CHN", 2005): 0.0, ("PAK", "USA", 2005): 0.0}
    assert reading.last_complete_year == {"arms_import_share": 2013, "arms_imports": 2013}
    assert any("unknown supplier(s)" in notice.what for notice in reading.notices)
    assert SIPRI_REGISTER.recognises(header(path))


def test_unknown_suppliers_count_in_the_whole(tmp_path: Path) -> None:
    deals = [("Pakistan", "China", "2010", 30), ("Pakistan", "unknown supplier(s)", "2014", 70)]
    reading = read(tmp_path, register(deals))
    assert shares(reading)["PAK", "CHN", 2010] == 30


def test_an_order_without_deliveries_is_none(tmp_path: Path) -> None:
    deals = [("Pakistan", "China", "2010; 2014", 30), ("Pakistan", "United States", "", 0)]
    reading = read(tmp_path, register(deals))
    assert reading.problems == ()
    assert shares(reading) == {("PAK", "CHN", 2010): 100, ("PAK", "USA", 2010): 0}


@pytest.mark.parametrize("years", ["", "2010; soon"])
def test_deliveries_without_years_are_named(tmp_path: Path, years: str) -> None:
    deals = [("Pakistan", "China", years, 30), ("Pakistan", "China", "2014", 5)]
    reading = read(tmp_path, register(deals))
    assert [str(problem) for problem in reading.problems] == [
        f"register.csv Recipient=Pakistan Supplier=China: 30 million TIV were delivered, but Year(s) of delivery is "
        f"'{years or 'empty'}'. Row skipped"
    ]
    assert reading.values.filter(pl.col("indicator") == "arms_imports")["value"].sum() == 5


@pytest.mark.parametrize(
    ("recipient", "year", "state"),
    [
        ("Turkiye", 2012, "TUR"),
        ("United Arab Emirates*", 2012, "ARE"),
        ("UAE", 2012, "ARE"),
        ("Cote d'Ivoire", 2012, "CIV"),
        ("Bosnia-Herzegovina", 2012, "BIH"),
        ("DR Congo", 2012, "COD"),
        ("eSwatini", 2012, "SWZ"),
        ("Soviet Union", 1955, "RUS"),
        ("South Vietnam", 1965, "COW817"),
    ],
)
def test_spellings_of_the_register_are_known(tmp_path: Path, recipient: str, year: int, state: str) -> None:
    deals = [(recipient, "United States", str(year), 10), ("Pakistan", "China", str(year + 9), 1)]
    reading = read(tmp_path, register(deals), Wanted((state,), ("USA", "CHN")))
    assert shares(reading)[state, "USA", year // 5 * 5] == 100
    assert reading.notices == ()


def test_recipients_that_are_no_state_are_named_and_not_taken_for_the_state_they_fight(
    tmp_path: Path,
) -> None:
    names = ("Houthi rebels (Yemen)*", "African Union**", "unknown recipient(s)", "Hezbollah (Lebanon)*")
    deals: Iterable[tuple[str, str, str, float]] = [(name, "China", "2012", 1) for name in names]
    reading = read(tmp_path, register(deals), Wanted(("YEM", "LBN"), ("USA", "CHN")))
    assert reading.values.is_empty()
    said = " ".join(notice.what for notice in reading.notices)
    assert all(name in said for name in names)


@pytest.mark.parametrize(
    ("suppliers", "powers"),
    [
        ("China", {"CHN"}),
        ("Germany, United States", {"USA"}),
        ("China and United States", {"CHN", "USA"}),
        ("Soviet Union", set()),
    ],
)
def test_an_export_of_some_suppliers_gives_no_shares_and_nothing_from_others(
    tmp_path: Path, suppliers: str, powers: set[str]
) -> None:
    deals = [("Pakistan", name, "2010; 2014", 30) for name in ("China", "United States") if name in suppliers]
    reading = read(tmp_path, register(deals or [("Pakistan", suppliers, "1980", 3)], suppliers=suppliers))
    assert set(reading.values["partner"]) == powers
    assert set(reading.values["indicator"]) == ({"arms_imports"} if powers else set())
    assert reading.values["value"].sum() == 30 * len(powers)
    assert reading.last_complete_year == ({"arms_imports": 2014} if powers else {})
    assert [str(problem) for problem in reading.problems] == [
        f"register.csv: holds the deliveries of {suppliers} only; no shares of arms imports"
    ]


@pytest.mark.parametrize(
    ("asked", "delivered", "covered"),
    [
        (("2000", "2100"), "2012", (2000, 2025)),
        (("1900", "2100"), "2012", (1950, 2025)),
        (("2000", "2100"), "2026", (2000, 2026)),
        (("2000", "2020"), "2012", (2000, 2020)),
        (("2000", "Not specified"), "2012", (2000, 2012)),
    ],
)
def test_no_year_is_covered_from_the_one_on_in_which_the_export_was_made(
    tmp_path: Path, asked: tuple[str, str], delivered: str, covered: tuple[int, int]
) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"))
    reading = read(tmp_path, register([("Pakistan", "China", delivered, 30)], years=asked), wanted)
    imports = reading.values.filter(pl.col("indicator") == "arms_imports")
    assert (imports["start"].min(), imports["end"].max()) == covered
    assert set(reading.last_complete_year.values()) == {covered[1]}


def test_the_years_that_were_asked_for_bound_the_windows(tmp_path: Path) -> None:
    deals = [("Pakistan", "China", "2007; 2011", 30)]
    whole = read(tmp_path, register(deals))
    assert {key[2] for key in shares(whole)} == {2005}
    asked = read(tmp_path, register(deals, years=("2006", "2014")))
    assert {key[2] for key in shares(asked)} == {2010}
    assert asked.last_complete_year["arms_import_share"] == 2014


def test_a_register_without_deliveries_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match=r"register\.csv: has no rows that can be read"):
        read(tmp_path, register([("Pakistan", "China", "", 0)]))


def test_a_window_counts_years_that_only_one_list_of_states_has(tmp_path: Path) -> None:
    deals = [("Oman", "United States", "1970", 100), ("Oman", "United Kingdom", "1972", 100)]
    deals.append(("Pakistan", "China", "2012", 5))
    reading = read(tmp_path, register(deals), Wanted(("OMN",), ("USA", "CHN")))
    assert shares(reading) == {("OMN", "USA", 1970): 50, ("OMN", "CHN", 1970): 0}
