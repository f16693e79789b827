"""The theory as the report shows it beside what is asked: what it declares, and its rivals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterpoise.findings.claim import NOT_YET
from counterpoise.findings.names import PowerNames
from counterpoise.report.causal_figure import causal_figure
from counterpoise.report.outline import DataTable, Section
from counterpoise.theory.elements import Rival, Theory
from counterpoise.wording import listed, within_a_sentence, words_of

if TYPE_CHECKING:
    from counterpoise.findings.by_model import ByModel

_KEY = re.compile(r"([a-z]+)(\d{4})")


def theory_section(theory: Theory, names: PowerNames, model: ByModel | None = None) -> Section:
    """What a theory holds beside its questions and tables; a theory that holds nothing of it gives an empty section.

    Axioms are declared and not tested. Rivals wait for the model of the figure to be estimated; assumptions and levers are
    answered among the statements.
    """
    tables = (
        DataTable(
            "axioms",
            "Axioms: declared, not tested",
            ("Axiom", "Says"),
            tuple((words_of(name), names.bound(text)) for name, text in theory.axioms.items()),
        ),
        DataTable(
            "rivals",
            "Rival theories",
            ("Rival", "Says", "Cited as", "Verdict"),
            tuple(
                (
                    words_of(name),
                    names.bound(_said(rival, theory)),
                    _author_and_year(rival.cite),
                    _verdict(name, model),
                )
                for name, rival in theory.rivals.items()
            ),
        ),
    )
    shown = (causal_figure(theory), *(table for table in tables if table.rows))
    return Section("theory", "The theory and its rivals", tuple(each for each in shown if each is not None))


def _author_and_year(key: str | None) -> str | None:
    """The author and year that a key such as `waltz1979` names; one of another make stays as it is."""
    found = _KEY.fullmatch(key or "")
    return f"{found[1].capitalize()} ({found[2]})" if found else key


def _said(rival: Rival, theory: Theory) -> str:
    """What a rival says, or the quantities that it looks at."""
    looks_at = [
        within_a_sentence(theory.quantities[name].title)
        if name in theory.quantities
        else words_of(name).lower()
        for name in rival.uses
    ]
    uses = f"looks at {listed(looks_at)}" if looks_at else ""
    return "; ".join(part for part in (uses, rival.says or "") if part)


def _verdict(name: str, model: ByModel | None) -> str:
    if model is None:
        return NOT_YET
    finding, why = model.rival(name)
    return f"{finding}: {why}"
