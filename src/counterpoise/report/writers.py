"""The formats of a report, by the ending of its file's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.report.docx import write_docx
from counterpoise.report.html import write_html
from counterpoise.report.outline import Outline
from counterpoise.report.pdf import write_pdf

WRITERS: dict[str, Callable[[Outline, Path], None]] = {
    ".html": write_html,
    ".pdf": write_pdf,
    ".docx": write_docx,
}
"""Each writes an outline to a path, whole or not at all; a further format is one more of them."""


def writer_of(path: Path) -> Callable[[Outline, Path], None]:
    """The writer for a file of this name. Raises CounterpoiseError where no format has its ending."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        near = did_you_mean(path.suffix.lower(), WRITERS)
        raise CounterpoiseError(
            Problem(str(path), f"no report has this ending; it may be {' or '.join(WRITERS)}{near}")
        )
    return writer
