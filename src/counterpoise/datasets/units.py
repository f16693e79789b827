"""Units: the values of an indicator are in the unit that the theory gives it, and at the prices of one year."""

from __future__ import annotations

import re

import polars as pl

from counterpoise.datasets.indicators import indicators_of
from counterpoise.errors import Problem
from counterpoise.theory.elements import Theory

YEAR_OF_PRICES = re.compile(r"\bconstant (\d{4}) ")
"""How a unit names the year of its prices, as in `million constant 2021 USD`."""


ROWS_NAMED = 3
"""As many rows after the first are named."""


def without_year_of_prices(unit: str) -> str:
    """A unit as a theory may write it, whatever the year of the prices."""
    return YEAR_OF_PRICES.sub("constant ", unit)


def in_their_units(values: pl.DataFrame, theory: Theory) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """The values that are in the units of a theory, and what is wrong with the others: one problem per unit and series.

    `values` are in `evidence.VALUE_SCHEMA`. A theory's unit without the year of its prices takes those of any one
    year: the first that a series has is kept. Indicators that the theory does not name are left alone.
    """
    units = {name: indicator.unit for name, indicator in indicators_of(theory).items()}
    problems: list[Problem] = []
    refused: list[tuple[str, str]] = []
    known = values.filter(pl.col("indicator").str.split(":").list.first().is_in(list(units)))
    first: dict[str, tuple[str, str]] = {}
    for (series, unit), rows in known.group_by("indicator", "unit", maintain_order=True):
        expected, found = units[str(series).partition(":")[0]], str(unit)
        if found != expected and without_year_of_prices(found) != expected:
            wrong = f"expected '{expected}', as the theory has it"
        elif first.setdefault(str(series), (found, rows["row"][0]))[0] != found:
            of_series, row = first[str(series)]
            wrong = f"the series is in '{of_series}' from {row} on, and prices of two years cannot stand in one series"
        else:
            continue
        refused.append((str(series), found))
        problems.append(
            Problem(
                rows["row"][0], f"unit of {series} is '{found}'; {wrong}. Row left out{_others(rows['row'])}"
            )
        )
    if not refused:
        return values, ()
    out = pl.DataFrame(refused, schema={"indicator": pl.String, "unit": pl.String}, orient="row")
    return values.join(out, on=["indicator", "unit"], how="anti", maintain_order="left"), tuple(problems)


def _others(rows: pl.Series) -> str:
    """The rows after the first, the nearest of them by name."""
    if rows.len() == 1:
        return ""
    named = ", ".join(rows[1 : 1 + ROWS_NAMED])
    more = rows.len() - 1 - ROWS_NAMED
    return f", and so {'is' if rows.len() == 2 else 'are'} {named}" + (
        f" and {more:,} more" if more > 0 else ""
    )
