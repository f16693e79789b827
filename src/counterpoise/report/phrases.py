"""How the parts of an outline are put in words, line by line: the same words in every format."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.numbers import Number
from counterpoise.publicdata.works import with_works
from counterpoise.report.outline import Cell, Count, Quotation

NO_EVIDENCE = "No evidence"


def finding_lines(cell: Cell) -> Iterator[str]:
    """What a cell says: its finding or that there is none, where it is disputed, what is missing, what is counted."""
    yield NO_EVIDENCE if cell.empty else cell.finding
    if cell.disagreement:
        yield f"Disagreement: {cell.disagreement}"
    if cell.missing:
        yield f"Missing: {cell.missing}"
    for count in cell.counts:
        if count.strengthening or count.weakening or count.undirected:
            yield counted(count)


def counted(count: Count) -> str:
    """The passages of one kind of source, by direction."""
    return (
        f"{count.standing}: {count.strengthening} strengthening, {count.weakening} weakening, "
        f"{count.undirected} no direction"
    )


def number_line(number: Number) -> str:
    """A number with what it is of, its years, unit and interval."""
    interval = f" ({number.interval})" if number.interval else ""
    return f"{number.label}, {number.years}: {number.text} {number.unit}{interval}"


def origin_of_number(number: Number) -> str:
    """Where a number is from: the source and the works that it asks to cite, its release and the row, and what it stands on with others."""
    told = f"{with_works(number.source)}, {number.release}, {number.row}"
    return told if number.basis is None else f"{told}; stands on {number.basis.title}"


def source_line(quotation: Quotation) -> str:
    """Whose words a quotation is, what it counts as, who coded it and why, and where it stands."""
    document = " ".join(filter(None, (quotation.document, quotation.cited)))
    parts = [document, quotation.kind, quotation.origin, quotation.date]
    if quotation.page is not None:
        parts.append(f"p. {quotation.page}")
    named = ", ".join(part for part in parts if part)
    return (
        f"{named}. {quotation.standing}. Coded by {quotation.coder}: {quotation.reason.rstrip('.')}. "
        f"{quotation.path}, passage {quotation.id}"
    )


def further(omitted: int, where: str = "evidence.csv") -> str:
    """How many passages of a cell are not quoted with it, and where they stand."""
    stands = "further passage stands" if omitted == 1 else "further passages stand"
    return f"{omitted} {stands} in {where}."


def decided_by(estimand: str) -> str:
    """The quantity that decides a statement."""
    return f"Decided by: {estimand}."
