"""Cataloguing: the references of a study's bibliography joined to its documents, and whose word counts where both speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from counterpoise.admission import content_of
from counterpoise.documents.document import Document
from counterpoise.documents.material import bibliography_files, name_in
from counterpoise.documents.references.catalogue import Catalogue, Holding, catalogue
from counterpoise.documents.references.csl import Reference, record_of
from counterpoise.documents.references.reading import read_references
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study
from counterpoise.wording import several

NAMED = 10
"""As many are named of those that belong to nothing; the number says how many there are."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references of a study by id, files that could not be read, and entries that are not as they should be."""

    references: Mapping[str, Reference]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogued:
    """The reference of each place that has one, and what could not be decided or belongs to nothing."""

    references: Mapping[str, Reference]
    notices: tuple[Problem, ...] = ()


def read_bibliography(study: Study) -> Bibliography:
    """The references of all the files that a study's bibliography names; of two under one id the first counts."""
    references: dict[str, Reference] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    for path in bibliography_files(study):
        name = name_in(study.folder, path)
        try:
            found, wrong = read_references(content_of(path, name), name)
        except CounterpoiseError as error:
            problems += error.problems
            continue
        notices += wrong
        for reference in found:
            if references.setdefault(reference.id, reference) is not reference:
                told = f"the id '{reference.id}' is taken by an entry of an earlier file; left out"
                notices.append(Problem(name, told))
    return Bibliography(references, tuple(problems), tuple(notices))


def joined(references: Sequence[Reference], documents: Iterable[Document]) -> Catalogued:
    """Say which reference is the record of which document, each of which is a file of its own."""
    if not references:
        return Catalogued({})
    holdings = [Holding(each.path, each.title, each.text) for each in documents]
    found = catalogue(references, holdings)
    return Catalogued({each.place: each.reference for each in found.joined}, tuple(_notices(found)))


def catalogued(
    document: Document, reference: Reference, kind_declared: bool
) -> tuple[Document, Problem | None]:
    """A document under its reference, and what to say of a kind on which the two differ.

    The word of the reference comes after what the document states of itself and before what was declared or guessed.
    But a declared kind holds where that of the reference would count as something else.
    """
    record = record_of(reference)
    taken = {
        name: said
        for name in ("title", "kind", "date", "source")
        if (said := getattr(record, name)) is not None and name not in document.stated
    }
    problem = None
    kind = taken.get("kind", document.kind)
    if kind_declared and STANDING_OF_KIND[kind] != STANDING_OF_KIND[document.kind]:
        del taken["kind"]
        # What is put to the test is so by the study's choice, whatever it is besides.
        if STANDING_OF_KIND[document.kind] != "under test":
            told = (
                f"is '{kind}' by its reference '{reference.id}', which counts as {STANDING_OF_KIND[kind]}; it is read "
                f"as '{document.kind}', as the study file says"
            )
            problem = Problem(document.path, told)
    return replace(document, reference=reference.id, **taken), problem


def _notices(found: Catalogue) -> Iterable[Problem]:
    for each in found.undecided:
        told = "; ".join(f"{by} tells {' or '.join(ids)}" for by, ids in each.candidates)
        yield Problem(each.place, f"which reference is its record is not decided: {told}")
    if found.references_without:
        ids = [reference.id for reference in found.references_without]
        count = several(len(ids), "reference")
        yield Problem("bibliography", f"{count} {_are(ids)} the record of no document: {_some(ids)}")
    if found.files_without:
        count = several(len(found.files_without), "document")
        have = "has" if len(found.files_without) == 1 else "have"
        yield Problem("bibliography", f"{count} {have} no reference: {_some(found.files_without)}")


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
