"""Themes: what each gathers, from how many documents of which kind, and the passages that show it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.evidence import Direction, Standing
from counterpoise.findings.coded_passages import CodedPassage, one_for_each_passage, tally, with_codes
from counterpoise.findings.leaning import CONTRARY_WAY, Way, deciding, more_frequent
from counterpoise.findings.names import PowerNames
from counterpoise.findings.tables import FoundTable
from counterpoise.theory.elements import Table, Theory


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme with what it asks, its table, the passages that its codes gather, and the documents they come from."""

    id: str
    title: str
    asks: str | None
    table: FoundTable
    coded: tuple[CodedPassage, ...]
    passages: Mapping[Standing, Counter[Direction]]
    documents: Mapping[Standing, int]

    @property
    def way(self) -> Way | None:
        """The direction that more passages of the deciding kind of source take than the other, if they do."""
        kind = deciding(self.passages)
        return None if kind is None else more_frequent(self.passages[kind])

    def contrary(self) -> tuple[CodedPassage, ...]:
        """The counted passages, of any kind of source, that point the other way; one coding of each."""
        if self.way is None:
            return ()
        against = CONTRARY_WAY[self.way]
        return tuple(
            each
            for each in one_for_each_passage(self.coded)
            if each.counted and each.coding.direction == against
        )


def codes_of_table(theory: Theory, table: Table) -> tuple[str, ...]:
    """Every code that a row of a table reads, itself or through its dimension, each once."""
    named = (
        code
        for row in table.rows.values()
        for code in (*row.codes, *theory.dimensions.get(row.dimension or "", ()))
    )
    return tuple(dict.fromkeys(theory.codes_of(tuple(named))))


def find_themes(
    theory: Theory, tables: Mapping[str, FoundTable], coded: tuple[CodedPassage, ...], names: PowerNames
) -> tuple[FoundTheme, ...]:
    """Each theme of the theory in the order of its file."""
    themes = []
    for theme_id, theme in theory.themes.items():
        gathered = with_codes(coded, codes_of_table(theory, theory.tables[theme.table]))
        documents = {each.document.id: each.standing for each in gathered if each.counted}
        themes.append(
            FoundTheme(
                id=theme_id,
                title=names.bound(theme.title),
                asks=None if theme.asks is None else names.bound(theme.asks),
                table=tables[theme.table],
                coded=gathered,
                passages=tally(gathered),
                documents=Counter(documents.values()),
            )
        )
    return tuple(themes)
