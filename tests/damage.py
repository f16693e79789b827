"""Files damaged at random, and zip files made by hand, for the tests of readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError

Read = Callable[[bytes, str], object]
PLACE = "torn.file"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def survives_arbitrary_bytes(read: Read, examples: int = 60) -> None:
    """A reader gives blocks or names the place, whatever bytes it is given."""

    @settings(max_examples=examples, deadline=None)
    @given(st.binary(max_size=400))
    def tried(content: bytes) -> None:
        _read(read, content)

    tried()


def survives_damage(read: Read, whole: bytes, member: str | None = None, examples: int = 60) -> int:
    """A reader gives blocks or names the place for a file in which some bytes differ, or whose end is gone.

    With `member` it is that member of a zip file which is damaged, so that the damage gets past the checksum.
    Returns how many damaged files were refused.
    """
    members = unzipped(whole) if member else {}
    target = members[member] if member else whole
    refused = 0

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.tuples(st.integers(0, max(len(target) - 1, 0)), st.integers(0, 255)), max_size=6),
        st.integers(0, len(target)),
        st.booleans(),
    )
    def tried(changes: list[tuple[int, int]], end: int, cut: bool) -> None:
        nonlocal refused
        torn = bytearray(target)
        for place, value in changes:
            torn[place] = value
        torn = torn[:end] if cut else torn
        content = zipped({**members, member: bytes(torn)}) if member else bytes(torn)
        refused += _read(read, content)

    tried()
    return refused


def _read(read: Read, content: bytes) -> bool:
    try:
        read(content, PLACE)
    except CounterpoiseError as error:
        problems = error.problems
    else:
        return False
    assert all(problem.place.startswith(PLACE) for problem in problems)
    return True
