"""What a report holds: findings set out as an outline, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import shown, years_of
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD, SIGNIFICANCE
from counterpoise.report.checklist import checklist_section
from counterpoise.report.citing import with_references
from counterpoise.report.coverage import sources_section
from counterpoise.report.dependence import dependence
from counterpoise.report.documents import documents_section
from counterpoise.report.figures import figures
from counterpoise.report.framework import theory_section
from counterpoise.report.joint_display import joint_section
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
        *statement_sections(findings),
        theory_section(findings.study.theory, findings.names),
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
        (
            "Ideal points",
            settings.ideal_points.method
            if settings.ideal_points.method == "published"
            else f"estimated: {settings.ideal_points.method}, {settings.ideal_points.prior}",
        ),
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
            *_goalposts(findings),
            Bullets(
                (
                    "A passage is coded only when it bears on the case: the state speaks, the passage names the state, or, "
                    "for the rivalry of the powers, it names both of them.",
                    "A tie is an observation set between 0 and the 97.5th percentile of its indicator over the panel and both "
                    "powers. The strength of a tie in a dimension is the mean of its indicators.",
                    "The alignment share is the tie with power a over the sum of both ties, from indicators that are observed "
                    "for both powers in one unit; engagement is their mean; balance is 4 a (1 - a).",
                    f"Movement: fewer than {FEWEST_POINTS} points are too short; a Theil-Sen change of at least {CHANGE:.2f} "
                    f"with Kendall p below {SIGNIFICANCE:.2f} expands, of at most -{CHANGE:.2f} contracts; otherwise a residual "
                    f"standard deviation of at least {RESIDUAL_SD:.2f} fluctuates, and less is steady.",
                    "Each count says how many passages speak of strengthening, of weakening or of no direction, of the tie or "
                    "of what the code names. Kinds of source are never added up: first-hand passages decide what leads and "
                    "where text and numbers disagree, and a sentence that has none says so.",
                    "A passage with several codes counts once in a cell: by its surest coding, and of equally sure ones by that "
                    "whose code stands first in the theory's codebook. Every coding that counts stands in evidence.csv, which a run of the study writes beside its report.",
                )
            ),
        ),
    )


def _goalposts(findings: Findings) -> Iterator[DataTable]:
    """The value of each indicator that counts as a whole tie, and the years and observations that it rests on."""
    if rows := tuple(
        (
            each.quantity,
            shown(each.value),
            each.unit,
            years_of(each.first, each.last),
            each.observations,
            len(each.states),
        )
        for each in findings.scores.goalposts
    ):
        yield DataTable(
            "goalposts",
            "Goalposts",
            ("Quantity observed", "Goalpost", "Unit", "Years observed", "Observations", "States"),
            rows,
            f"{_taken(findings)} The goalpost of a quantity is a whole tie, that of a distance none.",
        )


def _taken(findings: Findings) -> str:
    """Where the goalposts come from."""
    if findings.scores.release is not None:
        return (
            f"Each was frozen in release {findings.scores.release}: what was observed since does not move it."
        )
    return "Each is taken over all the years that the data hold, whatever the period of the study."
