"""What kind of act an event is: its quad class, its dimension, and its place on Goldstein's scale.

`cameo.csv` lists the codes of CAMEO (Schrodt 2012, CAMEO Conflict and Mediation Event Observations: Event and Actor
Codebook, version 1.1b3), `plover.csv` the event types of PLOVER (Halterman et al. 2023, PLOVER and POLECAT: A New
Political Event Ontology and Dataset). Values of the scale are those that Goldstein (1992), Journal of Conflict Resolution
36(2): 369-385, gave to the events of WEIS, as they are carried over to the codes of CAMEO; PLOVER has none, since each
event of POLECAT brings an intensity of its own. The dimension is our reading of the words of a code. A code that is
not listed, or a cell that is empty, has what the next shorter code has: 0712 that of 071, 071 that of 07.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal

Dimension = Literal["security", "economic", "diplomatic", "other"]

DIMENSIONS: tuple[Dimension, ...] = ("security", "economic", "diplomatic")
"""As the theories of the library name them; `other` is what belongs to none, such as a protest."""

COOPERATION, CONFLICT = (1, 2), (3, 4)
"""Quad classes: verbal and material cooperation, verbal and material conflict."""

ONTOLOGIES = ("cameo", "plover")

CROSSWALK: Mapping[str, str] = {
    "code": "string",
    "quad": "int64",
    "dimension": "string",
    "hundredths": "int64",
}
"""The columns of the crosswalk as a table; `hundredths` is Goldstein's value times 100, null in PLOVER."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a code of an ontology says of an event; `goldstein` runs from -10 to 10."""

    code: str
    quad: int
    dimension: Dimension
    goldstein: float | None


def act(ontology: str, code: str) -> Act | None:
    """What a code means, or None where the ontology has no such code.

    >>> act("cameo", "0231").dimension, act("cameo", "190").goldstein, act("plover", "AID").quad
    ('economic', -10.0, 2)
    """
    return _every(ontology).get(code)


def crosswalk_rows(ontology: str) -> list[tuple[str, int, str, int | None]]:
    """The crosswalk of every code that can be written, in the columns `CROSSWALK`."""
    return [
        (
            each.code,
            each.quad,
            each.dimension,
            None if each.goldstein is None else round(each.goldstein * 100),
        )
        for each in _every(ontology).values()
    ]


@cache
def _listed(ontology: str) -> Mapping[str, Mapping[str, str]]:
    text = files("counterpoise.datasets.events").joinpath(f"{ontology}.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _every(ontology: str) -> Mapping[str, Act]:
    """Every code of an ontology; of CAMEO all of two to four digits under its twenty roots."""
    listed = _listed(ontology)
    codes = list(listed)
    if ontology == "cameo":
        ends = [
            "",
            *(str(n) for n in range(10)),
            *("".join(pair) for pair in product("0123456789", repeat=2)),
        ]
        codes = [root + end for root in listed if len(root) == 2 for end in ends]
    return {code: _act(code, listed) for code in codes}


def _act(code: str, listed: Mapping[str, Mapping[str, str]]) -> Act:
    """A code with what it does not say of itself taken from the shorter ones."""
    shorter = [code[:end] for end in range(len(code), 1, -1) if code[:end] in listed]
    said = {
        name: next((listed[each][name] for each in shorter if listed[each][name]), "")
        for name in ("quad", "goldstein", "dimension")
    }
    dimension: Dimension = next(each for each in (*DIMENSIONS, "other") if each == said["dimension"])
    return Act(
        code,
        int(said["quad"]),
        dimension,
        float(said["goldstein"]) if said["goldstein"] else None,
    )
