"""The United Nations General Debate Corpus in its official layout."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from types import MappingProxyType

from counterpoise.documents.bibliography import Record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.states import iso3_of_cow, known_iso3, state, unknown_state

SOURCE = "United Nations General Debate Corpus (Jankin, Baturo and Dasandi), doi 10.7910/DVN/0TJX8Y"

_GONE = MappingProxyType({"CSK": 315, "DDR": 265, "YMD": 680, "YUG": 345})
"""Correlates of War numbers of states that are gone, by the code that the corpus has for them."""

_FOLDER = re.compile(r"Session (\d{1,3}) - (\d{4})")
_FILE = re.compile(r"([A-Z]{2,3})_(\d{1,3})_(\d{4})\.txt")


def ungdc_record(path: str) -> Record:
    """Read state, session and year off a path that ends in `Session NN - YYYY/ISO_NN_YYYY.txt`.

    Raises CounterpoiseError where the path has another shape, its folder and file disagree, or the
    state is unknown.
    """
    place = PurePosixPath(path)
    folder, file = _FOLDER.fullmatch(place.parent.name), _FILE.fullmatch(place.name)
    if not folder or not file:
        raise CounterpoiseError(
            Problem(
                path,
                f"found '{place.parent.name}/{place.name}'; the layout ungdc expects paths that end like "
                "'Session 79 - 2024/PAK_79_2024.txt'",
            )
        )
    iso3, session, year = file[1], int(file[2]), file[3]
    if (session, year) != (int(folder[1]), folder[2]):
        raise CounterpoiseError(
            Problem(path, f"the folder says session {folder[1]} of {folder[2]}, the file {file[2]} of {year}")
        )
    if iso3 not in known_iso3():
        raise CounterpoiseError(Problem(path, unknown_state(iso3)))
    return speech_record(iso3, iso3, session, year)


def code_of_speech(name: str) -> str | None:
    """The code of the speaker by which the layout names a file; None of a file that is named otherwise."""
    found = _FILE.fullmatch(name)
    return found[1] if found else None


def speech_record(code: str, origin: str | None, session: int, year: str) -> Record:
    """The record of a speech by the code of its speaker in the corpus and the id of the state, if it is one."""
    speaks = state(origin).name if origin else code
    return Record(
        title=f"{speaks}, General Debate, session {session} ({year})",
        kind="speech",
        origin=origin,
        date=year,
        source=SOURCE,
    )


def speaker(code: str, year: int) -> str | None:
    """The id of the state that the corpus names by a code; None for one that speaks and is no state, such as EU."""
    if code in _GONE:
        return iso3_of_cow(_GONE[code], year)
    return code if code in known_iso3() else None
