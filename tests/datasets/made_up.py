"""Made-up files of sources whose real ones may not be passed on, in the layouts of the official files."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from tests.datasets.events.made_up import gdelt_year, polecat_year, write_gdelt, write_polecat

UNDL_2025 = [
    "undl_id",
    "ms_code",
    "ms_name",
    "ms_vote",
    "date",
    "session",
    "resolution",
    "draft",
    "committee_report",
    "meeting",
    "title",
    "agenda_title",
    "subjects",
    "total_yes",
    "total_no",
    "total_abstentions",
    "total_non_voting",
    "total_ms",
    "undl_link",
]
UNDL_2026 = [*UNDL_2025[:13], "vote_note", *UNDL_2025[13:]]
MEMBERS = (("PAK", "PAKISTAN"), ("USA", "UNITED STATES"), ("CHN", "CHINA"), ("VNM", "VIET NAM"))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def undl_rows(
    number: int,
    date: str,
    votes: Sequence[str],
    members: Sequence[tuple[str, str]] = MEMBERS,
    *,
    note: str | None = None,
    total: int | None = None,
) -> list[list[object]]:
    """The rows of one resolution, one per member; with a note in the layout of 2026."""
    cast = "".join(votes)
    totals = [float(cast.count(letter)) for letter in "YNAX"] + [float(total or len(members))]
    head = [
        date,
        70,
        f"A/RES/70/{number}",
        f"A/70/L.{number}",
        "",
        "A/70/PV.1",
        f"Made up {number}",
        "AGENDA",
        "SUBJECT",
    ]
    rest = [*([] if note is None else [note]), *totals, f"https://example.org/record/{number}"]
    return [
        [number, code, name, vote, *head, *rest] for (code, name), vote in zip(members, votes, strict=True)
    ]


def undl_votes(folder: Path) -> list[Path]:
    """Four resolutions of 2018 and 2019, in the layout of 2026."""
    path = folder / "2020_2_6_ga_voting.csv"
    rows = [
        *undl_rows(1, "2018-12-20", "YNYY", note=""),
        *undl_rows(2, "2019-12-12", "YNYA", note=""),
        *undl_rows(3, "2019-12-18", "YYAX", note=""),
        *undl_rows(4, "2019-12-18", "AXYY", note="A member later said that it had meant to vote in favour."),
    ]
    path.write_text(table(UNDL_2026, rows))
    return [path]


REGISTER = [
    "Recipient",
    "Supplier",
    "Year of order",
    " ",
    "Number ordered",
    " ",
    "Weapon designation",
    "Weapon description",
    "Deliveries in the Year Range",
    " ",
    "Year(s) of delivery",
    "status",
    "Comments",
    "SIPRI TIV per unit",
    "SIPRI TIV for total order",
    "SIPRI TIV of delivered weapons",
]


def register(
    deals: Iterable[tuple[str, str, str, float | str]],
    suppliers: str = "All countries",
    years: tuple[str, str] = ("Not specified", "Not specified"),
) -> str:
    """A trade register with a deal per (recipient, supplier, years of delivery, volume delivered), below its preamble."""
    above = (
        f"Transfers of major conventional arms from {suppliers}   to All countries . Deals with deliveries made for the "
        f"year range '{years[0]}' to '{years[1]}' \n"
        "A '?' in a column indicates uncertain data. The 'Deliveries in the Year Range' and the 'Year(s) of deliveries' "
        "refer only to deliveries in the selected year(s).\n"
        "SIPRI trend-indicator values (TIVs) are in millions.\n\nSource: made up.\nData generated: 01 Jan 2026 9:10:31 AM\n"
    )
    rows = [
        [
            recipient,
            supplier,
            2005,
            "?",
            9,
            "?",
            "X-1",
            "aircraft",
            9,
            "",
            delivered,
            "New",
            "made up; two lots",
            1,
            9,
            tiv,
        ]
        for recipient, supplier, delivered, tiv in deals
    ]
    return above + table(REGISTER, rows)


def sipri_register(folder: Path) -> list[Path]:
    """Deals with Pakistan and Viet Nam over two windows."""
    path = folder / "trade-register.csv"
    deals = [
        ("Pakistan", "China", "2010; 2011", 300),
        ("Pakistan", "United States", "2012", 100),
        ("Pakistan", "unknown supplier(s)", "2014", 10),
        ("Viet Nam", "Russia", "2011", 50),
        ("Viet Nam", "United States", "2019", 5),
        ("Houthi rebels (Yemen)*", "unknown supplier(s)", "2015", 1),
        ("Poland", "Soviet Union", "1986; 1987", 80),
    ]
    path.write_text(register(deals))
    return [path]


def import_values(
    recipient: str, years: Sequence[int], rows: Mapping[str, Sequence[object]], total: Sequence[object]
) -> str:
    """A table of import values by supplier and year, below its preamble."""
    above = (
        "Volume of transfers of major arms\nFigures are in millions of SIPRI trend-indicator values (TIVs).\n"
        "A '0' indicates that the volume of deliveries is between 0 and 0.5 million SIPRI TIV. An empty field indicates that "
        "no deliveries have been identified.\nFigures may not add up to stated totals due to the conventions of rounding.\n\n"
        "Source: made up.\nData generated: 01 Jan 2026 9:10:08 AM\n\n"
    )
    columns = [
        "Supplier",
        *map(str, years),
        f"{years[0]}-{years[-1]}",
        "Percentage",
        "Sum total years",
        "Percentage of total",
    ]
    cells = [*rows.items(), (f"Total exports to {recipient}", total)]
    return above + table(columns, [[name, *values, 1, "1%", 1, "1%"] for name, values in cells])


def sipri_values(folder: Path) -> list[Path]:
    """Imports of Pakistan and of Viet Nam, 2014 to 2020."""
    years = range(2014, 2021)
    pakistan, viet_nam = folder / "import-values-pakistan.csv", folder / "import-values-viet-nam.csv"
    rows = {
        "China": (50, 10, 20, "", 30, 20, 5),
        "United States": ("", "", 0, 5, "", 5, ""),
        "Turkiye": ("", "", "", "", 10, "", ""),
    }
    pakistan.write_text(import_values("Pakistan", years, rows, (50, 10, 20, 5, 40, 25, 5)))
    viet_nam.write_text(
        import_values("Viet Nam", years, {"Russia": (9, 8, 7, 6, 5, 4, 3)}, (9, 8, 7, 6, 5, 4, 3))
    )
    return [pakistan, viet_nam]


EVENT_YEARS = (1991, 2023)


def gdelt(folder: Path) -> list[Path]:
    """A year of events in each of two files."""
    return [write_gdelt(folder / f"{year}.export.CSV", gdelt_year(year)) for year in EVENT_YEARS]


def polecat(folder: Path) -> list[Path]:
    """A year of events in each of two files."""
    return [write_polecat(folder / f"{year}.txt", polecat_year(year)) for year in EVENT_YEARS]


MADE_UP: Mapping[str, Callable[[Path], list[Path]]] = {
    "undl-votes": undl_votes,
    "sipri-register": sipri_register,
    "sipri-values": sipri_values,
    "gdelt": gdelt,
    "polecat": polecat,
}
"""By source, what writes its files into a folder."""
