"""Themes: what each gathers, from how many documents of which kind, and the passages that show it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields

from counterpoise.evidence import Direction, Standing
from counterpoise.findings.coded_passages import CodedPassage, one_for_each_passage, tally, with_codes
from counterpoise.findings.leaning import CONTRARY_WAY, deciding, more_frequent
from counterpoise.findings.names import PowerNames
from counterpoise.findings.tables import FoundTable
from counterpoise.review.themes import ThemeEntry
from counterpoise.theory.elements import Theory, Way


@dataclass(frozen=True, slots=True)
class GatheredTheme:
    """A theme with what it asks or is defined as, the passages that its codes gather, and the documents they come from."""

    id: str
    title: str
    asks: str | None
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
        # A passage that says both under two codes says the contrary too, whichever of them is surer.
        said = (each for each in self.coded if each.counted and each.coding.direction == against)
        return tuple(one_for_each_passage(said))


@dataclass(frozen=True, slots=True)
class FoundTheme(GatheredTheme):
    """A theme of the theory, with the table that carries it."""

    table: FoundTable


def gather_theme(
    id_: str, title: str, asks: str | None, codes: Collection[str], coded: Iterable[CodedPassage]
) -> GatheredTheme:
    """What the codes of a theme gather."""
    gathered = with_codes(coded, codes)
    documents = {each.document.id: each.standing for each in gathered if each.counted}
    return GatheredTheme(id_, title, asks, gathered, tally(gathered), Counter(documents.values()))


def find_themes(
    theory: Theory,
    tables: Mapping[str, FoundTable],
    coded: tuple[CodedPassage, ...],
    names: PowerNames,
    entries: Iterable[ThemeEntry] = (),
) -> tuple[FoundTheme, ...]:
    """Each theme of the theory in the order of its file, called, defined and made up as `entries` say, else as the file does."""
    revised = {entry.id: entry for entry in entries}
    themes = []
    for theme_id, theme in theory.themes.items():
        entry = revised.get(theme_id)
        asks = theme.asks if entry is None else entry.definition or None
        gathered = gather_theme(
            theme_id,
            names.bound(theme.title if entry is None else entry.title),
            None if asks is None else names.bound(asks),
            theory.codes_of_table(theme.table) if entry is None else entry.counted,
            coded,
        )
        themes.append(
            FoundTheme(
                **{field.name: getattr(gathered, field.name) for field in fields(gathered)},
                table=tables[theme.table],
            )
        )
    return tuple(themes)


def find_candidates(
    entries: Iterable[ThemeEntry], coded: tuple[CodedPassage, ...], names: PowerNames
) -> tuple[GatheredTheme, ...]:
    """Each theme that people proposed and did not give up, with what its codes gather."""
    return tuple(
        gather_theme(entry.id, names.bound(entry.title), names.bound(entry.definition), entry.counted, coded)
        for entry in entries
        if not entry.declared and entry.status != "given up"
    )
