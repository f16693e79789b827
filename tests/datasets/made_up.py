"""Made-up files of sources whose real ones may not be passed on, in the layouts of the official files."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

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


MADE_UP: Mapping[str, Callable[[Path], list[Path]]] = {"undl-votes": undl_votes}
"""By source, what writes its files into a folder."""
