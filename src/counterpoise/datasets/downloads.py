"""Downloads: the addresses from which a source may be fetched, where its terms allow that.

A source that says nothing of downloads is had by hand. An address stands here only if its publisher's own pages give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the publisher says that the bytes of a file come to, in hex digits."""

    algorithm: Literal["md5", "sha256"]
    digits: str


@dataclass(frozen=True, slots=True)
class Download:
    """One file at one address (https), and the name under which it is kept.

    `size` in bytes and `checksum` are None where the publisher tells none. Of a zip file `members` are patterns of the
    names of the files that are wanted, such as `*_dyadic.csv`; it is not kept itself.
    """

    address: str
    name: str
    size: int | None = None
    checksum: Checksum | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deposit:
    """Files of a data set in a Dataverse, chosen by name: of each pattern the file that was deposited last.

    `server` is the address of the installation, `doi` such as `10.7910/DVN/LEJUQZ`, `version` one of the data set
    (`33.0`) or the latest that is published. Which files there are is asked when they are fetched.
    """

    server: str
    doi: str
    names: tuple[str, ...]
    version: str = ":latest-published"


@runtime_checkable
class Downloadable(Protocol):
    """A source that may be fetched."""

    downloads: Sequence[Download | Deposit]


def downloads_of(source: object) -> tuple[Download | Deposit, ...]:
    """Where a source may be fetched from; nothing where it is had by hand."""
    return tuple(source.downloads) if isinstance(source, Downloadable) else ()
