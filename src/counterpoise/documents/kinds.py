"""Kinds: as what a study counts the documents that are added to it, and how its file says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from counterpoise.documents.corpora.ungdc import ungdc_record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study, files_matching
from counterpoise.studyfile import DocumentsEntry
from counterpoise.wording import several

UNSAID = "report"
"""The kind of a document where nobody says another."""


def notices_of_kinds(study: Study, added: Mapping[Path, str]) -> Iterator[Problem]:
    """Say as what documents count that were added to a study, and what its file may say to make more of them.

    `added` gives, for each file in the study's folder, its kind by its own word, or `UNSAID`.
    """
    entries, voices = (
        _entries(study.folder, study.declared.documents),
        _entries(study.folder, study.declared.voices),
    )
    undeclared = [path for path in added if path.resolve() not in {**entries, **voices}]
    kinds: Counter[str] = Counter()
    debates: Counter[str] = Counter()
    for path, own in added.items():
        entry = entries.get(path.resolve())
        place = path.relative_to(study.folder).as_posix()
        if entry is None:
            continue
        kinds[own if own != UNSAID else entry.kind] += 1
        if entry.layout is None and _is_speech(place):
            debates[path.parent.parent.relative_to(study.folder).as_posix()] += 1
    for folder, count in debates.items():
        line = f'- {{path: "{folder}/Session */*.txt", layout: ungdc, kind: speech}}'
        yield Problem(
            folder,
            f"{several(count, 'file')} in the official layout of the General Debate; with the line `{line}` first under "
            "documents in the study file they are speeches whose state and year are known",
        )
    if kinds:
        told = ", ".join(
            f"{several(count, 'document')} as {kind} ({STANDING_OF_KIND[kind]})"
            for kind, count in kinds.items()
        )
        yield Problem(
            "study.yaml",
            f"count {told}. Check the kinds, since a file does not tell what it is: to change one, put "
            "`- {path: documents/NAME, kind: KIND}` before the entry that names it now",
        )
    if undeclared:
        first = undeclared[0].relative_to(study.folder).as_posix()
        yield Problem(
            "study.yaml",
            f"no entry of documents names {first}{' and others' * (len(undeclared) > 1)}, so no run reads "
            f"{several(len(undeclared), 'document')}",
        )


def _entries(folder: Path, declared: Iterable[DocumentsEntry]) -> Mapping[Path, DocumentsEntry]:
    """The entry under which each file counts: the first that names it."""
    found: dict[Path, DocumentsEntry] = {}
    for entry in declared:
        for path in files_matching(folder, entry.path) if entry.path is not None else ():
            found.setdefault(path.resolve(), entry)
    return found


def _is_speech(place: str) -> bool:
    try:
        ungdc_record(place)
    except CounterpoiseError:
        return False
    return True
