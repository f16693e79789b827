"""What a report holds: findings set out as an outline, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import COUNTED, Standing
from counterpoise.findings.cells import FoundCell
from counterpoise.findings.claim import Answer, Claim, Silence, Verdict, Weighing
from counterpoise.findings.coded_passages import CodedPassage, exemplars, one_for_each_passage, tally
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.names import case_in_words
from counterpoise.findings.numbers import shown, years_of
from counterpoise.findings.tables import FoundTable
from counterpoise.findings.themes import FoundTheme
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD, SIGNIFICANCE
from counterpoise.report.coverage import sources_section
from counterpoise.report.dependence import dependence
from counterpoise.report.documents import documents_section, speaks_for
from counterpoise.report.figures import figures
from counterpoise.report.framework import theory_section
from counterpoise.report.outline import (
    Block,
    Bullets,
    Cell,
    CellRow,
    CellTable,
    Count,
    DataTable,
    Leaning,
    Outline,
    Paragraph,
    Quotation,
    Section,
    Statement,
)
from counterpoise.report.position import position
from counterpoise.report.standfirst import in_detail, notices, plain_sentences
from counterpoise.report.vintages import vintages_section
from counterpoise.standing import kind_weights, weights_in_words
from counterpoise.states import state
from counterpoise.theory.cases import powers_put_to, said_elsewhere
from counterpoise.theory.elements import ClaimsFrom, Side
from counterpoise.wording import listed, several, words_of

QUOTED_IN_A_CELL = 8
QUOTED_FOR_A_STATEMENT = 4
DOCUMENT: dict[Standing, str] = {
    "first-hand": "first-hand document",
    "second-hand": "second-hand document",
    "data note": "data note",
}


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
        *(_theme(theme) for theme in findings.themes),
        vintages_section(findings),
        _answers("questions", "Research questions", findings, findings.questions),
        _answers("hypotheses", "Hypotheses", findings, findings.hypotheses),
        _debates(findings),
        _claims(findings),
        theory_section(findings.study.theory, findings.names),
        _method(findings),
        documents_section(findings),
        sources_section(findings),
    )
    return Outline(
        title=study.declared.study,
        subtitle=f"{findings.names.state} between {findings.names.a} and {findings.names.b}, {study.declared.period}",
        standfirst=plain_sentences(findings),
        notices=notices(findings),
        sections=tuple(section for section in sections if section.blocks),
        colophon=(f"Made by {program} under the theory '{study.theory.title}'.",),
    )


def _detail(findings: Findings) -> tuple[Block, ...]:
    told = in_detail(findings)
    if not told:
        return ()
    last = (
        "An alignment is that of the last year in which all inputs of its dimension are observed. A word of movement "
        "speaks of the window alone, and a claim is borne out by an indicator that moved as it says."
    )
    return Paragraph(last), Bullets(told)


def _theme(theme: FoundTheme) -> Section:
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
    blocks.append(_cell_table(theme.table))
    return Section(f"theme-{theme.id}", theme.title, tuple(blocks))


def _cell_table(table: FoundTable) -> CellTable:
    return CellTable(
        id=f"table-{table.id}",
        caption=table.title,
        first_column=table.first_column,
        columns=table.columns,
        rows=tuple(CellRow(row.heading, tuple(_cell(cell) for cell in row.cells)) for row in table.rows),
        note=table.note,
    )


def _cell(cell: FoundCell) -> Cell:
    quoted = exemplars(cell.coded, QUOTED_IN_A_CELL)
    counts = tally(cell.coded)
    return Cell(
        id=_cell_id(cell.id),
        finding=cell.finding,
        counts=tuple(
            Count(
                standing,
                counts[standing]["strengthens"],
                counts[standing]["weakens"],
                counts[standing]["none"],
            )
            for standing in COUNTED
        )
        if cell.coded
        else (),
        values=cell.numbers,
        quotations=tuple(_quotation(each) for each in quoted),
        omitted=len(one_for_each_passage(cell.coded)) - len(quoted),
        missing=cell.missing,
        disagreement=cell.disagreement,
    )


def _quotation(each: CodedPassage) -> Quotation:
    document = each.document
    return Quotation(
        id=each.passage.id,
        before=each.passage.before,
        text=each.passage.quotation,
        after=each.passage.after,
        document=document.title,
        kind=document.kind,
        standing=each.standing,
        path=document.path,
        coder=each.coding.coder,
        reason=_why(each),
        direction=each.coding.direction,
        origin=speaks_for(document),
        date=document.date,
        page=each.passage.page,
    )


def _why(each: CodedPassage) -> str:
    """The code with what moved the coder, and who else has it so."""
    coding = each.coding
    told = f"{words_of(coding.code)}: {coding.reason}" if coding.reason else words_of(coding.code)
    if not is_machine(coding.coder):
        return told
    if coding.status == "accepted":
        return f"{told}; a person accepted it"
    return f"{told}; another coder agrees" if each.seconded else told


def _answers(id_: str, title: str, findings: Findings, answers: Sequence[Answer]) -> Section:
    return Section(id_, title, tuple(_statement(findings, answer) for answer in answers))


def _claims(findings: Findings) -> Section:
    """The claims, with where they come from and of which case they were said."""
    section = _answers("claims", "Claims under test", findings, findings.claims)
    source = findings.study.theory.claims_from
    if source is None or not findings.study.theory.claims:
        return section
    told = (
        f"The theory file takes these sentences from {source.work}, with the identifiers they have there; the study "
        f"file may add its own. {_whose(findings, source)}"
    )
    return replace(section, blocks=(Paragraph(told), *section.blocks))


def _debates(findings: Findings) -> Section:
    """The debates, with whose they are where they were held on another case."""
    section = _answers("debates", "Debates", findings, findings.debates)
    source = findings.study.theory.claims_from
    if source is None or not any(answer.said_of for answer in findings.debates):
        return section
    return replace(section, blocks=(Paragraph(_whose(findings, source)), *section.blocks))


def _whose(findings: Findings, source: ClaimsFrom) -> str:
    """Of which case the sentences of a theory were said, and who stands there in whose place here."""
    study = findings.study
    said_of, here = case_in_words(source.state, source.powers), case_in_words(study.state, study.powers)
    if said_elsewhere(study.theory, study.state, study.powers) is None:
        return f"They were said of this case, {here}."
    told = f"They were said of {said_of}, and are put here to {here}: no source is taken to have said them of this case."
    if {*source.powers.values()} == {*study.powers.values()}:
        return told
    return f"{told} {_in_place_of(source, study.powers)}."


def _in_place_of(source: ClaimsFrom, powers: Mapping[Side, str]) -> str:
    """Which power of a study stands in the place of which power of the source: `India stands for China, ...`."""
    placed = powers_put_to(source, powers)
    told = [
        f"{state(iso3).in_a_sentence} stands where {state(source.powers[side]).in_a_sentence} stood"
        for side, iso3 in placed.items()
        if iso3 != source.powers[side]
    ]
    sentence = listed(told)
    return sentence[:1].upper() + sentence[1:]


def _statement(findings: Findings, answer: Answer) -> Statement:
    bearing = set(answer.evidence)
    coded = [
        each for each in findings.coded if each.passage.id in bearing and each.coding.code in answer.codes
    ]
    here = case_in_words(findings.study.state, findings.study.powers)
    return Statement(
        id=_statement_id(answer.id),
        label=answer.label,
        text=answer.text,
        kind=f"{answer.kind}, said of {answer.said_of}, put here to {here}"
        if answer.said_of
        else answer.kind,
        verdict=str(answer.verdict),
        leaning=_leaning(answer.verdict),
        reasons=answer.reasons,
        cells=tuple(_cell_id(cell) for cell in answer.cells),
        quotations=tuple(_quotation(each) for each in exemplars(coded, QUOTED_FOR_A_STATEMENT)),
        needs=() if isinstance(answer, Claim) else answer.needs,
    )


def _leaning(verdict: Verdict | Silence) -> Leaning:
    if isinstance(verdict, Weighing):
        if verdict.supporting == verdict.of:
            return "for"
        if verdict.contrary and not verdict.supporting:
            return "against"
    return "open"


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
                    "whose code stands first in the theory's codebook. Every coding stands in evidence.csv, which a run of the study writes beside its report.",
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


def _cell_id(name: str) -> str:
    return f"cell-{name}"


def _statement_id(name: str) -> str:
    """A name fit for a link, another for every other name: what is no letter, digit, - or _ becomes its number."""
    return re.sub(r"[^\w-]", lambda odd: f":{ord(odd[0]):x}:", name)
