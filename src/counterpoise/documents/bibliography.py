"""Bibliographic records: what is known of a document, and whose word comes first."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, fields

from counterpoise.documents.document import Declaration

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DATE_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d{2}(?:-\d{2}(?:-\d{2})?)?)(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Record:
    """What one witness says of a document; None where it says nothing."""

    title: str | None = None
    kind: str | None = None
    origin: str | None = None
    date: str | None = None
    source: str | None = None

    @property
    def stated(self) -> tuple[str, ...]:
        """The names of the fields that say something."""
        return tuple(field.name for field in fields(Record) if getattr(self, field.name))

    def or_else(self, other: Record) -> Record:
        """This record, with the word of `other` where it says nothing."""
        return Record(
            **{
                field.name: getattr(self, field.name) or getattr(other, field.name)
                for field in fields(Record)
            }
        )


def declared(declaration: Declaration) -> Record:
    """What the study file says of each document of a set."""
    return Record(
        declaration.title, declaration.kind, declaration.origin, declaration.date, declaration.source
    )


def of_file_name(name: str) -> Record:
    """What a file name without its suffix tells: a title, and a date if it holds just one.

    >>> of_file_name("joint-statement_2015-04-20").date
    '2015-04-20'
    """
    found = [date for date in _DATE_IN_NAME.findall(name) if is_date(date)]
    title = " ".join(name.replace("_", " ").split())
    return Record(title=title, date=found[0] if len(found) == 1 else None)


def is_date(text: str) -> bool:
    """Whether text is a calendar date as YYYY, YYYY-MM or YYYY-MM-DD."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
