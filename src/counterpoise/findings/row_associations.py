"""Associations beside the rows of a table that asks for them: how the construct of each row goes with autonomy or with balance."""

from __future__ import annotations

from dataclasses import replace

from counterpoise.findings.associations import UNIT, Associations
from counterpoise.findings.cells import with_numbers
from counterpoise.findings.tables import FoundTable
from counterpoise.theory.elements import Table
from counterpoise.theory.estimands import ASSOCIATED, ESTIMANDS


def with_associations(found: FoundTable, table: Table, of: Associations) -> FoundTable:
    """A table with the rank correlation of the construct of each of its rows, where it asks for one; any other as it is."""
    if table.beside not in ASSOCIATED:
        return found
    estimand, rows, silent = ASSOCIATED[table.beside], [], []
    for row in found.rows:
        construct = table.rows[row.id].measured_by
        if construct is None:
            rows.append(row)
            silent.append(f"{row.heading}: no construct stands beside it")
            continue
        told = of.told(construct, estimand)
        if told.rho is None:
            rows.append(row)
            silent.append(f"{row.heading}: {told.why}")
            continue
        number = of.number(construct, estimand, told)
        rows.append(replace(row, cells=tuple(with_numbers(cell, [number]) for cell in row.cells)))
    untold = f" Not testable with this evidence: {'; '.join(silent)}." if silent else ""
    note = (
        f"Beside each row stands {ESTIMANDS[table.beside]}, {UNIT}, so that neither what a state always has counts nor what all states have in "
        f"common in a year; with an interval that holds the choice of states.{untold}"
    )
    return replace(found, rows=tuple(rows), note=note)
