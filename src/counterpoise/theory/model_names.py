"""The names that the model of a theory uses, each of which must be that of something in the theory."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from counterpoise.errors import did_you_mean
from counterpoise.theory.elements import Theory
from counterpoise.yamlfile import Where


def problems_of_model(theory: Theory) -> Iterator[tuple[Where, str]]:
    """Filters that are none, and constructs, hypotheses and claims, levers, rows and indicators that there are not."""
    model = theory.model
    if model is None:
        return
    of_filters = [name for name, construct in theory.constructs.items() if construct.role == "filter"]
    rows = {row for table in theory.tables.values() for row in table.rows}
    exposure = model.exposure
    decidable = [
        *theory.hypotheses,
        *(claim.id for claim in theory.claims if "attribution" in claim.needs),
    ]
    of_state = {
        indicator.id
        for name in model.filters.values()
        if name in theory.constructs
        for indicator in theory.constructs[name].indicators
    }
    used: list[tuple[Where, str, Collection[str], str]] = [
        *((("filters", block), name, of_filters, "filter") for block, name in model.filters.items()),
        *((("decided", name), name, decidable, "hypothesis or claim by shares") for name in model.decided),
        *((("policies", "levers", name), name, theory.levers, "lever") for name in model.policies.levers),
        *((("policies", "shocks", name), name, rows, "row of a table") for name in model.policies.shocks),
        *(
            (
                ("frontier", "interests", name, "indicator"),
                interest.indicator,
                of_state,
                "indicator of a filter",
            )
            for name, interest in model.frontier.interests.items()
        ),
    ]
    if exposure is not None:
        used.append((("exposure", "construct"), exposure.measured_by, theory.constructs, "construct"))
    for where, name, known, noun in used:
        if name not in known:
            near = did_you_mean(name, known) or f"; there are {', '.join(sorted(known))}"
            yield ("model", *where), f"unknown {noun} '{name}'{near}"
