"""Every code of a state in every file of the shared data is a state in its year, or stands here as one that is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from counterpoise.crosswalk import System, with_iso3
from counterpoise.datasets.rfile import read_frame
from counterpoise.datasets.unplaced import OUTSIDE, unplaced_codes
from tests.datasets.codes_of_no_state import NOT_STATES

Table = Callable[[Path], pl.DataFrame]


def _csv(file: str, encoding: str = "utf8") -> Table:
    def read(data: Path) -> pl.DataFrame:
        return pl.read_csv(
            data / file, infer_schema_length=None, null_values=["NA", "NULL"], encoding=encoding
        )

    return read


def _parquet(file: str) -> Table:
    return lambda data: pl.read_parquet(data / file).with_columns(pl.col(pl.Categorical).cast(pl.String))


def _spans(table: Table, first: str, last: str) -> Table:
    """One row per year of each spell; dates give their year."""

    def years(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String).str.slice(0, 4).cast(pl.Int32)

    return lambda data: (
        table(data)
        .with_columns(year=pl.int_ranges(years(first), years(last) + 1, dtype=pl.Int32))
        .explode("year")
    )


@cache
def _roll_calls(data: Path) -> pl.DataFrame:
    years = pl.read_parquet(data / "unga_votes/un_roll_calls.parquet").select(
        "rcid", year=pl.col("date").dt.year()
    )
    return _parquet("unga_votes/un_votes.parquet")(data).join(years, on="rcid")


def _published_votes(data: Path) -> pl.DataFrame:
    """Votes, abstentions and absences of members; 9 is what states have before they joined."""
    table = read_frame(data / "unga_votes/UNVotesPublished.RData")[1].filter(pl.col("vote") != 9)
    dated = pl.col("date").cast(pl.String).str.to_date("%m/%d/%Y", strict=False).dt.year()
    return table.with_columns(year=pl.coalesce(dated, pl.col("year").cast(pl.Int32)))


@cache
def _ideal_points(data: Path) -> pl.DataFrame:
    table, _ = pyreadstat.read_dta(data / "unga_ideal_points/IdealpointsJuly2025.dta")
    return pl.from_pandas(table[["ccode", "iso3c", "countryname", "year"]]).with_columns(
        pl.col("iso3c", "countryname").replace("", None), pl.col("year").cast(pl.Int32)
    )


def _ideal_points_of_2020(data: Path) -> pl.DataFrame:
    table = _csv("unga_ideal_points/IdealpointestimatesAll_Apr2020.csv", "iso-8859-1")(data)
    return table.with_columns(year=pl.col("session") + 1945)


def _conflicts(data: Path) -> pl.DataFrame:
    """One row per state of each side; a cell may hold several numbers."""
    table = _csv("ucdp/ucdp_acd_1946_2024.csv")(data)
    sides = [
        table.select(pl.col("year").cast(pl.Int32), gwno=pl.col(side).cast(pl.String).str.split(","))
        for side in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
    ]
    return (
        pl.concat(sides)
        .explode("gwno")
        .drop_nulls()
        .with_columns(pl.col("gwno").cast(pl.Float64).cast(pl.Int32))
    )


@cache
def _fiscal_years(data: Path) -> pl.DataFrame:
    """Without the quarter between fiscal years 1976 and 1977; recipients that have a code, and those that have none."""
    table = _csv("us_foreign_aid/us_foreign_aid_country.csv")(data)
    return table.filter(pl.col("fiscal_year").cast(pl.String).str.contains(r"^\d{4}$")).with_columns(
        year=pl.col("fiscal_year").cast(pl.Int32)
    )


def _risk(data: Path) -> pl.DataFrame:
    """The states in the names of the columns of the index, GPRC_ and GPRHC_, in its last year."""
    names = pl.read_excel(
        data / "gpr/data_gpr_export.xls", engine="calamine", read_options={"n_rows": 1}
    ).columns
    codes = [name.partition("_")[2] for name in names if name.startswith(("GPRC_", "GPRHC_"))]
    return pl.DataFrame({"code": codes, "year": [2024] * len(codes)})


def _shares_of_power(data: Path) -> pl.DataFrame:
    names = _csv("reference/cinc_1947_2022.csv")(data).columns[1:-1]
    return pl.DataFrame({"code": names, "year": [2000] * len(names)})


def _periods(file: str) -> Table:
    return lambda data: _csv(f"reference/{file}")(data).with_columns(
        year=pl.col("period").str.slice(-4).cast(pl.Int32)
    )


def _of_roll_call(file: str) -> Table:
    """The synthetic rows are of a year to come."""
    return lambda data: _csv(f"formats/{file}")(data).with_columns(year=pl.lit(2020, pl.Int32))


def _register(file: str, column: str) -> Table:
    def read(data: Path) -> pl.DataFrame:
        lines = (data / "formats" / file).read_text(encoding="utf-8").splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith(("Recipient,", "Supplier,")))
        place = lines[start].split(",").index(column)
        cells = [
            line.split(",")[place] for line in lines[start + 1 :] if line and not line.startswith("Total")
        ]
        return pl.DataFrame({column: cells, "year": [2010] * len(cells)})

    return read


def _list_of_codes(data: Path) -> pl.DataFrame:
    """Numbers and names without years."""
    return _csv("unga_ideal_points/COW_country_codes.csv")(data)


@dataclass(frozen=True)
class Coded:
    """Columns of a file that hold codes of a system; `spells` if a row is a spell that need only touch the state's."""

    file: str
    table: Table
    columns: Sequence[str]
    system: System
    spell: Sequence[str] = ()
    source: str = ""


