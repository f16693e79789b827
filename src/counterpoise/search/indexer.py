"""A process that indexes documents while another reads them, so that a first search need not wait.

Started by `upkeep` as a program of its own. From its input it reads the names of records, one a line, as they are on the
disk; at last, as one line of JSON, the ids of the documents that are wanted of each record. An input that ends
without that line says that the reading was given up or has died.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from counterpoise.ledger.objects import ObjectStore
from counterpoise.search.indexing import INDEX, follow, loading


class Instructions:
    """What the process is told: the records as they come, and then what is wanted of them; None where it was never said."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self._last: str | None = None

    def records(self) -> Iterator[str]:
        """The names of the records, until the line that says what is wanted."""
        for line in self._lines:
            if line.startswith("{"):
                # A writer that died in the middle of the line has said nothing.
                self._last = line if line.endswith("\n") else None
                return
            if line.endswith("\n"):
                yield line.rstrip("\n")

    def wanted(self) -> Mapping[str, str] | None:
        """The record of each document, by its id."""
        if self._last is None:
            return None
        return {id_: record for record, ids in json.loads(self._last).items() for id_ in ids}


def told(wanted: Mapping[str, str]) -> str:
    """The line that says what is wanted."""
    by_record: dict[str, list[str]] = {}
    for id_, record in wanted.items():
        by_record.setdefault(record, []).append(id_)
    return json.dumps(by_record) + "\n"


def main(place: Path) -> int:
    """Index what is told, beside the workspace of a study; gives 0 where the index was made."""
    instructions = Instructions(sys.stdin)
    objects = ObjectStore(place)
    made = follow(place / INDEX, instructions.records(), instructions.wanted, loading(objects))
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
