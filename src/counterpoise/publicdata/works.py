"""The works by which the sources of public data ask to be cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from counterpoise.documents.references.csl import Reference
from counterpoise.documents.references.reading import read_references

_FILE = "works.bib"


def works_of(source: str) -> tuple[Reference, ...]:
    """The works of the source of this name, in the order of its citation; none for one that the program does not bring."""
    return _works().get(source, ())


def cited_in_short(sources: Iterable[str]) -> tuple[str, ...]:
    """The works of some sources by authors and year, as a text cites them, each once: `Pevehouse and others 2020`."""
    works = (work for source in sources for work in works_of(source))
    return tuple(dict.fromkeys(filter(None, map(_in_short, works))))


def with_works(source: str) -> str:
    """A source by its name, with the works that it asks to cite: `cow-nmc (Singer 1987)`."""
    cited = cited_in_short([source])
    return f"{source} ({'; '.join(cited)})" if cited else source


def _in_short(work: Reference) -> str:
    first, *rest = [name.cited for name in work.authors] or [work.title or ""]
    with_others = len(rest) > 1 or rest == ["others"]
    authors = f"{first} and others" if with_others else " and ".join([first, *rest])
    return f"{authors} {work.year}" if work.year else authors


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
