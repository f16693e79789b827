"""The dated chronology of a study: events.csv, one event a row, each with its source."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from counterpoise.admission import content_of
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.states import iso3_as_written, known_iso3

COLUMNS = ("date", "actors", "dimension", "what", "source")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """Something that happened: `date` is YYYY, YYYY-MM or YYYY-MM-DD, `actors` are ISO3 codes."""

    date: str
    actors: tuple[str, ...]
    dimension: str
    what: str
    source: str
    row: str

    @property
    def year(self) -> int:
        """The year of the event."""
        return int(self.date[:4])


def read_chronology(
    folder: Path, named: str, dimensions: tuple[str, ...]
) -> tuple[tuple[DatedEvent, ...], tuple[Problem, ...]]:
    """The events of a study's chronology in order of date, and what is wrong with the rows left out.

    Raises CounterpoiseError where the file is not admitted (`admission.admitted`) or not text, or its columns are others.
    """
    content = content_of(folder / named, named)
    name = PurePosixPath(named).as_posix()
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        found = tuple(reader.fieldnames or ())
        if missing := [column for column in COLUMNS if column not in found]:
            what = f"expected the columns {', '.join(COLUMNS)}; missing {', '.join(missing)}"
            raise CounterpoiseError(Problem(f"{name}:1", what))
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CounterpoiseError(Problem(name, f"not readable as CSV in UTF-8: {error}")) from error
    events, problems = [], []
    for line, row in rows:
        place = f"{name}:{line}"
        wrong = _wrong(row, dimensions)
        problems += [Problem(place, f"{what}; row left out") for what in wrong]
        if not wrong:
            events.append(
                DatedEvent(
                    date=row["date"].strip(),
                    actors=_actors(row["actors"]),
                    dimension=row["dimension"].strip(),
                    what=row["what"].strip(),
                    source=row["source"].strip(),
                    row=place,
                )
            )
    return tuple(sorted(events, key=lambda event: event.date)), tuple(problems)


def _actors(cell: str) -> tuple[str, ...]:
    return tuple(iso3_as_written(actor.strip()) for actor in cell.split(";") if actor.strip())


def _is_date(text: str) -> bool:
    """Whether a text is a year, a month of one, or a day that the calendar has."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _wrong(row: dict[str, str], dimensions: tuple[str, ...]) -> list[str]:
    wrong = [f"{column} is empty" for column in COLUMNS if not (row.get(column) or "").strip()]
    if wrong:
        return wrong
    if not _is_date(row["date"].strip()):
        wrong.append(f"date is '{row['date']}'; expected YYYY, YYYY-MM or YYYY-MM-DD")
    known = known_iso3()
    wrong += [
        f"unknown state '{actor}'; expected ISO3 codes joined by ';'{did_you_mean(actor, known)}"
        for actor in _actors(row["actors"])
        if actor not in known
    ]
    if row["dimension"].strip() not in dimensions:
        near = did_you_mean(row["dimension"], dimensions)
        wrong.append(f"dimension is '{row['dimension']}'; expected one of {', '.join(dimensions)}{near}")
    return wrong
