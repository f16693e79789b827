"""Code lists: files that say who is who, which the program knows by itself and so need no reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counterpoise.datasets.tablefile import header
from counterpoise.errors import Problem

CODE_LISTS: Mapping[tuple[str, ...], str] = {
    ("stateabb", "ccode", "statenme", "styear", "endyear", "version"): "the members of the Correlates of War "
    "state system, with their dates",
    ("stateabb", "year", "gwcode", "ccode", "gw_name", "cw_name"): "Correlates of War and Gleditsch & Ward "
    "numbers, year by year",
    ("StateAbb", "CCode", "StateNme"): "Correlates of War numbers with the names of states",
}
"""What a file with these columns holds."""


def code_list(path: Path, place: str) -> Problem | None:
    """A notice that a file is a code list and was not read, or None where it is none.

    `place` is where the file lies, as the study names it. Raises CounterpoiseError where it is missing or damaged.
    """
    what = _held(header(path))
    if what is None:
        return None
    return Problem(place, f"lists {what}; the program knows these by itself, so the file was not read")


def _held(columns: Sequence[str]) -> str | None:
    found = set(columns)
    return next((what for layout, what in CODE_LISTS.items() if set(layout) <= found), None)
