"""What a comparison holds: the findings of several states set out as an outline, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counterpoise.findings.comparison import Comparison
from counterpoise.measurement.index.goalposts import freeze
from counterpoise.measurement.ties import GOALPOST_QUANTILE
from counterpoise.report.citing import with_sources
from counterpoise.report.comparison.constructs import constructs_table, filters_table
from counterpoise.report.comparison.coverage import coverage_blocks
from counterpoise.report.comparison.documents import documents_section
from counterpoise.report.comparison.movement import Moved, movement_blocks
from counterpoise.report.comparison.paths import paths_figure
from counterpoise.report.comparison.series import share_figure, ties_figures
from counterpoise.report.comparison.summary import limits, plain_sentences
from counterpoise.report.comparison.type_spans import types_of_states
from counterpoise.report.comparison.verdicts import verdicts_table
from counterpoise.report.measuring import RULES, goalposts, ideal_points_in_words
from counterpoise.report.outline import Block, Bullets, DataTable, Outline, Paragraph, Section
from counterpoise.report.sources import sources_of, sources_together
from counterpoise.report.spreadsheet import scores_table
from counterpoise.report.tables import ReportTable, tables_of
from counterpoise.states import state
from counterpoise.wording import listed, several


def comparison_outline(comparison: Comparison, of_states: Sequence[Moved], program: str) -> Outline:
    """Set a comparison out as a report, with what moved; `program` is the name and version that signs it."""
    first = comparison.first
    sections = (
        _section(
            "position", "Where the states stand", (paths_figure(comparison), *types_of_states(comparison))
        ),
        _section("years", "Over the years", (share_figure(comparison), *ties_figures(comparison))),
        _section("scores", "What is measured", (constructs_table(comparison), filters_table(comparison))),
        _section("changes", "What moved, and when", movement_blocks(comparison, of_states)),
        documents_section(comparison),
        _section("verdicts", "What is borne out where", (verdicts_table(comparison),)),
        Section("limits", "Limits", (Bullets(tuple(limits(comparison))),)),
        _section("coverage", "What was observed of whom", coverage_blocks(comparison)),
        _method(comparison),
    )
    names = listed([state(iso3).name for iso3 in comparison.states])
    outline = Outline(
        title=f"{names} between {first.names.a} and {first.names.b}",
        subtitle=f"{several(len(comparison.states), 'state')} compared, {first.study.declared.period}",
        standfirst=plain_sentences(comparison, of_states),
        notices=tuple(_notices(comparison)),
        sections=tuple(section for section in sections if section.blocks or section.subsections),
        colophon=(f"Made by {program} under the theory '{first.study.theory.title}'.",),
    )
    style = first.study.declared.settings.citation_style
    together = sources_together((case.study.state, sources_of(case)) for case in comparison.cases)
    return with_sources(outline, together, style, first.study.folder)


def comparison_tables(comparison: Comparison, outline: Outline) -> tuple[ReportTable, ...]:
    """Every table of the report on a comparison, and all scores of the states."""
    scores = scores_table(comparison.first.scores.alignment, comparison.first.study.powers)
    return tables_of(outline, scores=scores)


def _section(id_: str, title: str, blocks: Iterable[Block | None]) -> Section:
    return Section(id_, title, tuple(block for block in blocks if block is not None))


def _notices(comparison: Comparison) -> Iterable[str]:
    """What a reader must know before: who is heard, and what could not be read."""
    heard = [case for case in comparison.cases if case.study.state in comparison.heard]
    yield (
        f"The documents are those of {several(len(heard), 'study', 'studies')}: "
        f"{listed([case.study.declared.study for case in heard]) or 'none'}."
    )
    for case in heard:
        if case.evidence.problems:
            number = several(len(case.evidence.problems), "problem")
            yield f"{number} kept something from being read in '{case.study.declared.study}'."
    yield "What each study's evidence is and is not stands under What the documents say."


def _method(comparison: Comparison) -> Section:
    first = comparison.first
    study, settings = first.study, first.study.declared.settings
    suggesters = {
        case.study.state: ", ".join(case.study.declared.coding.suggesters)
        for case in comparison.cases
        if case.study.state in comparison.heard
    }
    coded = (
        [next(iter(suggesters.values()))]
        if len(set(suggesters.values())) == 1
        else [f"{state(iso3).name}: {told}" for iso3, told in suggesters.items()]
    )
    rows = (
        ("States", listed([state(iso3).name for iso3 in comparison.states])),
        ("Power a, power b", f"{first.names.a}, {first.names.b}"),
        ("Period", study.declared.period),
        ("Years over which movement is judged", f"{study.window[0]}-{study.window[1]}"),
        ("Theory", f"{study.theory.title} ({study.theory.theory})"),
        ("Ideal points", ideal_points_in_words(settings)),
        ("Roll calls", settings.roll_calls),
        ("Goalposts", _goalposts(comparison)),
        ("Incomplete years", "kept" if settings.include_partial else "dropped"),
        (
            "Missing cells of ties",
            "left out" if settings.imputation == "none" else f"drawn by {settings.imputation}",
        ),
        ("Machines that suggest codings", "; ".join(coded) or "none"),
        ("Seed", settings.seed),
        *((f"Threshold: {name}", value) for name, value in settings.thresholds.items()),
    )
    return Section(
        "method",
        "Method and settings",
        (
            Paragraph(
                "The observations of all states, and of the powers, are put into one table, each once, and measured together: a tie stands between 0 and a goalpost that is the "
                "same for every state. Powers, theory, period and all that is set of measuring are the same in every study; a comparison of others is refused."
            ),
            DataTable("settings", "Settings of all studies", ("Setting", "Value"), rows),
            *goalposts(first),
            Bullets(RULES),
        ),
    )


def _goalposts(comparison: Comparison) -> str:
    scores, study = comparison.first.scores, comparison.first.study
    if scores.release is not None:
        return f"frozen in release {scores.release}"
    if not scores.goalposts:
        return "none"
    names = listed([state(iso3).name for iso3 in comparison.states])
    release = freeze(scores.goalposts, names, (study.powers["a"], study.powers["b"]), GOALPOST_QUANTILE)
    return (
        f"taken over the states compared and both powers, and frozen for all of them as release {release.id}"
    )
