"""Political events in the news of the world: POLECAT, by the ontology PLOVER.

Halterman, Bagozzi, Beger, Schrodt & Scarborough (2023), PLOVER and POLECAT: A New Political Event Ontology and Dataset.
One event a row, from 2018 on, with a quad class, an intensity from -10 to 10 and the contexts that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counterpoise.datasets.events.counting import Months, count_months, read_events
from counterpoise.datasets.events.dyads import polecat_events
from counterpoise.datasets.events.layouts import POLECAT_1, POLECAT_READ, polecat_layout
from counterpoise.datasets.events.years import indicators
from counterpoise.datasets.layout import another_layout
from counterpoise.datasets.source import Reading, Source, Wanted
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError, Problem

SCALE = "intensity"


class Polecat:
    """What each state and power did to each other by the news, in whole years."""

    name = "polecat"
    title = "Political Event Classification, Attributes, and Types"
    citation = (
        "Halterman, Andrew, Benjamin E. Bagozzi, Andreas Beger, Philip A. Schrodt and Grace I. Scarborough. 2023. PLOVER "
        "and POLECAT: A New Political Event Ontology and Dataset. SocArXiv."
    )
    licence = "as stated with the files on Harvard Dataverse, with citation"
    redistributable = False
    release = "1.0"
    where = "Harvard Dataverse, POLECAT Weekly Data: tab-separated .txt, as they are or zipped"
    layouts: Sequence[Sequence[str]] = (POLECAT_1.columns, POLECAT_READ)
    indicators: Mapping[str, str] = indicators("polecat", SCALE, "intensity")

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a header names the columns that are read."""
        return polecat_layout(columns) is not None

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Values of whole years, both directions of a pair together."""
        return read_events(self, polecat_months(paths), wanted, SCALE)


def polecat_months(paths: Sequence[Path], *, one_a_day: bool = False) -> Months:
    """POLECAT's events by month, actor, recipient and dimension (`dyads.dyad_months`), both directions apart."""
    if not paths:
        raise CounterpoiseError(Problem(POLECAT.name, "needs at least one file, found none"))
    for path in paths:
        if polecat_layout(header(path)) is None:
            raise another_layout(path, POLECAT.name, POLECAT_READ)
    return count_months(dict.fromkeys(paths, POLECAT_1), polecat_events, one_a_day=one_a_day)


POLECAT: Source = Polecat()
