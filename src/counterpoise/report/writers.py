"""The formats of a report, by the ending of its file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.report.annex import ANNEXED, annex_path
from counterpoise.report.annotations import write_annotations
from counterpoise.report.bibliography import write_bibtex, write_csl
from counterpoise.report.docx import write_docx
from counterpoise.report.html import write_html
from counterpoise.report.markdown import figures_folder, write_markdown
from counterpoise.report.outline import Outline
from counterpoise.report.pdf import write_pdf

WRITERS: dict[str, Callable[[Outline, Path], None]] = {
    ".html": write_html,
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".md": write_markdown,
    ".bib": write_bibtex,
    ".json": write_csl,
    ".jsonld": write_annotations,
}
"""Each writes an outline to a path, whole or not at all; a further format is one more of them."""

LIBRARIES = {".pdf": ("typst", "typst"), ".docx": ("docx", "python-docx")}
"""What a format needs of the extra `report`: the module, and the name of what is installed."""


def writer_of(path: Path) -> Callable[[Outline, Path], None]:
    """The writer for a file of this name.

    Raises UsageError where no format has its ending, and CounterpoiseError where what the format needs is not installed.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        near = did_you_mean(path.suffix.lower(), WRITERS)
        raise UsageError(
            Problem(str(path), f"no report has this ending; it may be {' or '.join(WRITERS)}{near}")
        )
    module, library = LIBRARIES.get(path.suffix.lower(), (None, None))
    if module is not None and find_spec(module) is None:
        lacking = f'is written by {library}, which is not installed: pip install "counterpoise[report]"'
        raise CounterpoiseError(Problem(str(path), lacking))
    return writer


def unwritten(paths: Iterable[Path], replace: bool, how: str = "add --replace") -> None:
    """Refuse to write where something is already, unless it may be replaced; an empty folder is nothing.

    `how` tells how to say that it may.

    Raises UsageError that names each such file and folder.
    """
    there = [] if replace else [each for path in paths for each in _written_for(path) if _holds(each)]
    if there:
        told = f"is there already; name another, or {how}"
        raise UsageError(*(Problem(str(each), told) for each in there))


def _written_for(path: Path) -> Iterator[Path]:
    """A file and what is written beside it."""
    yield path
    if path.suffix.lower() in ANNEXED:
        yield annex_path(path)
    if path.suffix.lower() == ".md":
        yield figures_folder(path)


def _holds(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists()
