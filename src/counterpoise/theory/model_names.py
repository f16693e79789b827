"""The names that the model of a theory uses, each of which must be that of something in the theory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from counterpoise.errors import unknown_name
from counterpoise.theory.titles import PRESSURE
from counterpoise.yamlfile import EACH, Where, YamlFile


def problems_of_model(file: YamlFile) -> Iterator[tuple[Where, str]]:
    """Blocks that are none, and constructs, hypotheses and claims, levers, rows and indicators that there are not.

    They are looked for in the file as it stands, so that what does not fit elsewhere hides none of them.
    """
    constructs = dict(file.nodes("constructs", EACH))
    of_filters = [
        str(where[-1])
        for where, node in constructs.items()
        if isinstance(node, dict) and node.get("role") == "filter"
    ]
    used: list[tuple[Iterable[tuple[Where, str]], Collection[str], str]] = [
        (file.texts("model", "exposure", "construct"), _keys(file, "constructs"), "construct"),
        (file.texts("model", "held_out", EACH), _keys(file, "dimensions"), "dimension"),
        (_named(file, "model", "decided", EACH), _decidable(file), "hypothesis or claim by shares"),
        (_named(file, "model", "policies", "levers", EACH), _keys(file, "levers"), "lever"),
        (
            _named(file, "model", "policies", "shocks", EACH),
            _keys(file, "tables", EACH, "rows"),
            "row of a table",
        ),
    ]
    filters = _keys(file, "model", "filters")
    if filters:
        blocks = [PRESSURE, *filters]
        raised = _named(file, "model", "policies", "levers", EACH, "raises", EACH)
        measured_by = list(file.texts("model", "filters", EACH))
        # An unknown filter is told once, and not again for each indicator that it may have.
        measures = [name for _, name in measured_by]
        measures = measures if set(measures) <= set(of_filters) else of_filters
        of_state = {
            name
            for where, name in file.texts("constructs", EACH, "indicators", EACH, "id")
            if where[1] in measures
        }
        used += [
            (measured_by, of_filters, "filter"),
            (
                file.texts("model", "frontier", "interests", EACH, "indicator"),
                of_state,
                "indicator of a filter",
            ),
            (file.texts("model", "beyond_figure", EACH), filters, "filter of the model"),
            (file.texts("model", "decided", EACH, "largest", EACH), blocks, "block"),
            (raised, filters, "filter of the model"),
            (file.texts("model", "policies", "shocks", EACH, "to"), blocks, "block"),
        ]
    for found, known, noun in used:
        yield from ((where, unknown_name(noun, name, known)) for where, name in found if name not in known)


def _keys(file: YamlFile, *path: str) -> list[str]:
    return [name for _, name in _named(file, *path, EACH)]


def _named(file: YamlFile, *path: str) -> Iterator[tuple[Where, str]]:
    """Each key at a path that ends in `EACH`, where it stands."""
    for where, _ in file.nodes(*path):
        if isinstance(where[-1], str):
            yield where, where[-1]


def _decidable(file: YamlFile) -> list[str]:
    """Hypotheses, and claims that need `attribution`."""
    needing = {where[1] for where, need in file.texts("claims", EACH, "needs", EACH) if need == "attribution"}
    return [
        *_keys(file, "hypotheses"),
        *(name for where, name in file.texts("claims", EACH, "id") if where[1] in needing),
    ]
