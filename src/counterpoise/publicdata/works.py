"""The works by which the sources of public data ask to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from counterpoise.documents.references.csl import Reference
from counterpoise.documents.references.reading import read_references

_FILE = "works.bib"


def works_of(source: str) -> tuple[Reference, ...]:
    """The works of the source of this name, in the order of its citation; none for one that the program does not bring."""
    return _works().get(source, ())


@cache
def _works() -> Mapping[str, tuple[Reference, ...]]:
    content = files("counterpoise.publicdata").joinpath(_FILE).read_bytes()
    references, problems = read_references(content, _FILE)
    assert not problems
    found: dict[str, tuple[Reference, ...]] = {}
    for each in references:
        source = each.id.partition(":")[0]
        found[source] = (*found.get(source, ()), each)
    return found
