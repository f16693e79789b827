"""Ledgers of older versions brought up to the present one, step by step, with a copy kept of what was there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import apsw

from counterpoise.ledger.schema import PROJECTION_TABLE, VERSION

STEPS: Mapping[int, str] = MappingProxyType({1: PROJECTION_TABLE})
"""By version: what turns the tables of it into those of the next; the present state is replayed after the last."""


def keep_copy(connection: apsw.Connection, path: Path, version: int) -> Path:
    """Copy a ledger beside itself, to a name that says its version, and give the copy's path.

    An earlier copy is never written over. Raises apsw.FullError when the disk is full.
    """
    number, copy = 1, path.with_name(f"{path.name}.v{version}.backup")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.v{version}.{number}.backup")
    unfinished = copy.with_name(f".{copy.name}")
    unfinished.unlink(missing_ok=True)
    copy_database(connection, unfinished)
    unfinished.rename(copy)
    return copy


def copy_database(connection: apsw.Connection, path: Path) -> None:
    """Write a database as it stands at this moment into a new file; others may go on writing to it."""
    with closing(apsw.Connection(str(path))) as target:
        target.execute("PRAGMA synchronous = FULL")
        with target.backup("main", connection, "main") as backup:
            while not backup.done:
                backup.step()
        # One file, without the log that a ledger has beside it while it is written.
        target.execute("PRAGMA journal_mode = DELETE")


def migrate(connection: apsw.Connection, version: int) -> None:
    """Take the steps from a version to the present one, in the transaction that is under way."""
    for step in range(version, VERSION):
        connection.execute(STEPS[step])
    connection.execute(f"PRAGMA user_version = {VERSION}")
