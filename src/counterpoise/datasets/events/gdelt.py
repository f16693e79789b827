"""Events in the news of the world: GDELT, releases 1.0 and 2.0.

Leetaru & Schrodt (2013), GDELT: Global Data on Events, Location and Tone, 1979-2012, International Studies Association.
One event a row, coded by CAMEO, with its quad class, Goldstein's value and the number of mentions. Countries stand in
CAMEO's codes, which are those of ISO 3166-1 but for bodies and regions. The tables have no header line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counterpoise.datasets.events.counting import Months, count_months, read_events
from counterpoise.datasets.events.dyads import gdelt_events
from counterpoise.datasets.events.layouts import GDELT_LAYOUTS, GDELT_READ, Layout, gdelt_layout
from counterpoise.datasets.events.years import indicators
from counterpoise.datasets.layout import another_layout
from counterpoise.datasets.source import Reading, Source, Wanted
from counterpoise.datasets.tablefile import ROWS_OF_EVENTS, header
from counterpoise.errors import CounterpoiseError, Problem

SCALE = "goldstein"


class Gdelt:
    """What each state and power did to each other by the news, in whole years."""

    name = "gdelt"
    title = "Global Database of Events, Language and Tone, event tables"
    citation = (
        "Leetaru, Kalev and Philip A. Schrodt. 2013. GDELT: Global Data on Events, Location and Tone, 1979-2012. Paper "
        "presented at the annual meeting of the International Studies Association, San Francisco."
    )
    licence = "free for any use with citation and a link to the project"
    redistributable = True
    release = "1.0 and 2.0"
    where = "gdeltproject.org, data: event tables of release 1.0 (daily) or 2.0 (every 15 minutes), .export.CSV.zip"
    layouts: Sequence[Sequence[str]] = tuple(
        columns for layout in GDELT_LAYOUTS for columns in (layout.columns, layout.without_header)
    )
    indicators: Mapping[str, str] = indicators("gdelt", SCALE, "Goldstein value")

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a file begins with an event, whatever the number of its columns, or has GDELT's header."""
        headless = len(columns) == 1 and columns[0].startswith(ROWS_OF_EVENTS)
        return headless or set(GDELT_READ) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Values of whole years, both directions of a pair together; the releases are not mixed."""
        return read_events(self, gdelt_months(paths), wanted, SCALE)


def gdelt_months(paths: Sequence[Path], *, root_events_only: bool = False, one_a_day: bool = False) -> Months:
    """GDELT's events by month, actor, recipient and dimension, each direction for itself (`dyads.dyad_months`).

    Raises CounterpoiseError where a file is of another layout or damaged, or files are of both releases, which count
    the same events under numbers of their own.
    """
    files = {path: _layout(path) for path in paths}
    of_release = {layout.release: path for path, layout in sorted(files.items(), key=lambda each: each[0])}
    if len(of_release) != 1:
        named = " and ".join(f"{path.name} of {release}" for release, path in sorted(of_release.items()))
        raise CounterpoiseError(
            Problem(GDELT.name, f"needs files of one release, 1.0 or 2.0, found {named or 'none'}")
        )
    return count_months(files, gdelt_events, root_events_only=root_events_only, one_a_day=one_a_day)


def _layout(path: Path) -> Layout:
    columns = header(path)
    layout = gdelt_layout(columns)
    if layout is not None:
        return layout
    if GDELT.recognises(columns):
        known = ", ".join(f"{len(each.columns)} ({each.release})" for each in GDELT_LAYOUTS)
        found = columns[0].removeprefix(ROWS_OF_EVENTS)
        what = f"has {found} cells, but a row of '{GDELT.name}' has {known}. The file was cut, saved anew by another program, "
        raise CounterpoiseError(
            Problem(
                f"{path.name}:1",
                f"{what}or is of a newer layout: download it again, and leave it as it comes",
            )
        )
    raise another_layout(path, GDELT.name, GDELT_READ)


GDELT: Source = Gdelt()
