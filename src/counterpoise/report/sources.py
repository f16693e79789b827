"""The sources that a report stands on: documents and public data as references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from counterpoise.datasets.source import Named, all_sources
from counterpoise.documents.cataloguing import read_bibliography
from counterpoise.documents.document import Document
from counterpoise.documents.references.csl import Name, Reference, source_of
from counterpoise.findings.conclusions import Findings
from counterpoise.publicdata.citations import slug
from counterpoise.publicdata.works import works_of
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.states import name_of_voice
from counterpoise.wording import free_name, with_capital

_TYPES: Mapping[str, str] = {
    "speech": "speech",
    "law": "legislation",
    "treaty": "treaty",
    "government": "report",
    "report": "report",
    "strategic assessment": "report",
    "interview": "interview",
    "scholarly": "manuscript",
    "news": "article-newspaper",
}
"""The types of CSL of kinds of documents that no bibliography knows; all others are documents."""

_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Sources:
    """All references of a report, each under an id of its own.

    `of_data` are the ids of those of data, and `of_paths` the id of the reference of each document, by its path.
    """

    references: tuple[Reference, ...]
    of_data: frozenset[str]
    of_paths: Mapping[str, str]


def sources_of(findings: Findings) -> Sources:
    """The works of the data that gave a value, in order of their sources, then the documents in order of their titles.

    A document that a bibliography knows is cited by its entry there, another by what is known of it. What
    cannot be read of a bibliography is told where documents are imported.
    """
    known = read_bibliography(findings.study).references if findings.study.declared.bibliography else {}
    given: set[str] = set()
    of_data = [_under(each, given) for each in _of_data(findings)]
    by_entry: dict[str, Reference] = {}
    by_path: dict[str, Reference] = {}
    for document in sorted(findings.evidence.documents.values(), key=lambda each: (each.title, each.path)):
        entry = known.get(document.reference) if document.reference is not None else None
        if entry is None:
            by_path[document.path] = _under(_of_document(document), given)
        else:
            if entry.id not in by_entry:
                by_entry[entry.id] = _under(entry, given)
            by_path[document.path] = by_entry[entry.id]
    references = {each.id: each for each in (*of_data, *by_path.values())}
    return Sources(
        tuple(references.values()),
        frozenset(each.id for each in of_data),
        {path: each.id for path, each in by_path.items()},
    )


def sources_together(of_studies: Iterable[tuple[str, Sources]]) -> Sources:
    """The sources of several studies as one, each once, with the name of its study before the path of each document."""
    known: dict[str, Reference] = {}
    given: set[str] = set()
    of_data: set[str] = set()
    of_paths: dict[str, str] = {}
    for study, sources in of_studies:
        called: dict[str, str] = {}
        for each in sources.references:
            # The same work may go by another id where a second one took its own.
            said = repr(replace(each, id=""))
            if said not in known:
                known[said] = _under(each, given)
            called[each.id] = known[said].id
        of_data |= {called[name] for name in sources.of_data}
        of_paths |= {f"{study}/{path}": called[name] for path, name in sources.of_paths.items()}
    return Sources(tuple(known.values()), frozenset(of_data), of_paths)


def _of_data(findings: Findings) -> Iterator[Reference]:
    named: dict[str, Named] = {each.name: each for each in all_sources()}
    rows = findings.evidence.values.select("source", "release").unique().sort("source", "release")
    for name, release in rows.iter_rows():
        works = works_of(name)
        for work in works:
            key = work.id.partition(":")[2]
            dated = work.issued is not None or work.type != "dataset"
            yield replace(
                work, id=f"{name}-{key}", more={**work.more, **({} if dated else {"version": release})}
            )
        if not works:
            title = getattr(named.get(name), "title", name)
            yield Reference(slug(f"{name} {release}"), "dataset", title, more={"version": release})


def _of_document(document: Document) -> Reference:
    """What is known of a document, as a reference: who speaks stands for an author only of what is first-hand."""
    first_hand = STANDING_OF_KIND[document.kind] == "first-hand"
    voice = name_of_voice(document.voice).removeprefix("the ") if first_hand and document.voice else None
    year = str(document.year or "")
    return Reference(
        id=slug(f"{document.voice if voice else ''} {year} {document.title}")[:_LONGEST_KEY].strip("-"),
        type=_TYPES.get(document.kind, "document"),
        title=document.title,
        authors=(Name(literal=with_capital(voice)),) if voice else (),
        issued=document.date,
        language=document.language if document.language != "und" else None,
    )


def _under(reference: Reference, given: set[str]) -> Reference:
    """The reference under an id that no other has, whatever the case of its letters is."""
    free = free_name(reference.id, lambda each: each.lower() in given, "{}-{}")
    given.add(free.lower())
    return replace(reference, id=free)


def in_a_line(reference: Reference) -> str:
    """Authors, year, title and place, where they are known."""
    place = source_of(replace(reference, container=None, publisher=None, page=None, volume=None, issue=None))
    where = ", ".join(
        filter(None, (reference.container, reference.volume, reference.page, reference.publisher))
    )
    told = (place, reference.title, where, reference.doi and f"doi:{reference.doi}", reference.url)
    version = reference.more.get("version")
    parts: Sequence[str] = [each.rstrip(".") for each in told if each]
    return f"{'. '.join([*parts, *([f'Release {version}'] if version else [])])}."
