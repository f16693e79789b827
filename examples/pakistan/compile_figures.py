"""Compile figures.csv of the packaged study from public data files, through the readers of Counterpoise.

    python examples/pakistan/compile_figures.py DATA OUT

DATA is a folder with the files as downloaded, under the names in `FILES`; OUT is the csv to write. Arms shares
are derived beforehand from the register of SIPRI, which may not be redistributed: five-year shares of
deliveries in trend-indicator values, spread evenly over the years of delivery.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import numpy as np

from counterpoise.datasets.figures import COLUMNS, OPTIONAL
from counterpoise.datasets.source import Wanted, source_named
from counterpoise.datasets.vote_agreement import SETS

STUDIED = Wanted(
    states=("PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD"), powers=("USA", "CHN"), start=1950, end=2025
)

FILES = {
    "unga-votes": (
        "unga_votes/un_votes.parquet",
        "unga_votes/un_roll_calls.parquet",
        "unga_votes/un_roll_call_issues.rda",
    ),
    "unga-ideal-points": ("unga_ideal_points/IdealpointsJuly2025.dta",),
    "cow-trade": ("cow/cow_trade_dyadic_4.0_1870_2014.parquet", "cow/cow_trade_national_4.0.csv"),
    "cow-nmc": ("cow/cow_nmc_1816_2022.csv.gz",),
    "cow-igo": ("cow/cow_igo_dyad_year.parquet", "cow/cow_igo_state_year.csv"),
    "atop": ("atop/atop_alliance_directed_dyad_year.parquet",),
    "us-foreign-aid": ("us_foreign_aid/us_foreign_aid_country.csv",),
    "gcdf": ("gcdf/cow_gcdf.csv",),
    "china-public-diplomacy": ("china_public_diplomacy/ChinesePublicDiplomacy.csv",),
    "gpr": ("gpr/data_gpr_export.xls",),
    "gdp-population": ("leaders_regimes/cw_gdppop.parquet",),
    "cow-mid": ("cow/cow_mid_dirdisps.parquet",),
    "ucdp-acd": ("ucdp/ucdp_acd_1946_2024.csv",),
    "tss-rivalries": ("rivalries/tss_rivalries.csv",),
    "archigos": ("leaders_regimes/archigos.csv", "leaders_regimes/LEAD.csv"),
    "democracy": ("leaders_regimes/cw_democracy.parquet",),
}

CITED_AS = {
    "unga-votes": "UN General Assembly Voting Data",
    "unga-ideal-points": "UN General Assembly ideal points",
    "cow-trade": "COW Trade",
    "cow-nmc": "COW National Material Capabilities",
    "cow-igo": "COW Intergovernmental Organizations",
    "atop": "ATOP",
    "us-foreign-aid": "ForeignAssistance.gov",
    "gcdf": "AidData Global Chinese Development Finance",
    "china-public-diplomacy": "AidData China's Public Diplomacy",
    "gpr": "Geopolitical Risk Index (Caldara and Iacoviello)",
    "gdp-population": "Fariss et al., GDP per head at purchasing power parity",
    "cow-mid": "COW Militarized Interstate Disputes",
    "ucdp-acd": "UCDP/PRIO Armed Conflict Dataset",
    "tss-rivalries": "Strategic rivalries (Thompson, Sakuwa and Suhas)",
    "archigos": "Archigos",
    "democracy": "V-Dem electoral democracy",
}

ARMS_SHARES = "reference/arms_import_shares_5y_from_register.csv"
ARMS_SOURCE = "SIPRI arms transfers, five-year shares derived from the trade register"
ARMS_RELEASE = "deliveries to 2024"

LEFT_OUT = (
    "imports_from",
    "exports_to",
    *(f"vote_agreement:{name}" for name in SETS if name not in ("all", "final-passage")),
    "ideal_point:legacy",
    "ideal_point_distance:legacy",
    "ideal_point_distance_ab:legacy",
    "gcdf_vague",
    "milex",
    "milper",
    "tpop",
    "military_visits",
    "total_elite_visits",
    "confucius_institutes",
    "sister_cities_established",
)
"""What the theory does not ask for, and the flows that trade shares are made from."""

ONLY = {
    "gpr": ("geopolitical_risk",),
    "gdp-population": ("gdp_per_head",),
    "cow-mid": ("militarised_disputes",),
    "ucdp-acd": ("armed_conflict",),
    "tss-rivalries": ("rivalries",),
    "archigos": ("leader_change",),
    "democracy": ("polyarchy",),
}
"""Of sources that tell more, the indicators that the theory of the study names."""

Row = tuple[str, str, int, int, str, str, str, str, str, str]


def compile_figures(data: Path) -> str:
    """The whole of figures.csv as text, in the order of indicator, state, partner and years."""
    rows = arms_shares(data / ARMS_SHARES)
    for name, files in FILES.items():
        rows += values(name, [data / file for file in files])
    rows.sort(key=lambda row: (row[4], row[0], row[1], row[2], row[3]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *OPTIONAL))
    writer.writerows(rows)
    return out.getvalue()


def values(name: str, paths: list[Path]) -> list[Row]:
    """The rows of one source."""
    reading = source_named(name).read(paths, STUDIED)
    return [
        (
            row["state"],
            row["partner"] or "",
            row["start"],
            row["end"],
            row["indicator"],
            six_digits(row["value"]),
            row["unit"],
            CITED_AS[name],
            row["release"],
            "" if row["se"] is None else six_digits(row["se"]),
        )
        for row in reading.values.iter_rows(named=True)
        if row["indicator"] not in LEFT_OUT and row["indicator"] in ONLY.get(name, (row["indicator"],))
    ]


def arms_shares(path: Path) -> list[Row]:
    """Each power's share of a state's arms imports, one interval of five years at a time."""
    rows: list[Row] = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            start, end = (int(year) for year in row["period"].split("-"))
            if row["country"] not in STUDIED.states or start < STUDIED.start or float(row["total_tiv"]) <= 0:
                continue
            for power in STUDIED.powers:
                share = six_digits(float(row[f"share_{power.lower()}"]))
                rows.append(
                    (
                        row["country"],
                        power,
                        start,
                        end,
                        "arms_import_share",
                        share,
                        "percent of TIV",
                        ARMS_SOURCE,
                        ARMS_RELEASE,
                        "",
                    )
                )
    return rows


def six_digits(number: float) -> str:
    """A number to six significant digits, without an exponent."""
    return np.format_float_positional(float(f"{number:.6g}"), trim="-")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python compile_figures.py DATA OUT")
    Path(sys.argv[2]).write_text(compile_figures(Path(sys.argv[1])), encoding="utf-8", newline="\n")
