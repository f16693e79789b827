"""What a report holds: findings set out as an outline, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.report.checklist import checklist_section
from counterpoise.report.citing import with_references
from counterpoise.report.coverage import sources_section
from counterpoise.report.dependence import dependence
from counterpoise.report.documents import documents_section
from counterpoise.report.figures import figures
from counterpoise.report.framework import theory_section
from counterpoise.report.joint_display import joint_section
from counterpoise.report.measuring import RULES, goalposts, ideal_points_in_words
from counterpoise.report.methods_prose import methods_prose
from counterpoise.report.outline import (
    Block,
    Bullets,
    DataTable,
    Outline,
    Paragraph,
    Section,
)
from counterpoise.report.position import position
from counterpoise.report.standfirst import in_detail, notices, plain_sentences
from counterpoise.report.statements import statement_sections
from counterpoise.report.theme_work import theme_work_section
from counterpoise.report.themes import theme_section
from counterpoise.report.transparency import transparency_section
from counterpoise.report.vintages import vintages_section
from counterpoise.standing import kind_weights, weights_in_words


def outline_of(findings: Findings, program: str) -> Outline:
    """Set findings out as a report; `program` is the name and version that signs it."""
    # What is compiled takes a second to load, which a run that finds nothing changed does not need.
    from counterpoise.report.changes import breaks_of, changes_of, changes_section
    from counterpoise.report.sensitivity import sensitivity_section

    study = findings.study
    changes = changes_of(findings)
    sections = (
        Section("detail", "The first sentences in detail", _detail(findings)),
        Section(
            "numbers",
            "What the numbers say",
            tuple(figures(findings, breaks_of(findings, changes))) or (Paragraph("No figure is at hand."),),
        ),
        Section("position", "Where the state stands", tuple(position(findings))),
        Section("dependence", "Dependence and autonomy", tuple(dependence(findings))),
        changes_section(findings, changes),
        sensitivity_section(findings),
        *(theme_section(findings, theme) for theme in (*findings.themes, *findings.candidates)),
        theme_work_section(findings),
        vintages_section(findings),
        joint_section(findings),
        *_model(findings),
        *statement_sections(findings),
        theory_section(findings.study.theory, findings.names, findings.model),
        _method(findings),
        transparency_section(findings),
        documents_section(findings),
        sources_section(findings),
    )
    sections = (*sections, checklist_section(findings, sections))
    outline = Outline(
        title=study.declared.study,
        subtitle=f"{findings.names.state} between {findings.names.a} and {findings.names.b}, {study.declared.period}",
        standfirst=plain_sentences(findings),
        notices=notices(findings),
        sections=tuple(section for section in sections if section.blocks or section.subsections),
        colophon=(f"Made by {program} under the theory '{study.theory.title}'.",),
    )
    return with_references(outline, findings)


def _model(findings: Findings) -> Iterator[Section]:
    if findings.model is not None or findings.not_estimated:
        # As above: what reckons with draws is loaded where one was estimated.
        from counterpoise.report.model import model_section

        yield model_section(findings)
    if findings.model is not None:
        from counterpoise.findings.scenario_estimates import ScenarioEstimates
        from counterpoise.report.futures import futures_section

        found = findings.model.scenarios
        if isinstance(found, ScenarioEstimates) and findings.model.headline is None:
            yield futures_section(found.futures, findings.names, findings.model.titles)


def _detail(findings: Findings) -> tuple[Block, ...]:
    told = in_detail(findings)
    if not told:
        return ()
    last = (
        "An alignment is that of the last year in which all inputs of its dimension are observed. A word of movement "
        "speaks of the window alone, and a claim is borne out by an indicator that moved as it says."
    )
    return Paragraph(last), Bullets(told)


def _method(findings: Findings) -> Section:
    study = findings.study
    settings = study.declared.settings
    coders = sorted({coding.coder for coding in findings.evidence.codings})
    rows: tuple[tuple[str | float | int | None, ...], ...] = (
        ("State", findings.names.state),
        ("Power a, power b", f"{findings.names.a}, {findings.names.b}"),
        ("Period", study.declared.period),
        ("Years over which movement is judged", f"{study.window[0]}-{study.window[1]}"),
        *(("New vintages begin", ", ".join(map(str, settings.vintages))) for _ in settings.vintages[:1]),
        ("Ideal points", ideal_points_in_words(settings)),
        ("Panel", ", ".join(study.panel)),
        ("Theory", f"{study.theory.title} ({study.theory.theory})"),
        ("Roll calls", settings.roll_calls),
        ("Goalposts", settings.goalposts or "taken from the panel"),
        ("Incomplete years", "kept" if settings.include_partial else "dropped"),
        (
            "Missing cells of ties",
            "left out" if settings.imputation == "none" else f"drawn by {settings.imputation}",
        ),
        ("Variant of thematic analysis", study.declared.coding.variant),
        ("Coders", ", ".join(coders) or "none"),
        ("Seed", settings.seed),
        ("Weights of kinds", weights_in_words(kind_weights(settings.weights, "weights"))),
        (
            "Near-duplicates",
            "all count" if settings.near_duplicates == "keep" else "the first of each group counts",
        ),
        *((f"Threshold: {name}", value) for name, value in settings.thresholds.items()),
    )
    return Section(
        "method",
        "Method and settings",
        (
            *methods_prose(findings),
            DataTable("settings", "Settings used", ("Setting", "Value"), rows),
            *goalposts(findings),
            Bullets(
                (
                    "A passage is coded only when it bears on the case: the state speaks, the passage names the state, or, "
                    "for the rivalry of the powers, it names both of them.",
                    *RULES,
                    "Each count says how many passages speak of strengthening, of weakening or of no direction, of the tie or "
                    "of what the code names. Kinds of source are never added up: first-hand passages decide what leads and "
                    "where text and numbers disagree, and a sentence that has none says so.",
                    "A passage with several codes counts once in a cell: by its surest coding, and of equally sure ones by that "
                    "whose code stands first in the theory's codebook. Every coding that counts stands in evidence.csv, which a run of the study writes beside its report.",
                )
            ),
        ),
    )
