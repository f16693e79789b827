"""Records: documents as the bytes that are kept of them, and that pass between processes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Document
from counterpoise.identity import canonical_json


def record_of(documents: Iterable[Document]) -> bytes:
    """Documents as canonical JSON."""
    return canonical_json([asdict(document) for document in documents])


def documents_of_record(record: bytes) -> tuple[Document, ...]:
    """The documents that `record_of` wrote."""
    return tuple(
        Document(
            **{
                **fields,
                "pages": tuple(fields["pages"]),
                "parts": tuple(Part(*part) for part in fields["parts"]),
                "stated": tuple(fields["stated"]),
            }
        )
        for fields in json.loads(record)
    )
