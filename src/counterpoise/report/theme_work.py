"""The section of a report on the work that led to the themes: its phases, the map of themes, and how each came to its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import COUNTED
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.theme_map import nearest_theme, shared_passages
from counterpoise.ledger.vocabulary import KINDS
from counterpoise.report.documents import readings_told
from counterpoise.report.outline import Block, DataTable, Paragraph, Section
from counterpoise.report.theme_map import theme_map_figure
from counterpoise.report.theme_saturation import saturation_table
from counterpoise.review.themes import ThemeEntry, ThemeStep
from counterpoise.wording import listed, several, words_of

MOST_STEPS = 100
"""So many decisions on themes are shown; `counterpoise history NAME` tells all."""

Row = tuple[str | int | None, ...]


def theme_work_section(findings: Findings) -> Section:
    """The six phases of thematic analysis as the ledger has them, the map of themes, their history, and saturation.

    The phases are those of Braun and Clarke (2006) doi 10.1191/1478088706qp063oa. Empty where there is no theme.
    """
    if not findings.themes:
        return Section("themes-work", "How the themes were made", ())
    blocks: list[Block] = [
        Paragraph(
            "What was done in each phase of a thematic analysis, as the ledger has it: what nobody recorded is not taken to "
            f"have been done. The variant that the study declares: {findings.study.declared.coding.variant}."
        ),
        _phases(findings),
        _codes(findings),
        *filter(None, (theme_map_figure((*findings.themes, *findings.candidates)),)),
        _map(findings),
    ]
    steps = findings.evidence.theme_work.steps
    if steps:
        blocks.append(_history(steps))
    saturation = saturation_table((*findings.themes, *findings.candidates))
    if saturation.rows:
        blocks.append(saturation)
    return Section("themes-work", "How the themes were made", tuple(blocks))


def _phases(findings: Findings) -> DataTable:
    evidence = findings.evidence
    readings = evidence.register.readings
    told = readings_told(evidence) or "No person recorded having read a document."
    return DataTable(
        "phases",
        "Phases of the analysis",
        ("Phase", "What was done", "By", "When"),
        (
            (
                "1 Becoming familiar with the documents",
                told,
                *_who_and_when((each.reader, each.at) for each in readings),
            ),
            ("2 Coding", *_coding(findings)),
            *_theme_phases(evidence.theme_work.entries, evidence.theme_work.steps),
            ("6 Writing up", "This report, from what the ledger holds.", "the program", None),
        ),
    )


def _coding(findings: Findings) -> Row:
    evidence = findings.evidence
    by_coder = Counter(each.coder for each in evidence.codings)
    machines = sum(count for coder, count in by_coder.items() if is_machine(coder))
    gone_through = sum(evidence.reviewed.values())
    people = (
        f"people went through {several(gone_through, 'passage')}"
        if gone_through
        else "no person has gone through a passage"
    )
    told = (
        f"{several(machines, 'coding')} by machines; {people}. The codebook is version {evidence.theme_work.codebook}, of "
        f"{several(len(findings.study.theory.definitions), 'code')} in the theory file."
    )
    return told, listed(sorted({*by_coder, *evidence.reviewed})) or None, None


def _theme_phases(entries: Sequence[ThemeEntry], steps: Sequence[ThemeStep]) -> Iterator[Row]:
    """Phases 3 to 5: what stands, and who decided it."""
    kept = [each for each in entries if each.status != "given up"]
    of = several(len(kept), "theme")
    declared = sum(each.declared for each in kept)
    dropped = len(entries) - len(kept)
    proposed = f"{declared} of {of} stand in the theory file, {len(kept) - declared} proposed by people" + (
        f"; {dropped} given up." if dropped else "."
    )
    status = Counter(each.status for each in kept)
    second = sum(status[name] for name in ("reviewed against documents", "settled"))
    first = second + status["reviewed against passages"]
    reviewed = f"Found to hold against their coded passages: {first} of {of}; against all documents: {second} of {of}."
    renamed = sum(
        step.kind == "theme.revised"
        and any(
            (step.before or {}).get(field) != (step.after or {}).get(field)
            for field in ("title", "definition")
        )
        for step in steps
    )
    settled = (
        f"Settled: {status['settled']} of {of}; a title or definition was changed {several(renamed, 'time')}."
    )

    def row(phase: str, told: str, *kinds: str) -> Row:
        return phase, told, *_who_and_when((step.who, step.at) for step in steps if step.kind in kinds)

    yield row("3 Generating themes", proposed, "theme.proposed", "theme.dropped")
    yield row("4 Reviewing themes", reviewed, "theme.reviewed")
    yield row("5 Defining and naming themes", settled, "theme.revised", "theme.settled")


def _who_and_when(done: Iterable[tuple[str, str]]) -> tuple[str | None, str | None]:
    """The people, and the first and last day, of what they did when."""
    acts = list(done)
    if not acts:
        return None, None
    days = sorted({at[:10] for _, at in acts})
    return listed(sorted({who for who, _ in acts})), " to ".join(dict.fromkeys((days[0], days[-1])))


def _codes(findings: Findings) -> DataTable:
    """Each theme with its status and codes, and the theme that it is part of."""
    themes = (*findings.themes, *findings.candidates)
    titles = {theme.id: theme.title for theme in themes}
    entries = {each.id: each for each in findings.evidence.theme_work.entries}
    rows = []
    for theme in themes:
        entry = entries.get(theme.id)
        codes = entry.codes if entry else tuple(dict.fromkeys(each.coding.code for each in theme.coded))
        rows.append(
            (
                theme.title,
                titles.get(entry.within, entry.within) if entry and entry.within else None,
                entry.status if entry else "candidate",
                listed([words_of(code).lower() for code in codes]),
            )
        )
    return DataTable(
        "themes-codes",
        "The themes and their codes",
        ("Theme", "Part of", "Status", "Codes"),
        tuple(rows),
        "A candidate was reviewed by nobody.",
    )


def _map(findings: Findings) -> DataTable:
    """Which themes gather the same passages."""
    themes = (*findings.themes, *findings.candidates)
    titles = {theme.id: theme.title for theme in themes}
    shared = shared_passages(themes)
    rows = []
    for theme in themes:
        near = nearest_theme(shared, theme.id)
        rows.append(
            (
                theme.title,
                *(theme.passages[standing].total() for standing in COUNTED),
                *(shared.get((theme.id, other.id), 0) if other.id != theme.id else None for other in themes),
                titles[near[0]] if near else None,
            )
        )
    return DataTable(
        "themes-map",
        "Map of the themes: passages of each, and those that it shares with each other",
        (
            *("Theme", "First-hand", "Second-hand", "In data notes"),
            *(f"With theme {number}" for number in range(1, len(themes) + 1)),
            "Nearest",
        ),
        tuple((f"{number} {row[0]}", *row[1:]) for number, row in enumerate(rows, start=1)),
        "A passage with codes of two themes stands in both.",
    )


def _history(steps: Sequence[ThemeStep]) -> DataTable:
    shown = steps[-MOST_STEPS:]
    return DataTable(
        "themes-history",
        "How each theme came to its name, definition and codes",
        ("Theme", "Day", "By", "What happened", "Before", "After", "Why"),
        tuple(
            (step.theme, step.at[:10], step.who, KINDS[step.kind].meaning, *_changed(step), step.reason)
            for step in shown
        ),
        f"{len(steps) - MOST_STEPS} earlier decisions stand in the ledger."
        if len(steps) > MOST_STEPS
        else None,
    )


def _changed(step: ThemeStep) -> tuple[str | None, str | None]:
    """What of a theme was otherwise before and after a decision, in words."""
    before, after = step.before or {}, step.after or {}
    fields = [
        name
        for name in ("title", "definition", "codes", "within", "status")
        if before.get(name) != after.get(name)
    ]
    told = [
        "; ".join(f"{name}: {_value(state[name])}" for name in fields if state.get(name)) if state else ""
        for state in (before, after)
    ]
    return told[0] or None, told[1] or None


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
