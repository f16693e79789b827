"""Evidence gathered: what a study's documents say, coded, beside what its data sets observe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.coding.settling import Dispute
from counterpoise.datasets.chronology import DatedEvent
from counterpoise.documents.document import Document
from counterpoise.documents.near_duplicates import NearDuplicates
from counterpoise.documents.register import Register
from counterpoise.errors import Problem
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.review.themes import ThemeWork
from counterpoise.review.trail import Acts

if TYPE_CHECKING:
    from counterpoise.agreement.report import AgreementReport

CODINGS_SCHEMA: dict[str, type[pl.DataType]] = {
    "document": pl.String,
    "start": pl.Int64,
    "page": pl.Int64,
    "code": pl.String,
    "power": pl.String,
    "direction": pl.String,
    "coder": pl.String,
    "score": pl.Float64,
    "reason": pl.String,
    "status": pl.String,
    "quotation": pl.String,
}


@dataclass(frozen=True, slots=True)
class Voices:
    """What other states of the panel say of themselves, each document coded as the words of the state whose voice it is.

    It is no evidence on the state under study, and counts for what the model of the figure measures by passages alone.
    """

    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    passages: Mapping[str, Passage] = field(default_factory=lambda: MappingProxyType({}))
    codings: tuple[Coding, ...] = ()

    def table(self) -> pl.DataFrame:
        """The codings, one a row, with the document and place of their passages."""
        return _table_of(self.codings, self.passages, self.documents)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a study stands on.

    `passages` holds those that a coding or link names. `values` is a table in `evidence.VALUE_SCHEMA`;
    `last_complete_year` gives, for each indicator, the last year that its source covers. `outside` names the
    documents whose date is outside the study's period, `copies` those that say again what another says: they are kept and not
    coded. `reviewed` counts for each person the passages gone through, `disputes` holds the codes on which people are
    divided. `theme_work` holds the themes as people left them, `trail` what people did; `agreement` is that of people, None where nobody coded. `voices` holds what other states of the panel say of themselves, apart from all of this. `problems` says what could not be read, and `notices` what a reader should know and nobody need mend.
    """

    documents: Mapping[str, Document]
    outside: tuple[str, ...]
    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]
    values: pl.DataFrame
    last_complete_year: Mapping[str, int]
    chronology: tuple[DatedEvent, ...]
    problems: tuple[Problem, ...]
    copies: tuple[str, ...] = ()
    near_duplicates: NearDuplicates = field(default_factory=lambda: NearDuplicates((), ()))
    register: Register = field(default_factory=Register)
    reviewed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    disputes: tuple[Dispute, ...] = ()
    notices: tuple[Problem, ...] = ()
    theme_work: ThemeWork = field(default_factory=ThemeWork)
    trail: tuple[Acts, ...] = ()
    agreement: AgreementReport | None = None
    voices: Voices = field(default_factory=Voices)

    @property
    def not_coded(self) -> frozenset[str]:
        """The documents that are kept and not coded."""
        return frozenset((*self.outside, *self.copies))

    def table(self) -> pl.DataFrame:
        """The codings, one a row, with the document and place of their passages."""
        return _table_of(self.codings, self.passages, self.documents)


def _table_of(
    codings: Sequence[Coding], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> pl.DataFrame:
    """Codings, one a row, with the document and place of their passages."""
    rows = [
        {
            "document": documents[(passage := passages[coding.passage]).document].title,
            "start": passage.start,
            "page": passage.page,
            "code": coding.code,
            "power": coding.power,
            "direction": coding.direction,
            "coder": coding.coder,
            "score": coding.score,
            "reason": coding.reason,
            "status": coding.status,
            "quotation": passage.quotation,
        }
        for coding in codings
    ]
    return pl.DataFrame(rows, schema=CODINGS_SCHEMA)
