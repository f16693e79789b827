"""Deviations: where a file of another program departs from the standard, and what was made of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Literal, get_args

__all__ = ["AGAINST_THE_SCHEMA", "Deviation", "DeviationKind", "DeviationReport", "vendor_of"]

DeviationKind = Literal[
    "namespace",
    "order",
    "unknown",
    "missing",
    "value",
    "empty",
    "repeated",
    "schema location",
    "archive",
    "path",
    "absent",
    "encoding",
    "offsets",
    "selection",
    "reference",
    "identity",
    "memo",
    "character",
]
"""What departs: up to `repeated` the XML from its schema, then the rest of the file from the text of the standard."""

AGAINST_THE_SCHEMA = frozenset(get_args(DeviationKind)[: get_args(DeviationKind).index("schema location")])
"""The kinds for which the schema of 2019 refuses a file."""

_VENDORS = (
    "ATLAS.ti",
    "NVivo",
    "MAXQDA",
    "QualCoder",
    "Taguette",
    "Transana",
    "Quirkos",
    "Dedoose",
    "f4",
    "qc",
)
_VERSION = re.compile(r"[\s/]+v?\d.*", re.DOTALL)
_TOO_LONG = 200


@dataclass(frozen=True, slots=True)
class Deviation:
    """One departure from the standard: where, what the standard asks, what was found, and what was done."""

    place: str
    kind: DeviationKind
    asked: str
    found: str
    done: str

    def __post_init__(self) -> None:
        if len(self.found) > _TOO_LONG:
            object.__setattr__(self, "found", f"{self.found[:_TOO_LONG]}…")

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}: {self.found}; the standard asks for {self.asked}; {self.done}"


@dataclass(frozen=True, slots=True)
class DeviationReport:
    """What of a file departs from the standard, with the program that wrote it.

    `vendor` is "unknown" where a file does not say; `origin` is what it does say.
    """

    file: str
    vendor: str
    origin: str | None
    deviations: tuple[Deviation, ...]

    @property
    def against_the_schema(self) -> bool:
        """Whether the schema of 2019 refuses the file."""
        return any(each.kind in AGAINST_THE_SCHEMA for each in self.deviations)

    def counts(self) -> dict[str, int]:
        """How many deviations there are of each kind that there is, the most frequent first."""
        return dict(Counter(each.kind for each in self.deviations).most_common())

    def facts(self) -> dict[str, object]:
        """The report for machines."""
        return {
            "file": self.file,
            "vendor": self.vendor,
            "origin": self.origin,
            "against_the_schema": self.against_the_schema,
            "deviations": [asdict(each) for each in self.deviations],
        }


def vendor_of(origin: str | None) -> str:
    """The program that wrote a file, without its version, from what the file says; "unknown" where it says nothing."""
    told = (origin or "").strip()
    for name in _VENDORS:
        if re.match(rf"{re.escape(name)}(?![^\W\d_])", told, re.IGNORECASE):
            return name
    return _VERSION.sub("", told).strip() or "unknown"
