"""Made-up rows of events in the exact layouts of their sources, for tests: no file of theirs is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from counterpoise.datasets.events.layouts import GDELT_2, POLECAT_1, Layout

EVERY_DAY = ("USA", "CHN", "IND", "RUS", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD", "POL", "FIN", "EUR", "DEU")
CODES = (
    "010",
    "036",
    "042",
    "057",
    "061",
    "0211",
    "071",
    "072",
    "111",
    "112",
    "138",
    "141",
    "163",
    "173",
    "190",
)
GOLDSTEIN = (0.0, 4.0, 1.9, 8.0, 6.4, 3.4, 7.4, 8.3, -2.0, -2.0, -7.0, -6.5, -8.0, -5.0, -10.0)
QUAD = (1, 1, 1, 1, 2, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4)
TYPES = (
    "AGREE",
    "CONSULT",
    "COOPERATE",
    "AID",
    "REQUEST",
    "ACCUSE",
    "THREATEN",
    "SANCTION",
    "MOBILIZE",
    "ASSAULT",
)
QUAD_WORDS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def gdelt_row(number: int, day: date, layout: Layout = GDELT_2, **cells: object) -> dict[str, str]:
    """A row of GDELT; cells are told by the names of columns."""
    at = f"{day:%Y%m%d}" + ("001500" if layout is GDELT_2 else "")
    row: dict[str, object] = {
        "GLOBALEVENTID": number,
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": day.year,
        "IsRootEvent": 1,
        "NumMentions": 10,
        "DATEADDED": at,
        "SOURCEURL": "https://news.example/a",
        **cells,
    }
    return {name: str(row.get(name, "")) for name in layout.columns}


def gdelt_act(
    number: int, day: date, actor: str, recipient: str, n: int, layout: Layout = GDELT_2
) -> dict[str, str]:
    """A row with the n-th of some acts."""
    code = CODES[n % len(CODES)]
    return gdelt_row(
        number,
        day,
        layout,
        Actor1CountryCode=actor,
        Actor2CountryCode=recipient,
        EventCode=code,
        EventBaseCode=code[:3],
        EventRootCode=code[:2],
        QuadClass=QUAD[n % len(CODES)],
        GoldsteinScale=GOLDSTEIN[n % len(CODES)],
        IsRootEvent=n % 2,
        NumMentions=1 + n % 7,
    )


def gdelt_year(year: int, layout: Layout = GDELT_2, state: str = "PAK") -> list[dict[str, str]]:
    """Events of a whole year between a state and others, and among these, each day another few."""
    rows = []
    for n, day in enumerate(days_of(year)):
        for place in range(6):
            other = EVERY_DAY[(n + place) % len(EVERY_DAY)]
            actor, recipient = ((state, other), (other, state))[place % 2]
            rows.append(gdelt_act(len(rows) + 1, day, actor, recipient, n + 5 * place, layout))
        for place in range(4):
            one, two = (
                EVERY_DAY[(n + place) % len(EVERY_DAY)],
                EVERY_DAY[(n + 3 * place + 1) % len(EVERY_DAY)],
            )
            rows.append(gdelt_act(len(rows) + 1, day, one, two, n + place, layout))
    return rows


def polecat_row(number: int, day: date, **cells: object) -> dict[str, str]:
    """A row of POLECAT; cells are told by the names of columns."""
    row: dict[str, object] = {
        "Event ID": f"{day:%Y%m%d}-{number}-made-up",
        "Event Date": day.isoformat(),
        "Publication Date": day.isoformat(),
        "Language": "en",
        "Version": "V1",
        **cells,
    }
    return {name: str(row.get(name, "None")) for name in POLECAT_1.columns}


def polecat_year(year: int, state: str = "PAK") -> list[dict[str, str]]:
    """Events of a whole year between a state and others, and among these."""
    rows = []
    for n, day in enumerate(days_of(year)):
        for place in range(8):
            other = EVERY_DAY[(n + place) % len(EVERY_DAY)]
            another = EVERY_DAY[(n + 2 * place + 1) % len(EVERY_DAY)]
            actor, recipient = ((state, other), (other, state), (other, another))[place % 3]
            kind = (n + 3 * place) % len(TYPES)
            rows.append(
                polecat_row(
                    len(rows),
                    day,
                    **{
                        "Event Type": TYPES[kind],
                        "Intensity": 5 - kind,
                        "Quad Code": QUAD_WORDS[(0, 0, 1, 1, 2, 2, 2, 3, 3, 3)[kind]],
                        "Contexts": ("None", "military;legal", "economic", "diplomatic")[n % 4],
                        "Actor Country": actor,
                        "Recipient Country": recipient,
                    },
                )
            )
    return rows


def text_of(rows: Iterable[Mapping[str, str]], header: bool = False) -> str:
    """Rows as tab-separated lines, under a header or not."""
    rows = list(rows)
    lines = ["\t".join(row.values()) for row in rows]
    return "".join(f"{line}\n" for line in (["\t".join(rows[0]), *lines] if header else lines))


def write_gdelt(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A file of GDELT, as it is published: without a header line."""
    path.write_text(text_of(rows), encoding="utf-8")
    return path


def write_polecat(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A file of POLECAT, under its header."""
    path.write_text(text_of(rows, header=True), encoding="utf-8")
    return path
