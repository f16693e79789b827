"""Listings of files as a Dataverse answers them (Native API, "List Files in a Dataset"), with made-up files."""

from __future__ import annotations

import json


def deposited(
    number: int,
    name: str,
    *,
    original: str | None = None,
    day: str = "2025-07-01",
    size: int = 100,
    md5: str = "",
    restricted: bool = False,
) -> dict[str, object]:
    """One file; `original` is the name under which a table was deposited that the Dataverse took in."""
    file: dict[str, object] = {
        "id": number,
        "persistentId": "",
        "filename": name,
        "contentType": "text/tab-separated-values" if original else "application/octet-stream",
        "filesize": size + 7 if original else size,
        "creationDate": day,
        "md5": md5,
        "checksum": {"type": "MD5", "value": md5},
    }
    if original:
        file |= {"originalFileName": original, "originalFileSize": size, "UNF": "UNF:6:made-up"}
    return {"label": name, "restricted": restricted, "version": 1, "dataFile": file}


def listing(*files: dict[str, object]) -> bytes:
    """The whole answer."""
    return json.dumps({"status": "OK", "totalCount": len(files), "data": list(files)}).encode()
