"""What a study file may say of a table that no source knows: where it keeps states, powers, years and values."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, FiniteFloat, field_validator, model_validator

from counterpoise.crosswalk import SYSTEMS
from counterpoise.errors import did_you_mean
from counterpoise.states import iso3_as_written, known_iso3, unknown_state
from counterpoise.theory.element import Element, Text

IN_COLUMNS = "in columns"
"""Stands for the year where each year has a column of its own."""


def _as_written(found: object) -> object:
    """Cells as a table writes them: a number of a study file is text there."""
    cells = found if isinstance(found, list) else [found]
    return [f"{each!r}".removesuffix(".0") if isinstance(each, float) else each for each in cells]


Cells = Annotated[tuple[Text, ...], BeforeValidator(_as_written)]
"""What a cell may hold: one text or number, or a list of them."""


class DeclaredValue(Element):
    """One indicator of a table: its column, its unit, and what is to be done with the cells.

    `times` is what each cell is multiplied by, so that the unit holds. `combine` says what becomes of several rows of
    one state, partner and year; without it, such rows are a problem. `where` chooses rows by their cells.
    """

    column: Text | None = None
    unit: Text
    times: FiniteFloat = 1
    combine: Literal["sum", "mean"] | None = None
    where: dict[str, Cells] = Field(default_factory=dict)
    se: Text | None = None
    price_base: Text | None = None


class DeclaredTable(Element):
    """A table of public data that the study itself describes.

    `state`, `partner`, `year`, `start` and `end` name columns. `power` says that every row is about one power, by
    ISO3 code. `codes` is the system of codes of states, or what each code stands for. `missing` are the cells that
    say that nothing is known, beside the usual ones. `skip` is how many lines stand above the header.
    """

    title: Text
    release: Text
    citation: Text | None = None
    licence: Text | None = None
    obtained_from: Text | None = Field(default=None, alias="from")
    state: Text
    partner: Text | None = None
    power: Text | None = None
    codes: Text | dict[str, Text] = "iso3"
    year: Text | None = None
    start: Text | None = None
    end: Text | None = None
    values: dict[Text, DeclaredValue] = Field(min_length=1)
    missing: Cells = ()
    decimal: Literal[".", ","] = "."
    where: dict[str, Cells] = Field(default_factory=dict)
    sheet: Text | None = None
    skip: int = Field(default=0, ge=0, le=1000)
    last_complete_year: int | None = None

    @field_validator("codes")
    @classmethod
    def _known_codes(cls, codes: str | dict[str, str]) -> str | dict[str, str]:
        if isinstance(codes, str):
            if codes not in SYSTEMS:
                expected = f"{', '.join(SYSTEMS)}, or what each code stands for"
                raise ValueError(f"found '{codes}'; expected {expected}{did_you_mean(codes, SYSTEMS)}")
            return codes
        unknown = [each for each in codes.values() if iso3_as_written(each) not in known_iso3()]
        if unknown:
            raise ValueError("; ".join(unknown_state(each) for each in unknown))
        return {code: iso3_as_written(each) for code, each in codes.items()}

    @field_validator("power")
    @classmethod
    def _known_power(cls, power: str | None) -> str | None:
        if power is not None and iso3_as_written(power) not in known_iso3():
            raise ValueError(unknown_state(power))
        return None if power is None else iso3_as_written(power)

    @model_validator(mode="after")
    def _holds_together(self) -> DeclaredTable:
        wrong = []
        if self.partner is not None and self.power is not None:
            wrong.append("give either 'partner', a column, or 'power', which is the same in every row")
        if (self.year is None) == (self.start is None and self.end is None):
            wrong.append("give either 'year', or 'start' and 'end'")
        elif self.year is None and None in (self.start, self.end):
            wrong.append("give both 'start' and 'end'")
        in_columns = self.year == IN_COLUMNS
        for name, value in self.values.items():
            if in_columns and (value.column or value.se):
                wrong.append(
                    f"'{name}' has a column, but the years stand in columns; choose its rows by 'where'"
                )
            if not in_columns and value.column is None:
                wrong.append(f"'{name}' has no column")
        if wrong:
            raise ValueError("; ".join(wrong))
        return self
