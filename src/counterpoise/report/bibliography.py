"""All sources of a report as a file that reference managers read: BibTeX or CSL-JSON."""

from __future__ import annotations

from pathlib import Path

from counterpoise.documents.references.bibtex_writing import bibtex_of
from counterpoise.documents.references.csl import csl_json
from counterpoise.report.outline import Outline
from counterpoise.report.whole import write_whole


def write_bibtex(outline: Outline, path: Path) -> None:
    """Write the sources of a report as BibTeX, whole or not at all."""
    write_whole(f"{bibtex_of(outline.references)}\n".encode(), path)


def write_csl(outline: Outline, path: Path) -> None:
    """Write the sources of a report as CSL-JSON, whole or not at all."""
    write_whole(f"{csl_json(outline.references)}\n".encode(), path)