def _cow(file: str, *columns: str) -> Coded:
    return Coded(file, (_parquet if file.endswith(".parquet") else _csv)(file), columns or ("ccode",), "cow")


PAIR = ("ccode1", "ccode2")
DYADS_OF_THREE = "cow/cow_trade_dyadic_usa_chn_pak_1990_2014.csv"
STATES = "cow/cow_states2016.csv"
PANEL = "leaders_regimes/cw_gw_panel.parquet"
AID = "us_foreign_aid/us_foreign_aid_country.csv"
CODED = (
    _cow("cow/cow_nmc_1816_2022.csv.gz"),
    _cow("cow/cow_igo_state_year.csv"),
    _cow("cow/cow_igo_dyad_year.parquet", *PAIR),
    _cow("cow/cow_trade_national_4.0.csv"),
    _cow("cow/cow_trade_dyadic_4.0_1870_2014.parquet", *PAIR),
    _cow(DYADS_OF_THREE, *PAIR),
    _cow("cow/cow_mid_dirdisps.parquet", *PAIR),
    _cow("atop/atop_alliance_directed_dyad_year.parquet", *PAIR),
    _cow("gcdf/cow_gcdf.csv"),
    _cow("leaders_regimes/cw_democracy.parquet"),
    _cow("leaders_regimes/cw_gdppop.parquet"),
    _cow(PANEL),
    Coded(PANEL, _parquet(PANEL), ("gwcode",), "gw"),
    Coded(PANEL, _parquet(PANEL), ("cw_name", "gw_name"), "name"),
    Coded(STATES, _spans(_csv(STATES), "styear", "endyear"), ("ccode",), "cow"),
    Coded(STATES, _spans(_csv(STATES), "styear", "endyear"), ("statenme",), "name"),
    Coded("cow/cow_majors.csv", _spans(_csv("cow/cow_majors.csv"), "styear", "endyear"), ("ccode",), "cow"),
    Coded("cow/cow_contdir.csv", _csv("cow/cow_contdir.csv"), PAIR, "cow", ("stdate", "enddate")),
    Coded("rivalries/tss_rivalries.csv", _csv("rivalries/tss_rivalries.csv"), PAIR, "cow", ("start", "end")),
    Coded(
        "rivalries/td_rivalries.csv", _csv("rivalries/td_rivalries.csv"), PAIR, "cow", ("styear", "endyear")
    ),
    Coded(
        "rivalries/grh_arms_races.csv",
        _csv("rivalries/grh_arms_races.csv"),
        PAIR,
        "cow",
        ("styear", "endyear"),
    ),
    Coded(
        "leaders_regimes/archigos.csv",
        _csv("leaders_regimes/archigos.csv"),
        ("gwcode",),
        "gw",
        ("startdate", "enddate"),
    ),
    Coded("ucdp/ucdp_acd_1946_2024.csv", _conflicts, ("gwno",), "gw"),
    Coded("unga_votes/UNVotesPublished.RData", _published_votes, ("ccode",), "cow"),
    Coded("unga_votes/un_votes.parquet", _roll_calls, ("country",), "name"),
    Coded("unga_votes/un_votes.parquet", _roll_calls, ("country_code",), "iso2"),
    Coded("unga_ideal_points/IdealpointsJuly2025.dta", _ideal_points, ("ccode",), "cow"),
    Coded("unga_ideal_points/IdealpointsJuly2025.dta", _ideal_points, ("iso3c",), "iso3"),
    Coded("unga_ideal_points/IdealpointsJuly2025.dta", _ideal_points, ("countryname",), "name"),
    Coded("unga_ideal_points/IdealpointestimatesAll_Apr2020.csv", _ideal_points_of_2020, ("ccode",), "cow"),
    Coded("unga_ideal_points/IdealpointestimatesAll_Apr2020.csv", _ideal_points_of_2020, ("iso3c",), "iso3"),
    Coded(
        "unga_ideal_points/IdealpointestimatesAll_Apr2020.csv",
        _ideal_points_of_2020,
        ("Countryname",),
        "name",
    ),
    Coded(AID, _fiscal_years, ("country_code",), "iso3", source="us-foreign-aid"),
    Coded(AID, _fiscal_years, ("country_name",), "name", source="us-foreign-aid"),
    Coded(
        "china_public_diplomacy/ChinesePublicDiplomacy.csv",
        _csv("china_public_diplomacy/ChinesePublicDiplomacy.csv"),
        ("receiving_country",),
        "name",
    ),
    Coded("gpr/data_gpr_export.xls", _risk, ("code",), "iso3"),
    Coded("reference/cinc_1947_2022.csv", _shares_of_power, ("code",), "iso3"),
    Coded(
        "reference/ideal_points_july2025_subset.csv",
        _csv("reference/ideal_points_july2025_subset.csv"),
        ("iso3c",),
        "iso3",
    ),
    Coded("reference/unga_agreement_5y.csv", _periods("unga_agreement_5y.csv"), ("country", "rival"), "iso3"),
    Coded(
        "reference/unga_agreement_5y_pak_no_para_amend.csv",
        _periods("unga_agreement_5y_pak_no_para_amend.csv"),
        ("country", "rival"),
        "iso3",
    ),
    Coded(
        "reference/arms_import_shares_5y_from_register.csv",
        _periods("arms_import_shares_5y_from_register.csv"),
        ("country",),
        "iso3",
    ),
    Coded(
        "formats/undl_ga_voting_2025_SYNTHETIC.csv",
        _of_roll_call("undl_ga_voting_2025_SYNTHETIC.csv"),
        ("ms_code",),
        "iso3",
    ),
    Coded(
        "formats/undl_ga_voting_2025_SYNTHETIC.csv",
        _of_roll_call("undl_ga_voting_2025_SYNTHETIC.csv"),
        ("ms_name",),
        "name",
    ),
    Coded(
        "formats/undl_ga_voting_2026_SYNTHETIC.csv",
        _of_roll_call("undl_ga_voting_2026_SYNTHETIC.csv"),
        ("ms_code",),
        "iso3",
    ),
    Coded(
        "formats/undl_ga_voting_2026_SYNTHETIC.csv",
        _of_roll_call("undl_ga_voting_2026_SYNTHETIC.csv"),
        ("ms_name",),
        "name",
    ),
    Coded(
        "formats/sipri_trade_register_SYNTHETIC.csv",
        _register("sipri_trade_register_SYNTHETIC.csv", "Recipient"),
        ("Recipient",),
        "name",
    ),
    Coded(
        "formats/sipri_trade_register_SYNTHETIC.csv",
        _register("sipri_trade_register_SYNTHETIC.csv", "Supplier"),
        ("Supplier",),
        "name",
    ),
    Coded(
        "formats/sipri_import_values_SYNTHETIC.csv",
        _register("sipri_import_values_SYNTHETIC.csv", "Supplier"),
        ("Supplier",),
        "name",
    ),
)


