"""Tables that a spreadsheet may open: what their columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from counterpoise.documents.pdf.boxes import Box
from counterpoise.documents.print import Print
from counterpoise.evidence import STANDING_OF_KIND
from counterpoise.findings.conclusions import Findings
from counterpoise.ledger.objects import ObjectStore
from counterpoise.theory.elements import Side
from counterpoise.workspace import FOLDER

EVIDENCE_SCHEMA: dict[str, type[pl.DataType]] = {
    "passage": pl.String,
    "document": pl.String,
    "kind": pl.String,
    "counts_as": pl.String,
    "speaks_for": pl.String,
    "date": pl.String,
    "language": pl.String,
    "reference": pl.String,
    "path": pl.String,
    "page": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
    "code": pl.String,
    "power": pl.String,
    "direction": pl.String,
    "score": pl.Float64,
    "coder": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "quotation": pl.String,
    "boxes": pl.String,
}
"""The columns of evidence.csv: every coding that counts with its passage, one a row.

`boxes` says where a quotation is printed, a line for each of its lines: page:left,bottom,right,top, in points of the page.
"""


def tables_beside(findings: Findings) -> dict[str, pl.DataFrame]:
    """The tables that stand beside a report, by the names of their files: all evidence, and all scores."""
    return {
        "evidence": evidence_table(findings),
        "scores": scores_table(findings.scores.told(), findings.study.powers),
    }


def scores_table(alignment: pl.DataFrame, powers: Mapping[Side, str]) -> pl.DataFrame:
    """The measured constructs with the codes of the two powers, and why a row without a median has none.

    `alignment` is the table of `Scores.told`; `power_a`, `power_b` and `why` are added to its columns.
    """
    undefined = (
        pl.when(pl.col("median").is_not_null())
        .then(None)
        .when(pl.col("dimension") == "all")
        .then(pl.lit("no dimension has a tie with either power in this year, so there is nothing to weigh"))
        .otherwise(pl.lit("every tie observed is 0 in this year, so there is nothing to divide"))
    )
    codes = [pl.lit(iso3).alias(f"power_{side}") for side, iso3 in powers.items()]
    return alignment.select("state", *codes, pl.all().exclude("state"), undefined.alias("why"))


def evidence_table(findings: Findings) -> pl.DataFrame:
    """Every coding that counts with its passage, one a row; `counts_as` tells those of a paper under test."""
    printed = Print(ObjectStore(findings.study.folder / FOLDER))
    rows = [
        {
            "passage": each.passage.id,
            "document": each.document.title,
            "kind": each.document.kind,
            "counts_as": STANDING_OF_KIND[each.document.kind],
            "speaks_for": each.document.voice,
            "date": each.document.date,
            "language": each.document.language,
            "reference": each.document.reference,
            "path": each.document.path,
            "page": each.passage.page,
            "start": each.passage.start,
            "end": each.passage.end,
            "code": each.coding.code,
            "power": each.coding.power,
            "direction": each.coding.direction,
            "score": each.coding.score,
            "coder": each.coding.coder,
            "status": each.coding.status,
            "reason": each.coding.reason,
            "quotation": each.passage.quotation,
            "boxes": _in_points(printed.boxes(each.document, each.passage.start, each.passage.end)),
        }
        for each in findings.coded
    ]
    return pl.DataFrame(rows, schema=EVIDENCE_SCHEMA)


def _in_points(boxes: Iterable[Box]) -> str | None:
    """Boxes a line each: page:left,bottom,right,top."""
    return "\n".join(f"{box.page}:{','.join(f'{edge:.2f}' for edge in box[1:])}" for box in boxes) or None
