"""The section of a report on vintages: whether old and new sources say the same of each theme."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.cells import KINDS, OF_KIND
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.vintages import Vintage, silent, spans, turned, vintages
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph, Section
from counterpoise.wording import listed


def vintages_section(findings: Findings) -> Section:
    """What sources of each span of years say, theme by theme; without blocks where the study names no years."""
    study = findings.study
    cuts = study.declared.settings.vintages
    if not cuts:
        return Section("vintages", "Findings by vintage of evidence", ())
    divided = spans(study.start, study.end, cuts)
    found = [(theme.title, vintages(theme.coded, divided)) for theme in findings.themes]
    told = tuple(sentence for title, of in found for sentence in _sentences(title, of))
    blocks: list[Block] = [
        Paragraph(
            "Sources by the years in which they were written or spoken. A vintage leans to one side where at least two "
            "thirds of five or more passages with a direction do."
        )
    ]
    if told:
        blocks.append(Bullets(told))
    blocks.append(
        DataTable(
            id="numbers-vintages",
            caption="Passages by theme, kind of source and vintage",
            columns=(
                "Theme",
                "Source",
                "Vintage",
                "Documents",
                "Strengthening",
                "Weakening",
                "No direction",
                "Leans to",
            ),
            rows=tuple(
                (
                    title,
                    OF_KIND[each.standing],
                    each.span,
                    each.documents,
                    each.passages.get("strengthens", 0),
                    each.passages.get("weakens", 0),
                    each.passages.get("none", 0),
                    each.leaning,
                )
                for title, of in found
                for each in of
            ),
        )
    )
    return Section("vintages", "Findings by vintage of evidence", tuple(blocks))


def _sentences(title: str, found: tuple[Vintage, ...]) -> Iterator[str]:
    for earlier, later in turned(found):
        kind = KINDS.get(earlier.standing, "first-hand sources")
        yield f"{title}: {kind} of {earlier.span} lean to {earlier.leaning}, those of {later.span} to {later.leaning}."
    for standing, empty in silent(found).items():
        if standing != "data note":
            yield f"{title}: nothing {OF_KIND[standing]} from {listed(list(empty))}."
