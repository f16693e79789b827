"""What the documents of each state's study say: passages by theme, code and power."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoise.evidence import COUNTED, STANDING_OF_KIND, Power
from counterpoise.findings.coded_passages import CodedPassage, exemplars, one_for_each_passage
from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.themes import FoundTheme
from counterpoise.report.comparison.standing_on import not_observed
from counterpoise.report.outline import Block, Bullets, Cell, CellRow, CellTable, DataTable, Section
from counterpoise.report.quotations import quotation_of
from counterpoise.report.standfirst import notices
from counterpoise.states import state
from counterpoise.wording import listed, several, with_capital, words_of

QUOTED = 2
"""As many passages are quoted in a cell; the report of the state's study has more."""

POWERS: tuple[Power, ...] = ("a", "b", "both", "none")


def documents_section(comparison: Comparison) -> Section:
    """Counts of passages by theme, code and power, side by side, and what the evidence of each study is."""
    heard = [case for case in comparison.cases if case.coded]
    blocks: list[Block] = [_holdings(comparison)]
    if heard:
        blocks += [_themes(comparison), _codes(comparison, heard)]
    about = tuple(
        Section(
            f"evidence-of-{case.study.state}",
            f"The evidence of {case.names.state}",
            (Bullets(notices(case)),),
        )
        for case in comparison.cases
        if case.study.state in comparison.heard
    )
    return Section("documents", "What the documents say", tuple(blocks), about)


def _holdings(comparison: Comparison) -> DataTable:
    return DataTable(
        "compared-documents",
        "Documents and passages of each state's study",
        (
            *("State", "Study", "Counts as", "Documents coded", "The state speaks in"),
            *("Passages with a code", "Documents with one"),
        ),
        tuple(row for case in comparison.cases for row in _of_study(comparison, case)),
        "Documents were coded for the state of their own study: what a power says counts where it bears on that case. A state without a study has none. "
        "Kinds of source are never added up. Where a study holds more documents there are more passages.",
    )


def _of_study(comparison: Comparison, case: Findings) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each kind of source that a study holds; one without numbers for a state without documents."""
    name = state(case.study.state).name
    study = case.study.declared.study if case.study.state in comparison.heard else None
    held = [each for id_, each in case.evidence.documents.items() if id_ not in case.evidence.not_coded]
    passages = [each for each in one_for_each_passage(case.coded) if each.counted]
    for standing in COUNTED:
        documents = [each for each in held if STANDING_OF_KIND[each.kind] == standing]
        if documents:
            of_kind = [each for each in passages if each.standing == standing]
            speaking = sum(each.voice == case.study.state for each in documents)
            with_code = len({each.document.id for each in of_kind})
            yield (name, study, standing, len(documents), speaking, len(of_kind), with_code)
    if not any(STANDING_OF_KIND[each.kind] in COUNTED for each in held):
        yield (name, study, None, None, None, None, None)


def _themes(comparison: Comparison) -> CellTable:
    names = replace(comparison.first.names, state="the state")
    by_state = [{each.id: each for each in case.themes} for case in comparison.cases]
    declared = comparison.first.study.theory.themes
    return CellTable(
        "compared-themes",
        "Passages of each theme by state and power",
        "Theme",
        tuple(state(iso3).name for iso3 in comparison.states),
        tuple(
            CellRow(
                names.bound(theme.title),
                tuple(
                    _theme(case, found.get(id_), id_)
                    for case, found in zip(comparison.cases, by_state, strict=True)
                ),
            )
            for id_, theme in declared.items()
        ),
        f"Of each kind of source, with how many passages are of which power; a passage counts once. At most {QUOTED} are quoted here; the report of each study has more.",
    )


def _theme(case: Findings, theme: FoundTheme | None, id_: str) -> Cell:
    cell_id = f"compared-theme-{id_}-{case.study.state}"
    counted = () if theme is None else tuple(each for each in theme.coded if each.counted)
    if theme is None or not counted:
        missing = (
            f"documents coded for {case.names.state}" if not case.coded else "a passage that counts in this theme"
        )  # fmt: skip
        return not_observed(cell_id, missing)
    told = []
    for standing in COUNTED:
        passages = one_for_each_passage(each for each in counted if each.standing == standing)
        if passages:
            of = len({each.document.id for each in passages})
            found = f"{several(len(passages), 'passage')} of {several(of, 'document')}"
            told.append(f"{standing}: {found} ({_by_power(case, passages)})")
    return with_passages(case, Cell(cell_id, "; ".join(told)), theme.coded)


def _by_power(case: Findings, passages: Sequence[CodedPassage]) -> str:
    counts = Counter(each.coding.power for each in passages)
    return listed([f"{case.names.of(power)} {counts[power]}" for power in POWERS if counts[power]])


def with_passages(case: Findings, cell: Cell, coded: Sequence[CodedPassage]) -> Cell:
    """A cell with some of its passages quoted, each under the path that it has in the study of its state."""
    quoted = exemplars(coded, QUOTED)
    named = (quotation_of(each) for each in quoted)
    return replace(
        cell,
        quotations=tuple(replace(each, path=f"{case.study.state}/{each.path}") for each in named),
        omitted=len(one_for_each_passage(coded)) - len(quoted),
        elsewhere=f"evidence.csv, beside the report of the study '{case.study.declared.study}'",
    )


def _codes(comparison: Comparison, heard: Sequence[Findings]) -> DataTable:
    names = comparison.first.names
    return DataTable(
        "compared-codes",
        "Passages of each code by state and power",
        ("Code", "State", "Counts as", *(with_capital(names.of(power)) for power in POWERS), "Passages"),
        tuple(row for code in comparison.first.study.theory.definitions for row in _code(heard, code)),
        "A passage counts once for each code and power. What is under test does not count. Codes of which no study has a passage are left out.",
    )


def _code(heard: Sequence[Findings], code: str) -> Iterator[tuple[str | int, ...]]:
    for case in heard:
        for standing in COUNTED:
            coded = [each for each in case.coded if each.standing == standing and each.coding.code == code]
            if coded:
                counts = (
                    len({each.passage.id for each in coded if each.coding.power == power}) for power in POWERS
                )
                passages = len({each.passage.id for each in coded})
                yield (words_of(code), state(case.study.state).name, standing, *counts, passages)
