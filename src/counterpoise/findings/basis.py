"""What many numbers stand on together: observations and passages under one name, so that no number holds them itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import polars as pl

from counterpoise.wording import listed, several, words_of

Kind = Literal["observation", "passage"]

BASIS_SCHEMA: dict[str, type[pl.DataType]] = {
    "id": pl.String,
    "kind": pl.String,
    "part": pl.String,
    "series": pl.String,
    "state": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "source": pl.String,
}
"""The columns of what a model is estimated from: the id of an observation or passage (`kind`), which `part` of the model it
feeds, by which indicator or code, of which state and years, and which release or document it is from."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Rows in `BASIS_SCHEMA` under a name: `id` is where the report tells of them, `title` what it calls them.

    What feeds two parts, or by two codes, has a row for each. `called` are what readers know parts by within a sentence; one that
    has no such title goes by its name.
    """

    id: str
    title: str
    rows: pl.DataFrame
    called: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return not self.rows.is_empty()

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """The ids of its observations or of its passages, each once."""
        return tuple(self.rows.filter(kind=kind)["id"].unique(maintain_order=True))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its observations, each once, without their releases."""
        of = self.rows.filter(kind="observation")["source"].unique(maintain_order=True)
        return tuple(dict.fromkeys(each.partition(", ")[0] for each in of))

    def __str__(self) -> str:
        """`1204 observations of 9 indicators and 311 passages under 4 codes between 1990 and 2014, of ties, pressure and economic need`."""
        told = [each for each in (self._told("observation"), self._told("passage")) if each]
        if not told:
            return "no observation and no passage"
        years = listed([f"{year}" for year in (min(self.rows["start"]), max(self.rows["end"]))])
        parts = [self.part(name) for name in self.rows["part"].unique(maintain_order=True)]
        return f"{listed(told)} between {years}, of {listed(parts)}"

    def part(self, name: str) -> str:
        """What a part goes by within a sentence."""
        return self.called.get(name) or words_of(name).lower()

    def _told(self, kind: Kind) -> str:
        rows = self.rows.filter(kind=kind)
        number, series = rows["id"].n_unique(), rows["series"].n_unique()
        by = (
            f"of {several(series, 'indicator')}"
            if kind == "observation"
            else f"under {several(series, 'code')}"
        )
        return f"{several(number, kind)} {by}" if number else ""


def distinct(bases: Iterable[Basis | None]) -> Iterator[Basis]:
    """Each basis once, by its name, in the order in which they come."""
    found: dict[str, Basis] = {}
    for basis in bases:
        if basis is not None and basis.id not in found:
            found[basis.id] = basis
            yield basis
