"""Citations of the public data that a study uses, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.table import Table
from counterpoise.documents.references.bibtex_writing import bibtex_of
from counterpoise.documents.references.catalogue import doi_of
from counterpoise.documents.references.csl import Reference, csl_json
from counterpoise.publicdata.readings import KeptReading, Record, values_kept
from counterpoise.publicdata.status import DataStatus, FilesOfSource
from counterpoise.study import Study
from counterpoise.wording import free_name

_DOI = re.compile(r"\bdoi:\s*(10\.\d{4,}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """How one source is cited: its words, the release used, the terms, the day (UTC) that the files were had or read.

    `text` is what the publisher asks to be cited as, in the words of the source; None parts were not said by anybody.
    """

    id: str
    title: str
    text: str | None
    release: str
    licence: str | None
    where: str | None
    accessed: str
    fetched: bool

    @property
    def what_is_cited(self) -> tuple[str | None, ...]:
        """All but the id and the day: two files of the same are cited once."""
        return self.title, self.text, self.release, self.licence, self.where

    def in_words(self) -> str:
        """One paragraph: the citation, its release, terms and day."""
        day = f"{'Fetched' if self.fetched else 'Read'} {self.accessed}"
        terms = f"Licence: {self.licence}" if self.licence else "Licence: not said"
        cited = (self.text or self.title).rstrip()
        return f"{cited}{'' if cited.endswith('.') else '.'} Release: {self.release}. {terms}. {day}."

    def reference(self) -> Reference:
        """The same as an item of CSL; the publisher's own words stand in its note, since they are not taken apart."""
        doi = _DOI.search(f"{self.where or ''} {self.text or ''}")
        more = {
            "version": self.release,
            "license": self.licence,
            "note": self.text,
            "accessed": {"date-parts": [[int(part) for part in self.accessed.split("-")]]},
        }
        return Reference(
            id=self.id,
            type="dataset",
            title=self.title,
            doi=doi_of(doi[1]) if doi else None,
            more={key: value for key, value in more.items() if value is not None},
        )


def citations_of(study: Study, status: DataStatus) -> tuple[Citation, ...]:
    """The sources of the values that a study holds, in the order declared; none where no run has read any.

    A source of which the study holds no value is not cited. Of figures that the user compiled each source and release is
    cited that a row names. Raises CounterpoiseError where values are lost from the store.
    """
    found: dict[tuple[str | None, ...], Citation] = {}
    for files in status.files:
        if files.reading is not None and files.is_current:
            for citation in _of_files(study, files, files.reading, status.record):
                found.setdefault(citation.what_is_cited, citation)
    return tuple(_with_ids_apart(found.values()))


def _with_ids_apart(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Titles that differ in nothing that a key may hold get a number: those in Chinese, say, of which the year is left."""
    given: set[str] = set()
    for citation in citations:
        free = free_name(citation.id, given.__contains__, "{}-{}")
        given.add(free)
        yield replace(citation, id=free)


def as_csl(citations: Sequence[Citation]) -> str:
    """CSL-JSON, as reference managers read it."""
    return csl_json([each.reference() for each in citations])


def as_bibtex(citations: Sequence[Citation]) -> str:
    """BibTeX entries of the type `dataset`, which BibLaTeX knows and BibTeX prints as `misc`."""
    return bibtex_of([each.reference() for each in citations])


def _of_files(study: Study, files: FilesOfSource, reading: KeptReading, record: Record) -> Iterator[Citation]:
    values = values_kept(study.folder, [reading])
    days = [record.fetched[each] for each in reading.files.values() if each in record.fetched]
    accessed, fetched = (max(days) if days else reading.at)[:10], bool(days)
    rows = values.select("source", "release").unique().sort("source", "release").iter_rows()
    if files.source is FIGURES:
        for source, release in rows:
            yield Citation(slug(f"{source} {release}"), source, None, release, None, None, accessed, fetched)
        return
    for _, release in rows:
        if isinstance(files.source, Table):
            declared = files.source.declared
            yield Citation(
                slug(f"{declared.title} {release}"),
                declared.title,
                declared.citation,
                release,
                declared.licence,
                declared.obtained_from,
                accessed,
                fetched,
            )
        elif files.source is not None:
            source = files.source
            name = slug(f"{source.name} {release}")
            yield Citation(
                name, source.title, source.citation, release, source.licence, source.where, accessed, fetched
            )


def slug(text: str) -> str:
    """A key that BibTeX takes: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "data"
