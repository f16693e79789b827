"""Shares of attribution beside the rows of a table that asks for them: that of the block of the figure which a row speaks of."""

from __future__ import annotations

from dataclasses import replace

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.cells import with_numbers
from counterpoise.findings.claim import NOT_TESTABLE
from counterpoise.findings.tables import FoundTable
from counterpoise.theory.elements import Table, Theory
from counterpoise.theory.estimands import ESTIMANDS
from counterpoise.wording import listed


def with_shares(found: FoundTable, table: Table, theory: Theory, model: ByModel) -> FoundTable:
    """A table with the share of the block that each of its rows speaks of, where it asks for attribution; any other as it is.

    A row speaks of the filter whose construct names its codes, or of pressure; of behaviour itself there is no share. Shares of draws
    that carry no verdict are none that a row has.
    """
    if table.beside != "attribution":
        return found
    asked = f"Beside each row the theory asks for {ESTIMANDS['attribution']}"
    if model.headline is not None or isinstance(model.shares, CounterpoiseError):
        return replace(found, note=f"{asked}: {untold(model)}")
    shares, blocks = model.shares.numbers(), model.block_of_code
    rows, silent = [], []
    for row in found.rows:
        codes = theory.codes_of(table.rows[row.id].codes)
        of_row = dict.fromkeys(blocks[code] for code in codes if blocks.get(code) in shares)
        cells = tuple(with_numbers(cell, [shares[block] for block in of_row]) for cell in row.cells)
        rows.append(replace(row, cells=cells))
        if not of_row:
            silent.append(row.heading)
    of_none = f" No block stands for {listed(silent)}." if silent else ""
    told = f"{asked}: that of the whole block which a row speaks of, since the model knows no smaller part.{of_none}"
    return replace(found, rows=tuple(rows), note=told)


def untold(model: ByModel) -> str:
    """That what a table asks of a model stands beside no row, and where it is said why where its draws carry no verdict."""
    where = "; what stands against the draws of the model is said in its section"
    return f"{NOT_TESTABLE}{where if model.headline is not None else ''}."
