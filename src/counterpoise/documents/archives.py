"""Archives: the members of a zip file, read within limits and never written to disk."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from counterpoise.documents.limits import HIGHEST_RATIO, LARGEST_UNPACKED, MOST_MEMBERS, RATIO_COUNTS_FROM
from counterpoise.errors import CounterpoiseError, Problem

_ENTRY = b"PK\x01\x02"
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file whose members are read one at a time; `expected` says in messages what it should have been.

    Opening it raises CounterpoiseError where it is damaged, holds too much, or a member lies about its place:
    an absolute name, one with `..`, a link, or two members of one name. `open_archive` is how it is opened.
    """

    place: str
    expected: str
    names: tuple[str, ...]
    _zip: zipfile.ZipFile = field(repr=False)

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises CounterpoiseError where there is none, or it is damaged or encrypted."""
        if name not in self.names:
            raise self.problem(f"holds no {name}")
        member = self._zip.getinfo(name)
        if member.flag_bits & 1:
            raise self.problem(f"is encrypted ({name}); save it without a password")
        try:
            with self._zip.open(member) as stream:
                # One byte more than is declared, so that a member that is longer than it says is found out.
                content = stream.read(member.file_size + 1)
        except _DAMAGE as error:
            raise self.problem(f"is damaged at {name} ({error})") from error
        except RuntimeError as error:  # what zipfile raises for encryption that no flag announces
            raise self.problem(f"cannot be opened at {name} ({error})") from error
        if len(content) != member.file_size:
            raise self.problem(f"declares {member.file_size:,} bytes for {name} and holds {len(content):,}")
        return content

    def find(self, name: str) -> bytes | None:
        """The bytes of a member, or None where there is none."""
        return self.read(name) if name in self.names else None

    def problem(self, what: str) -> CounterpoiseError:
        """An error of this file, which ends in what was expected."""
        return CounterpoiseError(Problem(self.place, f"{what}; {self.expected}"))


def open_archive(content: bytes, place: str, expected: str) -> Archive:
    """Open a zip file in memory and check what it declares, before anything is unpacked."""
    # Every entry of the table of contents begins so; reading millions of them would take long.
    if (entries := content.count(_ENTRY)) > MOST_MEMBERS:
        raise CounterpoiseError(Problem(place, f"{_too_many(entries)}; {expected}"))
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        raise CounterpoiseError(Problem(place, f"is damaged or cut short ({error}); {expected}")) from error
    members = opened.infolist()
    problems = [Problem(place, f"{what}; {expected}") for what in _refusals(members, len(content))]
    if problems:
        raise CounterpoiseError(*problems)
    return Archive(place, expected, tuple(member.filename for member in members), opened)


def _too_many(members: int) -> str:
    return f"holds {members:,} members; the limit is {MOST_MEMBERS:,}"


def _refusals(members: list[zipfile.ZipInfo], size: int) -> Iterator[str]:
    """What of an archive's table of contents is reason not to read it, the first of each kind."""
    if sum(member.compress_size for member in members) > size:
        yield "holds members that lie over one another"
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        yield f"unpacks to {unpacked // 2**20} MiB; the limit is {LARGEST_UNPACKED // 2**20} MiB"
    packed_hard = (
        f"packs {member.filename!r} to a {member.file_size // max(member.compress_size, 1):,}th of its size; "
        f"the limit is {HIGHEST_RATIO}"
        for member in members
        if member.file_size > max(RATIO_COUNTS_FROM, HIGHEST_RATIO * member.compress_size)
    )
    outside = (
        f"holds the name {member.filename!r}, which leads out of the archive"
        for member in members
        if _leads_out(member.filename)
    )
    links = (
        f"holds the link {member.filename!r}"
        for member in members
        if stat.S_ISLNK(member.external_attr >> 16)
    )
    named = Counter(member.filename for member in members)
    doubled = (f"holds {count} members of the name {name!r}" for name, count in named.items() if count > 1)
    for found in (packed_hard, outside, links, doubled):
        if (first := next(found, None)) is not None:
            yield first


def _leads_out(name: str) -> bool:
    """Whether a name is absolute on some system or climbs out of its folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"
