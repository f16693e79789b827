from pathlib import Path

import pytest

from counterpoise.datasets.source import Wanted
from counterpoise.datasets.us_foreign_aid import US_FOREIGN_AID

HEADER = "country_code,country_name,transaction_type_name,fiscal_year,current_amount,constant_amount"


def test_partial_years_are_kept_only_on_request(shared: Path) -> None:
    path = shared / "data/us_foreign_aid/us_foreign_aid_country.csv"
    for partial, last in ((False, 2019), (True, 2021)):
        wanted = Wanted(("PAK",), ("USA", "CHN"), 2000, 2025, include_partial=partial)
        assert US_FOREIGN_AID.read([path], wanted).values["end"].max() == last


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
