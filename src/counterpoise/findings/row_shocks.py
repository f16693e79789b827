"""Simulated shocks beside the rows of a table that asks for them: what the shock that a row stands for does."""

from __future__ import annotations

from dataclasses import replace

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.cells import with_numbers
from counterpoise.findings.row_shares import untold
from counterpoise.findings.tables import FoundTable
from counterpoise.theory.elements import Table
from counterpoise.theory.estimands import ESTIMANDS
from counterpoise.wording import listed


def with_shocks(found: FoundTable, table: Table, model: ByModel) -> FoundTable:
    """A table with what the shock of each of its rows does, where it asks for simulated futures; any other as it is.

    The theory's `policies` say which shock a row stands for.
    """
    if table.beside != "scenarios":
        return found
    asked = f"Beside each row the theory asks for {ESTIMANDS['scenarios']}"
    if model.headline is not None or isinstance(model.scenarios, CounterpoiseError):
        return replace(found, note=f"{asked}: {untold(model)}")
    shocks = model.scenarios.shocks()
    rows = tuple(
        replace(
            row,
            cells=tuple(
                with_numbers(cell, [shocks[row.id]] if row.id in shocks else []) for cell in row.cells
            ),
        )
        for row in found.rows
    )
    silent = [row.heading for row in found.rows if row.id not in shocks]
    of_none = f" The model has no shock that stands for {listed(silent)}." if silent else ""
    told = f"{asked}: the effect of one on the lesser of both ties, the mean of the years.{of_none}"
    return replace(found, rows=rows, note=told)
