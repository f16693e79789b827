"""What a table asks for beside its rows: a quantity that no passage tells."""

from __future__ import annotations

from counterpoise.findings.claim import NOT_YET
from counterpoise.theory.elements import Table
from counterpoise.theory.estimands import COMPUTED, ESTIMANDS


def beside(table: Table) -> str | None:
    """That what a table asks for beside its rows is not computed; None where it is, or nothing is asked for."""
    if table.beside is None or table.beside in COMPUTED:
        return None
    return f"Beside each row the theory asks for {ESTIMANDS[table.beside]}: {NOT_YET}."
