"""The section of a report on one theme: what it asks, its table, where it is spoken of, and its passages on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterpoise.evidence import COUNTED, Standing
from counterpoise.findings.coded_passages import WORD_OF_DIRECTION, CodedPassage, one_for_each_passage
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.leaning import CONTRARY_WAY, deciding, leaning
from counterpoise.findings.prevalence import NO_ORIGIN, Prevalence, decades, prevalence
from counterpoise.findings.representative import representative
from counterpoise.findings.themes import FoundTheme, GatheredTheme
from counterpoise.findings.vintages import spans
from counterpoise.report.found_cells import cell_table
from counterpoise.report.outline import Block, DataTable, Paragraph, Passages, Section
from counterpoise.report.quotations import quotation_of
from counterpoise.report.theme_saturation import saturation_figure
from counterpoise.states import name_of_voice
from counterpoise.wording import listed, several

DOCUMENT: dict[Standing, str] = {
    "first-hand": "first-hand document",
    "second-hand": "second-hand document",
    "data note": "data note",
}

QUOTED = 4
"""So many passages are quoted that show a theme, and as many that speak against it."""

MOST_GROUPS = 40
"""So many rows has a table of prevalence; a note says how many more groups there are."""


def theme_section(findings: Findings, theme: GatheredTheme) -> Section:
    """What a theme asks, how much speaks of it, its table if it has one, its prevalence, and its passages for and against."""
    blocks: list[Block] = [Paragraph(theme.asks)] if theme.asks else []
    counted = [
        f"{several(theme.passages[standing].total(), 'passage')} "
        f"of {several(theme.documents[standing], DOCUMENT[standing])}"
        for standing in COUNTED
        if theme.passages[standing]
    ]
    blocks.append(
        Paragraph(
            f"The codes of this theme gather {listed(counted)}."
            if counted
            else "No counted passage speaks of this theme."
        )
    )
    if isinstance(theme, FoundTheme):
        blocks.append(cell_table(theme.table))
    if counted:
        curve = saturation_figure(theme)
        blocks += [_prevalence(findings, theme), *([curve] if curve else []), *_both_sides(theme)]
    return Section(f"theme-{theme.id}", theme.title, tuple(blocks))


def _prevalence(findings: Findings, theme: GatheredTheme) -> DataTable:
    study, evidence = findings.study, findings.evidence
    cuts = study.declared.settings.vintages or decades(study.start, study.end)
    coded = [each for each in evidence.documents.values() if each.id not in evidence.not_coded]
    found = prevalence(theme.coded, coded, spans(study.start, study.end, cuts))
    more = len(found) - MOST_GROUPS
    note = "Share is that of the group's coded documents that speak of the theme; a passage counts once."
    return DataTable(
        id=f"prevalence-{theme.id}",
        caption=f"{theme.title}: where it is spoken of",
        columns=(
            *("Counts as", "Documents by", "Group", "Documents", "Of", "Share"),
            *("Strengthening", "Weakening", "No direction"),
        ),
        rows=tuple(_row(each) for each in found[:MOST_GROUPS]),
        note=note if more <= 0 else f"{note} {several(more, 'further group')} not shown.",
    )


def _row(each: Prevalence) -> tuple[str | int | None, ...]:
    group = name_of_voice(each.group) if each.by == "origin" and each.group != NO_ORIGIN else each.group
    ways = (each.passages.get(way, 0) for way in WORD_OF_DIRECTION)
    return (each.standing, each.by, group, each.documents, each.of, f"{each.share:.0%}", *ways)


def _both_sides(theme: GatheredTheme) -> Iterator[Passages]:
    """The passages that show a theme best, and those that speak against where most of the theme's passages point."""
    shown = representative(theme.coded, QUOTED)
    yield _quoted(
        theme,
        "best",
        "Passages that show it best",
        "Those nearest to the middle of all its passages by the words that they share, that do not repeat each other; "
        "never two of one document while another is unquoted.",
        shown,
        theme.coded,
    )
    against = theme.contrary()
    yield _quoted(
        theme,
        "against",
        "Passages that speak against",
        _which_way(theme, against),
        representative(against, QUOTED),
        against,
    )


def _which_way(theme: GatheredTheme, against: Sequence[CodedPassage]) -> str:
    """Where most passages of a theme point, and so what speaks against it."""
    kind = deciding(theme.passages)
    if kind is None:
        return "No passage of this theme takes a direction, so none speaks against it."
    counts, way = theme.passages[kind], theme.way
    numbers = listed([f"{counts[each]} of {WORD_OF_DIRECTION[each]}" for each in CONTRARY_WAY])
    if way is None:
        return f"There are as many {_passages(kind)} on either side ({numbers}), so none speaks against most of the others."
    clear = "" if leaning(counts) else ", though no side leads clearly"
    contrary = WORD_OF_DIRECTION[CONTRARY_WAY[way]]
    told = f"More {_passages(kind)} speak of {WORD_OF_DIRECTION[way]} than of {contrary} ({numbers}){clear}. "
    if against:
        return f"{told}These say the contrary, chosen in the same way."
    return f"{told}No passage of any kind of source says the contrary."


def _passages(kind: Standing) -> str:
    return f"{kind} passages" if kind != "data note" else "passages of data notes"


def _quoted(
    theme: GatheredTheme,
    name: str,
    heading: str,
    told: str,
    chosen: Sequence[CodedPassage],
    among: Sequence[CodedPassage],
) -> Passages:
    of = sum(each.counted for each in one_for_each_passage(among))
    return Passages(
        id=f"passages-{theme.id}-{name}",
        heading=f"{theme.title}: {heading[:1].lower()}{heading[1:]}",
        told=told,
        quotations=tuple(quotation_of(each) for each in chosen),
        omitted=of - len(chosen),
    )
