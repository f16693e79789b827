"""Names that follow from content: canonical JSON, SHA-256 and the short ids of evidence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def canonical_json(value: object) -> bytes:
    """Write JSON with sorted keys, no spaces and UTF-8, so that equal values of equal types are equal bytes.

    A file name that is not UTF-8 holds characters that UTF-8 cannot say; they are written as JSON escapes.
    """
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return written.encode("utf-8", "backslashreplace")


def sha256(content: bytes) -> str:
    """SHA-256 of some bytes, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file, read in blocks, as 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def identifier(**fields: object) -> str:
    """Sixteen hex digits that name a thing by the fields that identify it."""
    return sha256(canonical_json(fields))[:16]
