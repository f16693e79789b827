"""Dataverse: which files a deposit holds, asked of its server, and where each is had.

Dataverse Project, API Guide 6: "List Files in a Dataset" of the Native API, and "Basic File Access" of the Data Access
API. A table that a Dataverse took in is had in the form in which it was deposited by `format=original`; the checksum
that the listing gives for it is not always that of this form, so only its size is compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import quote

from counterpoise.datasets.downloads import Checksum, Deposit, Download
from counterpoise.errors import CounterpoiseError, Problem

MOST_SHOWN = 20
_MD5 = re.compile(r"[0-9a-fA-F]{32}")


def listing_address(deposit: Deposit) -> str:
    """Where the files of a deposit are listed."""
    server, version = deposit.server.rstrip("/"), quote(deposit.version, safe=":.")
    identifier = quote(f"doi:{deposit.doi}", safe=":/.")
    return f"{server}/api/datasets/:persistentId/versions/{version}/files?persistentId={identifier}"


def downloads_in(deposit: Deposit, listing: bytes) -> tuple[Download, ...]:
    """The file that each pattern of a deposit stands for, by the listing of its server.

    Raises CounterpoiseError where the listing is none, or where no open file of it has such a name, with those it has.
    """
    files = list(_files(deposit, listing))
    chosen: list[Download] = []
    problems = []
    for pattern in deposit.names:
        fitting = [each for each in files if fnmatchcase(each[1].name.lower(), pattern.lower())]
        if fitting:
            chosen.append(max(fitting, key=lambda each: (each[0], each[1].name))[1])
        else:
            names = sorted(download.name for _, download in files)
            shown = ", ".join(names[:MOST_SHOWN]) + (", ..." if len(names) > MOST_SHOWN else "")
            told = f"holds no open file of a name like {pattern}; there are {shown or 'none'}"
            problems.append(Problem(f"doi:{deposit.doi}", told))
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(dict.fromkeys(chosen))


def _files(deposit: Deposit, listing: bytes) -> Iterator[tuple[str, Download]]:
    """Each file that is open to everybody, with the day on which it was deposited."""
    try:
        found = json.loads(listing)
    except (ValueError, RecursionError) as error:
        raise _no_listing(deposit) from error
    if not isinstance(found, dict) or not isinstance(found.get("data"), list):
        raise _no_listing(deposit)
    for each in found["data"]:
        file = each.get("dataFile") if isinstance(each, dict) else None
        if not isinstance(file, dict) or each.get("restricted") is True:
            continue
        number, original = file.get("id"), file.get("originalFileName")
        name = original or file.get("filename")
        if not isinstance(number, int) or not isinstance(name, str) or not _is_plain(name):
            continue
        size = file.get("originalFileSize" if original else "filesize")
        digits = file.get("md5")
        address = f"{deposit.server.rstrip('/')}/api/access/datafile/{number}"
        yield (
            str(file.get("creationDate", "")),
            Download(
                address=f"{address}?format=original" if original else address,
                name=name,
                size=size if isinstance(size, int) and size > 0 else None,
                checksum=Checksum("md5", digits)
                if not original and isinstance(digits, str) and _MD5.fullmatch(digits)
                else None,
            ),
        )


def _is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder, and of no place outside, nor hidden."""
    return name.isprintable() and not any(mark in name for mark in "/\\:") and not name.startswith(".")


def _no_listing(deposit: Deposit) -> CounterpoiseError:
    told = "the server's answer is no list of files; its interface may have changed"
    return CounterpoiseError(Problem(f"doi:{deposit.doi}", told))
