from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counterpoise.ledger.events import Ledger


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that starts at a fixed time and moves on a second each time it is read."""
    readings = iter(range(10**9))
    return lambda: datetime(2026, 3, 11, 12, tzinfo=UTC) + timedelta(seconds=next(readings))


@pytest.fixture
def opened(clock: Callable[[], datetime]) -> Callable[[Path], Ledger]:
    return lambda folder: Ledger.open(folder, who="amina", tool="counterpoise 0.1.0", clock=clock)


@pytest.fixture
def sealed() -> Callable[[Path], AbstractContextManager[Path]]:
    """Seal a folder as a read-only disk would; the superuser's power to write is put aside meanwhile."""
    return _sealed


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """A folder that every user of the machine may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "study"
        folder.mkdir()
        yield folder


@contextmanager
def _sealed(folder: Path) -> Iterator[Path]:
    superuser = os.geteuid() == 0
    folder.chmod(0o555)
    if superuser:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if superuser:
            os.seteuid(0)
        folder.chmod(0o755)
