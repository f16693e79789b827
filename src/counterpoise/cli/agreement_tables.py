"""Agreement and quality as a terminal shows them: tables, each value with its interval and with the two lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from counterpoise.agreement.accuracy import Calibration, Found, Qualified
from counterpoise.agreement.bootstrap import Estimate
from counterpoise.agreement.quality import QualityReport, Scored
from counterpoise.agreement.report import LINES, AgreementReport, Compared
from counterpoise.agreement.sections import Line, Section
from counterpoise.agreement.span_agreement import SpanAgreement
from counterpoise.wording import listed, several

WIDTH = 20
"""Characters of the scale from 0 to 1 on which a value is shown."""

MOST = 8
"""How many confusions are shown; all of them are in the answer for machines."""

CODE = 28
"""The width of the column of names."""


def told_agreement(report: AgreementReport) -> str:
    """The agreement of coders in words and tables."""
    lines = [report.asked, ""]
    for compared in report.compared:
        lines += [*_section(compared, whole=compared is report.compared[0] or len(report.compared) < 4), ""]
    if report.compared:
        lines += [_legend(), ""]
    lines += report.missing
    lines += [f"Note: {notice}" for notice in report.notices]
    return "\n".join(lines).rstrip()


def _legend() -> str:
    low, high = LINES
    return (
        f"The scale runs from 0 to 1; its bars stand at {low:.3f} and {high:.3f} (Krippendorff 2004, p. 241), for "
        "orientation and not as a test.\nIntervals are of 95 per cent, over whole documents. Passages without a code "
        "count. given: how often each coder gave the code. agree: share of pairs that agree. power, direction: share "
        "that agrees where both gave the code.\nSpans are compared letter by letter, 1 where coders agree and 0 as by chance. alpha_U: "
        "where the spans of each code begin and end. u-alpha: the same with what code they have, text without a code counting; |u-alpha: "
        "whether text has a code at all; cu-alpha: which code, where both gave one."
    )


def _section(compared: Compared, *, whole: bool) -> Iterator[str]:
    section = compared.section
    yield _title(section)
    if compared.caution:
        yield f"  Caution: {compared.caution}"
    yield f"{'':{CODE}}{'given':>12}{'share':>7}  {'alpha':<18}{'':{WIDTH + 3}}{'kappa':>6}{'AC1':>6}{'agree':>6}{'power':>6}{'direction':>10}"
    reasons: dict[str, None] = {}
    for line in section.lines:
        if whole or line.scope != "code":
            yield _line(line)
            reasons |= dict.fromkeys(_reasons(line))
    yield from (f"  -: {reason}" for reason in reasons)
    yield f"  sets of codes, by alpha (MASI): {_with_interval(section.sets)}"
    for what, found in (("power", section.power), ("direction", section.direction)):
        if found["alpha"].coefficient.units:
            told = ", ".join(f"{name} {_with_interval(value)}" for name, value in found.items())
            yield f"  {what} where both gave the code ({found['alpha'].coefficient.units}): {told}"
    if compared.spans is not None:
        yield from _spans(compared.spans, whole=whole)
    if whole:
        yield from _confusions(section)
    if section.unused:
        yield f"  given by none of them: {several(len(section.unused), 'code')}"


def _title(section: Section) -> str:
    where = f"{several(section.passages, 'passage')} of {several(section.documents, 'document')}"
    return f"{listed(list(section.coders))}: {where}"


def _line(line: Line) -> str:
    name = {"all codes": line.name, "group": f" {line.name}", "code": f"   {line.name}"}[line.scope]
    given = ", ".join(map(str, line.given))
    kappa = line.estimates.get("kappa")
    alpha = line.estimates["alpha"]
    return (
        f"{name[: CODE - 1]:{CODE}}{given:>12}{number(line.prevalence):>7}  {_with_interval(alpha):<18}"
        f"{scale(alpha.value)} {number(kappa.value if kappa else None):>6}"
        f"{number(line.estimates['ac1'].value):>6}{number(line.estimates['percentage'].value):>6}"
        f"{number(line.power.value):>6}{number(line.direction.value):>10}"
    )


def _reasons(line: Line) -> Iterator[str]:
    alpha = line.estimates["alpha"]
    if alpha.value is None:
        yield alpha.coefficient.reason
    elif alpha.interval.low is None:
        yield f"no interval; {alpha.interval.reason}"


def _spans(spans: SpanAgreement, *, whole: bool) -> Iterator[str]:
    marked = ", ".join(map(str, spans.spans))
    where = f"  spans ({marked} on {spans.length:,} characters): alpha_U"
    if spans.alpha_u.value is None:
        yield f"{where} and its family: {spans.alpha_u.coefficient.reason}"
        return
    yield f"{where} {_with_interval(spans.alpha_u)}"
    values = {name: each for name, each in spans.family.items() if each.value is not None}
    if values:
        yield "    " + ", ".join(f"{name}-alpha {_with_interval(each)}" for name, each in values.items())
    else:
        yield f"    cu-alpha and its family: {spans.family['cu'].coefficient.reason}"
    if whole:
        for code, each in spans.of_code.items():
            yield f"    {code[: CODE - 3]:{CODE - 2}}alpha_U {_with_interval(each)}"


def _confusions(section: Section) -> Iterator[str]:
    first, second = section.coders if len(section.coders) == 2 else ("", "")
    if section.confusion:
        yield f"  where they part ({first} / {second}, passages):"
    for each in section.confusion[:MOST]:
        yield f"    {each.first or 'no code'} / {each.second or 'no code'}: {each.passages}"
    if len(section.confusion) > MOST:
        yield f"    and {len(section.confusion) - MOST} pairs more"


def scale(value: float | None) -> str:
    """A scale from 0 to 1 with the two lines, and a star where the value stands; `<` below it."""
    marks = [" "] * (WIDTH + 1)
    for line in LINES:
        marks[round(line * WIDTH)] = "|"
    if value is not None:
        marks[min(max(round(value * WIDTH), 0), WIDTH)] = "*" if value >= 0 else "<"
    return "".join(marks)


def number(value: float | None) -> str:
    """A number between -1 and 1 as papers print it: `.81`, `-.05`, `1.00`; `-` where there is none."""
    if value is None:
        return "-"
    told = f"{value:.2f}"
    return told.replace("0.", ".", 1) if abs(value) < 0.995 else told


def _with_interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return "-"
    interval = estimate.interval
    if interval.low is None:
        return number(estimate.value)
    return f"{number(estimate.value)} [{number(interval.low)}, {number(interval.high)}]"


def told_quality(report: QualityReport) -> str:
    """The quality of machines in words and tables."""
    kinds = ", ".join(
        f"{kind} {several(passages, 'passage')} of {several(documents, 'document')}, {several(labels, 'label')}"
        for kind, (passages, documents, labels) in report.kinds.items()
    )
    lines = [
        f"{several(report.passages, 'passage')} of {several(report.documents, 'document')}, {several(report.labels, 'label')}: {kinds}",
        "",
        *_machines(report.scored),
        "",
    ]
    for scored in report.scored:
        if not scored.baseline:
            lines += [*_details(scored), ""]
    if report.beside:
        lines += [*_beside(report), ""]
    lines += [
        "Intervals are of 95 per cent, over whole documents. Machines that learn are judged by documents that they have "
        "not seen.",
        *(f"Note: {notice}" for notice in report.notices),
    ]
    return "\n".join(lines)


def _machines(scored: Iterable[Scored]) -> Iterator[str]:
    yield f"{'':{CODE}}{'precision':>11}{'recall':>8}  {'micro-F1':<18}{'macro-F1':>10}  {'recall@3':<18}by kind of source"
    for each in scored:
        overall = each.overall
        kinds = ", ".join(f"{kind} {number(found.f1.value)}" for kind, found in each.of_kind.items())
        name = f"({each.coder})" if each.baseline else each.coder
        yield (
            f"{name[: CODE - 1]:{CODE}}{number(overall.precision.value):>11}{number(overall.recall.value):>8}  "
            f"{_with_interval(overall.f1):<18}{number(each.macro.value):>10}  {_with_interval(each.first):<18}{kinds}"
        )
    yield "In brackets: simple machines, for comparison."


def _details(scored: Scored) -> Iterator[str]:
    yield f"{scored.coder}, by kind of source and by code"
    yield f"{'':{CODE}}{'labels':>7}{'made':>6}{'precision':>11}{'recall':>8}  F1"
    for name, found in (*scored.of_kind.items(), *scored.of_code.items()):
        yield _found(name, found)
    for what, qualified in (("power", scored.power), ("direction", scored.direction)):
        if qualified is not None:
            yield from _qualified(what, qualified)
    told, found_links, beside = scored.links
    if told or beside:
        yield f"  links by factor and effect, leniently: {found_links} of {told} found, {beside} made beside them"
    if scored.calibration is not None:
        yield from _calibration(scored.calibration, chances=scored.chances)


def _found(name: str, found: Found) -> str:
    return (
        f"{name[: CODE - 1]:{CODE}}{found.labels:>7}{found.made:>6}{number(found.precision.value):>11}"
        f"{number(found.recall.value):>8}  {_with_interval(found.f1)}"
    )


def _qualified(what: str, found: Qualified) -> Iterator[str]:
    total = int(found.counts.sum())
    if not total:
        return
    yield (
        f"  {what} right where the code is: {_with_interval(found.right)} of {total}; the most frequent every time would "
        f"be right in {number(found.alike)}"
    )
    yield from _cells(found)


def _cells(found: Qualified) -> Iterator[str]:
    for at, value in enumerate(found.values):
        row: Sequence[int] = found.counts[at].tolist()
        if sum(row):
            made = ", ".join(f"{name} {row[to]}" for to, name in enumerate(found.values) if row[to])
            yield f"    {value}: {row[at]} of {sum(row)} right ({made})"


def _calibration(found: Calibration, *, chances: bool) -> Iterator[str]:
    meant = "probabilities" if chances else "scores, not meant as probabilities"
    yield (
        f"  calibration of its {meant}: Brier {found.brier:.4f} (prevalence alone {found.by_prevalence:.4f}), mean distance "
        f"{found.error:.4f}"
    )
    for each in found.bins:
        yield f"    {each.low:.1f}-{each.high:.1f}: {each.cells} cells, mean {each.score:.2f}, settled {each.share:.2f}"


def _beside(report: QualityReport) -> Iterator[str]:
    yield "Side by side, over all codes"
    yield f"{'':{CODE + 12}}{'F1':<18}{'alpha':<18}{'kappa':<18}{'AC1':>5}{'agree':>6}{'power':>6}{'direction':>10}"
    for each in report.beside:
        estimates, line = each.line.estimates, each.line
        yield (
            f"{' / '.join(each.coders)[: CODE + 11]:{CODE + 12}}{_with_interval(each.f1):<18}"
            f"{_with_interval(estimates['alpha']):<18}{_with_interval(estimates['kappa']):<18}"
            f"{number(estimates['ac1'].value):>5}{number(estimates['percentage'].value):>6}"
            f"{number(line.power.value):>6}{number(line.direction.value):>10}"
        )
