"""Alliance ties: of any two states in any year, the strongest kind of promise by treaty, as an ordered category.

The order is that of Signorino & Ritter (1999), International Studies Quarterly 43: 115-144, after Bueno de Mesquita: no
alliance, entente, neutrality or non-aggression, defence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import polars as pl

from counterpoise.errors import Problem

CATEGORIES = ("none", "consultation", "neutrality or non-aggression", "defence")
"""The categories in their order; an entente is a promise to consult, and a promise to join in attack is as one to defend."""

CONSULTATION, NEUTRALITY, DEFENCE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class AllianceTies:
    """Which states are tied: a table of state, partner (ISO3), year and category (from 1), one row each, either way.

    A pair that is not listed in a year of first..last is not allied in it. `file` names where they stand, `release` its
    version.
    """

    file: str
    release: str
    table: pl.DataFrame
    first: int
    last: int
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@runtime_checkable
class AllianceSource(Protocol):
    """A source whose files hold alliances between any states."""

    name: str

    def ties(self, paths: Sequence[Path]) -> AllianceTies:
        """Every tie in the files; a damaged file or one of another layout is an error that names it."""
        ...


def strongest(ties: pl.LazyFrame) -> pl.DataFrame:
    """The strongest category of each state, partner and year, from rows of which some may be null or of a state with itself."""
    keys = ("state", "partner", "year")
    return (
        ties.drop_nulls(keys)
        .filter(pl.col("state") != pl.col("partner"), pl.col("category") > 0)
        .group_by(keys)
        .agg(pl.col("category").max().cast(pl.Int8))
        .sort(keys)
        .collect()
    )


def category(defence: pl.Expr, neutrality: pl.Expr, consultation: pl.Expr) -> pl.Expr:
    """The category of what is promised (Boolean columns, null where not known), 0 where nothing is."""
    return (
        pl.when(defence.fill_null(False))
        .then(DEFENCE)
        .when(neutrality.fill_null(False))
        .then(NEUTRALITY)
        .when(consultation.fill_null(False))
        .then(CONSULTATION)
        .otherwise(0)
    )
