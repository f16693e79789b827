"""Writing from a notebook: reports and tables of findings, comparisons and futures, over nothing that is there unless it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise import pipeline
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.notebook.comparison import ShownComparison
from counterpoise.notebook.scenario import SimulatedFutures
from counterpoise.report.comparison.contents import comparison_outline, comparison_tables
from counterpoise.report.futures import futures_outline
from counterpoise.report.table_files import write_tables as write_table_files
from counterpoise.report.tables import tables_of
from counterpoise.report.writers import unwritten, writer_of
from counterpoise.workspace import PROGRAM

if TYPE_CHECKING:
    from counterpoise.report.outline import Outline

Reported = Findings | ShownComparison | SimulatedFutures
"""What there is a report on."""

HOW = "say `replace=True`"


def write_report(result: Reported, path: Path | str, replace: bool = False) -> Path:
    """Write findings, a comparison or futures as one file, .html, .pdf, .docx or .md. Gives its path.

    Beside a page of findings stand evidence.csv and scores.csv, beside another format of them an annex of the passages that its
    tables do not quote, where there are any.

    Raises CounterpoiseError where something is already and `replace` is not said, where no format has the ending of the path, and
    where what writes it is not installed.
    """
    place = Path(path)
    writer = writer_of(place)
    of_findings = isinstance(result, Findings)
    beside = pipeline.BESIDE if of_findings and place.suffix.lower() == ".html" else ()
    unwritten([place, *(place.with_name(name) for name in beside)], replace, HOW)
    if isinstance(result, Findings):
        return pipeline.write_report(result, place)
    writer(_outline(result), place)
    return place


def write_tables(result: Reported, folder: Path | str, replace: bool = False) -> Path:
    """Write every table of a report, and with findings all evidence and all scores, as CSV, Parquet and JSON into a folder. Gives its path.

    Raises CounterpoiseError where the folder holds something already and `replace` is not said.
    """
    place = Path(folder)
    unwritten([place], replace, HOW)
    if isinstance(result, Findings):
        return pipeline.write_tables(result, place)
    outline = _outline(result)
    tables = comparison_tables(result, outline) if isinstance(result, Comparison) else tables_of(outline)
    write_table_files(tables, place)
    return place


def _outline(result: object) -> Outline:
    """The report on a comparison or on futures. Raises CounterpoiseError for what there is no report on."""
    if isinstance(result, ShownComparison):
        return comparison_outline(result, result.movement, PROGRAM)
    if isinstance(result, SimulatedFutures):
        return futures_outline(result, result.names, PROGRAM, result.refused, result.titles)
    found = (
        f"found a {type(result).__name__}; expected what `cp.conclude`, `cp.compare` or `cp.simulate` gave"
    )
    raise CounterpoiseError(Problem("cp.write_report", found))
