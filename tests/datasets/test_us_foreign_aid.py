import re
from pathlib import Path

import polars as pl
import pytest

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.us_foreign_aid import US_FOREIGN_AID
from counterpoise.errors import CounterpoiseError
from counterpoise.states import known_iso3

HEADER = "country_code,country_name,transaction_type_name,fiscal_year,current_amount,constant_amount"


@pytest.mark.parametrize(("include_partial", "last"), [(False, 2019), (True, 2021)])
def test_partial_years_are_kept_only_on_request_and_marked(
    shared: Path, include_partial: bool, last: int
) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    wanted = Wanted(("PAK",), ("USA", "CHN"), 2000, 2025, include_partial=include_partial)
    reading = US_FOREIGN_AID.read([path], wanted)
    assert reading.values["end"].max() == last
    assert reading.last_complete_year == {"us_aid": 2019}
    marked = reading.values.filter(pl.col("row").str.contains("of a partial year"))
    assert marked["end"].to_list() == list(range(2020, last + 1))
    (notice,) = [each for each in reading.notices if "partial" in each.what]
    # The world total falls from 47.2 bn to 26.9 and 2.9; the mean of 2017 to 2019 is 48.8.
    assert notice.what == (
        "partial fiscal years: 2020 (55 %) and 2021 (6 %) of what was obligated to the world in a year up to 2019; "
        + ("kept and marked" if include_partial else "left out")
    )


def test_there_is_nothing_when_the_united_states_is_not_a_power(shared: Path) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    assert US_FOREIGN_AID.read([path], Wanted(("PAK",), ("IND", "CHN"), 2000, 2025)).values.is_empty()


def test_obligations_are_summed_dated_and_zero_without_a_row(tmp_path: Path) -> None:
    path = tmp_path / "us_foreign_aid_country.csv"
    rows = [
        "PAK,Pakistan,Obligations,1975,1000000,2000000",
        "PAK,Pakistan,Disbursements,1975,7000000,9000000",
        "PAK,Pakistan,Obligations,1976tq,1000000,2000000",
        "PAK,Pakistan,Obligations,1977,3000000,3000000",
        "NULL,Vietnam (former South),Obligations,1975,500000,1000000",
    ]
    path.write_text("\r\n".join([HEADER, *rows, ""]))
    wanted = Wanted(("PAK", "COW817", "VNM"), ("USA", "CHN"), 1970, 1980)
    values = US_FOREIGN_AID.read([path], wanted).values
    assert values.select("state", "start", "value").rows() == [
        ("COW817", 1975, 1.0),
        ("PAK", 1975, 2.0),
        ("PAK", 1976, 0.0),
        ("PAK", 1977, 3.0),
    ]
    assert set(values["price_base"]) == {"constant 1977 USD"}
    assert values["row"][2].endswith("fiscal_year=1976 Obligations: no row")


def test_a_recipient_of_a_gone_name_is_the_state_of_that_year(shared: Path) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    wanted = Wanted(("SRB", "COW345"), ("USA", "RUS"), 1985, 2010)
    values = US_FOREIGN_AID.read([path], wanted).values
    assert values.filter(state="COW345")["end"].max() == 1991
    assert values.filter(state="SRB", start=2005)["value"].item() == pytest.approx(200, rel=0.9)


def test_what_is_obligated_is_given_to_a_state_or_told_of(shared: Path) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    everyone = tuple(sorted(known_iso3()))
    reading = US_FOREIGN_AID.read([path], Wanted(everyone, ("USA", "CHN"), include_partial=True))
    rows = (
        pl.scan_csv(path, infer_schema=False)
        .filter(
            pl.col("transaction_type_name") == "Obligations", pl.col("fiscal_year").str.contains(r"^\d{4}$")
        )
        .select(
            "country_code",
            "country_name",
            year=pl.col("fiscal_year").cast(pl.Int32),
            amount=pl.col("constant_amount").cast(pl.Float64),
        )
        .pipe(with_iso3, "country_code", "year", "coded", system="iso3")
        .pipe(with_iso3, "country_name", "year", "named", system="name")
        .filter(pl.coalesce("coded", "named").ne_missing("USA"))
        .collect()
    )
    noted = rows.filter(pl.coalesce("coded", "named").is_null())
    told = [
        notice.what for notice in reading.notices if "no state" in notice.what or "unknown" in notice.what
    ]
    counts = [re.findall(r"([\d,]+) rows?\b", what)[0].replace(",", "") for what in told]
    assert sum(map(int, counts)) == noted.height > 0
    assert reading.values["value"].sum() * 1e6 == pytest.approx(
        rows["amount"].sum() - noted["amount"].sum(), rel=1e-12
    )


def test_a_code_is_that_of_the_state_of_the_year(shared: Path) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    wanted = Wanted(("YEM", "COW678", "DEU"), ("USA", "CHN"))
    values = US_FOREIGN_AID.read([path], wanted).values
    years = {
        state: (first, last)
        for state, first, last in values.group_by("state").agg(pl.min("start"), pl.max("end")).iter_rows()
    }
    # Rows of North Yemen have the code of Yemen; Germany has aid from before the Correlates of War have it again.
    assert years == {"COW678": (1959, 1990), "YEM": (1990, 2019), "DEU": (1949, 2019)}
    assert values.filter(pl.col("state") == "COW678")["value"].sum() > 1000
    assert values.filter(state="DEU").filter(pl.col("end") < 1955)["value"].sum() > 20_000


@pytest.mark.parametrize("rows", [[], ["PAK,Pakistan,Disbursements,2010,1,1"]])
def test_a_file_without_obligations_is_an_error(tmp_path: Path, rows: list[str]) -> None:
    path = tmp_path / "aid.csv"
    path.write_text("\n".join([HEADER, *rows, ""]))
    with pytest.raises(CounterpoiseError, match=r"aid\.csv: has no rows that can be read"):
        US_FOREIGN_AID.read([path], Wanted(("PAK",), ("USA", "CHN")))


def test_years_in_which_nothing_is_obligated_have_no_share_of_the_usual(tmp_path: Path) -> None:
    path = tmp_path / "aid.csv"
    rows = ["PAK,Pakistan,Obligations,2010,0,0", "PAK,Pakistan,Obligations,2011,-5,-5"]
    path.write_text("\n".join([HEADER, *rows, ""]))
    reading = US_FOREIGN_AID.read([path], Wanted(("PAK",), ("USA", "CHN")))
    assert reading.values["value"].to_list() == [0]
    assert "partial fiscal years: 2011 of what" in reading.notices[-1].what
