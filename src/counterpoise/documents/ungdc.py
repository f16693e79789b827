"""The United Nations General Debate Corpus in its official layout."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from counterpoise.documents.bibliography import Record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.states import known_iso3, state, unknown_state

SOURCE = "United Nations General Debate Corpus (Jankin, Baturo and Dasandi), doi 10.7910/DVN/0TJX8Y"

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
    title = f"{state(iso3).name}, General Debate, session {session} ({year})"
    return Record(title=title, kind="speech", origin=iso3, date=year, source=SOURCE)
