"""Records: documents as the bytes that are kept of them, and that pass between processes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields

from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Document
from counterpoise.identity import canonical_json

_FIELDS = tuple(field.name for field in fields(Document))


def record_of(documents: Iterable[Document]) -> bytes:
    """Documents as canonical JSON."""
    return canonical_json([{name: getattr(document, name) for name in _FIELDS} for document in documents])


def documents_of_record(record: bytes) -> tuple[Document, ...]:
    """The documents that `record_of` wrote."""
    return tuple(
        Document(
            **{
                **told,
                "pages": tuple(told["pages"]),
                "parts": tuple(Part(*part) for part in told["parts"]),
                "stated": tuple(told["stated"]),
            }
        )
        for told in json.loads(record)
    )
