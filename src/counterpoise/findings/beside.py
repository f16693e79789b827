"""What a table asks for beside its rows: a quantity that no passage tells, such as shares of attribution."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.cells import FoundCell
from counterpoise.findings.claim import NOT_TESTABLE, NOT_YET
from counterpoise.theory.elements import Table, Theory
from counterpoise.theory.estimands import COMPUTED, ESTIMANDS
from counterpoise.wording import listed

if TYPE_CHECKING:
    from counterpoise.findings.by_model import ByModel
    from counterpoise.findings.numbers import Number
    from counterpoise.findings.tables import FoundTable


def beside(table: Table) -> str | None:
    """That what a table asks for beside its rows is not computed; None where it is, or nothing is asked for."""
    if table.beside is None or table.beside in COMPUTED:
        return None
    return f"Beside each row the theory asks for {ESTIMANDS[table.beside]}: {NOT_YET}."


def with_shares(found: FoundTable, table: Table, theory: Theory, model: ByModel) -> FoundTable:
    """A table with the share of the block that each of its rows speaks of, where it asks for attribution; any other as it is.

    A row speaks of the filter whose construct names its codes, or of pressure; of behaviour itself there is no share.
    """
    if table.beside != "attribution":
        return found
    asked = f"Beside each row the theory asks for {ESTIMANDS['attribution']}"
    if isinstance(model.shares, CounterpoiseError):
        return replace(found, note=f"{asked}: {NOT_TESTABLE}.")
    shares, blocks = model.shares.numbers(), model.block_of_code
    rows, silent = [], []
    for row in found.rows:
        codes = theory.codes_of(table.rows[row.id].codes)
        of_row = dict.fromkeys(blocks[code] for code in codes if blocks.get(code) in shares)
        cells = tuple(_cell(cell, [shares[block] for block in of_row]) for cell in row.cells)
        rows.append(replace(row, cells=cells))
        if not of_row:
            silent.append(row.heading)
    of_none = f" No block stands for {listed(silent)}." if silent else ""
    told = (
        f"{asked}: that of the whole block which a row speaks of, since the model knows no smaller part.{of_none}"
        f"{_refused(model)}"
    )
    return replace(found, rows=tuple(rows), note=told)


def with_shocks(found: FoundTable, table: Table, model: ByModel) -> FoundTable:
    """A table with what the shock of each of its rows does, simulated, where it asks for that; any other as it is."""
    if table.beside != "scenarios":
        return found
    asked = f"Beside each row the theory asks for {ESTIMANDS['scenarios']}"
    if isinstance(model.futures, CounterpoiseError):
        return replace(found, note=f"{asked}: {NOT_TESTABLE}.")
    shocks = model.futures.shocks()
    rows = tuple(
        replace(
            row, cells=tuple(_cell(cell, [shocks[row.id]] if row.id in shocks else []) for cell in row.cells)
        )
        for row in found.rows
    )
    silent = [row.heading for row in found.rows if row.id not in shocks]
    of_none = f" The model has no shock that stands for {listed(silent)}." if silent else ""
    told = f"{asked}: the effect of one on the lesser of both ties, the mean of ten years.{of_none}{_refused(model)}"
    return replace(found, rows=rows, note=told)


def _cell(cell: FoundCell, shares: list[Number]) -> FoundCell:
    if not shares or cell.missing is not None:
        return cell
    told = "; ".join(f"{share.label} {share.text} ({share.interval})" for share in shares)
    finding = ". ".join(part for part in (cell.finding, told) if part)
    return replace(cell, finding=finding, numbers=(*cell.numbers, *shares))


def _refused(model: ByModel) -> str:
    if not model.refusals:
        return ""
    return f" No verdict rests on these: {listed(list(model.refusals))}."