def _never(data: Path, coded: Coded) -> dict[str, str]:
    """Spells of which no year is one of the state's: the code, and the years of all such spells."""
    start, end = coded.spell
    table = coded.table(data).with_row_index("spell")
    dated = _spans(lambda _: table, start, end)(data)
    parts = [
        dated.lazy()
        .select("spell", "year", code=column)
        .pipe(with_iso3, "code", "year", "state", coded.system)
        .group_by("spell", "code")
        .agg(placed=pl.col("state").is_not_null().any(), first=pl.min("year"), last=pl.max("year"))
        for column in coded.columns
    ]
    found = (
        pl.concat(parts)
        .filter(~pl.col("placed"))
        .group_by("code")
        .agg(pl.min("first"), pl.max("last"))
        .sort("code")
        .collect()
    )
    return {str(code): _years(first, last) for code, first, last in found.iter_rows()}


def _years(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _found(data: Path, coded: Coded) -> dict[str, dict[str, str]]:
    if coded.spell:
        found = _never(data, coded)
        return {OUTSIDE: found} if found else {}
    table = unplaced_codes(coded.table(data), coded.columns, "year", coded.system, coded.source)
    by_kind: dict[str, dict[str, str]] = {}
    for row in table.iter_rows(named=True):
        by_kind.setdefault(row["kind"], {})[str(row["code"])] = _years(row["first"], row["last"])
    return by_kind


def _listed(text: str) -> dict[str, str]:
    """Codes with their years, as `31 1960-1972; 51 1960`."""
    return dict(each.strip().rsplit(" ", 1) for each in text.split(";"))  # type: ignore[misc]


@pytest.mark.large
@pytest.mark.parametrize("coded", CODED, ids=lambda coded: f"{coded.file}-{coded.columns[0]}")
def test_every_code_is_a_state_in_its_year_or_is_known_not_to_be(coded: Coded, shared: Path) -> None:
    expected = NOT_STATES.get((coded.file.rpartition("/")[2], coded.columns[0]), {})
    assert _found(shared / "data", coded) == {kind: _listed(codes) for kind, codes in expected.items()}


def test_every_expected_list_is_of_a_file_that_is_read() -> None:
    assert set(NOT_STATES) <= {(coded.file.rpartition("/")[2], coded.columns[0]) for coded in CODED}


def test_leaders_experience_is_of_leaders_whose_states_are_known(shared: Path) -> None:
    # LEAD has no code of a state: its ids are those of Archigos.
    leaders = _csv("leaders_regimes/archigos.csv")(shared / "data")
    experience = _csv("leaders_regimes/LEAD.csv")(shared / "data")
    assert set(experience["obsid"]) <= set(leaders["obsid"])


def test_every_number_of_the_published_list_is_the_state_of_its_name_in_some_year(shared: Path) -> None:
    listed = _list_of_codes(shared / "data").with_columns(year=pl.int_ranges(1816, 2025)).explode("year")
    placed = (
        listed.lazy()
        .pipe(with_iso3, "CCode", "year", "of_number", "cow")
        .pipe(with_iso3, "StateNme", "year", "of_name", "name")
        .group_by("CCode", "StateNme")
        .agg(same=(pl.col("of_number") == pl.col("of_name")).any())
        .collect()
    )
    assert placed.height > 210
    assert placed.filter(~pl.col("same").fill_null(False)).rows() == []


def test_two_codes_of_one_row_are_one_state(shared: Path) -> None:
    """Number and name of the ideal points; name and ISO code of the votes."""
    points = (
        _ideal_points(shared / "data")
        .lazy()
        .pipe(with_iso3, "ccode", "year", "of_number", "cow")
        .pipe(with_iso3, "countryname", "year", "of_name", "name")
        .filter(pl.col("of_number") != pl.col("of_name"))
        .collect()
    )
    votes = (
        _roll_calls(shared / "data")
        .lazy()
        .select("country", "country_code", "year")
        .unique()
        .pipe(with_iso3, "country", "year", "of_name", "name")
        .pipe(with_iso3, "country_code", "year", "of_code", "iso2")
        .filter(pl.col("of_name") != pl.col("of_code"))
        .collect()
    )
    assert points.is_empty()
    assert votes.is_empty()
