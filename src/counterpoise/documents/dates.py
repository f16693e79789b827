"""Dates as tables and pages write them, brought to YYYY-MM-DD."""

from __future__ import annotations

import re

from counterpoise.documents.bibliography import is_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:\.0)?|(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?|(\d{4})(\d{2})(\d{2})"
)
_IN_WORDS = re.compile(
    r"(?:[^\W\d]+, )?(?:(?P<first>[^\W\d]+)\.? (?P<day>\d{1,2}),?|(?P<other_day>\d{1,2}) (?P<second>[^\W\d]+)\.?,?"
    r"|(?P<alone>[^\W\d]+)) (?P<year>\d{4})"
)


def calendar_date(written: str) -> str | None:
    """The date that a text is, as YYYY, YYYY-MM or YYYY-MM-DD; None where it is none, or could be two.

    Read are dates with the year first, in figures, with or without a time of day, and dates with the English name
    of the month.

    >>> calendar_date("March 30, 1956"), calendar_date("2015-4-2 00:00:00"), calendar_date("03/04/2015")
    ('1956-03-30', '2015-04-02', None)
    """
    text = " ".join(written.split())
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (
            match[1] or match[2] or match[5],
            match[3] or match[6],
            match[4] or match[7],
        )
    elif match := _IN_WORDS.fullmatch(text):
        named = (match["first"] or match["second"] or match["alone"]).lower()
        # Any English abbreviation of a month has at least its first three letters.
        if named[:3] not in _MONTHS:
            return None
        year, month, day = (
            match["year"],
            str(_MONTHS.index(named[:3]) + 1),
            match["day"] or match["other_day"],
        )
    else:
        return None
    date = "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
    return date if is_date(date) else None
