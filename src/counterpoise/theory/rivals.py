"""The rivals of a theory with a model: what they may look at, and what is wrong with what they do."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.errors import unknown_name
from counterpoise.theory.element import Words
from counterpoise.theory.elements import Theory
from counterpoise.theory.terms import problems_of_term
from counterpoise.yamlfile import Where

TAKEN = frozenset({"theory", "persistence", "direct", "mediated", "moderated"})
"""What rivals are compared with, by name."""


def problems_of_names(theory: Theory) -> Iterator[tuple[Where, str]]:
    """What is wrong with the terms by which works name the theory or its rivals."""
    named: list[tuple[Where, Words]] = [(("named",), theory.named)]
    named += [(("rivals", name, "named"), rival.named) for name, rival in theory.rivals.items()]
    for where, terms in named:
        for i, term in enumerate(terms):
            yield from (((*where, i), what) for what in problems_of_term(term, ()))


def problems_of_rivals(theory: Theory) -> Iterator[tuple[Where, str]]:
    """Quantities and rivals that there are not, and parts of one term that do not go together; without a model rivals are words."""
    if theory.model is None:
        return
    for name, rival in theory.rivals.items():
        if name in TAKEN:
            told = f"'{name}' is what the theory itself, a reading of its figure, or mere persistence is called in the comparison; give the rival another name"
            yield ("rivals", name), told
        for i, used in enumerate(rival.uses):
            if used not in theory.quantities:
                yield ("rivals", name, "uses", i), unknown_name("quantity", used, theory.quantities)
        parts = [theory.quantities[each] for each in rival.uses if each in theory.quantities]
        alike = {(each.times, each.against, each.sign("a"), each.sign("b")) for each in parts}
        if rival.joined is not None and len(alike) > 1:
            told = (
                "is one term, but its quantities differ in `times`, `against` or `expects`; make them agree"
            )
            yield ("rivals", name, "joined"), told
    for i, claim in enumerate(theory.claims):
        if claim.rival is not None and claim.rival not in theory.rivals:
            yield ("claims", i, "rival"), unknown_rival(claim.rival, theory)


def unknown_rival(name: str, theory: Theory) -> str:
    """That a theory has no such rival, with the nearest name."""
    return unknown_name("rival", name, theory.rivals)


def own_series(theory: Theory) -> frozenset[str]:
    """The series that ties are measured from: a quantity made of one of them shares it with what is to be explained."""
    constructs = theory.constructs.values()
    return frozenset(
        each.id for construct in constructs if construct.role == "behaviour" for each in construct.indicators
    )
